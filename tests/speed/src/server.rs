//! A server that answers by rote, so that what a client costs is not lost beside it: no parsing, no allocation a request.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

struct Replies {
    one: Vec<u8>,
    list: Vec<u8>,
    none: Vec<u8>,
}

/// Answers calls of one user and of lists, on the thread that awaits anything.
pub async fn start(user: &str, list: &str) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap_or_else(|error| panic!("{error}"));
    let address = listener.local_addr().unwrap_or_else(|error| panic!("{error}"));
    let replies =
        Arc::new(Replies { one: ok(user), list: ok(list), none: b"HTTP/1.1 204 No Content\r\n\r\n".to_vec() });
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let _ = stream.set_nodelay(true);
            tokio::spawn(answer(stream, Arc::clone(&replies)));
        }
    });
    address
}

fn ok(body: &str) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body.as_bytes()].concat()
}

async fn answer(mut stream: TcpStream, replies: Arc<Replies>) {
    let mut buffer = vec![0; 64 << 10];
    let mut filled = 0;
    loop {
        let Some(free) = buffer.get_mut(filled..) else { return };
        let Ok(read @ 1..) = stream.read(free).await else { return };
        filled += read;
        let Some(request) = buffer.get(..filled) else { return };
        if is_whole(request) {
            let reply = match request.first() {
                Some(b'D') => &replies.none,
                Some(b'G') if request.starts_with(b"GET /api/v1/users?") => &replies.list,
                _ => &replies.one,
            };
            if stream.write_all(reply).await.is_err() {
                return;
            }
            filled = 0;
        }
    }
}

/// Whether the head and as much of the body as it tells of are there.
fn is_whole(request: &[u8]) -> bool {
    let Some(end) = request.windows(4).position(|window| window == b"\r\n\r\n") else { return false };
    let head = request.get(..end).unwrap_or_default();
    let length = head.split(|byte| *byte == b'\n').find_map(|line| {
        let (name, value) = line.split_at_checked(15)?;
        name.eq_ignore_ascii_case(b"content-length:").then(|| std::str::from_utf8(value).ok()?.trim().parse().ok())?
    });
    request.len() >= end + 4 + length.unwrap_or(0)
}
