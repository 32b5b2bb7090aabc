//! The codec beside serde_json with derive: a user of 2 KB, a page of 200, and a list of 5 MB, as Okta sends them.
//!
//! ```sh
//! cargo bench -p speed --bench codec
//! ```

use gatewright_apis::okta::types::User;
use gatewright_apis::runtime::{self, Value, wire};
use serde::Serialize;
use serde::de::DeserializeOwned;
use speed::derived::{kept, known};
use speed::race::Race;
use speed::users;

fn main() {
    for custom in [false, true] {
        let user = users::user(1000, custom);
        let (page, list) = (users::list(200, custom), users::list(5_000_000 / user.len(), custom));
        if custom {
            compare::<User, kept::User>("a user with members of one's own", "derive, flattened", &user);
            compare::<Vec<User>, Vec<kept::User>>("a page of 200 such users", "derive, flattened", &page);
            compare::<Vec<User>, Vec<kept::User>>("a list of such users", "derive, flattened", &list);
        } else {
            compare::<User, known::User>("a user", "derive", &user);
            compare::<Vec<User>, Vec<known::User>>("a page of 200 users", "derive", &page);
            compare::<Vec<User>, Vec<known::User>>("a list of users", "derive", &list);
        }
    }
}

fn compare<G: Value, D: DeserializeOwned + Serialize>(what: &str, derive: &'static str, text: &str) {
    let bytes = text.as_bytes();
    let ours = || wire::read::<G>(bytes, runtime::Mode::Lenient).unwrap_or_else(|error| panic!("{error}"));
    let theirs = || serde_json::from_slice::<D>(bytes).unwrap_or_else(|error| panic!("{error}"));
    Race::default().way(derive, theirs).way("generated", ours).run(&format!("decode {what} ({} bytes)", text.len()));
    let (ours, theirs) = (ours(), theirs());
    let written = wire::write(&ours);
    assert_eq!(ordered(&written), ordered(text), "nothing is lost");
    let encode = || serde_json::to_string(&theirs).unwrap_or_else(|error| panic!("{error}"));
    let title = format!("encode {what} ({} and {} bytes)", encode().len(), written.len());
    Race::default().way(derive, encode).way("generated", || wire::write(&ours)).run(&title);
}

fn ordered(text: &str) -> serde_json::Value {
    let mut value: serde_json::Value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}"));
    value.sort_all_objects();
    value
}
