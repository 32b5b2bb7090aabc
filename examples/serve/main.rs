//! A small server of four APIs, in memory: what clients can be tried against without an account anywhere.
//!
//! ```sh
//! cargo run -p gatewright --example serve              # ports 8101 to 8104
//! cargo run -p gatewright --example serve -- 9000      # ports 9000 to 9003
//! ```
//!
//! It prints where each API listens. The token `admin` may do everything, the token `reader` may read; IBM's and Oracle's
//! token endpoints, Okta's and Auth0's are not part of it, except where the documents describe them.

pub mod auth0;
pub mod ibm_verify;
pub mod okta;
pub mod oracle_idcs;
mod shelf;

use std::net::{Ipv4Addr, SocketAddr};

use gatewright::runtime::{Principal, Profile, Serve, Service, StaticTokens};
use tokio::net::TcpListener;
use tokio::sync::watch;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let first: u16 = std::env::args().nth(1).map_or(Ok(8101), |port| port.parse())?;
    let (end, ended) = watch::channel(());
    let mut served = Vec::new();
    for (number, service) in
        (0..).zip([okta::service(), auth0::service(), ibm_verify::service(), oracle_idcs::service()])
    {
        let (name, service) = service;
        let port = if first == 0 { 0 } else { first.saturating_add(number) };
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await?;
        println!("{name:<12} http://{}", listener.local_addr()?);
        let mut ended = ended.clone();
        served.push(tokio::spawn(Serve::new(service).until(listener, async move {
            let _ = ended.changed().await;
        })));
    }
    println!("tokens: `admin` may do everything, `reader` may read; Ctrl-C ends");
    tokio::signal::ctrl_c().await?;
    println!("answering what has arrived …");
    drop(end);
    for one in served {
        one.await?;
    }
    Ok(())
}

/// Who may call an API of this profile: one who may do everything, and one who has these permissions. Tokens prove
/// every scheme of the documents that takes one. What asks for another proof, such as Oracle's token endpoint for a name
/// with a password, stays closed, and start-up says so.
pub fn tokens(profile: &Profile, reads: impl IntoIterator<Item = &'static str>) -> StaticTokens {
    StaticTokens::new(profile.token_prefixes)
        .token("admin", Principal::superuser("admin"))
        .token("reader", Principal::new("reader", reads))
}

/// A service with the name of its API.
pub type Named = (&'static str, Service);
