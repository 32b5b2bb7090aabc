//! Okta: creates a user, puts them in a group, and goes through all users, page by page.
//!
//! ```sh
//! cargo run -p gatewright --example serve                      # in another terminal
//! cargo run -p gatewright --example okta_onboarding
//! OKTA_URL=https://example.okta.com OKTA_TOKEN=… cargo run -p gatewright --example okta_onboarding
//! ```
//!
//! Without the two variables it calls the server of the example `serve`. It may be run again: what is there already is
//! found, not made.

use std::env;

use gatewright::okta::{self, types};
use gatewright::runtime::{Credentials, Error};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let url = env::var("OKTA_URL").unwrap_or_else(|_| "http://127.0.0.1:8101".to_owned());
    let token = env::var("OKTA_TOKEN").unwrap_or_else(|_| "admin".to_owned());
    run(&url, &token).await
}

/// Puts a user into a group, and prints who there is.
pub async fn run(url: &str, token: &str) -> Result<(), Error> {
    let credentials = Credentials::token(token);
    // Plain http is for the example server on this machine; an address of Okta's is https.
    let client = okta::Client::builder(url).credentials(credentials).allow_http_loopback(true).build()?;

    let group = group(&client, "Musicians").await?;
    let user = user(&client, "isaac.brock@example.com").await?;
    client.groups().assign_user_to_group(&group, &user).send().await?;
    println!("{user} is in {group}");

    let mut users = client.users().list().limit(200).pages().items();
    while let Some(user) = users.try_next().await? {
        let profile = user.profile.unwrap_or_default();
        println!("{:30} {:?}", profile.login.unwrap_or_default(), user.status);
    }
    Ok(())
}

/// The id of the user with this login, who is created if they are not there.
async fn user(client: &okta::Client, login: &str) -> Result<String, Error> {
    let mut found = client.users().list().search(format!("profile.login eq \"{login}\"")).send().await?;
    if let Some(user) = found.pop() {
        return Ok(user.id.unwrap_or_default());
    }
    let profile = types::UserProfile::default().login(login).email(login).first_name("Isaac").last_name("Brock");
    let user = client.users().create(types::CreateUserRequest::new(profile)).activate(true).send().await?;
    Ok(user.id.unwrap_or_default())
}

/// The id of the group with this name, which is added if it is not there.
async fn group(client: &okta::Client, name: &str) -> Result<String, Error> {
    let mut groups = client.groups().list().q(name).pages().items();
    while let Some(group) = groups.try_next().await? {
        let profile = group.profile;
        if matches!(profile, Some(types::GroupProfile::OktaUserGroupProfile(profile)) if profile.name.as_deref() == Some(name))
        {
            return Ok(group.id.unwrap_or_default());
        }
    }
    let profile = types::AddGroupProfile::default().name(name).description("People who play");
    let group = client.groups().add(types::AddGroupRequest::default().profile(profile)).send().await?;
    Ok(group.id.unwrap_or_default())
}
