//! Bodies whose media type the document leaves open: `image/*`.

use gatewright_runtime as runtime;
use runtime::arguments::encode;
use runtime::body::{accepts, listed};
use runtime::client::{MemoryTransport, TypedCall};
use runtime::{Arguments, BodySpec, Bytes, Operation, Value};

static UPLOAD: Operation = Operation {
    id: "upload",
    group: "files",
    method: "PUT",
    path: "/upload",
    body: Some(BodySpec::required(&["image/*", "application/octet-stream", "text/*", "application/*"])),
    ..Operation::PLAIN
};

/// The arguments of an upload in one of these media types.
struct Upload(usize, Bytes);

impl Arguments for Upload {
    fn operation(&self) -> &'static Operation {
        &UPLOAD
    }

    fn body(&self) -> Option<(usize, &dyn Value)> {
        Some((self.0, &self.1))
    }
}

#[test]
fn octets_are_sent_as_what_the_range_holds() {
    let sent = |media| {
        let encoded = encode(&Upload(media, Bytes::from_static(b"\xff\0"))).expect("a request");
        encoded.body.expect("a body").content_type
    };
    let listed = UPLOAD.body.as_ref().map_or(&[][..], |spec| spec.media);
    assert!(listed.iter().enumerate().all(|(media, listed)| accepts(listed, &sent(media))));
    // Another range of the list says more of octets of an unknown kind.
    let expected = ["image/octet-stream", "application/octet-stream", "text/plain", "application/octet-stream"];
    assert_eq!([sent(0), sent(1), sent(2), sent(3)], expected);
}

#[test]
fn the_media_type_that_says_most_counts() {
    #[track_caller]
    fn check(all: &[&str], declared: &str, expected: Option<&str>) {
        assert_eq!(listed(all, declared).and_then(|index| all.get(index)).copied(), expected, "{declared} of {all:?}");
    }
    let texts = ["*/*", "text/*", "text/plain", "text/plain;charset=utf-8;format=flowed", "application/json"];
    check(&texts, "text/plain", Some("text/plain"));
    check(&texts, "Text/Plain; format=\"flowed\"; charset=UTF-8", Some("text/plain;charset=utf-8;format=flowed"));
    check(&texts, "text/plain; charset=utf-8", Some("text/plain"));
    check(&texts, "text/csv", Some("text/*"));
    check(&texts, "image/png", Some("*/*"));
    check(&texts, "application/json; charset=utf-8", Some("application/json"));
    check(&["application/json;v=1", "application/json;v=2"], "application/json", Some("application/json;v=1"));
    check(&["application/json;v=1", "application/json;v=2"], "application/json;v=2", Some("application/json;v=2"));
    check(&["application/json;v=1", "application/json;v=2"], "application/json;v=3", None);
    check(&["application/json;v=1"], "application/json;v=3", Some("application/json;v=1"));
    check(&["image/*", "application/json"], "application/octet-stream", Some("image/*"));
    check(&["image/*", "*/*"], "application/octet-stream", Some("*/*"));
    check(&["image/*"], "text/plain", None);
}

#[test]
fn octets_of_an_unknown_kind_are_sent_as_such() {
    let spec = BodySpec::required(&["image/*"]);
    let sent = runtime::body::encode("image/*", &spec, &Bytes::from_static(b"\xff")).expect("a body");
    assert_eq!(sent.content_type, "application/octet-stream");
    assert_eq!(listed(spec.media, &sent.content_type), Some(0));
}

struct Client(runtime::Core);

impl From<runtime::Core> for Client {
    fn from(core: runtime::Core) -> Self {
        Self(core)
    }
}

#[tokio::test]
async fn callers_say_what_they_send() {
    let transport = MemoryTransport::json(200, "1");
    let builder = runtime::ClientBuilder::<Client>::new(&runtime::Profile::PLAIN, "https://example.com".to_owned());
    let client = builder.transport(transport.clone()).build().expect("a client");
    let said = |row, media_type: &str| {
        let call: TypedCall<_, i64> = TypedCall::new(&client.0, Upload(row, Bytes::from_static(b"\xff")));
        call.media_type(media_type).send()
    };
    assert!(said(0, "image/png").await.is_ok());
    assert!(said(2, "text/csv; charset=utf-8").await.is_ok());
    for (row, wrong) in [(0, "text/plain"), (0, "image/*"), (0, "png"), (0, "image/png\r\nx: y"), (1, "image/png")] {
        assert!(said(row, wrong).await.is_err(), "{wrong}");
    }
    let sent = transport.sent();
    let sent = sent.iter().filter_map(|request| request.headers().get("content-type")?.to_str().ok());
    assert_eq!(sent.collect::<Vec<_>>(), ["image/png", "text/csv; charset=utf-8"]);
}
