//! Media types: which of those that the documents list a body is of, and how it is read and written. Knows names, not
//! bodies.

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Json,
    UrlEncoded,
    Multipart,
    Text,
    /// Texts one after the other, each of them an item: JSON lines, events. Never read as one value.
    Sequence,
    Octets,
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
        self.form() == Form::Json
    }

    /// Whether a body of it is several texts, one after the other.
    #[must_use]
    pub fn is_sequence(self) -> bool {
        self.form() == Form::Sequence
    }

    pub(super) fn form(self) -> Form {
        // Almost all bodies are of this type.
        if self.essence.eq_ignore_ascii_case("application/json") {
            return Form::Json;
        }
        let is = |text: &str, known: &str| text.eq_ignore_ascii_case(known);
        let ends = |suffix: &str| self.essence.len().checked_sub(suffix.len()).and_then(|at| self.essence.get(at..));
        let (kind, subtype) = self.parts();
        match (kind, subtype) {
            ("*", "*") | ("", "") => Form::Json,
            (kind, "*") if is(kind, "application") => Form::Json,
            _ if SEQUENCES.iter().any(|known| is(self.essence, known)) => Form::Sequence,
            _ if ends("+json-seq").is_some_and(|end| is(end, "+json-seq")) => Form::Sequence,
            (_, subtype) if is(subtype, "json") => Form::Json,
            _ if ends("+json").is_some_and(|end| is(end, "+json")) => Form::Json,
            _ if is(self.essence, "application/x-www-form-urlencoded") => Form::UrlEncoded,
            (kind, subtype) if is(kind, "multipart") && PARTED.iter().any(|known| is(subtype, known)) => {
                Form::Multipart
            }
            (kind, _) if is(kind, "text") => Form::Text,
            _ => Form::Octets,
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
    fn fit(self, declared: MediaType<'_>) -> usize {
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

/// The kinds of `multipart` whose parts may be members of an object.
const PARTED: &[&str] = &["form-data", "mixed", "related"];

/// Media types of which a body is several texts. The list of the generator is the same.
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

/// The media type without parameters, in lower case.
#[must_use]
pub fn essence(media_type: &str) -> String {
    MediaType::new(media_type).essence().to_ascii_lowercase()
}

/// Whether a declared media type is one that the documents list (`*/*` and `image/*` included).
#[must_use]
pub fn accepts(listed: &str, declared: &str) -> bool {
    MediaType::new(listed).covers(MediaType::new(declared))
}

/// Which of the media types that the documents list a declared one is: the one that says most of it, as OpenAPI has it, and
/// of several such the first. Octets of an unknown kind may be of any kind that is listed as a range. Where parameters tell
/// several of them apart, one that contradicts all of these is none of them.
#[must_use]
pub fn listed(listed: &[&str], declared: &str) -> Option<usize> {
    let declared = MediaType::new(declared);
    let same = listed.iter().filter(|listed| accepts(listed, declared.essence()) && !listed.contains('*')).count();
    let least = if same > 1 { 4 } else { 0 };
    let fits = listed.iter().map(|listed| MediaType::new(listed).fit(declared)).enumerate();
    let fits = fits.filter(|(_, fit)| *fit > 0 && *fit != least);
    fits.rev().max_by_key(|(_, fit)| *fit).map(|(index, _)| index)
}

/// Octets of which only the kind is known, `image/*`, are of an unknown kind, unless that would make another of the listed
/// media types of them: servers tell bodies by it.
pub(crate) fn told_apart(listed: &[&str], row: usize, content_type: String) -> String {
    let kind = listed.get(row).and_then(|media| media.strip_suffix("/*")).filter(|kind| !["*", "text"].contains(kind));
    match kind {
        Some(kind) if self::listed(listed, &content_type) != Some(row) => format!("{kind}/octet-stream"),
        _ => content_type,
    }
}

/// Whether a media type is read as JSON.
#[must_use]
pub fn is_json(media_type: &str) -> bool {
    MediaType::new(media_type).is_json()
}

/// Whether a body of this media type is a form, whose fields are members.
#[cfg(feature = "server")]
pub(crate) fn is_form(media_type: &str) -> bool {
    matches!(MediaType::new(media_type).form(), Form::UrlEncoded | Form::Multipart)
}
