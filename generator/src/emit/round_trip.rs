//! `tests/`: the proof that the client and the server of every operation agree. One test per API: a case and a handler
//! per operation, between which the runtime's runner compares what was sent with what arrived.

use std::sync::Arc;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::operation::{Answer, Members, Success, View, served};
use super::rust::{File, Import, Job, code, ident};
use super::server::Shared;
use super::{Api, Options};
use crate::model::TypeId;
use crate::names;

/// The files of an API: the test, and one file per group.
pub(super) fn jobs<'a>(api: &'a Api<'a>, options: &'a Options, shared: &Arc<Shared>) -> Vec<Job<'a>> {
    let groups = served(api);
    if groups.is_empty() {
        return Vec::new();
    }
    let folder = format!("tests/{}", names::module(&api.model.name));
    let mut jobs = vec![Job::new(format!("{folder}/main.rs"), move || test(api, options))];
    for group in groups {
        let path = format!("{folder}/{}.rs", group.names.module);
        let shared = Arc::clone(shared);
        jobs.push(Job::new(path, move || file(api, &group, options, &shared)));
    }
    if !api.model.types.is_empty() {
        jobs.push(Job::new(format!("{folder}/{TYPES}.rs"), move || types(api, options)));
    }
    jobs
}

/// The module that lists all types; no group has this name.
const TYPES: &str = "types";

fn test(api: &Api<'_>, options: &Options) -> File {
    let krate = options.krate();
    let feature = names::feature(&api.model.name);
    let groups = served(api);
    let modules: Vec<_> = groups.iter().map(|group| ident(&group.names.module)).collect();
    let list = (!api.model.types.is_empty()).then(|| ident(TYPES));
    let list_of_types = list.as_ref().map(|list| quote!(mod #list;));
    let types_are_kept = list.map(|list| types_are_kept(&krate, &list));
    let (given, calls_survive) = (given_groups(api, &krate, &groups), calls_survive(api, &groups, &modules));
    let tokens = quote! {
        #![cfg(all(feature = #feature, feature = "client", feature = "server", feature = "test-util"))]
        #(mod #modules;)*
        #list_of_types
        #given
        #calls_survive
        #types_are_kept
    };
    File {
        docs: "Every operation of the API, called by its client and answered by its server over a socket.".to_owned(),
        tokens,
        ..File::default()
    }
}

/// What the test needs, and the server's side of it.
fn given_groups(api: &Api<'_>, krate: &TokenStream, groups: &[Members<'_>]) -> TokenStream {
    let api_module = ident(&names::module(&api.model.name));
    let methods = groups.iter().map(|group| ident(&group.names.method));
    quote! {
        use std::sync::Arc;
        use #krate::#api_module::server::Server;
        use #krate::#api_module::{Client, operations};
        use #krate::runtime::round_trip::{self, Stage, Tester};
        use #krate::runtime::Credentials;

        /// The server's side: tells the stage what its handlers get, and replies with samples.
        #[derive(Clone)]
        struct Echo(Arc<Stage>);

        /// How a server is given each of its groups.
        static GROUPS: &[fn(Server, Echo) -> Server] = &[#(Server::#methods),*];
    }
}

/// The test that calls every operation.
fn calls_survive(api: &Api<'_>, groups: &[Members<'_>], modules: &[Ident]) -> TokenStream {
    let is_open = |view: &View<'_>| view.operation.path.fixed.iter().any(|fixed| fixed.value.is_none());
    let told = groups.iter().any(|group| group.views(api).iter().any(is_open));
    let told = told.then(|| quote!(.configure(|builder| round_trip::told_apart(builder, operations::ALL))));
    quote! {
        #[test]
        fn every_operation_survives_the_round_trip() {
            let stage = Arc::new(Stage::default());
            let echo = Echo(Arc::clone(&stage));
            let server = GROUPS
                .iter()
                .fold(Server::new(), |server, group| group(server, echo.clone()))
                .authenticator(Tester("round-trip"))
                .configure(|builder| builder.base_path("/base").body_limit(64 << 20))
                .configure(|builder| builder.check_requests(false).check_answers(false))
                #told;
            let cases = [#(#modules::CASES),*];
            round_trip::run(&stage, &cases, server.into_service(), operations::ALL, |address| {
                Client::builder(format!("http://{address}/base"))
                    .allow_http_loopback(true)
                    .credentials(Credentials::token("round-trip"))
                    .build()
                    .expect("a client")
            });
        }
    }
}

/// The test that reads and writes every type.
fn types_are_kept(krate: &TokenStream, list: &Ident) -> TokenStream {
    quote! {
        #[test]
        fn every_type_keeps_what_its_document_does_not_know() {
            #krate::runtime::compatibility::check(#list::ALL);
        }
    }
}

/// Every emitted type, in the order of their names.
fn types(api: &Api<'_>, options: &Options) -> File {
    let krate = options.krate();
    let api_module = ident(&names::module(&api.model.name));
    let mut names: Vec<_> = (0..).map(TypeId).take(api.model.types.len()).map(|id| api.names.ty(id)).collect();
    names.sort_unstable();
    let rows = names.into_iter().map(|name| {
        let ty = ident(name);
        quote!((#name, blank::<types::#ty>))
    });
    let tokens = quote! {
        use #krate::#api_module::types;
        use #krate::runtime::compatibility::{Type, blank};

        pub static ALL: &[Type] = &[#(#rows),*];
    };
    File { docs: "Every type of the API.".to_owned(), tokens, ..File::default() }
}

fn file(api: &Api<'_>, group: &Members<'_>, options: &Options, shared: &Shared) -> File {
    let (service, handle) = (ident(&group.names.handle), ident(&group.names.method));
    let views = group.views(api);
    let handlers = views.iter().map(|view| handler(*view, shared));
    let rows = views.iter().map(|view| {
        let (constant, call) = (view.constant(), ident(&view.names.trait_method));
        quote!(Case { operation: &operations::#constant, call: #call })
    });
    let cases = views.iter().map(|view| case(*view, group, &quote!(client.#handle())));
    let items = quote! {
        impl server::#service for super::Echo {
            #(#handlers)*
        }

        pub static CASES: &[Case<Client>] = &[#(#rows),*];

        #(#cases)*
    };
    let docs = format!("The operations of the group {}.", code(&api.model.group(group.id).wire));
    File { docs, imports: imports_of(api, group, options), tokens: items }
}

fn imports_of(api: &Api<'_>, group: &Members<'_>, options: &Options) -> Vec<Import> {
    let krate = options.krate();
    let api_module = ident(&names::module(&api.model.name));
    let module = ident(&group.names.module);
    vec![
        Import::maps(),
        Import::always(quote! { use std::sync::Arc; }),
        Import::always(quote! { use #krate::#api_module::Client; }),
        Import::module("replies", quote! { use #krate::#api_module::client::#module as replies; }),
        Import::always(quote! { use #krate::#api_module::operations::#module as operations; }),
        Import::always(quote! { use #krate::#api_module::server::#module as server; }),
        Import::module("types", quote! { use #krate::#api_module::types; }),
        Import::module("runtime", quote! { use #krate::runtime; }),
        Import::always(quote! { use #krate::runtime::Request; }),
        Import::always(quote! { use #krate::runtime::round_trip::{self, Boxed, Case, Stage}; }),
    ]
}

/// The answer that a handler gives, and the sample that it holds.
struct Given<'a> {
    answer: Answer<'a>,
    sample: Sample,
}

/// What an answer holds that can be compared.
enum Sample {
    Nothing,
    Body,
    /// The header at this index.
    Header(usize),
}

fn given(view: View<'_>) -> Option<Given<'_>> {
    let success = view.success();
    let answers = view.meant();
    let answer = match success {
        Success::Headers(answer) => {
            let sample =
                answer.headers.iter().position(|header| !header.is_routine()).map_or(Sample::Nothing, Sample::Header);
            // What calls return leaves out what redirects show to people; handlers give it all the same.
            let whole = answers.into_iter().find(|whole| whole.variant == answer.variant)?;
            return Some(Given { answer: whole, sample });
        }
        Success::Several(answers) => answers.into_iter().next()?,
        Success::Plain(body) => answers
            .into_iter()
            .find(|answer| answer.body.as_ref().is_some_and(|found| found.ty.to_string() == body.ty.to_string()))?,
        Success::Nothing => answers.into_iter().next()?,
    };
    let sample = if answer.body.is_some() { Sample::Body } else { Sample::Nothing };
    Some(Given { answer, sample })
}

fn handler(view: View<'_>, shared: &Shared) -> TokenStream {
    let (method, arguments) = (ident(&view.names.trait_method), view.struct_name());
    let (response, constant) = (ident(&view.names.response), view.constant());
    let answer = match given(view) {
        None => quote!(server::#response::Other(runtime::Response::new(200))),
        Some(given) => {
            let value = answer(&given, &constant, shared.name(view.id).is_some());
            quote!(server::#response::#value)
        }
    };
    quote! {
        async fn #method(&self, request: Request<operations::#arguments>) -> server::#response {
            self.0.received(&request.arguments);
            #answer
        }
    }
}

fn answer(given: &Given<'_>, constant: &Ident, is_shared: bool) -> TokenStream {
    let Given { answer, sample } = given;
    let variant = &answer.variant;
    let status = answer.code().is_none().then(|| quote!(200));
    let body = match &answer.body {
        Some(body) => {
            let ty = super::operation::boxed(body.ty.clone(), body.may_be_large && !is_shared);
            Some(quote!(self.0.reply::<#ty>(&operations::#constant)))
        }
        None => answer.is_failure().then(|| quote!(runtime::Failure::new("sample"))),
    };
    if answer.headers.is_empty() {
        let values: Vec<_> = status.into_iter().chain(body).collect();
        return if values.is_empty() { quote!(#variant) } else { quote!(#variant(#(#values),*)) };
    }
    let status = status.map(|status| quote!(status: #status,));
    let body = body.map(|body| if answer.is_failure() { quote!(failure: #body,) } else { quote!(body: #body,) });
    let headers = answer.headers.iter().enumerate().map(|(at, header)| {
        let name = &header.name;
        match sample {
            Sample::Header(sampled) if *sampled == at => {
                let ty = &header.ty;
                quote!(#name: Some(self.0.reply_header::<#ty>(&operations::#constant)))
            }
            _ => quote!(#name: None),
        }
    });
    quote!(#variant { #status #body #(#headers),* })
}

/// Samples arguments, calls the builder with all of them, and compares what comes back.
fn case(view: View<'_>, group: &Members<'_>, handle: &TokenStream) -> TokenStream {
    let (name, method) = (ident(&view.names.trait_method), ident(&view.names.method));
    let (arguments, constant) = (view.struct_name(), view.constant());
    let required = super::client::required(view, group);
    let taken: Vec<_> = required
        .parameters
        .iter()
        .map(|argument| argument.name.clone())
        .chain(required.body.iter().map(|_| ident("body")))
        .collect();
    let all = view.arguments().into_iter().map(|argument| argument.name).chain(view.body().map(|_| ident("body")));
    let optional: Vec<_> = all.filter(|name| !taken.contains(name)).collect();
    let text = returned(view);
    let arguments = if taken.is_empty() && optional.is_empty() {
        quote!(stage.arguments::<operations::#arguments>();)
    } else {
        quote!(let arguments: operations::#arguments = stage.arguments();)
    };
    let changed = (!optional.is_empty()).then(|| quote!(mut));
    quote! {
        fn #name(client: &Client, stage: Arc<Stage>) -> Boxed {
            #arguments
            let #changed call = #handle.#method(#(arguments.#taken.expect("sampled")),*);
            #(call = call.#optional(arguments.#optional.expect("sampled"));)*
            stage.returns(&operations::#constant, call.send(), #text)
        }
    }
}

/// How what a call returns becomes the text that the handler's sample is.
fn returned(view: View<'_>) -> TokenStream {
    let reply = ident(&view.names.reply);
    match (view.success(), given(view)) {
        (Success::Nothing, _) | (_, None) => quote!(round_trip::nothing),
        (Success::Plain(body), _) if body.or_list => quote!(round_trip::only),
        (Success::Plain(_), _) => quote!(round_trip::json),
        (Success::Headers(answer), Some(Given { sample: Sample::Header(at), .. })) => {
            let name = answer.headers.get(at).map(|header| &header.name);
            quote!(|reply| reply.#name.as_ref().map(round_trip::json).unwrap_or_default())
        }
        (Success::Headers(_), _) => quote!(|_| String::new()),
        (Success::Several(_), Some(Given { answer, .. })) => {
            let variant = &answer.variant;
            match &answer.body {
                Some(body) => {
                    let text = if body.or_list { quote!(only) } else { quote!(json) };
                    quote! {
                    |reply| match reply {
                        replies::#reply::#variant(body) => round_trip::#text(body),
                        other => format!("{other:?}"),
                    }
                    }
                }
                None => quote! {
                    |reply| match reply {
                        replies::#reply::#variant => String::new(),
                        other => format!("{other:?}"),
                    }
                },
            }
        }
    }
}
