//! Names as written into words, and words into identifiers. The only place that knows heck.

use heck::ToSnakeCase;

use crate::model::percent_decoded;

/// The words of one name, in lower case ASCII letters and digits. None is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Words(Vec<String>);

/// Letters after which a name is cut off, so that file names stay within what file systems hold.
const LONGEST: usize = 96;

/// Words that are written in mixed case and are one word all the same.
const COMPOUNDS: &[&str] = &[
    "OAuth",
    "oAuth",
    "IdPs",
    "IdP",
    "iOS",
    "macOS",
    "MacOS",
    "iPhone",
    "iPad",
    "DPoP",
    "IPv4",
    "IPv6",
    "SaaS",
    "PaaS",
    "IaaS",
    "GitHub",
    "GitLab",
    "LinkedIn",
    "YouTube",
    "PayPal",
    "PostgreSQL",
    "MySQL",
    "JavaScript",
    "GraphQL",
    "OpenAPI",
    "VMware",
    "WiFi",
    "eTag",
    "ETag",
    "WhatsApp",
];

/// What signs are called where nothing else tells two names apart.
const SIGNS: &[(char, &str)] = &[
    ('+', "plus"),
    ('-', "minus"),
    ('*', "star"),
    ('/', "slash"),
    ('\\', "backslash"),
    ('.', "dot"),
    (',', "comma"),
    (':', "colon"),
    (';', "semicolon"),
    ('<', "less"),
    ('=', "equals"),
    ('>', "greater"),
    ('!', "not"),
    ('?', "question"),
    ('#', "hash"),
    ('$', "dollar"),
    ('@', "at"),
    ('%', "percent"),
    ('&', "and"),
    ('|', "bar"),
    ('^', "caret"),
    ('~', "tilde"),
    ('\'', "quote"),
    ('"', "quotes"),
    ('`', "backtick"),
    ('(', "open"),
    (')', "close"),
    ('[', "bracket"),
    (']', "unbracket"),
    ('{', "brace"),
    ('}', "unbrace"),
    ('_', "underscore"),
    (' ', "space"),
    ('\t', "tab"),
    ('\n', "newline"),
    ('\r', "return"),
];

impl Words {
    /// The words of a name as written: `userIDs` is user, ids; `x5t#S256` is x5t, s256; `OAuth2Client` is oauth2, client.
    pub(crate) fn of(text: &str) -> Self {
        Self::split(&ascii(text))
    }

    /// The words of a literal of a path, in which other letters than those of ASCII are percent-encoded.
    pub(crate) fn of_path(literal: &str) -> Self {
        percent_decoded(literal).map_or_else(|| Self::of(literal), |text| Self::of(&text))
    }

    /// The words of a name in snake case that was made of words. Nothing is cut off, so that different names stay different.
    pub(crate) fn of_name(name: &str) -> Self {
        Self(name.split('_').filter(|word| !word.is_empty()).map(str::to_owned).collect())
    }

    /// Like [`Words::of`], and a word for every sign: `-name` is minus, name; `_links` is underscore, links.
    pub(crate) fn with_signs(text: &str) -> Self {
        let mut spelled = String::with_capacity(text.len());
        let inner = text.trim_matches(['_', ' ']);
        let outside = text.len() - text.trim_start_matches(['_', ' ']).len();
        for (at, sign) in text.char_indices() {
            let between = matches!(sign, '_' | ' ') && at >= outside && at < outside + inner.len();
            match SIGNS.iter().find(|(known, _)| *known == sign) {
                Some((_, word)) if !between => {
                    spelled.push('_');
                    spelled.push_str(word);
                    spelled.push('_');
                }
                _ => spelled.push(sign),
            }
        }
        Self::of(&spelled)
    }

    /// How the name is written, as a word, where only the case or the separators tell two names apart.
    pub(crate) fn style(text: &str) -> &'static str {
        let upper = text.chars().any(char::is_uppercase);
        let lower = text.chars().any(char::is_lowercase);
        let first_is_upper = text.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
        if text.contains(' ') {
            return "spaced";
        }
        match (text.contains('-'), text.contains('_'), upper, lower, first_is_upper) {
            (true, ..) => "kebab",
            (_, _, true, false, _) => "upper",
            (_, true, ..) => "snake",
            (_, _, false, true, _) => "lower",
            (.., true) => "title",
            (.., false) => "camel",
        }
    }

    fn split(text: &str) -> Self {
        // Only capitals say more than separators do.
        if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Self::of_parts(marked(text).to_snake_case().split('_'))
        } else {
            Self::of_parts(text.split(|sign: char| !sign.is_ascii_alphanumeric()))
        }
    }

    fn of_parts<'t>(parts: impl Iterator<Item = &'t str>) -> Self {
        let mut words = Vec::new();
        let mut length = 0;
        for word in parts.filter(|word| !word.is_empty()) {
            length += word.len();
            if length > LONGEST && !words.is_empty() {
                break;
            }
            words.push(word.get(..LONGEST).unwrap_or(word).to_owned());
        }
        Self(words)
    }

    /// The words themselves.
    pub(crate) fn as_slice(&self) -> &[String] {
        &self.0
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// These words, then those; what the end of these and the start of those have in common stands once:
    /// `create user` and `user profile` are `create user profile`.
    pub(crate) fn then(&self, more: &Self) -> Self {
        let shared = (1..=self.0.len().min(more.0.len()))
            .rev()
            .find(|&count| self.0.iter().rev().take(count).rev().eq(more.0.iter().take(count)))
            .unwrap_or(0);
        Self(self.0.iter().chain(more.0.iter().skip(shared)).cloned().collect())
    }

    /// These words with one more.
    pub(crate) fn and(&self, word: &str) -> Self {
        Self(self.0.iter().cloned().chain([word.to_owned()]).collect())
    }

    /// The last word in the singular: `agent pools` is `agent pool`.
    pub(crate) fn singular(&self) -> Self {
        let mut words = self.0.clone();
        if let Some(last) = words.last_mut() {
            *last = singular(last);
        }
        Self(words)
    }

    /// `list_users`; never a keyword, never empty.
    pub(crate) fn snake(&self) -> String {
        let text = self.0.join("_");
        if text.starts_with(|first: char| first.is_ascii_digit()) {
            format!("n{text}")
        } else if text.is_empty() {
            "empty".to_owned()
        } else if super::reserved::is_keyword(&text) {
            format!("{text}_")
        } else {
            text
        }
    }

    /// `ListUsers`; never a keyword, never empty. A `digit` is put in front of a leading digit.
    pub(crate) fn pascal(&self, digit: char) -> String {
        let mut text = String::new();
        for word in &self.0 {
            let mut letters = word.chars();
            let Some(first) = letters.next() else { continue };
            if first.is_ascii_digit() && text.is_empty() {
                text.push(digit);
            } else if first.is_ascii_digit() && text.ends_with(|last: char| last.is_ascii_digit()) {
                text.push('_');
            }
            text.push(first.to_ascii_uppercase());
            text.push_str(letters.as_str());
        }
        match text.as_str() {
            "" => "Empty".to_owned(),
            "Self" => "Self_".to_owned(),
            _ => text,
        }
    }

    /// `LIST_USERS`; never empty.
    pub(crate) fn constant(&self) -> String {
        self.snake().trim_end_matches('_').to_ascii_uppercase()
    }
}

impl<S: ToString> FromIterator<S> for Words {
    fn from_iter<I: IntoIterator<Item = S>>(words: I) -> Self {
        Self(words.into_iter().map(|word| word.to_string()).filter(|word| !word.is_empty()).collect())
    }
}

/// Sets compounds and plural acronyms apart in lower case, so that the camel rules leave them whole.
fn marked(text: &str) -> String {
    let mut marked = String::with_capacity(text.len() + 8);
    let mut rest = text;
    let mut before = None;
    while let Some(next) = rest.chars().next() {
        let starts = before
            .is_none_or(|c: char| !c.is_ascii_alphabetic() || c.is_ascii_lowercase() == next.is_ascii_uppercase());
        let whole = if starts { compound(rest).or_else(|| plural_acronym(rest)) } else { None };
        let length = whole.unwrap_or(next.len_utf8());
        let (taken, after) = rest.split_at(length);
        if whole.is_some() {
            marked.push('_');
            marked.push_str(&taken.to_ascii_lowercase());
            if !after.starts_with(|c: char| c.is_ascii_digit()) {
                marked.push('_');
            }
        } else {
            marked.push(next);
        }
        before = taken.chars().next_back();
        rest = after;
    }
    marked
}

/// Length of the compound that the text starts with.
fn compound(text: &str) -> Option<usize> {
    COMPOUNDS
        .iter()
        .find(|word| {
            // Most begin otherwise.
            word.as_bytes().first() == text.as_bytes().first()
                && text.strip_prefix(**word).is_some_and(|after| !after.starts_with(|c: char| c.is_ascii_lowercase()))
        })
        .map(|word| word.len())
}

/// Length of the plural acronym that the text starts with: `IDs`, `URIs`, but neither `ABsolute` nor `As`.
fn plural_acronym(text: &str) -> Option<usize> {
    let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let after = text.get(letters..)?.strip_prefix('s')?;
    (letters >= 2 && !after.starts_with(|c: char| c.is_ascii_lowercase())).then_some(letters + 1)
}

/// The text in ASCII: letters with marks lose them, other letters become their number, other signs separate.
fn ascii(text: &str) -> String {
    use std::fmt::Write as _;
    if text.is_ascii() {
        return text.to_owned();
    }
    let mut spelled = String::with_capacity(text.len());
    for letter in text.chars() {
        match plain(letter) {
            Some(plain) => spelled.push_str(plain),
            None if letter.is_ascii() => spelled.push(letter),
            None if letter.is_alphanumeric() || (letter > '\u{2fff}' && !letter.is_whitespace()) => {
                let _ = write!(spelled, "_u{:x}_", u32::from(letter));
            }
            None => spelled.push(' '),
        }
    }
    spelled
}

/// A Latin letter with a mark, without it.
fn plain(letter: char) -> Option<&'static str> {
    const PLAIN: &[(&str, &str)] = &[
        ("a", "àáâãåāăą"),
        ("A", "ÀÁÂÃÅĀĂĄ"),
        ("ae", "äæ"),
        ("Ae", "ÄÆ"),
        ("c", "çćĉċč"),
        ("C", "ÇĆĈĊČ"),
        ("d", "ďđð"),
        ("D", "ĎĐÐ"),
        ("e", "èéêëēĕėęě"),
        ("E", "ÈÉÊËĒĔĖĘĚ"),
        ("g", "ĝğġģ"),
        ("G", "ĜĞĠĢ"),
        ("i", "ìíîïĩīĭįı"),
        ("I", "ÌÍÎÏĨĪĬĮİ"),
        ("l", "ĺļľŀł"),
        ("L", "ĹĻĽĿŁ"),
        ("n", "ñńņň"),
        ("N", "ÑŃŅŇ"),
        ("o", "òóôõøōŏő"),
        ("O", "ÒÓÔÕØŌŎŐ"),
        ("oe", "öœ"),
        ("Oe", "ÖŒ"),
        ("r", "ŕŗř"),
        ("R", "ŔŖŘ"),
        ("s", "śŝşš"),
        ("S", "ŚŜŞŠ"),
        ("ss", "ß"),
        ("t", "ţťŧ"),
        ("T", "ŢŤŦ"),
        ("u", "ùúûũūŭůűų"),
        ("U", "ÙÚÛŨŪŬŮŰŲ"),
        ("ue", "ü"),
        ("Ue", "Ü"),
        ("y", "ýÿ"),
        ("Y", "ÝŸ"),
        ("z", "źżž"),
        ("Z", "ŹŻŽ"),
    ];
    PLAIN.iter().find(|(_, marked)| marked.contains(letter)).map(|(plain, _)| *plain)
}

/// An English noun in the singular, as well as a rule can tell.
pub(crate) fn singular(word: &str) -> String {
    let keeps = ["ss", "us", "is", "as", "os", "sms", "dns", "tls", "https", "aws", "series", "news", "ios", "macos"];
    if word.len() <= 3 && word != "ids" || keeps.iter().any(|end| word.ends_with(end)) {
        return word.to_owned();
    }
    if let Some(stem) = word.strip_suffix("ies") {
        return format!("{stem}y");
    }
    for end in ["sses", "shes", "ches", "xes", "zes", "uses"] {
        if word.ends_with(end) {
            return word.strip_suffix("es").unwrap_or(word).to_owned();
        }
    }
    word.strip_suffix('s').unwrap_or(word).to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Words, singular};

    fn check(text: &str, snake: &str, pascal: &str) {
        assert_eq!((Words::of(text).snake().as_str(), Words::of(text).pascal('V').as_str()), (snake, pascal), "{text}");
    }

    #[test]
    fn camel_case_and_acronyms() {
        check("idpType", "idp_type", "IdpType");
        check("IdPType", "idp_type", "IdpType");
        check("OAuth2Client", "oauth2_client", "Oauth2Client");
        check("oauth2ClientId", "oauth2_client_id", "Oauth2ClientId");
        check("x5t#S256", "x5t_s256", "X5tS256");
        check("userIDs", "user_ids", "UserIds");
        check("SAMLResponse", "saml_response", "SamlResponse");
        check("OIDCConfig", "oidc_config", "OidcConfig");
        check("redirectURIs", "redirect_uris", "RedirectUris");
        check("ABsolute", "a_bsolute", "ABsolute");
        check("iOS", "ios", "Ios");
        check("hasIPv6Zone", "has_ipv6_zone", "HasIpv6Zone");
        check("OPENID_CONNECT", "openid_connect", "OpenidConnect");
        check("manageAPIClients", "manage_api_clients", "ManageApiClients");
    }

    #[test]
    fn signs_separate() {
        check("okta.users.read", "okta_users_read", "OktaUsersRead");
        check("filter[name]", "filter_name", "FilterName");
        check("$top", "top", "Top");
        check("urn:ietf:params:scim", "urn_ietf_params_scim", "UrnIetfParamsScim");
        check("_links", "links", "Links");
    }

    #[test]
    fn numbers_and_nothing() {
        check("1.0", "n1_0", "V1_0");
        check("2fa", "n2fa", "V2fa");
        check("", "empty", "Empty");
        check("***", "empty", "Empty");
    }

    #[test]
    fn letters_beyond_ascii() {
        check("größe", "groesse", "Groesse");
        check("éé", "ee", "Ee");
        check("名前", "u540d_u524d", "U540dU524d");
        check("a–b", "a_b", "AB");
    }

    #[test]
    fn keywords() {
        check("type", "type_", "Type");
        check("self", "self_", "Self_");
        check("async", "async_", "Async");
    }

    #[test]
    fn signs_as_words() {
        assert_eq!(Words::with_signs("-name").snake(), "minus_name");
        assert_eq!(Words::with_signs("_links").snake(), "underscore_links");
        assert_eq!(Words::with_signs("a_b").snake(), "a_b");
        assert_eq!(Words::with_signs("***").snake(), "star_star_star");
    }

    #[test]
    fn what_two_names_share_stands_once() {
        assert_eq!(Words::of("CreateUser").then(&Words::of("userProfile")).pascal('T'), "CreateUserProfile");
        assert_eq!(Words::of("User").then(&Words::of("profile")).pascal('T'), "UserProfile");
    }

    #[test]
    fn long_names_are_cut() {
        assert!(Words::of(&"word ".repeat(1000)).snake().len() <= 130);
        assert!(Words::of(&"w".repeat(1000)).snake().len() <= 130);
    }

    #[test]
    fn singulars() {
        for (plural, one) in [
            ("users", "user"),
            ("policies", "policy"),
            ("statuses", "status"),
            ("addresses", "address"),
            ("access", "access"),
            ("ids", "id"),
            ("boxes", "box"),
            ("keys", "key"),
            ("status", "status"),
            ("sms", "sms"),
            ("responses", "response"),
            ("databases", "database"),
        ] {
            assert_eq!(singular(plural), one);
        }
    }
}
