//! Users as Okta sends them: its order of members, about 2 KB each, every member one that the document names.

use std::fmt::Write as _;

/// Members of a profile and what they hold; `#` stands for the user's number.
const PROFILE: [(&str, &str); 31] = [
    ("lastName", "Müller-#"),
    ("manager", "Evelyn Featherstonehaugh"),
    ("displayName", "Zoë Müller-#"),
    ("secondEmail", "zoe.mueller.#@private.example.net"),
    ("managerId", "00u#manager1b2c3d4e5"),
    ("title", "Senior Vice President of Regional Operations"),
    ("login", "zoe.mueller.#@corporation.example.com"),
    ("employeeNumber", "E-#"),
    ("division", "Research and Development"),
    ("firstName", "Zoë"),
    ("primaryPhone", "+1-555-415-1337"),
    ("mobilePhone", "+1-555-415-2448"),
    ("streetAddress", "301 Brannan Street, Building #"),
    ("city", "San Francisco"),
    ("state", "California"),
    ("zipCode", "94107"),
    ("countryCode", "US"),
    ("postalAddress", "301 Brannan Street\\nSan Francisco, CA 94107"),
    ("preferredLanguage", "en-US"),
    ("locale", "en_US"),
    ("timezone", "America/Los_Angeles"),
    ("userType", "Employee"),
    ("costCenter", "10-#"),
    ("organization", "Corporation of America"),
    ("department", "Engineering Productivity"),
    ("honorificPrefix", "Dr."),
    ("honorificSuffix", "III"),
    ("middleName", "Alexandra"),
    ("nickName", "Zo"),
    ("profileUrl", "https://intranet.example.com/people/zoe.mueller.#"),
    ("email", "zoe.mueller.#@corporation.example.com"),
];

/// Members that an organisation added to its users; the document names none of them.
const CUSTOM: [(&str, &str); 4] = [
    ("badgeNumber", "\"B-#\""),
    ("cafeteriaAccounts", "[\"north\",\"south\"]"),
    ("parking", "{\"level\":3,\"place\":\"C-#\"}"),
    ("startDate", "\"2019-04-01\""),
];

/// The user of this number; with members of the organisation's own, if so.
#[must_use]
pub fn user(number: usize, custom: bool) -> String {
    let mut members: Vec<String> = PROFILE.iter().map(|(name, value)| format!("\"{name}\":\"{value}\"")).collect();
    if custom {
        members.extend(CUSTOM.iter().map(|(name, value)| format!("\"{name}\":{value}")));
    }
    let own = if custom { ",\"orgUnit\":{\"id\":\"ou#\",\"path\":[1,2,3]}" } else { "" };
    let text = format!(
        "{{\"id\":\"00ub0oNGTSWTBKOLG#\",\"status\":\"ACTIVE\",\"created\":\"2013-06-24T16:39:18.000Z\",\
         \"activated\":\"2013-06-24T16:39:19.000Z\",\"statusChanged\":\"2013-06-24T16:39:19.000Z\",\
         \"lastLogin\":\"2013-06-24T17:39:19.000Z\",\"lastUpdated\":\"2013-07-02T21:36:25.344Z\",\
         \"passwordChanged\":null,\"type\":{{\"id\":\"otyfnjfba4ye7pgjB0g4\"}},\"profile\":{{{}}},\
         \"credentials\":{{\"password\":{{}},\"recovery_question\":{{\"question\":\"Who's a major player in the cowboy scene?\"}},\
         \"provider\":{{\"type\":\"OKTA\",\"name\":\"OKTA\"}}}},\
         \"_links\":{{\"suspend\":{},\"self\":{},\"deactivate\":{}}}{own}}}",
        members.join(","),
        link("/lifecycle/suspend", "POST"),
        link("", "GET"),
        link("/lifecycle/deactivate", "POST"),
    );
    text.replace('#', &number.to_string())
}

fn link(path: &str, method: &str) -> String {
    format!(
        "{{\"href\":\"https://corporation.okta.com/api/v1/users/00ub0oNGTSWTBKOLG#{path}\",\
         \"hints\":{{\"allow\":[\"{method}\"]}}}}"
    )
}

/// So many users as a list.
#[must_use]
pub fn list(count: usize, custom: bool) -> String {
    let mut text = String::from("[");
    for number in 0..count {
        let comma = if number == 0 { "" } else { "," };
        let _ = write!(text, "{comma}{}", user(number + 1000, custom));
    }
    text.push(']');
    text
}
