//! Load over sockets: 64 connections, each sending one call after the other, and what it costs in memory.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use gatewright_apis::runtime::Serve;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::{CALLS, Call, user};

const CONNECTIONS: usize = 64;

#[derive(Default)]
struct Counts {
    calls: AtomicU64,
    errors: AtomicU64,
    end: AtomicBool,
}

/// Drives a server and says how many calls it answered, with what errors, and how its memory grew.
pub async fn minute(name: &str, router: Router, time: Duration) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap_or_else(|error| panic!("{error}"));
    let address = listener.local_addr().unwrap_or_else(|error| panic!("{error}"));
    let (end, ended) = tokio::sync::oneshot::channel::<()>();
    let server = tokio::spawn(Serve::new(router).until(listener, async {
        let _ = ended.await;
    }));
    let counts = Arc::new(Counts::default());
    let callers: Vec<_> = (0..CONNECTIONS).map(|at| tokio::spawn(call(address, at, Arc::clone(&counts)))).collect();
    let begin = Instant::now();
    let mut memory = Vec::new();
    for _ in 0..10 {
        tokio::time::sleep(time / 10).await;
        memory.push(resident());
    }
    counts.end.store(true, Ordering::Relaxed);
    for caller in callers {
        let _ = caller.await;
    }
    let seconds = begin.elapsed().as_secs_f64();
    drop(end);
    let _ = server.await;
    let (calls, errors) = (counts.calls.load(Ordering::Relaxed), counts.errors.load(Ordering::Relaxed));
    println!("{name}: {calls} calls, {errors} errors, {:.0} a second; resident KiB {memory:?}", calls as f64 / seconds);
}

/// One connection; every call of the comparison in turn.
async fn call(address: SocketAddr, first: usize, counts: Arc<Counts>) {
    let Ok(mut socket) = TcpStream::connect(address).await else {
        counts.errors.fetch_add(1, Ordering::Relaxed);
        return;
    };
    let _ = socket.set_nodelay(true);
    let requests = CALLS.map(|call| (request(&call), call.status));
    let mut buffer = Vec::new();
    for at in first.. {
        if counts.end.load(Ordering::Relaxed) {
            return;
        }
        let (request, expected) = &requests[at % requests.len()];
        match exchange(&mut socket, request, &mut buffer).await {
            Some(status) if status == *expected => counts.calls.fetch_add(1, Ordering::Relaxed),
            _ => counts.errors.fetch_add(1, Ordering::Relaxed),
        };
    }
}

fn request(call: &Call) -> Vec<u8> {
    let body = if call.body { user() } else { String::new() };
    let length = if call.body { format!("content-length: {}\r\n", body.len()) } else { String::new() };
    format!(
        "{} {} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer token\r\ncontent-type: application/json\r\n{length}\r\n{body}",
        call.method, call.path
    )
    .into_bytes()
}

/// Sends a request and reads the whole answer; its status.
async fn exchange(socket: &mut TcpStream, request: &[u8], buffer: &mut Vec<u8>) -> Option<u16> {
    socket.write_all(request).await.ok()?;
    buffer.clear();
    loop {
        if socket.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
        let Some(end) = buffer.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let head = std::str::from_utf8(buffer.get(..end)?).ok()?;
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).and_then(|it| it.parse().ok());
        if buffer.len() >= end + 4 + length.unwrap_or(0) {
            return head.get(9..12)?.parse().ok();
        }
    }
}

/// Memory of this process in KiB, callers included.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}
