//! Media types: what they are called, and how bodies of them are read and written.

/// How bodies of a media type are read and written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MediaKind {
    /// `*/*` and `application/*`: anything, which JSON is.
    Any,
    /// `application/json`, and whatever ends in `+json`.
    Json,
    /// Texts one after the other, each of them an item: JSON lines, events. Never read as one value.
    Sequence,
    /// The members of an object as pairs: `application/x-www-form-urlencoded`.
    UrlEncoded,
    /// The members of an object as parts: `multipart/form-data`.
    FormData,
    /// Parts that are the members of an object, or anything else: `multipart/mixed`, `multipart/related`.
    Parts,
    /// `text/*`
    Text,
    /// Text for programs: XML, YAML, a token.
    Source,
    /// Anything else.
    Bytes,
}

/// A media type or range, as it stands in documents and headers.
#[derive(Debug, Clone, Copy)]
pub struct MediaType<'a> {
    text: &'a str,
    essence: &'a str,
}

impl<'a> MediaType<'a> {
    /// The media type that a text is.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        Self { text, essence: text.split(';').next().unwrap_or_default().trim() }
    }

    fn parts(self) -> (&'a str, &'a str) {
        self.essence.split_once('/').unwrap_or((self.essence, ""))
    }

    /// Without parameters, as written.
    #[must_use]
    pub fn essence(self) -> &'a str {
        self.essence
    }

    /// Whether it stands for several: `image/*`.
    #[must_use]
    pub fn is_range(self) -> bool {
        self.essence.ends_with('*')
    }

    /// Whether bodies of it are JSON, or anything, which JSON is.
    #[must_use]
    pub fn is_json(self) -> bool {
        matches!(self.kind(), MediaKind::Json | MediaKind::Any)
    }

    /// Whether a body of it is several texts, one after the other.
    #[must_use]
    pub fn is_sequence(self) -> bool {
        self.kind() == MediaKind::Sequence
    }

    /// Whether it is one of `text/*`.
    #[must_use]
    pub fn is_text(self) -> bool {
        self.parts().0.eq_ignore_ascii_case("text")
    }

    /// How bodies of it are read and written.
    #[must_use]
    pub fn kind(self) -> MediaKind {
        // Almost all bodies are of this type.
        if self.essence.eq_ignore_ascii_case("application/json") {
            return MediaKind::Json;
        }
        let is = |text: &str, known: &str| text.eq_ignore_ascii_case(known);
        let (kind, subtype) = self.parts();
        let suffix = subtype.rsplit_once('+').map_or("", |(_, suffix)| suffix);
        let is_listed = |text: &str, list: &[&str]| list.iter().any(|known| is(text, known));
        match kind {
            "*" | "" if subtype == kind => MediaKind::Any,
            _ if is_listed(self.essence, SEQUENCES) || is(suffix, "json-seq") => MediaKind::Sequence,
            _ if is(subtype, "json") || is(suffix, "json") => MediaKind::Json,
            _ if is(kind, "application") => of_application(subtype, suffix),
            _ if is(kind, "multipart") && is(subtype, "form-data") => MediaKind::FormData,
            _ if is(kind, "multipart") && is_listed(subtype, &["mixed", "related"]) => MediaKind::Parts,
            _ if is(kind, "text") => MediaKind::Text,
            _ if is(subtype, "xml") || is_listed(suffix, TEXTUAL_SUFFIXES) => MediaKind::Source,
            _ => MediaKind::Bytes,
        }
    }

    /// Whether one that is declared is one of this range, or of this type if it is none. Parameters do not count.
    #[must_use]
    pub fn covers(self, declared: MediaType<'_>) -> bool {
        match self.essence.strip_suffix("/*") {
            Some("*") => true,
            Some(kind) => kind.eq_ignore_ascii_case(declared.parts().0),
            None => self.essence.eq_ignore_ascii_case(declared.essence),
        }
    }

    /// The parameters, names in lower case and values without quotes.
    fn parameters(self) -> impl Iterator<Item = (String, &'a str)> {
        let pairs = self.text.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
        pairs.map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().trim_matches('"')))
    }

    /// Whether both name a parameter and give it different values. What text is encoded in, and where parts end, is of
    /// bodies and not of types.
    #[must_use]
    pub fn contradicts(self, other: MediaType<'_>) -> bool {
        self.parameters().filter(|(name, _)| !["charset", "boundary", "q"].contains(&name.as_str())).any(
            |(name, value)| other.parameters().any(|(known, said)| known == name && !said.eq_ignore_ascii_case(value)),
        )
    }

    /// How much this one, which is listed, says of a declared one; zero where that is another.
    #[cfg(feature = "codec")]
    pub(crate) fn fit(self, declared: MediaType<'_>) -> usize {
        if !self.covers(declared) {
            let is_unknown = declared.essence.eq_ignore_ascii_case("application/octet-stream");
            return usize::from(is_unknown && self.is_range());
        }
        match self.essence {
            "*/*" => 2,
            range if range.ends_with("/*") => 3,
            _ if self.contradicts(declared) => 4,
            _ => {
                let said = |(name, value): &(String, &str)| {
                    declared.parameters().any(|(known, said)| known == *name && said.eq_ignore_ascii_case(value))
                };
                let (known, met) = (self.parameters().count(), self.parameters().filter(said).count());
                if met == known { 6 + known } else { 5 }
            }
        }
    }
}

fn of_application(subtype: &str, suffix: &str) -> MediaKind {
    let is_listed = |text: &str, list: &[&str]| list.iter().any(|known| text.eq_ignore_ascii_case(known));
    match subtype {
        "*" => MediaKind::Any,
        _ if is_listed(subtype, &["x-www-form-urlencoded"]) => MediaKind::UrlEncoded,
        _ if is_listed(subtype, TEXTUAL) || is_listed(suffix, TEXTUAL_SUFFIXES) => MediaKind::Source,
        _ => MediaKind::Bytes,
    }
}

/// Media types of which a body is several texts.
const SEQUENCES: &[&str] = &[
    "application/json-lines",
    "application/json-seq",
    "application/jsonl",
    "application/jsonlines",
    "application/ndjson",
    "application/stream+json",
    "application/x-json-stream",
    "application/x-jsonlines",
    "application/x-ndjson",
    "text/event-stream",
];

/// Subtypes of `application` that are text all the same.
const TEXTUAL: &[&str] = &[
    "csv",
    "ecmascript",
    "graphql",
    "javascript",
    "jose",
    "json5",
    "jwt",
    "pem-certificate-chain",
    "rtf",
    "sql",
    "toml",
    "x-csv",
    "x-javascript",
    "x-pem-file",
    "x-sh",
    "x-yaml",
    "xml",
    "yaml",
];

/// What the names of text for programs end in, behind a plus.
const TEXTUAL_SUFFIXES: &[&str] = &["csv", "jwt", "xml", "yaml"];
