//! One file: every call, and what could not be resolved.

use std::collections::HashMap;

use proc_macro2::Span;
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Expr, ExprMethodCall, File, FnArg, Lit, Macro, Member, Pat, Stmt, Token};

use super::declared::{Declared, Imports, of_client, of_type};
use super::index::Index;
use super::value::{SAME, Value, segments};
use super::{Call, Found, Place, Unresolved};
use crate::model::{GroupId, OperationId};

pub(super) struct Visitor<'a, 'i> {
    index: &'a Index<'i>,
    declared: &'a Declared,
    imports: Imports,
    file: &'a str,
    /// What variables are, innermost last.
    scopes: Vec<HashMap<String, Option<Value>>>,
    /// The last method call that was visited, and what it is: chains ask for it link by link.
    last: Option<(*const ExprMethodCall, Option<Value>)>,
    /// How many macros hold what is visited.
    macros: usize,
    found: &'a mut Found,
}

/// Macros in macros that are looked into; each is parsed once more for every macro that holds it.
const MOST_MACROS: usize = 16;

impl<'a, 'i> Visitor<'a, 'i> {
    pub(super) fn new(index: &'a Index<'i>, declared: &'a Declared, file: &'a str, found: &'a mut Found) -> Self {
        let (imports, scopes) = (Imports::default(), vec![HashMap::new()]);
        Self { index, declared, imports, file, scopes, last: None, macros: 0, found }
    }

    pub(super) fn file(&mut self, file: &File) {
        self.imports = Imports::of(file);
        self.visit_file(file);
    }

    fn call(&mut self, operation: OperationId, span: Span) {
        let place = self.place(span);
        self.found.calls.push(Call { operation, place });
    }

    fn unresolved(&mut self, what: String, span: Span) {
        let place = self.place(span);
        self.found.unresolved.push(Unresolved { what, place });
    }

    fn place(&self, span: Span) -> Place {
        Place::of(self.file, span)
    }

    fn within(&mut self, visit: impl FnOnce(&mut Self)) {
        self.scopes.push(HashMap::new());
        visit(self);
        self.scopes.pop();
    }

    /// Notes what a variable is; also that it is nothing known, so that it hides another of its name.
    fn bind(&mut self, pattern: &Pat, value: Option<Value>) {
        match pattern {
            Pat::Ident(ident) => {
                if let Some(scope) = self.scopes.last_mut() {
                    scope.insert(ident.ident.to_string(), value);
                }
            }
            Pat::Type(typed) => {
                let value = of_type(self.index, &self.imports, &typed.ty).or(value);
                self.bind(&typed.pat, value);
            }
            Pat::Reference(reference) => self.bind(&reference.pat, value),
            // `Ok(client)`, `Some(client)`: what is inside is what was wrapped.
            Pat::TupleStruct(tuple) if tuple.elems.len() == 1 => {
                tuple.elems.iter().for_each(|inner| self.bind(inner, value));
            }
            _ => {}
        }
    }

    /// What an expression is.
    fn value(&self, expression: &Expr) -> Option<Value> {
        match expression {
            Expr::Paren(inner) => self.value(&inner.expr),
            Expr::Group(inner) => self.value(&inner.expr),
            Expr::Reference(inner) => self.value(&inner.expr),
            Expr::Unary(inner) => self.value(&inner.expr),
            Expr::Try(inner) => self.value(&inner.expr),
            Expr::Await(inner) => self.value(&inner.base),
            Expr::Path(path) => self.variable(&path.path),
            Expr::Field(field) => match &field.member {
                Member::Named(name) => self.declared.field(&name.to_string()),
                Member::Unnamed(_) => None,
            },
            Expr::Call(call) => self.made(&call.func),
            Expr::MethodCall(call) => self.called(call),
            Expr::Block(block) => match block.block.stmts.last() {
                Some(Stmt::Expr(last, None)) => self.value(last),
                _ => None,
            },
            _ => None,
        }
    }

    fn variable(&self, path: &syn::Path) -> Option<Value> {
        let name = path.get_ident()?.to_string();
        self.scopes.iter().rev().find_map(|scope| scope.get(&name)).copied().flatten()
    }

    /// What a function gives: `Client::new(…)`, or one that is declared to.
    fn made(&self, function: &Expr) -> Option<Value> {
        let Expr::Path(path) = function else { return None };
        let whole = self.imports.whole(&path.path);
        let (last, front) = whole.split_last()?;
        of_client(self.index, front).or_else(|| self.declared.function(last))
    }

    fn called(&self, call: &ExprMethodCall) -> Option<Value> {
        match self.last {
            Some((last, value)) if std::ptr::eq(last, call) => value,
            _ => self.method(&self.value(&call.receiver), call),
        }
    }

    fn method(&self, receiver: &Option<Value>, call: &ExprMethodCall) -> Option<Value> {
        let name = call.method.to_string();
        match receiver {
            Some(Value::Foreign) => Some(Value::Foreign),
            Some(Value::Handle(..)) => receiver.filter(|_| SAME.contains(&name.as_str())),
            _ => {
                let group = self.index.group(&name).filter(|_| call.args.is_empty());
                let handle = group.map(|group| Value::Handle(group, *receiver == Some(Value::Client)));
                // A builder of the client is the client before long.
                handle.or(*receiver).or_else(|| self.declared.function(&name))
            }
        }
    }

    fn method_call(&mut self, receiver: Option<Value>, call: &ExprMethodCall) {
        let method = call.method.to_string();
        match receiver {
            Some(Value::Handle(group, is_certain)) => {
                self.handle_call(group, is_certain, call.method.span(), &method);
            }
            Some(Value::Foreign) => {}
            receiver if method == "request" && call.args.len() == 2 => self.raw(receiver, call),
            _ => {}
        }
    }

    fn handle_call(&mut self, group: GroupId, is_certain: bool, span: Span, method: &str) {
        match self.index.call(group, method) {
            Some(operation) => self.call(operation, span),
            None if is_certain && !SAME.contains(&method) => {
                self.unresolved(format!("`{method}` is no call of its group"), span);
            }
            None => {}
        }
    }

    /// A call that the documents need not have: `client.request("GET", "/users")`.
    fn raw(&mut self, receiver: Option<Value>, call: &ExprMethodCall) {
        let mut texts = call.args.iter().map(text);
        let (Some(method), Some(path)) = (texts.next().flatten(), texts.next().flatten()) else {
            if receiver == Some(Value::Client) {
                self.unresolved("a request whose method or path is no literal".to_owned(), call.method.span());
            }
            return;
        };
        let operations = self.index.line(&method, &path);
        if operations.is_empty() && receiver == Some(Value::Client) {
            self.unresolved(format!("`{method} {path}` is no operation of the documents"), call.method.span());
        }
        for operation in operations {
            self.call(operation, call.method.span());
        }
    }

    /// A mention of a row, of arguments, or of a handle's method by its path: `Users::list(&users)`.
    fn path(&mut self, path: &syn::Path) {
        let whole = self.imports.whole(path);
        let Some(last) = path.segments.last() else { return };
        let of_handle = whole.split_last().and_then(|(method, path)| Some((method, self.index.handle(path)?)));
        let span = last.ident.span();
        match of_handle {
            Some((method, group)) => self.handle_call(group, true, span, method),
            None => {
                if let Some(operation) = self.index.row(&whole) {
                    self.call(operation, span);
                }
            }
        }
    }

    /// Expressions and statements in a macro, if it holds either.
    fn macro_body(&mut self, mac: &Macro) -> bool {
        if let Ok(arguments) = mac.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated) {
            arguments.iter().for_each(|argument| self.visit_expr(argument));
            return true;
        }
        if let Ok(statements) = mac.parse_body_with(syn::Block::parse_within) {
            self.within(|visitor| statements.iter().for_each(|statement| visitor.visit_stmt(statement)));
            return true;
        }
        false
    }

    /// What is neither is looked at word by word.
    fn words(&mut self, mac: &Macro) {
        let text = mac.tokens.to_string();
        let mut words =
            text.split(|sign: char| !(sign.is_alphanumeric() || sign == '_')).filter(|word| !word.is_empty());
        let mut group = None;
        if words.any(|word| {
            let calls = group.is_some_and(|group| self.index.call(group, word).is_some());
            group = self.index.group(word);
            calls
        }) {
            let name = segments(&mac.path).join("::");
            let span = mac.path.segments.last().map_or_else(Span::call_site, |last| last.ident.span());
            self.unresolved(format!("`{name}!` holds what may be a call"), span);
        }
    }
}

/// The text of a literal.
fn text(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        Expr::Reference(inner) => text(&inner.expr),
        _ => None,
    }
}

impl<'ast> Visit<'ast> for Visitor<'_, '_> {
    fn visit_block(&mut self, block: &'ast syn::Block) {
        self.within(|visitor| visit::visit_block(visitor, block));
    }

    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        self.within(|visitor| visit::visit_item_fn(visitor, function));
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.within(|visitor| visit::visit_impl_item_fn(visitor, function));
    }

    fn visit_fn_arg(&mut self, argument: &'ast FnArg) {
        if let FnArg::Typed(typed) = argument {
            self.bind(&typed.pat, of_type(self.index, &self.imports, &typed.ty));
        }
    }

    fn visit_expr_closure(&mut self, closure: &'ast syn::ExprClosure) {
        self.within(|visitor| {
            closure.inputs.iter().for_each(|input| visitor.bind(input, None));
            visitor.visit_expr(&closure.body);
        });
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        visit::visit_local(self, local);
        let value = local.init.as_ref().and_then(|init| self.value(&init.expr));
        self.bind(&local.pat, value);
    }

    fn visit_expr_let(&mut self, condition: &'ast syn::ExprLet) {
        visit::visit_expr_let(self, condition);
        let value = self.value(&condition.expr);
        self.bind(&condition.pat, value);
    }

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        self.visit_expr(&call.receiver);
        let receiver = self.value(&call.receiver);
        call.args.iter().for_each(|argument| self.visit_expr(argument));
        self.method_call(receiver, call);
        self.last = Some((call, self.method(&receiver, call)));
    }

    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        self.path(&path.path);
    }

    fn visit_expr_struct(&mut self, expression: &'ast syn::ExprStruct) {
        self.path(&expression.path);
        visit::visit_expr_struct(self, expression);
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        self.macros += 1;
        if self.macros > MOST_MACROS || !self.macro_body(mac) {
            self.words(mac);
        }
        self.macros -= 1;
        // What was parsed is gone, and something else may stand where it stood.
        self.last = None;
    }
}
