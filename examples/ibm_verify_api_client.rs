//! IBM Verify: creates an API client and reads the id and the secret that the server made for it.
//!
//! ```sh
//! cargo run -p gatewright --example serve                      # in another terminal
//! cargo run -p gatewright --example ibm_verify_api_client
//! IBM_VERIFY_URL=https://example.verify.ibm.com IBM_VERIFY_TOKEN=… cargo run -p gatewright --example ibm_verify_api_client
//! ```
//!
//! Without the two variables it calls the server of the example `serve`.

use std::env;

use gatewright::ibm_verify::{self, Permission, types};
use gatewright::runtime::{Credentials, Error, Secret};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let url = env::var("IBM_VERIFY_URL").unwrap_or_else(|_| "http://127.0.0.1:8103".to_owned());
    let token = env::var("IBM_VERIFY_TOKEN").unwrap_or_else(|_| "admin".to_owned());
    let (id, secret) = run(&url, &token).await?;
    println!("client_id={id}");
    // A secret is printed only by who asks for its text; `{secret:?}` would show nothing of it.
    println!("client_secret={}", secret.expose());
    Ok(())
}

/// The id and the secret of a new API client.
pub async fn run(url: &str, token: &str) -> Result<(String, Secret), Error> {
    let credentials = Credentials::token(token);
    // Plain http is for the example server on this machine; an address of IBM's is https.
    let client = ibm_verify::Client::builder(url).credentials(credentials).allow_http_loopback(true).build()?;

    let entitlements = [Permission::ReadUserGroups, Permission::ReadApiClients];
    let config = types::ApiClientConfigRequest::new("nightly report", entitlements.map(|one| one.to_string()), true)
        .description("Counts users, every night");
    // The reply has no body: it says where the new client is, and only there stands its secret.
    let created = client.apiclients().create_api_client(config).send().await?;
    let location = created.location.unwrap_or_default();
    let id = location.rsplit('/').next().unwrap_or_default();

    let made = client.apiclients().get_api_client(id).send().await?;
    Ok((made.client_id.unwrap_or_default(), made.client_secret.unwrap_or_default()))
}
