//! Load over sockets: 64 connections to each server, each sending one call after the other. The servers take turns; what counts
//! is how many calls a second are answered, how long they take, and what they cost, callers included.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use cpu_time::ProcessTime;
use gatewright_apis::runtime::Serve;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::{CALLS, Call, generated, median, user, written};

const CONNECTIONS: usize = 64;
/// How many turns each server has; an odd number has a median.
const TURNS: u32 = 15;

/// What a turn came to.
#[derive(Clone, Copy)]
struct Turn {
    calls: u64,
    errors: u64,
    seconds: f64,
    cpu_seconds: f64,
    /// Microseconds that half of the calls, and 99 of 100, did not exceed.
    p50: u32,
    p99: u32,
}

/// Drives a server written by hand, which `axum::serve` serves, and the generated one, which `Serve` serves.
pub async fn compare(time: Duration) {
    let listeners = [listener().await, listener().await];
    let addresses =
        listeners.each_ref().map(|listener| listener.local_addr().unwrap_or_else(|error| panic!("{error}")));
    let [by_hand, of_generated] = listeners;
    let servers = [
        tokio::spawn(async move {
            let _ = axum::serve(by_hand, written::router(&user())).await;
        }),
        tokio::spawn(
            Serve::new(generated::router(&user(), generated::Checks::All)).until(of_generated, std::future::pending()),
        ),
    ];
    let mut turns = [const { Vec::new() }; 2];
    let mut memory = Vec::new();
    for round in 0..TURNS as usize {
        for at in 0..2 {
            let at = (at + round) % 2;
            turns[at].push(turn(addresses[at], time / TURNS).await);
        }
        memory.push(resident());
    }
    servers.into_iter().for_each(|server| server.abort());
    report(&turns);
    println!("resident memory of the process, KiB: {memory:?}");
}

fn report([by_hand, generated]: &[Vec<Turn>; 2]) {
    println!("| | calls | errors | a second | p50 | p99 | CPU of a call |");
    println!("|---|---|---|---|---|---|---|");
    for (name, turns) in [("written by hand", by_hand), ("generated, everything checked", generated)] {
        let of = |figure: fn(&Turn) -> f64| {
            let ratio = median(turns.iter().zip(by_hand).map(|(turn, hand)| figure(turn) / figure(hand)).collect());
            format!("{:.0} ({ratio:.2})", median(turns.iter().map(figure).collect()))
        };
        let sum = |figure: fn(&Turn) -> u64| turns.iter().map(figure).sum::<u64>();
        println!(
            "| {name} | {} | {} | {} | {} µs | {} µs | {} µs |",
            sum(|turn| turn.calls),
            sum(|turn| turn.errors),
            of(|turn| turn.calls as f64 / turn.seconds),
            of(|turn| f64::from(turn.p50)),
            of(|turn| f64::from(turn.p99)),
            of(|turn| turn.cpu_seconds * 1e6 / turn.calls.max(1) as f64),
        );
    }
}

async fn listener() -> TcpListener {
    TcpListener::bind(("127.0.0.1", 0)).await.unwrap_or_else(|error| panic!("{error}"))
}

async fn turn(server: SocketAddr, time: Duration) -> Turn {
    let errors = Arc::new(AtomicU64::new(0));
    let (begin, cpu) = (Instant::now(), ProcessTime::now());
    let callers: Vec<_> =
        (0..CONNECTIONS).map(|at| tokio::spawn(call(server, at, begin + time, Arc::clone(&errors)))).collect();
    let mut times = Vec::new();
    for caller in callers {
        times.extend(caller.await.unwrap_or_default());
    }
    times.sort_unstable();
    let quantile = |percent: usize| times.get(times.len() * percent / 100).copied().unwrap_or_default();
    Turn {
        calls: times.len() as u64,
        errors: errors.load(Ordering::Relaxed),
        seconds: begin.elapsed().as_secs_f64(),
        cpu_seconds: cpu.elapsed().as_secs_f64(),
        p50: quantile(50),
        p99: quantile(99),
    }
}

/// One connection; every call of the comparison in turn, and how many microseconds each took.
async fn call(server: SocketAddr, first: usize, end: Instant, errors: Arc<AtomicU64>) -> Vec<u32> {
    let failed = || errors.fetch_add(1, Ordering::Relaxed);
    let mut times = Vec::new();
    let Ok(mut socket) = TcpStream::connect(server).await else {
        failed();
        return times;
    };
    let _ = socket.set_nodelay(true);
    let requests = CALLS.map(|call| (request(&call), call.status));
    let mut buffer = Vec::new();
    for (request, expected) in requests.iter().cycle().skip(first % CALLS.len()) {
        let begin = Instant::now();
        if begin >= end {
            break;
        }
        match exchange(&mut socket, request, &mut buffer).await {
            Some(status) if status == *expected => {
                times.push(u32::try_from(begin.elapsed().as_micros()).unwrap_or(u32::MAX));
            }
            _ => {
                failed();
            }
        }
    }
    times
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

/// Memory of this process in KiB.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}
