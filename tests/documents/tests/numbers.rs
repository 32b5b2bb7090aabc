//! Numbers that no signed number and no double holds arrive as they are, and refusals say which would.

use std::sync::{Arc, Mutex};

use axum::body::{Body, to_bytes};
use gatewright_documents::apis::numbers::operations::meters::{AddTask, SetMeter};
use gatewright_documents::apis::numbers::server::Server;
use gatewright_documents::apis::numbers::server::meters::{AddTaskResponse, Meters, SetMeterResponse};
use gatewright_documents::apis::numbers::types::{Meter, Priority, Size, Task, TaskState};
use gatewright_documents::apis::runtime::wire::{read, write};
use gatewright_documents::apis::runtime::{Mode, Request};
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

    /// Answers the task that it was sent, with the priorities of the path and the query.
    async fn add_task(&self, request: Request<AddTask>) -> AddTaskResponse {
        let arguments = request.arguments;
        let past = arguments.not_query.into_iter().flatten().collect();
        Task { priority: arguments.priority, past: Some(past), ..arguments.body.unwrap_or_default() }.into()
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

async fn post(path: &str, body: &str) -> (u16, String) {
    let service = Server::new().meters(Echo::default()).into_service();
    let request = http::Request::post(format!("/v1{path}")).header("content-type", "application/json");
    let request = request.body(Body::from(body.to_owned())).expect("a request");
    let answer = service.oneshot(request).await.expect("an answer");
    let status = answer.status().as_u16();
    let body = to_bytes(answer.into_body(), usize::MAX).await.expect("a body");
    (status, String::from_utf8_lossy(&body).into_owned())
}

#[tokio::test]
async fn named_whole_numbers_travel_as_numbers() {
    let (status, answer) = post("/tasks/-1?not=1,2", r#"{"state":1,"size":20,"page":10}"#).await;
    let expected = r#"{"priority":-1,"state":1,"size":20,"page":10,"past":[1,2]}"#;
    assert_eq!((status, answer.as_str()), (200, expected));
    let task: Task = read(answer.as_bytes(), Mode::Lenient).expect("a task");
    assert_eq!(task.priority, Some(Priority::Whenever));
    assert_eq!((task.state, task.size, task.page), (Some(TaskState::Done), Some(Size::V20), Some(10)));
    assert_eq!(task.past, Some(vec![Priority::Low, Priority::AtOnce]));
}

#[tokio::test]
async fn servers_take_the_listed_numbers_alone() {
    for (path, body) in [
        ("/tasks/3", r#"{"state":1}"#),
        ("/tasks/1?not=1,3", r#"{"state":1}"#),
        ("/tasks/1", r#"{"state":2}"#),
        ("/tasks/1", r#"{"state":"1"}"#),
    ] {
        let (status, answer) = post(path, body).await;
        assert_eq!(status, 400, "{path} {body}: {answer}");
    }
}

#[test]
fn clients_keep_numbers_that_no_document_lists() {
    let task: Task = read(br#"{"state":7,"priority":"high"}"#, Mode::Lenient).expect("a task");
    assert_eq!(task.state.map(TaskState::as_i64), Some(7));
    assert!(matches!(task.state, Some(TaskState::Unknown(7))));
    assert_eq!(task.priority, None);
    assert_eq!(write(&task), r#"{"state":7,"priority":"high"}"#);
    assert_eq!(write(&Task::new(TaskState::Open).priority(1)), r#"{"priority":1,"state":0}"#);
}
