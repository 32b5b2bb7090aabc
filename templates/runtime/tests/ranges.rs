//! Bodies whose media type the document leaves open: `image/*`.

use gatewright_runtime as runtime;
use runtime::arguments::encode;
use runtime::body::accepts;
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
    assert_eq!([sent(0), sent(1), sent(3)], ["image/*", "application/octet-stream", "application/octet-stream"]);
}
