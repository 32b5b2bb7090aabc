//! What kinds of media types there are, for everybody who asks.

use gatewright_runtime::media::{MediaKind, MediaType};

#[test]
fn kinds_of_media_types() {
    for (text, kind) in [
        ("*/*", MediaKind::Any),
        ("application/*", MediaKind::Any),
        ("application/json", MediaKind::Json),
        ("Application/JSON; charset=utf-8", MediaKind::Json),
        ("application/problem+json", MediaKind::Json),
        ("x/json", MediaKind::Json),
        ("text/json", MediaKind::Json),
        ("application/x-ndjson", MediaKind::Sequence),
        ("application/geo+json-seq", MediaKind::Sequence),
        ("text/event-stream", MediaKind::Sequence),
        ("application/x-www-form-urlencoded", MediaKind::UrlEncoded),
        ("multipart/form-data; boundary=x", MediaKind::FormData),
        ("multipart/related", MediaKind::Parts),
        ("multipart/byteranges", MediaKind::Bytes),
        ("text/csv", MediaKind::Text),
        ("text/*", MediaKind::Text),
        ("application/xml", MediaKind::Source),
        ("image/svg+xml", MediaKind::Source),
        ("application/x-yaml", MediaKind::Source),
        ("image/*", MediaKind::Bytes),
        ("application/octet-stream", MediaKind::Bytes),
        ("application", MediaKind::Bytes),
    ] {
        assert_eq!(MediaType::new(text).kind(), kind, "{text}");
    }
    assert!(MediaType::new("*/*").is_json(), "JSON is anything, too");
}
