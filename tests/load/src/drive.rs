//! Load over sockets: 64 connections to each server, each sending one call after the other. The servers take turns; what counts
//! is how many calls a second are answered, how long they take, and what they cost the server.
//!
//! Each server has a thread of its own, and so have the callers. With threads that share connections the system's allocator
//! decides by chance, once for each process and server, how often one thread waits for the memory of another: a fifth more
//! or less, whichever the server is.

use std::io;
use std::net::SocketAddr;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use cpu_time::ThreadTime;
use gatewright_apis::runtime::Serve;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Handle};

use super::{CALLS, Call, generated, median, user, written};

const CONNECTIONS: usize = 64;
/// How many turns each server has; an odd number has a median.
const TURNS: u32 = 15;

/// What a turn came to.
struct Turn {
    calls: u64,
    errors: u64,
    seconds: f64,
    /// Of the server's thread.
    cpu_seconds: f64,
    /// Microseconds that half of the calls, and 99 of 100, did not exceed.
    p50: u32,
    p99: u32,
}

/// A server that runs until the process ends.
struct Server {
    address: SocketAddr,
    thread: Handle,
}

impl Server {
    fn start<S: Future>(serve: impl FnOnce(TcpListener) -> S + Send + 'static) -> Self {
        let (started, is_started) = mpsc::channel();
        thread::spawn(move || -> io::Result<()> {
            let runtime = Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(async {
                let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
                let server = Self { address: listener.local_addr()?, thread: Handle::current() };
                let _ = started.send(server);
                serve(listener).await;
                Ok(())
            })
        });
        is_started.recv().unwrap_or_else(|_| panic!("no server starts here"))
    }

    /// The processor time that it has taken so far.
    async fn cpu(&self) -> Duration {
        let time = self.thread.spawn(async { ThreadTime::now().as_duration() });
        time.await.unwrap_or_default()
    }
}

/// Drives a server written by hand, which `axum::serve` serves, and the generated one, which `Serve` serves.
pub async fn compare(time: Duration) {
    let servers = [
        Server::start(async |listener| axum::serve(listener, written::router(&user())).await),
        Server::start(|listener| {
            let router = generated::router(&user(), generated::Checks::All);
            Serve::new(router).until(listener, std::future::pending())
        }),
    ];
    let mut turns = [const { Vec::new() }; 2];
    let mut memory = Vec::new();
    for round in 0..TURNS as usize {
        for at in 0..2 {
            let at = (at + round) % 2;
            turns[at].push(turn(&servers[at], time / TURNS).await);
        }
        memory.push(resident());
    }
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

async fn turn(server: &Server, time: Duration) -> Turn {
    let (begin, cpu) = (Instant::now(), server.cpu().await);
    let callers: Vec<_> = (0..CONNECTIONS).map(|at| tokio::spawn(call(server.address, at, begin + time))).collect();
    let (mut times, mut errors) = (Vec::new(), 0);
    for caller in callers {
        let (some, failed) = caller.await.unwrap_or_else(|_| (Vec::new(), 1));
        times.extend(some);
        errors += failed;
    }
    times.sort_unstable();
    let quantile = |percent: usize| times.get(times.len() * percent / 100).copied().unwrap_or_default();
    Turn {
        calls: times.len() as u64,
        errors,
        seconds: begin.elapsed().as_secs_f64(),
        cpu_seconds: (server.cpu().await - cpu).as_secs_f64(),
        p50: quantile(50),
        p99: quantile(99),
    }
}

/// One connection; every call of the comparison in turn, how many microseconds each took, and how many failed.
async fn call(server: SocketAddr, first: usize, end: Instant) -> (Vec<u32>, u64) {
    let mut times = Vec::new();
    let Ok(mut socket) = TcpStream::connect(server).await else { return (times, 1) };
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
            // What comes afterwards on this connection means nothing.
            _ => return (times, 1),
        }
    }
    (times, 0)
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
