//! Models that make trouble for who writes Rust from them.

use gatewright_generator::model::{
    Bounds, Builder, Case, Choice, Entry, Enum, EnumValue, Field, Location, Model, Object, Permission, Ref, Rest,
    ScalarKind, Shape, Tag, Target, TypeId,
};

use super::{ORIGIN, field, operation, parameter};

/// All of them, by name.
pub fn all() -> Vec<Model> {
    vec![empty(), words(), letters(), recursive(), large(), prose()]
}

/// Nothing at all.
fn empty() -> Model {
    Builder::new("empty").finish()
}

/// Keywords and names of the prelude everywhere.
fn words() -> Model {
    let mut builder = Builder::new("keywords");
    let words = [
        "type",
        "match",
        "self",
        "Self",
        "crate",
        "super",
        "async",
        "await",
        "dyn",
        "gen",
        "union",
        "static",
        "_",
        "new",
        "default",
        "clone",
        "into",
        "from",
        "extra",
        "additional",
        "body",
        "send",
        "options",
        "items",
        "pages",
        "sub",
        "add",
        "Option",
        "Some",
        "None",
        "Result",
        "Ok",
        "Err",
        "String",
        "Vec",
        "Box",
        "Default",
        "Clone",
        "Send",
        "Debug",
        "Runtime",
        "Client",
        "Server",
        "Model",
        "Value",
        "Unknown",
        "Extra",
        "u8",
        "str",
        "bool",
        "std",
        "core",
    ];
    let object = Object { fields: words.iter().map(|wire| field(wire)).collect(), ..Object::default() };
    for word in words {
        let id = builder.named(word, ORIGIN);
        builder.define(id, Shape::Object(object.clone()), "", ORIGIN).ok();
        let group = builder.group(word, "", ORIGIN);
        for (method, path) in [("GET", format!("/{word}")), ("POST", format!("/{word}/{{id}}"))] {
            let mut operation = operation(group, Some(word), method, &path, "");
            if method == "POST" {
                operation.parameters = vec![parameter("id", Location::Path)];
                operation.parameters[0].required = true;
            }
            operation.parameters.extend(words.iter().map(|wire| parameter(wire, Location::Query)));
            builder.operation(operation);
        }
    }
    let id = builder.named("Words", ORIGIN);
    builder.define(id, enumeration(words.iter().map(|word| (*word).to_owned())), "", ORIGIN).ok();
    builder.finish()
}

/// Empty names, names beyond ASCII, names that come out equal.
fn letters() -> Model {
    let mut builder = Builder::new("letters");
    let names = [
        "",
        " ",
        "*",
        "***",
        "1",
        "1.0",
        "10",
        "größe",
        "名前",
        "名 前",
        "a-b",
        "a_b",
        "aB",
        "AB",
        "ab",
        "A B",
        "-a",
        "+a",
        "_a",
        "a",
        "\u{202e}a",
        "a\u{200b}",
        "a\"b",
        "a\\b",
        "a\nb",
        "*/ mod x {} /*",
        "{id}",
        "r#type",
        "'a",
        "é",
        "e\u{301}",
    ];
    let fields: Vec<_> = names.iter().map(|wire| field(wire)).collect();
    for name in names {
        let id = builder.named(name, ORIGIN);
        builder.define(id, Shape::Object(Object { fields: fields.clone(), ..Object::default() }), name, ORIGIN).ok();
        builder.permission(Permission {
            wire: name.to_owned(),
            docs: name.to_owned(),
            offerings: vec![name.to_owned()],
            exception: Some(name.to_owned()),
            origin: ORIGIN,
        });
    }
    let id = builder.named("Letters", ORIGIN);
    builder.define(id, enumeration(names.iter().map(|name| (*name).to_owned())), "", ORIGIN).ok();
    builder.finish()
}

/// Types that hold themselves, in every way.
fn recursive() -> Model {
    let mut builder = Builder::new("recursive");
    let [tree, list, either, left, alias, values, undefined] =
        ["Tree", "List", "Either", "Left", "Alias", "Values", "Undefined"].map(|name| builder.named(name, ORIGIN));
    let [many, map, nullable] = ["Many", "Map", "Nullable"].map(|name| builder.named(name, ORIGIN));
    let member = |wire: &str, ty: Ref, required: bool| Field { ty, required, ..field(wire) };
    let tree_fields = vec![
        member("left", Ref::Named(tree), true),
        member("right", Ref::Named(tree).nullable(), false),
        member("list", Ref::list(Ref::Named(tree)), true),
        member("map", Ref::map(Ref::Named(tree).nullable()), false),
        member("either", Ref::Named(either), true),
        member("alias", Ref::Named(alias), false),
        member("values", Ref::Named(values), true),
        member("undefined", Ref::Named(undefined), true),
        member("any", Ref::Any, false),
        member("null", Ref::scalar(ScalarKind::Null), false),
        member("bytes", Ref::scalar(ScalarKind::Bytes), false),
        member("number", Ref::scalar(ScalarKind::Number).nullable(), false),
        member("deep", Ref::list(Ref::list(Ref::map(Ref::string().nullable()).nullable())), false),
    ];
    let rest = Rest::Kept(Box::new(Ref::Named(tree)));
    let mut define = |id: TypeId, shape: Shape| builder.define(id, shape, "", ORIGIN).is_ok();
    define(tree, Shape::Object(Object { fields: tree_fields, rest, count: Bounds::default() }));
    define(list, Shape::Object(Object { rest: Rest::Refused, ..Object::default() }));
    define(
        left,
        Shape::Object(Object { fields: vec![member("either", Ref::Named(either), true)], ..Object::default() }),
    );
    define(alias, Shape::Alias(Ref::Named(tree)));
    define(values, enumeration(["a", "b"].map(str::to_owned)));
    define(many, Shape::Alias(Ref::list(Ref::Named(many))));
    define(map, Shape::Alias(Ref::map(Ref::Named(tree))));
    define(nullable, Shape::Alias(Ref::Named(values).nullable()));
    let case = |tag: &str, ty: Ref| Case { tags: vec![tag.into()], ..Case::of(ty) };
    let cases =
        vec![case("left", Ref::Named(left)), case("tree", Ref::Named(tree)), case("either", Ref::Named(either))];
    define(either, Shape::Choice(Choice::new(Tag::Member("kind".to_owned()), false, cases)));
    let refs = [
        Ref::string(),
        Ref::scalar(ScalarKind::Integer),
        Ref::scalar(ScalarKind::Boolean),
        Ref::scalar(ScalarKind::Number),
        Ref::scalar(ScalarKind::Null),
        Ref::list(Ref::string()),
        Ref::list(Ref::Named(tree)),
        Ref::map(Ref::string()),
        Ref::Named(tree),
        Ref::Named(left),
        Ref::Named(values),
        Ref::Named(alias),
        Ref::Named(either),
        Ref::Any,
    ];
    let cases = refs.into_iter().map(Case::of).collect();
    let probed = builder.named("Probed", ORIGIN);
    builder.define(probed, Shape::Choice(Choice::new(Tag::Probed, false, cases)), "", ORIGIN).ok();
    builder.finish()
}

/// Many values, members and permissions.
fn large() -> Model {
    let mut builder = Builder::new("large");
    let id = builder.named("Values", ORIGIN);
    builder.define(id, enumeration((0..1000).map(|at| format!("value-{at}"))), "", ORIGIN).ok();
    let id = builder.named("Members", ORIGIN);
    let fields = (0..300).map(|at| Field { required: true, ..field(&format!("member{at}")) }).collect();
    builder.define(id, Shape::Object(Object { fields, ..Object::default() }), "", ORIGIN).ok();
    for at in 0..1000 {
        builder.permission_named(&format!("permission:{at}"), ORIGIN);
    }
    builder.finish()
}

/// Documentation that wants to be something else.
fn prose() -> Model {
    let mut builder = Builder::new("prose");
    let docs = "# Heading\n\n    let indented = code;\n\n```rust\ncompile_error!();\n```\n\n- list [link] to [`a`][b] and <b>HTML</b>\n\
                lazy\n    - more\n\n> quote\nlazy\n\n\thttps://example.com and Vec<T> `open\r\n*/ /// //! #[doc] \u{202e}turned\n\n\
                | a | b |\n|--|--|\n| [x] | <y> |\n\n[ref]: http://x\n\n1. one\n1) two\n\n```\nunclosed";
    builder.describe("Title *of* `it` [here]\nand more", Some("1\"2"), docs);
    let group = builder.group("Prose", docs, ORIGIN);
    let id = builder.named("Prose", ORIGIN);
    let prose = Field { docs: docs.to_owned(), required: true, default: Some("`a`\n*/".into()), ..field("prose") };
    let object =
        Object { fields: vec![prose.clone(), Field { wire: "other".to_owned(), ..prose }], ..Object::default() };
    builder.define(id, Shape::Object(object), docs, ORIGIN).ok();
    let values = Enum::of_strings(vec![EnumValue { wire: "a`b".to_owned(), title: None, docs: docs.to_owned() }]);
    let id = builder.named("Value", ORIGIN);
    builder.define(id, Shape::Enum(values), docs, ORIGIN).ok();
    let permission = Permission {
        wire: "a`b".to_owned(),
        docs: docs.to_owned(),
        offerings: vec![docs.to_owned()],
        exception: Some(docs.to_owned()),
        origin: ORIGIN,
    };
    builder.permission(permission);
    let entry = Entry {
        wire: docs.to_owned(),
        place: vec![docs.to_owned()],
        target: Target::Unresolved { reason: docs.to_owned() },
        origin: ORIGIN,
    };
    builder.entry(entry);
    let mut operation = operation(group, Some("prose"), "GET", "/prose", docs);
    operation.docs = docs.to_owned();
    operation.parameters = vec![parameter("prose", Location::Query)];
    operation.parameters[0].docs = docs.to_owned();
    builder.operation(operation);
    builder.finish()
}

fn enumeration(values: impl IntoIterator<Item = String>) -> Shape {
    let values = values.into_iter().map(|wire| EnumValue { wire, title: None, docs: String::new() }).collect();
    Shape::Enum(Enum::of_strings(values))
}
