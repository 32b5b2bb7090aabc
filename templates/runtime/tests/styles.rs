//! Styles of parameters and of fields of forms: what is written is what OpenAPI's table and RFC 6570 say, and is read again.

use crate::sample;

use std::collections::BTreeMap;

use gatewright_runtime as runtime;
use http::HeaderMap;
use proptest::prelude::*;
use runtime::arguments::{Encoded, Received, decode, encode};
use runtime::body::{self, Content};
use runtime::{
    Arguments, BodySpec, Bytes, Encoding, Extra, Json, Location, Mode, Operation, Parameter, Style, Value, Violation,
};
use sample::runtime as emitted;

/// Colours, as in the table of OpenAPI.
#[derive(Clone, Default)]
struct Rgb {
    r: Option<i64>,
    g: Option<i64>,
    b: Option<i64>,
    extra: Extra,
}

/// Spring's `Pageable`, and more than that.
#[derive(Clone, Default)]
struct Page {
    page: Option<i64>,
    sort: Option<Vec<String>>,
    within: Option<Rgb>,
    rows: Option<Vec<Vec<String>>>,
    extra: Extra,
}

mod models {
    use super::{Page, Rgb, emitted as runtime};

    runtime::model! {
        Rgb {
            0 r: "R",
            1 g: "G",
            2 b: "B",
        }
    }

    runtime::model! {
        Page {
            0 page: "page",
            1 sort: "sort",
            2 within: "within",
            3 rows: "rows",
        }
    }
}

/// An operation with one parameter, and its value.
struct One<T> {
    operation: &'static Operation,
    value: Option<T>,
}

impl<T: Value> One<T> {
    /// The parameter is called `color`.
    fn new(parameter: Parameter, value: Option<T>) -> Self {
        let path = if parameter.location == Location::Path { "/{color}" } else { "/" };
        let parameters = Box::leak(Box::new([parameter]));
        let operation = Box::leak(Box::new(Operation { id: "one", path, parameters, ..Operation::PLAIN }));
        Self { operation, value }
    }
}

impl<T: Value> Arguments for One<T> {
    fn operation(&self) -> &'static Operation {
        self.operation
    }

    fn slot(&mut self, _index: usize) -> Option<&mut dyn Value> {
        Some(&mut self.value)
    }

    fn view(&self, _index: usize) -> Option<&dyn Value> {
        Some(&self.value)
    }
}

fn parameter(location: Location, style: Style, explode: bool) -> Parameter {
    let parameter = match location {
        Location::Path => Parameter::path("color"),
        Location::Query => Parameter::query("color"),
        Location::Header => Parameter::header("color"),
        Location::Cookie => Parameter::cookie("color"),
    };
    parameter.style(style, explode)
}

/// What stands in the place of the parameter.
fn piece(location: Location, encoded: &Encoded) -> String {
    let header = |name| encoded.headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    match location {
        Location::Path => encoded.path()[1..].to_owned(),
        Location::Query => encoded.query().to_owned(),
        Location::Header => header("color").unwrap_or_default(),
        Location::Cookie => header("cookie").unwrap_or_default(),
    }
}

fn written<T: Value>(parameter: Parameter, value: T) -> Result<String, String> {
    let encoded = encode(&One::new(parameter, Some(value))).map_err(|problems| told(&problems))?;
    Ok(piece(parameter.location, &encoded))
}

fn told(problems: &[Violation]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

fn read<T: Value>(parameter: Parameter, piece: &str) -> Result<Option<T>, String> {
    let mut one = One::new(parameter, None);
    let mut headers = HeaderMap::new();
    let value = http::HeaderValue::from_bytes(piece.as_bytes()).expect("a value of a header");
    let name = if parameter.location == Location::Cookie { "cookie" } else { "color" };
    if parameter.location == Location::Header || parameter.location == Location::Cookie && !piece.is_empty() {
        headers.insert(name, value);
    }
    let path: &[(usize, &str)] = if parameter.location == Location::Path { &[(0, piece)] } else { &[] };
    let query = if parameter.location == Location::Query { piece } else { "" };
    let received = Received { path, query, headers: &headers, body: None };
    decode(&mut one, &received).map(|()| one.value).map_err(|problems| told(&problems))
}

fn list(items: &[&str]) -> Vec<String> {
    items.iter().map(|item| (*item).to_owned()).collect()
}

fn rgb() -> Rgb {
    Rgb { r: Some(100), g: Some(200), b: Some(150), ..Rgb::default() }
}

/// The table of OpenAPI 3.1.1, section 4.8.12.4, and where it has no value, that of RFC 6570.
#[test]
fn values_are_written_as_the_table_of_openapi_says() {
    use Location::{Cookie, Header, Path, Query};
    use Style::{DeepObject, Form, Label, Matrix, PipeDelimited, Simple, SpaceDelimited};
    let none = "";
    let table = [
        (Path, Matrix, false, ";color", ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"),
        (Path, Matrix, true, ";color", ";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"),
        (Path, Label, false, none, ".blue", ".blue,black,brown", ".R,100,G,200,B,150"),
        (Path, Label, true, none, ".blue", ".blue.black.brown", ".R=100.G=200.B=150"),
        (Path, Simple, false, none, "blue", "blue,black,brown", "R,100,G,200,B,150"),
        (Path, Simple, true, none, "blue", "blue,black,brown", "R=100,G=200,B=150"),
        (Header, Simple, false, none, "blue", "blue,black,brown", "R,100,G,200,B,150"),
        (Header, Simple, true, none, "blue", "blue,black,brown", "R=100,G=200,B=150"),
        (Query, Form, false, "color=", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"),
        (Query, Form, true, "color=", "color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150"),
        (Cookie, Form, false, "color=", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"),
        (Cookie, Form, true, "color=", "color=blue", "color=blue; color=black; color=brown", "R=100; G=200; B=150"),
        (
            Query,
            SpaceDelimited,
            false,
            "color=",
            "color=blue",
            "color=blue%20black%20brown",
            "color=R%20100%20G%20200%20B%20150",
        ),
        (
            Query,
            PipeDelimited,
            false,
            "color=",
            "color=blue",
            "color=blue%7Cblack%7Cbrown",
            "color=R%7C100%7CG%7C200%7CB%7C150",
        ),
        (Query, DeepObject, true, "color=", "color=blue", none, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"),
    ];
    for (location, style, explode, empty, one, several, members) in table {
        let parameter = parameter(location, style, explode);
        let row = format!("{location:?} {style:?} {explode}");
        if location == Path && style != Matrix {
            written(parameter, String::new()).expect_err("nothing, or a dot, is no segment of a path");
        } else {
            assert_eq!(written(parameter, String::new()).as_deref(), Ok(empty), "{row}");
        }
        assert_eq!(written(parameter, "blue".to_owned()).as_deref(), Ok(one), "{row}");
        if !several.is_empty() {
            assert_eq!(written(parameter, list(&["blue", "black", "brown"])).as_deref(), Ok(several), "{row}");
            assert_eq!(read(parameter, several), Ok(Some(list(&["blue", "black", "brown"]))), "{row}");
        }
        assert_eq!(written(parameter, rgb()).as_deref(), Ok(members), "{row}");
        assert_eq!(read(parameter, members), Ok(Some(rgb())), "{row}");
    }
}

#[test]
fn delimiters_of_swagger_stand_in_every_place() {
    let all = [
        (Style::SpaceDelimited, "a b", "a%20b"),
        (Style::PipeDelimited, "a|b", "a%7Cb"),
        (Style::TabDelimited, "a\tb", "a%09b"),
    ];
    for (style, raw, escaped) in all {
        let check = |location, expected: &str| {
            let parameter = parameter(location, style, false);
            assert_eq!(written(parameter, list(&["a", "b"])).as_deref(), Ok(expected));
            assert_eq!(read(parameter, expected), Ok(Some(list(&["a", "b"]))));
        };
        check(Location::Header, raw);
        if style != Style::TabDelimited {
            check(Location::Path, escaped);
        }
        check(Location::Query, &format!("color={escaped}"));
    }
}

#[test]
fn lists_in_query_objects_are_several_pairs_and_what_is_deeper_has_brackets() {
    let query = |explode| parameter(Location::Query, Style::Form, explode);
    let page = Page { page: Some(0), sort: Some(list(&["name,asc", "id,desc"])), ..Page::default() };
    let text = "page=0&sort=name%2Casc&sort=id%2Cdesc";
    assert_eq!(written(query(true), page.clone()).as_deref(), Ok(text));
    assert_eq!(read(query(true), text), Ok(Some(page)));
    let one = Page { sort: Some(list(&["[1]"])), ..Page::default() };
    assert_eq!(read(query(true), "sort=[1]&other=2"), Ok(Some(one)), "an item that looks like JSON");
    let deep = Page { within: Some(rgb()), rows: Some(vec![list(&["a", "b"]), list(&["c"])]), ..Page::default() };
    let text = "within[R]=100&within[G]=200&within[B]=150&rows[0][]=a&rows[0][]=b&rows[1][]=c";
    let brackets = |text: String| text.replace("%5B", "[").replace("%5D", "]");
    assert_eq!(written(query(true), deep.clone()).map(brackets).as_deref(), Ok(text));
    assert_eq!(read(query(true), text), Ok(Some(deep.clone())));
    let text = "color[0][]=a&color[1][]=b&color[1][]=c";
    let rows = vec![list(&["a"]), list(&["b", "c"])];
    for explode in [true, false] {
        assert_eq!(written(query(explode), rows.clone()).map(brackets).as_deref(), Ok(text));
        assert_eq!(read(query(explode), text), Ok(Some(rows.clone())));
    }
    let joined = written(query(false), deep.clone()).expect("brackets");
    assert!(!joined.contains("%7B") && !joined.contains("%22"), "no JSON: {joined}");
    assert_eq!(read(query(false), &joined), Ok(Some(deep)));
}

#[test]
fn query_objects_of_any_members_take_what_no_other_parameter_takes() {
    #[derive(Default)]
    struct Search {
        filters: Option<BTreeMap<String, Vec<String>>>,
        limit: Option<i64>,
    }
    static SEARCH: Operation = Operation {
        id: "search",
        parameters: &[Parameter::query("filters"), Parameter::query("limit")],
        ..Operation::PLAIN
    };
    impl Arguments for Search {
        fn operation(&self) -> &'static Operation {
            &SEARCH
        }
        fn slot(&mut self, index: usize) -> Option<&mut dyn Value> {
            if index == 0 { Some(&mut self.filters) } else { Some(&mut self.limit) }
        }
        fn view(&self, index: usize) -> Option<&dyn Value> {
            if index == 0 { Some(&self.filters) } else { Some(&self.limit) }
        }
    }
    let filters = BTreeMap::from([("a".to_owned(), list(&["1"])), ("b".to_owned(), list(&["2", "3"]))]);
    let search = Search { filters: Some(filters.clone()), limit: Some(5) };
    let query = encode(&search).expect("a request").query().to_owned();
    assert_eq!(query, "a=1&b=2&b=3&limit=5");
    let mut read = Search::default();
    let headers = HeaderMap::new();
    decode(&mut read, &Received { path: &[], query: &query, headers: &headers, body: None }).expect("a search");
    assert_eq!((read.filters, read.limit), (Some(filters), Some(5)));
}

#[test]
fn reserved_characters_stay_where_they_mean_nothing() {
    const ALL: &str = ":/?#[]@!$&'()*+,;=%ü ";
    let reserved = |location, style| parameter(location, style, true).reserved();
    let table = [
        (Location::Query, Style::Form, "color=:/?%23%5B%5D@!$%26'()*%2B,;%3D%25%C3%BC%20"),
        (Location::Path, Style::Simple, ":%2F%3F%23%5B%5D@!$&'()*+,;=%25%C3%BC%20"),
        (Location::Cookie, Style::Form, "color=:/?#[]@!$&'()*+%2C%3B=%25%C3%BC%20"),
    ];
    for (location, style, expected) in table {
        let parameter = reserved(location, style);
        assert_eq!(written(parameter, ALL.to_owned()).as_deref(), Ok(expected));
        assert_eq!(read(parameter, expected), Ok(Some(ALL.to_owned())));
    }
    let joined = parameter(Location::Query, Style::Form, false).reserved();
    assert_eq!(written(joined, list(&["a,b", "/c"])).as_deref(), Ok("color=a%2Cb,/c"));
}

#[test]
fn a_whole_query_is_a_value() {
    let whole = |style| parameter(Location::Query, style, false);
    let json: Json = r#"{"a":"b&c=d","e":[1]}"#.parse().expect("JSON");
    let query = "%7B%22a%22%3A%22b%26c%3Dd%22%2C%22e%22%3A%5B1%5D%7D";
    assert_eq!(written(whole(Style::WholeJson), json.clone()).as_deref(), Ok(query));
    assert_eq!(read(whole(Style::WholeJson), query), Ok(Some(json.clone())));
    assert_eq!(read(whole(Style::WholeJson), &format!("{query}&api_key=x")), Ok(Some(json)), "with a key behind it");
    assert_eq!(read::<Json>(whole(Style::WholeJson), ""), Ok(None));
    assert_eq!(written(whole(Style::Whole), "$.a[1]".to_owned()).as_deref(), Ok("%24.a%5B1%5D"));
    assert_eq!(read(whole(Style::Whole), "%24.a%5B1%5D"), Ok(Some("$.a[1]".to_owned())));
}

#[test]
fn empty_lists_and_nulls_are_not_sent() {
    for explode in [true, false] {
        let query = parameter(Location::Query, Style::Form, explode);
        assert_eq!(written(query, Vec::<String>::new()).as_deref(), Ok(""));
        assert_eq!(written(query, Rgb::default()).as_deref(), Ok(""));
        assert_eq!(written(query, Json::null()).as_deref(), Ok(""));
        assert_eq!(written(query, list(&[""])).as_deref(), Ok("color="));
    }
    let header = parameter(Location::Header, Style::Simple, false);
    let sent = encode(&One::new(header, Some(Vec::<String>::new()))).expect("a request");
    assert!(sent.headers.is_empty());
}

#[test]
fn commas_between_items_may_be_escaped_where_items_are_no_texts() {
    let query = parameter(Location::Query, Style::Form, false);
    assert_eq!(read(query, "color=1%2C2"), Ok(Some(vec![1_i64, 2])));
    assert_eq!(read(query, "color=R%2C100%2CG%2C200%2CB%2C150"), Ok(Some(rgb())));
    assert_eq!(read(query, "color=1%2C2"), Ok(Some(list(&["1,2"]))), "one item of a list of texts");
    assert!(read::<Rgb>(query, "color=R,100,G").is_err());
}

#[test]
fn items_that_hold_their_delimiter_are_refused_where_nothing_tells_them_apart() {
    let refused = |location, style, item: &str| {
        let refused = written(parameter(location, style, false), list(&[item, "x"]));
        assert!(refused.is_err_and(|problem| problem.contains("cannot carry")), "{style:?}");
    };
    refused(Location::Query, Style::SpaceDelimited, "a b");
    refused(Location::Query, Style::PipeDelimited, "a|b");
    refused(Location::Query, Style::TabDelimited, "a\tb");
    refused(Location::Header, Style::Simple, "a,b");
    refused(Location::Header, Style::Simple, " a");
    assert_eq!(
        written(parameter(Location::Query, Style::Form, false), list(&["a,b", "c"])).as_deref(),
        Ok("color=a%2Cb,c")
    );
}

const URL_ENCODED: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

/// A form of which every field has the kind that its name says.
#[derive(Clone, Default)]
struct Fields {
    text: Option<String>,
    list: Option<Vec<String>>,
    numbers: Option<Vec<i64>>,
    object: Option<Rgb>,
    map: Option<BTreeMap<String, String>>,
    extra: Extra,
}

mod fields {
    use super::{Fields, emitted as runtime};

    runtime::model! {
        Fields {
            0 text: "text",
            1 list: "list",
            2 numbers: "numbers",
            3 object: "object",
            4 map: "map",
        }
    }
}

/// Places of values, and styles that OpenAPI or Swagger has there.
fn places() -> impl Strategy<Value = Parameter> {
    use Style::{Form, Json, Label, Matrix, PipeDelimited, Simple, SpaceDelimited, TabDelimited};
    let all: &[(Location, &[Style])] = &[
        (Location::Path, &[Simple, Label, Matrix, SpaceDelimited, PipeDelimited, Json]),
        (Location::Query, &[Form, SpaceDelimited, PipeDelimited, TabDelimited, Json]),
        (Location::Header, &[Simple, PipeDelimited]),
        (Location::Cookie, &[Form]),
    ];
    let pairs: Vec<_> = all.iter().flat_map(|(place, styles)| styles.iter().map(|style| (*place, *style))).collect();
    (proptest::sample::select(pairs), any::<bool>(), any::<bool>()).prop_map(
        |((location, style), explode, reserved)| {
            let parameter = parameter(location, style, explode);
            if reserved { parameter.reserved() } else { parameter }
        },
    )
}

/// Texts with everything in them that means something somewhere.
fn texts() -> impl Strategy<Value = String> {
    proptest::string::string_regex("[ab1.,;=&|/ %+\\[\\]{}\"'#?:\u{fc}~-]{0,6}").expect("an expression")
}

/// What is refused need not arrive; what is sent arrives as it was, unless it means another path.
fn survives<T: Value + PartialEq + std::fmt::Debug + Clone>(
    parameter: Parameter,
    value: &T,
) -> Result<(), TestCaseError> {
    let Ok(piece) = written(parameter, value.clone()) else { return Ok(()) };
    let read = read(parameter, &piece);
    if parameter.location == Location::Path && read.as_ref().is_err_and(|problem| problem.contains("segment of dots")) {
        return Ok(());
    }
    prop_assert_eq!(read, Ok(Some(value.clone())), "{:?} {}", parameter, piece);
    Ok(())
}

proptest! {
    #[test]
    fn texts_survive(parameter in places(), text in texts()) {
        survives(parameter, &text)?;
    }

    #[test]
    fn lists_survive(parameter in places(), items in proptest::collection::vec(texts(), 1..4)) {
        survives(parameter, &items)?;
    }

    #[test]
    fn numbers_survive(parameter in places(), items in proptest::collection::vec(any::<i64>(), 1..4), one in any::<bool>()) {
        survives(parameter, &items)?;
        survives(parameter, &one)?;
    }

    #[test]
    fn objects_survive(parameter in places(), r in any::<i64>(), g in proptest::option::of(any::<i64>())) {
        survives(parameter, &Rgb { r: Some(r), g, ..Rgb::default() })?;
    }

    #[test]
    fn forms_survive(
        style in proptest::sample::select(vec![Style::Form, Style::SpaceDelimited, Style::PipeDelimited, Style::TabDelimited, Style::DeepObject]),
        explode in any::<bool>(),
        reserved in any::<bool>(),
        text in proptest::option::of(texts()),
        list in proptest::option::of(proptest::collection::vec(texts(), 1..4)),
        numbers in proptest::option::of(proptest::collection::vec(any::<i64>(), 1..4)),
        r in proptest::option::of(any::<i64>()),
    ) {
        let object = r.map(|r| Rgb { r: Some(r), b: Some(1), ..Rgb::default() });
        let map = r.map(|r| BTreeMap::from([("k".to_owned(), r.to_string())]));
        let map = map.filter(|_| style == Style::DeepObject || !explode);
        let form = Fields { text, list, numbers, object, map, extra: Extra::default() };
        for media in [URL_ENCODED, MULTIPART] {
            let spec = spec(media, style, explode, reserved);
            let Ok(payload) = body::encode(media, &spec, &form) else { continue };
            let Content::Whole(bytes) = payload.content else { panic!("all of it is in memory") };
            let mut read = Fields::default();
            let sent = String::from_utf8_lossy(&bytes).into_owned();
            let done = body::decode_listed(&payload.content_type, (&spec, 0), &bytes, &mut read, Mode::Strict);
            prop_assert_eq!(done.map(|()| read), Ok(form.clone()), "{}", sent);
        }
    }
}

/// All fields in one style.
fn spec(media: &'static str, style: Style, explode: bool, reserved: bool) -> BodySpec {
    let encodings = ["text", "list", "numbers", "object", "map"].map(|name| {
        let encoding = Encoding::new(name).style(style, explode);
        if reserved { encoding.reserved() } else { encoding }
    });
    let fields: &'static [Encoding] = Box::leak(Box::new(encodings));
    BodySpec::required(Box::leak(Box::new([media]))).fields(fields)
}

/// Fields without a style arrive, too.
#[test]
fn fields_travel_by_what_they_are() {
    let form = Fields {
        text: Some("a,b".to_owned()),
        list: Some(list(&["x", "y"])),
        numbers: Some(vec![1]),
        object: Some(rgb()),
        ..Fields::default()
    };
    let payload = body::encode(URL_ENCODED, &BodySpec::optional(&[URL_ENCODED]), &form).expect("a form");
    let bytes = payload.content.whole().cloned().unwrap_or_default();
    assert_eq!(
        String::from_utf8_lossy(&bytes),
        "text=a%2Cb&list=x&list=y&numbers=1&object=%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D"
    );
    let mut read = Fields::default();
    body::decode(URL_ENCODED, &Bytes::from(bytes.to_vec()), &mut read, Mode::Strict).expect("a form");
    assert_eq!(read, form);
}
