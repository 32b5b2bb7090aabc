//! Files of forms: read while they are sent, named, counted, repeated when they can be, and read by servers within limits.

use crate::sample;

use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use gatewright_runtime as runtime;
use runtime::body::{self, Content};
use runtime::client::{Attempt, Fake, HttpTransport, Outcome, RetryPolicy};
use runtime::{BodySpec, Bytes, CallOptions, Credentials, Error, ErrorKind, File, Mode, Request, TypedCall, Value};
use sample::Client;
use sample::operations::users as operations;
use sample::server::users::{self, Users};
use sample::types::{Logo, User};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt, ReadBuf};
use tokio::net::TcpListener;

type UploadLogo = TypedCall<operations::UploadLogo, sample::client::users::UploadLogoReply>;

/// So many octets, none of which is there before it is read.
struct Endless {
    left: usize,
    read: Arc<AtomicUsize>,
    /// What comes instead of the end.
    error: Option<io::ErrorKind>,
}

impl Endless {
    fn of(left: usize) -> Self {
        Self { left, read: Arc::default(), error: None }
    }
}

impl AsyncRead for Endless {
    fn poll_read(mut self: Pin<&mut Self>, _: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let length = buffer.remaining().min(self.left);
        if let (0, Some(error)) = (length, self.error) {
            return Poll::Ready(Err(error.into()));
        }
        buffer.initialize_unfilled_to(length).fill(7);
        buffer.advance(length);
        self.left -= length;
        self.read.fetch_add(length, Ordering::Relaxed);
        Poll::Ready(Ok(()))
    }
}

fn logo(file: impl Into<File>) -> Logo {
    Logo { file: Some(file.into()), caption: Some("ü".into()), ..Logo::default() }
}

/// Remembers the last logo.
#[derive(Clone, Default)]
struct Gallery(Arc<Mutex<Logo>>);

impl Users for Gallery {
    async fn upload_logo(&self, request: Request<operations::UploadLogo>) -> users::UploadLogoResponse {
        *self.0.lock().expect("no panic") = request.body.clone().unwrap_or_default();
        users::UploadLogoResponse::Created { location: None }
    }
}

async fn gallery() -> (Client, Gallery) {
    let gallery = Gallery::default();
    let server = sample::server::Server::new().users(gallery.clone());
    let server = server.configure(|server| server.open_to_anybody().body_limit(8 << 20));
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a socket");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, server.into_router()).await });
    (client(&format!("http://{address}")), gallery)
}

fn client(base: &str) -> Client {
    let builder = Client::builder(base).allow_http_loopback(true).credentials(Credentials::none());
    builder.retry(RetryPolicy::never()).build().expect("a client")
}

#[tokio::test]
async fn files_arrive_with_their_names_and_types() {
    let (client, gallery) = gallery().await;
    let sources: [fn() -> File; 5] = [
        || vec![7; 100_000].into(),
        || File::reader(|| async { Ok(Endless::of(100_000)) }),
        || File::reader(|| async { Ok(Endless::of(100_000)) }).length(100_000),
        || File::reader_once(Endless::of(100_000)),
        || File::body(|| axum::body::Body::from(vec![7; 100_000])),
    ];
    for source in sources {
        let file = source().named("my \"logo\".png").media_type("image/x-logo");
        client.users().upload_logo("x", logo(file)).send().await.expect("201");
        let arrived = gallery.0.lock().expect("no panic").clone();
        let file = arrived.file.expect("a file");
        assert_eq!((file.name(), file.content_type()), (Some("my \"logo\".png"), Some("image/x-logo")));
        assert!(file.bytes().is_some_and(|bytes| bytes.len() == 100_000 && bytes.iter().all(|byte| *byte == 7)));
        assert_eq!(arrived.caption.as_deref(), Some("ü"));
        client.users().upload_logo("x", logo(source())).send().await.expect("201");
        let file = gallery.0.lock().expect("no panic").file.clone().expect("a file");
        assert_eq!((file.name(), file.content_type()), (Some("file"), Some("image/png")), "as the documents say");
    }
}

#[tokio::test]
async fn only_what_the_server_takes_is_read() {
    const WHOLE: usize = 256 << 20;
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a socket");
    let address = listener.local_addr().expect("an address");
    let read = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&read);
    let file = File::reader(move || {
        let read = Arc::clone(&counter);
        async move { Ok(Endless { left: WHOLE, read, error: None }) }
    });
    let server = async {
        let (mut socket, _) = listener.accept().await.expect("a caller");
        let mut taken = vec![0; 1 << 20];
        socket.read_exact(&mut taken).await.expect("the first octets");
        socket.write_all(b"HTTP/1.1 413 No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").await.expect("sent");
        (String::from_utf8_lossy(&taken[..500]).to_ascii_lowercase(), socket)
    };
    let client = client(&format!("http://{address}"));
    let call = client.users().upload_logo("x", logo(file)).send();
    let (ended, (head, _socket)) = tokio::join!(call, server);
    assert!(head.contains("transfer-encoding: chunked") && !head.contains("content-length"), "{head}");
    assert_eq!(ended.expect_err("413").status().map(|status| status.as_u16()), Some(413));
    let read = read.load(Ordering::Relaxed);
    assert!(((900 << 10)..WHOLE / 2).contains(&read), "{read} octets were read");
}

/// A server that answers every request by 503, and how often it was asked.
async fn busy() -> (String, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let asked = Arc::clone(&count);
    let router = axum::Router::new().fallback(move |body: Bytes| async move {
        assert!(body.len() > 1_000, "the whole file, every time");
        asked.fetch_add(1, Ordering::Relaxed);
        http::StatusCode::SERVICE_UNAVAILABLE
    });
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a socket");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, router).await });
    (format!("http://{address}"), count)
}

/// How often a call with this file is sent, and how it ends.
async fn attempts(base: &str, file: File) -> (usize, Error) {
    let count = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&count);
    let observer = move |_: &Attempt<'_>, _: &Outcome<'_>| {
        counter.fetch_add(1, Ordering::Relaxed);
    };
    let policy = RetryPolicy::default().delay(std::time::Duration::ZERO, std::time::Duration::ZERO);
    let builder = Client::builder(base).allow_http_loopback(true).observer(observer).retry(policy);
    let transport = HttpTransport::direct(1 << 20).expect("a transport");
    let client = builder.transport(transport).build().expect("a client");
    let call = client.users().upload_logo("x", logo(file)).options(CallOptions::new().idempotency_key("k"));
    let error = call.send().await.expect_err("fails");
    (count.load(Ordering::Relaxed), error)
}

#[tokio::test]
async fn calls_are_repeated_only_when_the_body_can_be_made_again() {
    let (base, asked) = busy().await;
    let (count, _) = attempts(&base, vec![7; 2_000].into()).await;
    assert_eq!((count, asked.swap(0, Ordering::Relaxed)), (3, 3));
    let (count, _) = attempts(&base, File::reader(|| async { Ok(Endless::of(2_000)) })).await;
    assert_eq!((count, asked.swap(0, Ordering::Relaxed)), (3, 3));
    let (count, error) = attempts(&base, File::reader_once(Endless::of(2_000))).await;
    assert_eq!((count, asked.swap(0, Ordering::Relaxed)), (1, 1));
    assert_eq!((error.kind(), error.may_have_been_sent()), (ErrorKind::Server, true));
}

#[tokio::test]
async fn what_never_left_can_be_sent_again() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a socket");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    drop(listener);
    let (count, error) = attempts(&base, File::reader_once(Endless::of(2_000))).await;
    assert_eq!((count, error.kind(), error.may_have_been_sent()), (3, ErrorKind::Transport, false));
}

#[tokio::test]
async fn files_that_cannot_be_read_fail_the_call_and_say_why() {
    let (client, _) = gallery().await;
    let broken = || Endless { error: Some(io::ErrorKind::BrokenPipe), ..Endless::of(1_000) };
    let files = [
        (File::reader(|| async { Err::<Endless, _>(io::ErrorKind::NotFound.into()) }), "entity not found"),
        (File::reader(move || async move { Ok(broken()) }), "broken pipe"),
        (File::reader(|| async { Ok(Endless::of(1_000)) }).length(1_001), "ended before its length"),
        (File::reader(|| async { Ok(Endless::of(1_000)) }).length(999), "goes on beyond its length"),
    ];
    for (file, problem) in files {
        let error = client.users().upload_logo("x", logo(file)).send().await.expect_err(problem);
        assert_eq!((error.kind(), error.operation()), (ErrorKind::Transport, Some("uploadLogo")), "{error}");
        let sources = std::iter::successors(std::error::Error::source(&error), |error| error.source());
        let told: Vec<String> = sources.map(ToString::to_string).collect();
        assert!(told.iter().any(|told| told.contains(problem)), "{problem}: {told:?}");
    }
    let fake = Fake::new();
    fake.on::<UploadLogo>().fails(runtime::client::Answer::empty());
    let faked = Client::builder("https://example.com").fake(&fake).build().expect("a client");
    let file = File::reader(|| async { Err::<Endless, _>(io::ErrorKind::NotFound.into()) });
    let error = faked.users().upload_logo("x", logo(file)).send().await.expect_err("no such file");
    assert_eq!(error.kind(), ErrorKind::Transport);
}

#[tokio::test]
async fn a_fake_sees_what_would_have_been_sent() {
    let fake = Fake::new();
    fake.on::<UploadLogo>().answers(|call| {
        let file = call.body.as_ref().and_then(|logo| logo.file.clone()).unwrap_or_default();
        runtime::client::Answer::empty().header("Location", &format!("/{}", file.size().unwrap_or_default()))
    });
    let client = Client::builder("https://example.com").fake(&fake).build().expect("a client");
    let file = File::reader(|| async { Ok(Endless::of(3_000_000)) });
    let reply = client.users().upload_logo("x", logo(file)).send().await.expect("201");
    assert_eq!(reply.location.as_deref(), Some("/3000000"));
}

/// Several files under one name.
#[derive(Clone, Default)]
struct Album {
    files: Option<Vec<File>>,
    notes: Option<Vec<String>>,
    cover: Option<User>,
    extra: runtime::Extra,
}

use sample::runtime as emitted;

mod album {
    use super::{Album, emitted as runtime};

    runtime::model! {
        Album {
            0 files: "files",
            1 notes: "notes",
            2 cover: "cover",
        }
    }
}

fn written(album: &Album) -> (String, Bytes) {
    let payload = body::encode("multipart/form-data", &BodySpec::required(&[]), album).expect("a form");
    let Content::Whole(bytes) = payload.content else { panic!("all of it is in memory") };
    (payload.content_type, bytes)
}

#[test]
fn lists_of_files_are_parts_of_one_name() {
    let files = vec![File::from("one").named("1.txt").media_type("text/plain"), File::from(&[0, 255])];
    let notes = Some(vec!["a".to_owned(), "b\r\n".to_owned()]);
    let album = Album { files: Some(files), notes, cover: Some(User::new("n")), ..Album::default() };
    let (content_type, bytes) = written(&album);
    let mut read = Album::default();
    body::decode(&content_type, &bytes, &mut read, Mode::Strict).expect("an album");
    assert_eq!(read, album);
    let names: Vec<_> = read.files.iter().flatten().map(|file| (file.name(), file.content_type())).collect();
    assert_eq!(names, [(Some("1.txt"), Some("text/plain")), (Some("files"), Some("application/octet-stream"))]);
    let single = Album { files: Some(vec![File::from("one")]), ..Album::default() };
    let (content_type, bytes) = written(&single);
    let mut read = Album::default();
    body::decode(&content_type, &bytes, &mut read, Mode::Strict).expect("an album");
    assert_eq!(read, single);
}

#[test]
fn forms_are_read_within_limits() {
    let read = |content_type: &str, text: String| {
        let read = body::decode(content_type, &Bytes::from(text), &mut Album::default(), Mode::Strict);
        read.err().map_or_else(|| "fine".to_owned(), |found| found[0].to_string())
    };
    let part = "--b\r\nContent-Disposition: form-data; name=\"notes\"\r\n\r\nx\r\n";
    let form = "multipart/form-data; boundary=b";
    assert_eq!(read(form, format!("{}--b--", part.repeat(1_000))), "fine");
    assert_eq!(read(form, format!("preamble\r\n{part}--b--\r\nepilogue")), "fine");
    assert_eq!(read(form, format!("{}--b--", part.repeat(1_001))), "body: has too many parts");
    let long = "x".repeat(9_000);
    let head = "body: has a part whose head does not end or is too long";
    assert_eq!(read(form, format!("--b\r\nContent-Disposition: form-data; name=\"{long}\"\r\n\r\n\r\n--b--")), head);
    assert_eq!(read(form, "--b\r\nno head\r\n--b--".to_owned()), head);
    assert_eq!(read(form, "--b\r\nX: y\r\n\r\n\r\n--b--".to_owned()), "body: has a part without a name");
    assert_eq!(read("multipart/form-data", part.to_owned()), "body: has no boundary between its parts");
    for cut in ["", "--b", "--b\r\n", part, "--c--"] {
        assert_eq!(read(form, cut.to_owned()), "body: is not a multipart form with this boundary", "{cut:?}");
    }
}

/// Compared with each other, so many fields would take minutes.
#[test]
fn forms_of_many_fields_are_read_at_once() {
    let many: String = (0..50_000).map(|number| format!("{number:x}=&")).collect();
    let mut album = Album::default();
    let text = format!("{many}notes=a&7=last&notes=b");
    body::decode("application/x-www-form-urlencoded", &Bytes::from(text), &mut album, Mode::Strict).expect("an album");
    assert_eq!(album.extra.len(), 50_000);
    assert_eq!(album.extra.get("7").map(runtime::Json::as_text), Some(r#"["","last"]"#));
    assert_eq!(format!("{:?}", album.notes), r#"Some(["a", "b"])"#);
}

#[test]
fn names_and_types_of_files_cannot_leave_their_place() {
    let hostile = File::from("x").named("a\"\r\nX-Admin: 1\r\n\r\n").media_type("text/plain");
    let (content_type, bytes) = written(&Album { files: Some(vec![hostile]), ..Album::default() });
    assert!(!String::from_utf8_lossy(&bytes).contains("\nX-Admin"), "{bytes:?}");
    let mut read = Album::default();
    body::decode(&content_type, &bytes, &mut read, Mode::Strict).expect("an album");
    assert_eq!(read.files.expect("files")[0].name(), Some("a\"\r\nX-Admin: 1\r\n\r\n"));
    let album = Album { files: Some(vec![File::from("x").media_type("a/b\r\nX-Admin: 1")]), ..Album::default() };
    let refused = body::encode("multipart/form-data", &BodySpec::required(&[]), &album).expect_err("a line break");
    assert_eq!(refused[0].to_string(), "body /files: has an unusable media type");
}

#[test]
fn files_show_nothing_of_what_is_in_them() {
    let shown = format!("{:?} {:?}", logo("s3cret"), File::reader_once(Endless::of(5)));
    assert!(!shown.contains("s3cret") && !shown.contains("czNjcmV0"), "{shown}");
    assert!(File::blank().bytes().is_some_and(Bytes::is_empty));
}

/// Whose texts are sent may know the boundaries that would be tried one after the other.
#[test]
fn boundaries_are_not_to_be_foreseen() {
    let usual = |notes: Vec<String>| {
        let (content_type, bytes) = written(&Album { notes: Some(notes), ..Album::default() });
        let boundary = content_type.split_once("boundary=").expect("a boundary").1.to_owned();
        let sent = String::from_utf8(bytes.to_vec()).expect("text");
        (sent.matches(&format!("--{boundary}\r\n")).count(), boundary)
    };
    let (parts, first) = usual(vec!["a".to_owned()]);
    assert_eq!((parts, first.as_str()), (1, "gatewright-form-00000000"));
    let foreseen = (0..100).map(|number| format!("--gatewright-form-{number:08x}")).collect();
    let (parts, boundary) = usual(foreseen);
    assert_eq!((parts, boundary.len()), (100, "gatewright-form-".len() + 32), "{boundary}");
}

/// A part that holds JSON is JSON to its end.
#[test]
fn parts_hold_one_value() {
    for (text, is_fine) in [(r#"{"name":"a"}"#, true), (r#"{"name":"a"}zzz"#, false), ("{\"name\":\"a\"}\n{}", false)] {
        for (content_type, form) in [
            ("application/x-www-form-urlencoded", format!("manager={text}")),
            ("multipart/form-data; boundary=b", part_of("", text)),
            ("multipart/form-data; boundary=b", part_of("\r\nContent-Type: application/json", text)),
        ] {
            let mut user = User::default();
            let read = body::decode(content_type, &Bytes::from(form), &mut user, Mode::Strict);
            assert_eq!(read.is_ok(), is_fine, "{content_type} {text}: {read:?}");
        }
    }
}

fn part_of(header: &str, text: &str) -> String {
    format!("--b\r\nContent-Disposition: form-data; name=manager{header}\r\n\r\n{text}\r\n--b--")
}
