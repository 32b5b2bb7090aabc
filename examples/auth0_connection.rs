//! Auth0: creates a database connection with rules for its passwords.
//!
//! ```sh
//! cargo run -p gatewright --example serve                      # in another terminal
//! cargo run -p gatewright --example auth0_connection
//! AUTH0_URL=https://example.eu.auth0.com/api/v2 AUTH0_TOKEN=… cargo run -p gatewright --example auth0_connection
//! ```
//!
//! Without the two variables it calls the server of the example `serve`. For a program that runs for longer than a token
//! lives there is `Credentials::client_credentials`.

use std::env;

use gatewright::auth0::{self, types};
use gatewright::runtime::{Credentials, Error, ErrorKind};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let url = env::var("AUTH0_URL").unwrap_or_else(|_| "http://127.0.0.1:8102/api/v2".to_owned());
    let token = env::var("AUTH0_TOKEN").unwrap_or_else(|_| "admin".to_owned());
    run(&url, &token).await
}

/// Creates the connection, unless it is there.
pub async fn run(url: &str, token: &str) -> Result<(), Error> {
    let credentials = Credentials::token(token);
    // Plain http is for the example server on this machine; an address of Auth0's is https.
    let client = auth0::Client::builder(url).credentials(credentials).allow_http_loopback(true).build()?;

    let options = types::ConnectionPropertiesOptions::default()
        .password_policy(types::ConnectionPasswordPolicyEnum::Good)
        .disable_self_service_change_password(false);
    let strategy = types::ConnectionIdentityProviderEnum::Auth0;
    let connection = types::CreateConnectionRequestContent::new("customers", strategy)
        .display_name("Our customers")
        .options(options);

    match client.connections().create().body(connection).send().await {
        Ok(created) => println!("created {}", created.id.unwrap_or_default()),
        Err(error) if error.kind() == ErrorKind::Conflict => println!("there is one of this name already"),
        Err(error) => return Err(error),
    }
    Ok(())
}
