//! Numbers that no signed number and no double holds arrive as they are, and refusals say which would.

use std::sync::{Arc, Mutex};

use axum::body::{Body, to_bytes};
use gatewright_documents::apis::numbers::operations::meters::SetMeter;
use gatewright_documents::apis::numbers::server::Server;
use gatewright_documents::apis::numbers::server::meters::{Meters, SetMeterResponse};
use gatewright_documents::apis::numbers::types::Meter;
use gatewright_documents::apis::runtime::Request;
use tower::ServiceExt;

/// Answers what it was sent, and remembers it.
#[derive(Clone, Default)]
struct Echo(Arc<Mutex<Option<Meter>>>);

impl Meters for Echo {
    async fn set_meter(&self, request: Request<SetMeter>) -> SetMeterResponse {
        let meter = request.body.clone().unwrap_or_default();
        *self.0.lock().expect("not poisoned") = Some(meter.clone());
        meter.into()
    }
}

async fn put(serial: &str, body: &str) -> (u16, String, Option<Meter>) {
    let echo = Echo::default();
    let service = Server::new().meters(echo.clone()).into_service();
    let request = http::Request::put(format!("/v1/meters/{serial}")).header("content-type", "application/json");
    let request = request.body(Body::from(body.to_owned())).expect("a request");
    let answer = service.oneshot(request).await.expect("an answer");
    let status = answer.status().as_u16();
    let body = to_bytes(answer.into_body(), usize::MAX).await.expect("a body");
    let meter = echo.0.lock().expect("not poisoned").take();
    (status, String::from_utf8_lossy(&body).into_owned(), meter)
}

#[tokio::test]
async fn numbers_arrive_and_return_with_all_their_digits() {
    let body = concat!(
        r#"{"serial":18446744073709551615,"ticks":9223372036854775808,"level":789.34000000000003,"#,
        r#""levels":[0.10000000000000001,12345678901234567890],"price":0.10000000000000000000001000,"#,
        r#""prices":{"a":1.10},"either":18446744073709551615,"free":1e1000}"#,
    );
    let (status, answer, meter) = put("18446744073709551615", body).await;
    assert_eq!((status, answer.as_str()), (200, body));
    let meter = meter.expect("the handler was called");
    assert_eq!((meter.serial, meter.ticks, meter.level), (Some(u64::MAX), Some(1 << 63), Some(789.34)));
    assert_eq!(meter.levels, Some(vec![0.1, 12_345_678_901_234_567_890.0]));
    assert_eq!(meter.price.map(|price| price.to_string()).as_deref(), Some("0.10000000000000000000001000"));
}

#[tokio::test]
async fn refusals_say_which_numbers_there_are() {
    for (serial, body, problem) in [
        ("1", r#"{"serial":18446744073709551616}"#, "from 0 to 18446744073709551615"),
        ("1", r#"{"serial":-1}"#, "from 0 to 18446744073709551615"),
        ("1", r#"{"serial":1,"sum":9223372036854775808}"#, "from -9223372036854775808 to 9223372036854775807"),
        ("1", r#"{"serial":1,"level":1e400}"#, "a number of double precision"),
        ("18446744073709551616", r#"{"serial":1}"#, "from 0 to 18446744073709551615"),
        ("-1", r#"{"serial":1}"#, "from 0 to 18446744073709551615"),
    ] {
        let (status, answer, _) = put(serial, body).await;
        assert_eq!(status, 400, "{serial} {body}");
        assert!(answer.contains(problem), "{serial} {body}: {answer}");
    }
}

/// What the document does not describe is as strict as what it does.
#[tokio::test]
async fn members_stand_once_in_what_is_not_described() {
    for body in [
        r#"{"serial":1,"free":{"a":1,"a":2}}"#,
        r#"{"serial":1,"free":[{"a":{"b":1,"\u0062":2}}]}"#,
        r#"{"serial":1,"other":1,"other":2}"#,
        r#"{"serial":1,"prices":{"a":1,"a":2}}"#,
    ] {
        let (status, answer, _) = put("1", body).await;
        assert_eq!(status, 400, "{body}");
        assert!(answer.contains("a member stands twice"), "{body}: {answer}");
    }
}
