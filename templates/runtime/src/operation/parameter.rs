//! Parameters: where they travel, and how their values are written.

/// Where an argument travels and how it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameter {
    /// As written.
    pub name: &'static str,
    /// In which part of the request.
    pub location: Location,
    /// How its value becomes text.
    pub style: Style,
    /// Whether lists and objects are written as several pairs.
    pub explode: bool,
    /// Whether a call without it is wrong.
    pub required: bool,
    /// Whether clients leave reserved characters as they are (`allowReserved`), as far as they mean nothing in their place.
    pub reserved: bool,
}

impl Parameter {
    const fn new(name: &'static str, location: Location) -> Self {
        let (style, explode) = location.usual_style();
        Self { name, location, style, explode, required: false, reserved: false }
    }

    /// A parameter of the path, which is always required.
    #[must_use]
    pub const fn path(name: &'static str) -> Self {
        Self::new(name, Location::Path).required()
    }

    /// A parameter of the query string; lists are written as several pairs.
    #[must_use]
    pub const fn query(name: &'static str) -> Self {
        Self::new(name, Location::Query)
    }

    /// A header.
    #[must_use]
    pub const fn header(name: &'static str) -> Self {
        Self::new(name, Location::Header)
    }

    /// A cookie.
    #[must_use]
    pub const fn cookie(name: &'static str) -> Self {
        Self::new(name, Location::Cookie)
    }

    /// The same, but a call without it is wrong.
    #[must_use]
    pub const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// The same, written in another style.
    #[must_use]
    pub const fn style(self, style: Style, explode: bool) -> Self {
        Self { style, explode, ..self }
    }

    /// The same, with reserved characters as they are.
    #[must_use]
    pub const fn reserved(self) -> Self {
        Self { reserved: true, ..self }
    }
}

/// The parts of a request that carry parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query string.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

impl Location {
    /// As OpenAPI has it in `in`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }

    /// How parameters are written here where nothing else is said, and whether they are exploded.
    #[must_use]
    pub const fn usual_style(self) -> (Style, bool) {
        match self {
            Self::Path | Self::Header => (Style::Simple, false),
            Self::Query | Self::Cookie => (Style::Form, true),
        }
    }
}

/// How a value is written (OpenAPI 3.1, section 4.8.12). Values between blanks, bars and tabs are those of Swagger 2.0, too,
/// which has them in every place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Style {
    /// `a,b` (path, header).
    Simple,
    /// `.a.b` (path).
    Label,
    /// `;name=a` (path).
    Matrix,
    /// `name=a&name=b` or `name=a,b` (query, cookie, forms).
    Form,
    /// `name=a%20b` (query, forms).
    SpaceDelimited,
    /// `name=a%7Cb` (query, forms).
    PipeDelimited,
    /// `name=a%09b` (query, forms).
    TabDelimited,
    /// `name[key]=value`, and deeper `name[key][0][inner]=value` (query, forms).
    DeepObject,
    /// The value is a JSON text (a parameter with `content`).
    Json,
    /// `name=a%3Db%26c%3Dd`: the value is a query string of its own, escaped once more.
    Pairs,
    /// The whole query is the value, and the name stands nowhere.
    Whole,
    /// The whole query is the value as a JSON text.
    WholeJson,
}
