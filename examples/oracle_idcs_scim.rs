//! Oracle Identity Cloud Service: lists the users that a SCIM filter finds, and patches each of them.
//!
//! ```sh
//! cargo run -p gatewright --example serve                      # in another terminal
//! cargo run -p gatewright --example oracle_idcs_scim
//! export ORACLE_IDCS_URL=https://idcs-example.identity.oraclecloud.com ORACLE_IDCS_TOKEN=…
//! ```
//!
//! Without the two variables it calls the server of the example `serve`. It creates a user first, so that there is
//! somebody to be found.

use std::env;

use gatewright::oracle_idcs::{self, types};
use gatewright::runtime::{Credentials, Error, ErrorKind};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let url = env::var("ORACLE_IDCS_URL").unwrap_or_else(|_| "http://127.0.0.1:8104".to_owned());
    let token = env::var("ORACLE_IDCS_TOKEN").unwrap_or_else(|_| "admin".to_owned());
    run(&url, &token).await
}

/// Creates a user, and patches all users like them.
pub async fn run(url: &str, token: &str) -> Result<(), Error> {
    let credentials = Credentials::token(token);
    // Plain http is for the example server on this machine; an address of Oracle's is https.
    let client = oracle_idcs::Client::builder(url).credentials(credentials).allow_http_loopback(true).build()?;

    let user = types::User::new("gatewright.example.1")
        .name(types::Name::default().given_name("Temporary").family_name("Worker"))
        .active(true);
    match client.users().create(user).send().await {
        Err(error) if error.kind() == ErrorKind::Conflict => println!("the user is there already"),
        created => drop(created?),
    }

    // All pages, of fifty users each.
    let mut found = client.users().list().filter("userName sw \"gatewright.example.\"").count(50).pages().items();
    while let Some(user) = found.try_next().await? {
        let patched = client.users().patch(user.id.unwrap_or_default(), deactivation()).send().await?;
        println!("{} is active: {:?}", patched.user_name.unwrap_or_default(), patched.active);
    }
    Ok(())
}

/// The patch after which a user may not sign in (RFC 7644, section 3.5.2).
fn deactivation() -> types::PatchRequest {
    types::PatchRequest::new([types::PatchOperation::new(types::PatchOp::Replace).path("active").value(false)])
}
