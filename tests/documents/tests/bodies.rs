//! What bodies and their parts are: bytes, text or values, on both sides.

use crate::canned;

use std::sync::{Arc, Mutex};

use axum::body::{Body, to_bytes};
use canned::Canned;
use gatewright_documents::apis::bodies::client::bodies::*;
use gatewright_documents::apis::bodies::operations::bodies as operations;
use gatewright_documents::apis::bodies::operations::parted::{SendBatch, SendMixed, SendRelated};
use gatewright_documents::apis::bodies::server::Server;
use gatewright_documents::apis::bodies::server::bodies::{self as server, Bodies};
use gatewright_documents::apis::bodies::server::parted::{self, Parted as Service};
use gatewright_documents::apis::bodies::types::{MaybeNote, Parted, PartedMeta, Upload as Form, UploadMeta};
use gatewright_documents::apis::runtime::client::{Fake, MemoryTransport};
use gatewright_documents::apis::runtime::{Bytes, ErrorKind, Field, File, Nullable, Request};
use gatewright_documents::apis::{bodies, swagger_files};
use tower::ServiceExt;

/// What no text in UTF-8 is.
const PICTURE: &[u8] = b"\x89PNG\xff\x00";

fn client(fake: &Fake) -> bodies::Client {
    bodies::Client::builder("https://bodies.example.com").fake(fake).build().expect("a client")
}

/// A client whose calls are all answered with these bytes.
fn answering(media_type: &'static str, bytes: &'static [u8]) -> (Canned, bodies::Client) {
    let canned = Canned::body(media_type, bytes);
    let client = bodies::Client::builder("https://bodies.example.com").transport(canned.clone());
    (canned, client.build().expect("a client"))
}

#[tokio::test]
async fn strings_in_media_types_that_are_no_text_are_bytes() {
    let (canned, client) = answering("image/png", PICTURE);
    let calls = client.bodies();
    assert_eq!(calls.get_picture().send().await.expect("a picture"), PICTURE);
    assert_eq!(calls.get_scan().send().await.expect("a scan"), PICTURE);
    assert_eq!(calls.get_untyped().send().await.expect("a sound"), PICTURE);
    assert_eq!(calls.get_encoded().send().await.expect("a picture"), PICTURE);
    assert_eq!(calls.get_maybe().send().await.expect("a picture"), PICTURE);
    assert_eq!(canned.asked("accept"), ["image/png", "application/pdf", "audio/mpeg", "image/jpeg", "image/gif"]);
}

#[tokio::test]
async fn strings_in_media_types_of_text_are_text() {
    let (_, client) = answering("application/xml", "<é/>".as_bytes());
    let calls = client.bodies();
    for text in [
        calls.get_drawing().send().await,
        calls.get_feed().send().await,
        calls.get_token().send().await,
        calls.get_table().send().await,
    ] {
        assert_eq!(text.expect("a text"), "<é/>");
    }
}

#[tokio::test]
async fn replies_are_what_the_most_exact_media_type_says() {
    let (_, client) = answering("image/svg+xml; charset=utf-8", b"<svg/>");
    let drawing = client.bodies().get_pictures().send().await.expect("a drawing");
    assert_eq!(drawing, GetPicturesReply::OkSvgXml("<svg/>".to_owned()));
    let (_, client) = answering("image/webp", PICTURE);
    let picture = client.bodies().get_pictures().send().await.expect("a picture");
    assert_eq!(picture, GetPicturesReply::OkImage(Bytes::from_static(PICTURE)));
    let (_, client) = answering("text/html", b"<p>");
    assert_eq!(client.bodies().get_pictures().send().await.expect_err("a page").kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn strings_in_json_are_text_unless_they_are_encoded() {
    let (_, client) = answering("application/json", br#""aGk=""#);
    assert_eq!(client.bodies().get_word().send().await.expect("a text"), "aGk=");
    assert_eq!(client.bodies().get_bytes().send().await.expect("bytes"), "hi");
}

#[tokio::test]
async fn bytes_of_any_media_type_are_never_decoded() {
    let (_, client) = answering("application/json", br#""aGk=""#);
    assert_eq!(client.bodies().download().send().await.expect("bytes"), &br#""aGk=""#[..]);
}

/// Remembers what arrives.
#[derive(Clone, Default)]
struct Taken {
    form: Arc<Mutex<Option<Form>>>,
    picture: Arc<Mutex<Option<Bytes>>>,
    note: Arc<Mutex<Option<Option<String>>>>,
}

impl Bodies for Taken {
    async fn upload(&self, request: Request<operations::Upload>) -> server::UploadResponse {
        *self.form.lock().expect("not poisoned") = request.arguments.body.clone();
        server::UploadResponse::NoContent
    }

    async fn put_picture(&self, request: Request<operations::PutPicture>) -> server::PutPictureResponse {
        *self.picture.lock().expect("not poisoned") = request.arguments.body.clone();
        server::PutPictureResponse::NoContent
    }

    async fn put_note(&self, request: Request<operations::PutNote>) -> server::PutNoteResponse {
        let text = request.arguments.body.expect("it is required").into_value().and_then(|note| note.text);
        *self.note.lock().expect("not poisoned") = Some(text);
        server::PutNoteResponse::NoContent
    }

    async fn get_picture(&self, _: Request<operations::GetPicture>) -> server::GetPictureResponse {
        server::GetPictureResponse::Ok(Bytes::from_static(PICTURE))
    }
}

/// What a server that remembers answers to what a client sent to a fake.
async fn handed_on(fake: &Fake, taken: &Taken) -> u16 {
    let asked = fake.asked().pop().expect("a request");
    let mut request = http::Request::builder().method(asked.method()).uri(asked.path());
    for (name, value) in asked.headers() {
        request = request.header(name, value);
    }
    let request = request.body(Body::from(asked.body().clone())).expect("a request");
    let service = Server::new().bodies(taken.clone()).into_service();
    service.oneshot(request).await.expect("an answer").status().as_u16()
}

#[tokio::test]
async fn parts_that_contain_bytes_are_files_with_their_media_types() {
    let (fake, taken) = (Fake::new(), Taken::default());
    fake.on::<Upload>().returns(());
    let mut form = Form::new(File::from(PICTURE).named("a.bin"));
    form.files = Some(vec![File::from(PICTURE).named("b.png"), File::from("c")]);
    form.maybe = Field::Value(File::from("d"));
    form.stamp = Some(File::from("e"));
    form.blob = Some(File::from(PICTURE));
    form.note = Some("a note".to_owned());
    form.page = Some("<p>".to_owned());
    form.meta = Some(UploadMeta { a: Some(1), ..UploadMeta::default() });
    client(&fake).bodies().upload(form.clone()).send().await.expect("204");
    let asked = fake.asked().pop().expect("a request");
    let sent = String::from_utf8_lossy(asked.body());
    let part = |name: &str| {
        sent.split("--gatewright").find(|part| part.contains(&format!("name=\"{name}\""))).expect("a part")
    };
    assert!(part("file").contains("filename=\"a.bin\"\r\nContent-Type: application/octet-stream\r\n"), "{sent}");
    assert!(part("files").contains("filename=\"b.png\"\r\nContent-Type: image/png\r\n"), "{sent}");
    assert!(part("maybe").contains("Content-Type: application/pdf\r\n"), "{sent}");
    assert!(part("stamp").contains("Content-Type: image/png\r\n"), "{sent}");
    assert!(part("blob").contains("Content-Type: application/octet-stream\r\n"), "{sent}");
    assert!(part("page").contains("Content-Type: text/html\r\n") && !part("page").contains("filename"), "{sent}");
    assert!(!part("note").contains("filename"), "{sent}");
    assert_eq!(handed_on(&fake, &taken).await, 204);
    let arrived = taken.form.lock().expect("not poisoned").clone().expect("a form");
    assert_eq!(arrived.file, form.file);
    assert_eq!(arrived.files, form.files);
    assert_eq!(arrived.maybe, form.maybe);
    assert_eq!(arrived.blob, form.blob);
    assert_eq!((arrived.note, arrived.page), (form.note, form.page));
    assert_eq!(
        arrived.files.and_then(|files| files.first()?.content_type().map(str::to_owned)).as_deref(),
        Some("image/png")
    );
}

#[tokio::test]
async fn servers_take_and_give_the_bytes() {
    let (fake, taken) = (Fake::new(), Taken::default());
    fake.on::<PutPicture>().returns(());
    client(&fake).bodies().put_picture(PICTURE).send().await.expect("204");
    assert_eq!(fake.asked().pop().expect("a request").header("content-type"), Some("image/png"));
    assert_eq!(handed_on(&fake, &taken).await, 204, "lengths of strings are not those of bytes");
    assert_eq!(taken.picture.lock().expect("not poisoned").as_deref(), Some(PICTURE));
    let service = Server::new().bodies(taken).into_service();
    let reply = service.oneshot(http::Request::get("/picture").body(Body::empty()).expect("a request")).await;
    let reply = reply.expect("an answer");
    assert_eq!(reply.headers().get("content-type").and_then(|value| value.to_str().ok()), Some("image/png"));
    assert_eq!(to_bytes(reply.into_body(), 100).await.expect("a body"), PICTURE);
}

#[tokio::test]
async fn files_of_old_documents_are_asked_for_as_what_is_produced() {
    use swagger_files::client::files::{GetAny, GetReport, PutReport};
    let fake = Fake::new();
    fake.on::<GetReport>().returns(Bytes::from_static(PICTURE));
    fake.on::<GetAny>().returns(Bytes::from_static(PICTURE));
    fake.on::<PutReport>().returns(());
    let client = swagger_files::Client::builder("https://files.example.com").fake(&fake).build().expect("a client");
    assert_eq!(client.files().get_report().send().await.expect("a file"), PICTURE);
    assert_eq!(client.files().get_any().send().await.expect("a file"), PICTURE);
    client.files().put_report(PICTURE).send().await.expect("204");
    let asked = fake.asked();
    let header = |at: usize, name: &str| asked.get(at).and_then(|asked| asked.header(name).map(str::to_owned));
    assert_eq!(header(0, "accept").as_deref(), Some("application/pdf"));
    assert_eq!(header(1, "accept").as_deref(), Some("application/octet-stream"));
    assert_eq!(header(2, "content-type").as_deref(), Some("application/pdf"));
}

/// Answers with the parts that it got.
#[derive(Clone, Default)]
struct Parts(Arc<Mutex<Option<Parted>>>);

impl Service for Parts {
    async fn send_mixed(&self, request: Request<SendMixed>) -> parted::SendMixedResponse {
        self.0.lock().expect("not poisoned").clone_from(&request.body);
        request.arguments.body.expect("a body").into()
    }

    async fn send_related(&self, request: Request<SendRelated>) -> parted::SendRelatedResponse {
        self.0.lock().expect("not poisoned").clone_from(&request.body);
        request.arguments.body.expect("a body").into()
    }

    async fn send_batch(&self, request: Request<SendBatch>) -> parted::SendBatchResponse {
        assert_eq!(request.arguments.body.expect("a body"), b"--x--".as_slice());
        ().into()
    }
}

fn parted() -> Parted {
    let pages = [File::from(Bytes::from_static(PICTURE)), File::from(Bytes::from_static(b"two"))];
    Parted::new(PartedMeta::new("t")).note("n").pages(pages.to_vec())
}

/// The status, and what a server read of a body.
async fn read_by_server(path: &str, media_type: &str, body: &str) -> (u16, Option<Parted>) {
    let parts = Parts::default();
    let request = http::Request::post(path).header("content-type", media_type).body(Body::from(body.to_owned()));
    let service = Server::new().parted(parts.clone()).into_service();
    let answer = service.oneshot(request.expect("a request")).await.expect("an answer");
    let read = parts.0.lock().expect("not poisoned").take();
    (answer.status().as_u16(), read)
}

/// The media type and the body that a client sends.
async fn sent_by_client(call: impl AsyncFnOnce(bodies::Client)) -> (String, String) {
    let transport = MemoryTransport::json(204, "");
    let client = bodies::Client::builder("https://bodies.example.com").transport(transport.clone());
    call(client.build().expect("a client")).await;
    let sent = transport.sent();
    let request = sent.first().expect("a request");
    let media_type = request.headers().get("content-type").and_then(|value| value.to_str().ok());
    (media_type.unwrap_or_default().to_owned(), String::from_utf8_lossy(request.body()).into_owned())
}

#[tokio::test]
async fn mixed_parts_are_members() {
    let (media_type, body) = sent_by_client(async |client| {
        let _ = client.parted().send_mixed(parted()).send().await;
    })
    .await;
    assert_eq!(media_type, "multipart/mixed; boundary=gatewright-form-00000000");
    let meta =
        "Content-Disposition: form-data; name=\"meta\"\r\nContent-Type: application/json\r\n\r\n{\"title\":\"t\"}";
    assert!(body.contains(meta), "{body}");
    assert!(
        body.contains("name=\"pages\"; filename=\"pages\"\r\nContent-Type: application/pdf\r\n\r\ntwo\r\n"),
        "{body}"
    );
}

#[tokio::test]
async fn related_parts_have_ids_and_the_first_is_the_root() {
    let (media_type, body) = sent_by_client(async |client| {
        let _ = client.parted().send_related(parted()).send().await;
    })
    .await;
    let expected = "multipart/related; boundary=gatewright-form-00000000; type=\"application/json\"";
    assert_eq!(media_type, expected);
    let root = "--gatewright-form-00000000\r\nContent-ID: <meta>\r\nContent-Type: application/json\r\n\r\n";
    assert!(body.starts_with(root), "{body}");
    assert!(body.contains("Content-ID: <pages>\r\n") && body.contains("Content-ID: <pages.2>\r\n"), "{body}");
    let (status, read) = read_by_server("/related", &media_type, &body.replace(['\u{fffd}', '\0'], "?")).await;
    let read = read.expect("parts");
    assert_eq!((status, read.note.as_deref(), read.pages.map(|pages| pages.len())), (200, Some("n"), Some(2)));
}

#[tokio::test]
async fn parts_without_names_are_members_in_their_order() {
    let body = "--x\r\nContent-Type: application/json\r\n\r\n{\"title\":\"t\"}\r\n--x\r\n\r\nn\r\n--x\r\nContent-Type: \
                application/pdf\r\n\r\n1\r\n--x\r\n\r\n2\r\n--x--\r\n";
    for kind in ["mixed", "related"] {
        let (status, read) = read_by_server(&format!("/{kind}"), &format!("multipart/{kind}; boundary=x"), body).await;
        let Some(read) = read else { panic!("{status}") };
        assert_eq!((status, read.note.as_deref()), (200, Some("n")));
        assert_eq!(read.meta.and_then(|meta| meta.title).as_deref(), Some("t"));
        assert_eq!(read.pages.map(|pages| pages.len()), Some(2));
    }
}

#[tokio::test]
async fn mixed_parts_are_checked() {
    let body = "--x\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nmuch longer than is allowed\r\n--x--\r\n";
    assert_eq!(read_by_server("/mixed", "multipart/mixed; boundary=x", body).await, (400, None));
}

#[tokio::test]
async fn parts_that_are_no_members_are_bytes() {
    assert_eq!(read_by_server("/batch", "multipart/mixed; boundary=x", "--x--").await.0, 204);
    let (media_type, body) = sent_by_client(async |client| {
        let _ = client.parted().send_batch(&b"--x--"[..]).media_type("multipart/mixed; boundary=x").send().await;
    })
    .await;
    assert_eq!((media_type.as_str(), body.as_str()), ("multipart/mixed; boundary=x", "--x--"));
}

#[tokio::test]
async fn null_is_a_body_where_the_schema_allows_it() {
    let (fake, taken) = (Fake::new(), Taken::default());
    fake.on::<PutNote>().returns(());
    let calls = client(&fake);
    calls.bodies().put_note(Nullable::Null).send().await.expect("null is sent");
    assert_eq!(fake.asked().pop().expect("a request").body(), "null");
    assert_eq!(handed_on(&fake, &taken).await, 204);
    assert_eq!(taken.note.lock().expect("not poisoned").take(), Some(None));
    calls.bodies().put_note(MaybeNote::new("a")).send().await.expect("a value is sent");
    assert_eq!(handed_on(&fake, &taken).await, 204);
    assert_eq!(taken.note.lock().expect("not poisoned").take(), Some(Some("a".to_owned())));
}

#[tokio::test]
async fn lists_of_bytes_within_a_list_stay_apart() {
    let (fake, taken) = (Fake::new(), Taken::default());
    fake.on::<Upload>().returns(());
    let mut form = Form::new(File::from("a"));
    form.stacks =
        Some(vec![vec![Bytes::from_static(PICTURE), Bytes::from_static(b"b")], vec![Bytes::from_static(b"c")]]);
    client(&fake).bodies().upload(form.clone()).send().await.expect("204");
    assert_eq!(handed_on(&fake, &taken).await, 204);
    assert_eq!(taken.form.lock().expect("not poisoned").take().expect("a form").stacks, form.stacks);
}
