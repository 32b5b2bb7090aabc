//! Choices as they travel: what a server reads of a body, what it refuses, and what is written back.

use std::sync::{Arc, Mutex};

use axum::body::{Body, to_bytes};
use gatewright_documents::apis::choices::operations::parcels::{SendEvent, SendParcel};
use gatewright_documents::apis::choices::server::Server;
use gatewright_documents::apis::choices::server::parcels::{Parcels, SendEventResponse, SendParcelResponse};
use gatewright_documents::apis::choices::types::*;
use gatewright_documents::apis::runtime::wire::{read, write, write_strict};
use gatewright_documents::apis::runtime::{Json, Mode, Request};
use tower::ServiceExt;

/// Answers with what it got, and remembers it.
#[derive(Clone, Default)]
struct Echo(Arc<Mutex<Vec<Parcel>>>);

impl Parcels for Echo {
    async fn send_parcel(&self, request: Request<SendParcel>) -> SendParcelResponse {
        self.0.lock().expect("not poisoned").extend(request.body.clone());
        SendParcelResponse::Ok(request.arguments.body.unwrap_or_default())
    }

    async fn send_event(&self, request: Request<SendEvent>) -> SendEventResponse {
        SendEventResponse::Ok(request.arguments.body.expect("a body"))
    }
}

async fn post(path: &str, body: &str) -> (u16, String, Vec<Parcel>) {
    let echo = Echo::default();
    let service = Server::new().parcels(echo.clone()).into_service();
    let request = http::Request::post(path).header("content-type", "application/json");
    let request = request.body(Body::from(body.to_owned())).expect("a request");
    let answer = service.oneshot(request).await.expect("an answer");
    let status = answer.status().as_u16();
    let body = to_bytes(answer.into_body(), 1 << 20).await.expect("a body");
    let parcels = echo.0.lock().expect("not poisoned").clone();
    (status, String::from_utf8_lossy(&body).into_owned(), parcels)
}

/// The parcel that a server reads, which is written back as it came.
async fn served(body: &str) -> Parcel {
    let (status, answer, parcels) = post("/parcels", body).await;
    assert_eq!(status, 200, "{body}: {answer}");
    assert_eq!(Json::parse(&answer).expect("JSON"), Json::parse(body).expect("JSON"));
    parcels.into_iter().next().expect("a parcel")
}

async fn is_refused(body: &str) -> bool {
    post("/parcels", body).await.0 == 400
}

/// The parcel that a client reads, which is written back as it came.
fn received(body: &str) -> Parcel {
    let parcel: Parcel = read(body.as_bytes(), Mode::Lenient).expect("a parcel");
    assert_eq!(Json::parse(&write(&parcel)).expect("JSON"), Json::parse(body).expect("JSON"));
    parcel
}

#[tokio::test]
async fn integers_tell_cases_apart() {
    let parcel = served(r#"{"numbered":{"type":2,"id":7,"label":"x"}}"#).await;
    assert!(matches!(parcel.numbered, Some(Numbered::Button(_))));
    assert!(is_refused(r#"{"numbered":{"type":99,"id":7}}"#).await);
    assert!(is_refused(r#"{"numbered":{"type":"2","id":7}}"#).await, "a text is no number");
    let unknown = received(r#"{"numbered":{"type":99,"id":7}}"#);
    assert!(matches!(unknown.numbered, Some(Numbered::Other(_))));
}

#[tokio::test]
async fn integers_of_a_mapping_are_written_as_integers() {
    let parcel = served(r#"{"mapped":{"corners":4,"side":1.5}}"#).await;
    assert!(matches!(parcel.mapped, Some(Mapped::Square(_))));
    let parcel = Parcel { mapped: Some(Mapped::Circle(Box::default())), ..Parcel::default() };
    assert_eq!(write_strict(&parcel).expect("the tag is implied"), r#"{"mapped":{"corners":0}}"#);
}

#[tokio::test]
async fn booleans_tell_cases_apart() {
    let parcel = served(r#"{"outcome":{"ok":false,"error":"e"}}"#).await;
    assert!(matches!(parcel.outcome, Some(ParcelOutcome::Bad(_))));
    assert!(matches!(served(r#"{"outcome":{"ok":true}}"#).await.outcome, Some(ParcelOutcome::Good(_))));
}

#[test]
fn constants_and_tags_are_not_asked_for() {
    assert_eq!(write(&Row::new(7)), r#"{"type":1,"id":7}"#);
    assert_eq!(write(&Bad::new()), r#"{"ok":false}"#);
    assert_eq!(write(&Cat::new()), r#"{"kind":"cat"}"#);
    assert_eq!(write(&Square::new()), r#"{"corners":4}"#);
}

#[tokio::test]
async fn enums_without_common_values_tell_cases_apart() {
    let parcel = served(r#"{"wheels":{"wheels":"four","seats":5}}"#).await;
    let Some(ParcelWheels::Car(car)) = parcel.wheels else { panic!("no car") };
    assert_eq!(car.wheels, Some(CarWheels::Four));
    assert!(matches!(served(r#"{"wheels":{"wheels":"two"}}"#).await.wheels, Some(ParcelWheels::Two(_))));
    let parcel = Parcel { wheels: Some(Car::default().into()), ..Parcel::default() };
    assert!(write_strict(&parcel).is_err(), "nobody knows how many wheels");
}

#[tokio::test]
async fn other_tags_and_none_are_the_default() {
    for body in [r#"{"animal":{"kind":"yak","note":"n"}}"#, r#"{"animal":{"note":"n"}}"#, r#"{"animal":{"kind":7}}"#] {
        let parcel = received(body);
        assert!(matches!(parcel.animal, Some(Animal::OtherAnimal(_))), "{body}");
    }
    let parcel = served(r#"{"animal":{"kind":"yak","note":"n"}}"#).await;
    let Some(Animal::OtherAnimal(other)) = parcel.animal else { panic!("no other animal") };
    assert_eq!(other.kind.as_deref(), Some("yak"));
    assert!(matches!(served(r#"{"animal":{"note":"n"}}"#).await.animal, Some(Animal::OtherAnimal(_))));
    assert!(matches!(served(r#"{"animal":{"kind":"cat","lives":9}}"#).await.animal, Some(Animal::Cat(_))));
    assert!(is_refused(r#"{"animal":{"note":7}}"#).await, "the default is checked");
}

#[tokio::test]
async fn an_unlisted_tag_keeps_what_all_cases_share() {
    let parcel = received(r#"{"device":{"model":"Watch","serial":"s","hands":2}}"#);
    let Some(Device::Other(other)) = &parcel.device else { panic!("{parcel:?}") };
    assert_eq!((other.model.as_deref(), other.serial.as_deref()), (Some("Watch"), Some("s")));
    assert!(is_refused(r#"{"device":{"model":"Watch"}}"#).await);
    assert!(matches!(served(r#"{"device":{"model":"Phone","number":"1"}}"#).await.device, Some(Device::Phone(_))));
    let parcel = received(r#"{"device":{"model":7}}"#);
    assert!(parcel.device.is_some(), "a tag of another kind");
}

#[tokio::test]
async fn members_beside_alternatives_are_what_they_share() {
    let event: Event = read(br#"{"type":"moved","id":1,"to":"x"}"#, Mode::Lenient).expect("an event");
    let Event::Other(other) = &event else { panic!("{event:?}") };
    assert_eq!((other.id, other.type_.as_deref()), (Some(1), Some("moved")));
    assert_eq!(post("/events", r#"{"type":"moved","id":1}"#).await.0, 400);
    assert_eq!(post("/events", r#"{"type":"created","id":1,"by":"me"}"#).await.0, 200);
}

#[tokio::test]
async fn tags_of_outer_choices_are_written_through_inner_ones() {
    let parcel = served(r#"{"nested":{"element":"water","hull":"large","decks":3}}"#).await;
    let Some(Nested::Water(vessel)) = &parcel.nested else { panic!("no vessel") };
    assert!(matches!(**vessel, Vessel::Large(_)));
    let boat = Vessel::Small(Box::default());
    let parcel = Parcel { nested: Some(Nested::Water(Box::new(boat))), ..Parcel::default() };
    let written = Json::parse(&write(&parcel)).expect("JSON");
    assert_eq!(written, Json::parse(r#"{"nested":{"hull":"small","element":"water"}}"#).expect("JSON"));
}

#[tokio::test]
async fn two_lists_of_alternatives_are_both_kept() {
    let parcel = served(r#"{"both":{"west":1,"north":2}}"#).await;
    let Some(Both::WestAndNorth(both)) = parcel.both else { panic!("not both") };
    assert_eq!((both.west, both.north), (Some(1), Some(2)));
}

#[tokio::test]
async fn alternatives_without_names_are_called_after_their_kind() {
    assert!(matches!(served(r#"{"ask":"auto"}"#).await.ask, Some(Ask::Text(AskText::Auto))));
    assert!(matches!(served(r#"{"ask":7}"#).await.ask, Some(Ask::Integer(7))));
    assert!(matches!(served(r#"{"ask":{"name":"n"}}"#).await.ask, Some(Ask::Object(_))));
}

#[tokio::test]
async fn values_beside_a_list_narrow_it() {
    assert_eq!(served(r#"{"narrow":"green","level":2}"#).await.narrow, Some(ParcelNarrow::Green));
    assert_eq!(received(r#"{"narrow":"red"}"#).narrow, Some("red".into()));
    assert!(is_refused(r#"{"narrow":"red"}"#).await);
    assert!(is_refused(r#"{"level":1}"#).await);
}

#[tokio::test]
async fn null_by_reference() {
    assert!(served(r#"{"absent":null}"#).await.absent.is_null());
    assert_eq!(
        served(r#"{"absent":{"ok":true,"data":"d"}}"#).await.absent.value().map(|good| good.ok),
        Some(Some(true))
    );
}

#[tokio::test]
async fn whole_numbers_that_may_be_texts() {
    assert!(matches!(served(r#"{"port":80}"#).await.port, Some(ParcelPort::Integer(80))));
    assert!(matches!(served(r#"{"port":"http"}"#).await.port, Some(ParcelPort::String(_))));
    assert!(is_refused(r#"{"port":true}"#).await);
}

#[tokio::test]
async fn places_of_a_list_have_types_of_their_own() {
    let id = "0d8b1b8e-3a35-4d7c-9d0f-5f8d6a2a7c11";
    let parcel = served(&format!(r#"{{"pair":[7,"{id}"]}}"#)).await;
    let pair = parcel.pair.expect("a pair");
    assert_eq!((pair.count, pair.second.as_deref()), (Some(7), Some(id)));
    assert_eq!(write(&Pair::new(7, "x")), r#"[7,"x"]"#);
    assert!(is_refused(r#"{"pair":["x",7]}"#).await, "the other way round");
    assert!(is_refused(r#"{"pair":[7]}"#).await, "too few");
    let odd = received(r#"{"pair":["x",7],"port":1}"#);
    assert!(odd.pair.is_none(), "kept beside the members");
}

#[tokio::test]
async fn items_behind_the_places_are_kept() {
    let parcel = served(r#"{"step":["go",null,["stop"],4,5]}"#).await;
    let step = parcel.step.expect("a step");
    assert_eq!((step.first, step.more.as_slice()), (Some(StepFirst::Go), [4, 5].as_slice()));
    assert!(step.second.is_null());
    assert_eq!(step.third.and_then(|inner| inner.first), Some(StepFirst::Stop));
    assert!(is_refused(r#"{"step":["go",null,["stop"],"four"]}"#).await);
    let unknown = received(r#"{"pair":[1,"x",{"more":true},null]}"#);
    assert_eq!(unknown.pair.map(|pair| pair.more.len()), Some(2));
    let step = Step { third: Some(Box::new(Step::new("go"))), ..Step::default() };
    assert_eq!(write(&step), r#"[null,null,["go"]]"#);
}

#[tokio::test]
async fn alternatives_of_alternatives_tell_cases_apart() {
    let parcel = served(r#"{"job":{"tool":"mailer","weight":7}}"#).await;
    let Some(Job::Mailer(mail)) = &parcel.job else { panic!("{parcel:?}") };
    assert!(matches!(**mail, MailJob::MailParcel(_)));
    let parcel = served(r#"{"job":{"tool":"plotter","task":"poster","size":2}}"#).await;
    let Some(Job::PrintJob(print)) = &parcel.job else { panic!("{parcel:?}") };
    assert!(matches!(**print, PrintJob::Poster(_)));
    assert!(is_refused(r#"{"job":{"tool":"mailer","task":"page","ink":"red"}}"#).await);
    let unknown = received(r#"{"job":{"tool":"saw","task":"page"}}"#);
    assert!(matches!(unknown.job, Some(Job::Unknown(_))), "{unknown:?}");
}

#[test]
fn fixed_members_of_members_tell_cases_apart() {
    let parcel = received(r#"{"alarm":{"id":"a","via":{"kind":"telephone","number":"1","volume":7}}}"#);
    assert!(matches!(parcel.alarm, Some(Alarm::CallAlarm(_))), "{parcel:?}");
    let parcel = received(r#"{"alarm":{"via":{"kind":"bell"}}}"#);
    assert!(matches!(parcel.alarm, Some(Alarm::RingAlarm(_))), "{parcel:?}");
    let parcel = received(r#"{"login":{"how":"word","word":"open sesame"}}"#);
    assert!(matches!(parcel.login, Some(Login::SecretLogin(_))));
    assert!(!format!("{parcel:?}").contains("sesame"));
}

#[test]
fn what_members_require_tells_cases_apart() {
    let parcel = received(r#"{"outlet":{"fit":{"metres":2,"note":"n"}}}"#);
    assert!(matches!(parcel.outlet, Some(Outlet::HoseOutlet(_))), "{parcel:?}");
}

#[test]
fn kinds_and_values_of_members_tell_cases_apart() {
    let case = |body| received(body).reading.expect("a reading");
    assert!(matches!(case(r#"{"reading":{"value":"x"}}"#), Reading::WordReading(_)));
    assert!(matches!(case(r#"{"reading":{"value":7}}"#), Reading::CountReading(_)));
    assert!(matches!(case(r#"{"reading":{"value":[7]}}"#), Reading::ListReading(_)));
    assert!(matches!(case(r#"{"reading":{"value":null,"at":"noon"}}"#), Reading::WordReading(_)));
}

#[tokio::test]
async fn unknown_tags_keep_what_alternatives_without_a_parent_share() {
    let body = r#"{"shared":{"means":"tram","id":7,"track":2}}"#;
    let parcel = received(body);
    let Some(Transport::Other(other)) = parcel.shared else { panic!("{parcel:?}") };
    assert_eq!((other.means.as_deref(), other.id), (Some("tram"), Some(7)));
    assert!(is_refused(body).await, "servers take what the schema lists");
}
