//! The generated server beside one written by hand with axum and serde, for the same five operations and the same octets.
//!
//! ```sh
//! cargo run --release -p load                # the time of a call, without sockets
//! cargo run --release -p load -- 60          # so many seconds of load over 64 connections, for each server in turns
//! ```

#[allow(dead_code, reason = "the types that keep unknown members are for the codec")]
#[path = "../../speed/src/derived.rs"]
mod derived;
mod drive;
mod generated;
mod written;

use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, to_bytes};
use tower::ServiceExt as _;

/// A call of the comparison.
struct Call {
    name: &'static str,
    method: &'static str,
    path: &'static str,
    body: bool,
    status: u16,
}

const CALLS: [Call; 5] = [
    Call { name: "list 20", method: "GET", path: "/api/v1/users?limit=20", body: false, status: 200 },
    Call { name: "get", method: "GET", path: "/api/v1/users/00u1", body: false, status: 200 },
    Call { name: "create", method: "POST", path: "/api/v1/users?activate=true", body: true, status: 200 },
    Call { name: "replace", method: "PUT", path: "/api/v1/users/00u1", body: true, status: 200 },
    Call { name: "delete", method: "DELETE", path: "/api/v1/users/00u1", body: false, status: 204 },
];

/// What is sent and answered: a user of about 1.5 KB.
fn user() -> String {
    let names = [
        "city",
        "costCenter",
        "department",
        "displayName",
        "division",
        "employeeNumber",
        "firstName",
        "honorificPrefix",
        "lastName",
        "manager",
        "managerId",
        "middleName",
        "nickName",
        "organization",
        "postalAddress",
        "state",
        "streetAddress",
        "title",
        "userType",
        "zipCode",
    ];
    let text = "Lorem ipsum dolor sit amet, consectetur adipiscing";
    let members: Vec<String> = names.iter().map(|name| format!("\"{name}\":\"{text}\"")).collect();
    format!("{{\"profile\":{{{},\"email\":\"a@example.com\",\"login\":\"a@example.com\"}}}}", members.join(","))
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let seconds = std::env::args().nth(1).and_then(|seconds| seconds.parse().ok());
    match seconds {
        Some(seconds) => drive::compare(Duration::from_secs(seconds)).await,
        None => compare().await,
    }
}

async fn compare() {
    let user = user();
    let servers = [
        ("written by hand", written::router(&user)),
        ("generated, no checks", generated::router(&user, generated::Checks::None)),
        ("and permissions", generated::router(&user, generated::Checks::Permissions)),
        ("and validation", generated::router(&user, generated::Checks::All)),
    ];
    let expected: Vec<String> = answers(&servers[0].1, &user).await;
    for (name, server) in &servers {
        assert_eq!(answers(server, &user).await, expected, "{name} answers other octets");
    }
    println!("| microseconds a call (median of {ROUNDS} rounds) | {} |", CALLS.map(|call| call.name).join(" | "));
    println!("|---|{}", "---|".repeat(CALLS.len()));
    let mut medians = Vec::new();
    for call in &CALLS {
        let mut times = vec![Vec::new(); servers.len()];
        for round in 0..ROUNDS {
            for at in 0..servers.len() {
                let at = (at + round) % servers.len();
                times[at].push(time(&servers[at].1, call, &user).await);
            }
        }
        medians.push(times.into_iter().map(median).collect::<Vec<_>>());
    }
    for (at, (name, _)) in servers.iter().enumerate() {
        let cells: Vec<String> =
            medians.iter().map(|call| format!("{:.2} ({:.2})", call[at], call[at] / call[0])).collect();
        println!("| {name} | {} |", cells.join(" | "));
    }
}

const ROUNDS: usize = 15;
const CALLS_A_ROUND: u32 = 2000;

fn request(call: &Call, user: &str) -> http::Request<Body> {
    let body = if call.body { Body::from(user.to_owned()) } else { Body::empty() };
    let request = http::Request::builder().method(call.method).uri(call.path).header("authorization", "Bearer token");
    let request = request.header("content-type", "application/json").header("host", "localhost");
    request.body(body).unwrap_or_else(|error| panic!("{error}"))
}

async fn answers(server: &Router, user: &str) -> Vec<String> {
    let mut answers = Vec::new();
    for call in &CALLS {
        let Ok(answer) = server.clone().oneshot(request(call, user)).await;
        assert_eq!(answer.status().as_u16(), call.status, "{}", call.name);
        let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap_or_default();
        answers.push(String::from_utf8_lossy(&body).into_owned());
    }
    answers
}

/// Microseconds a call.
async fn time(server: &Router, call: &Call, user: &str) -> f64 {
    let begin = Instant::now();
    for _ in 0..CALLS_A_ROUND {
        let Ok(answer) = server.clone().oneshot(request(call, user)).await;
        let _ = to_bytes(answer.into_body(), usize::MAX).await;
    }
    begin.elapsed().as_secs_f64() * 1e6 / f64::from(CALLS_A_ROUND)
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}
