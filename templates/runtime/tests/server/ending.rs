//! The end: what was accepted is answered, and nothing is accepted after it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use gatewright_runtime as runtime;
use runtime::{Request, Serve, ServerBuilder};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, oneshot};

use super::sample::operations::users as operations;
use super::sample::server::Server;
use super::sample::server::users::{self, Users};
use super::sample::types::User;

/// Answers when it may.
struct Slow {
    begun: AtomicUsize,
    may_answer: Semaphore,
}

impl Users for Arc<Slow> {
    async fn get_user(&self, request: Request<operations::GetUser>) -> users::GetUserResponse {
        self.begun.fetch_add(1, Ordering::Relaxed);
        let _may = self.may_answer.acquire().await;
        User::new(request.user_id.clone().unwrap_or_default()).into()
    }
}

const CALLS: usize = 200;

#[tokio::test]
async fn every_accepted_request_is_answered() {
    let slow = Arc::new(Slow { begun: AtomicUsize::new(0), may_answer: Semaphore::new(0) });
    let service = Server::new().users(Arc::clone(&slow)).configure(ServerBuilder::open_to_anybody).into_service();
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a socket");
    let address = listener.local_addr().expect("an address");
    let (end, ended) = oneshot::channel::<()>();
    let server = tokio::spawn(Serve::new(service).until(listener, async {
        let _ = ended.await;
    }));
    let mut calls = Vec::new();
    for number in 0..CALLS {
        let mut socket = TcpStream::connect(address).await.expect("a connection");
        let request = format!("GET /api/v1/users/u{number} HTTP/1.1\r\nhost: x\r\n\r\n");
        socket.write_all(request.as_bytes()).await.expect("sent");
        calls.push((number, socket));
    }
    // The server has begun none, some or all of them: what has reached its socket is accepted.
    drop(end);
    tokio::task::yield_now().await;
    slow.may_answer.add_permits(CALLS);
    for (number, mut socket) in calls {
        let mut answer = String::new();
        socket.read_to_string(&mut answer).await.unwrap_or_else(|error| panic!("call {number}: {error}"));
        assert!(
            answer.starts_with("HTTP/1.1 200 ") && answer.contains(&format!("\"u{number}\"")),
            "{number}: {answer}"
        );
    }
    server.await.expect("no panic");
    assert_eq!(slow.begun.load(Ordering::Relaxed), CALLS);
    TcpStream::connect(address).await.expect_err("nobody listens");
}

#[tokio::test(start_paused = true)]
async fn what_takes_too_long_is_cut_off() {
    let slow = Arc::new(Slow { begun: AtomicUsize::new(0), may_answer: Semaphore::new(0) });
    let service = Server::new().users(Arc::clone(&slow)).configure(ServerBuilder::open_to_anybody).into_service();
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a socket");
    let address = listener.local_addr().expect("an address");
    let mut socket = TcpStream::connect(address).await.expect("a connection");
    socket.write_all(b"GET /api/v1/users/u HTTP/1.1\r\nhost: x\r\n\r\n").await.expect("sent");
    Serve::new(service).grace(Duration::from_secs(30)).until(listener, std::future::ready(())).await;
    assert_eq!(slow.begun.load(Ordering::Relaxed), 1, "accepted, though the end was there");
}
