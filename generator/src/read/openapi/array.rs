//! Lists: of items that are all alike, or of places that have types of their own.

use super::conjunction::Conjunction;
use super::reader::Reader;
use super::schema::Form;
use super::state::context::Context;
use super::union::choice_of;
use crate::diag::Code;
use crate::model::{Case, Place, Ref, Rest, Shape, Tag, Tuple};
use crate::read::node::{Node, Value};

pub(super) static TUPLE: Code = Code {
    name: "openapi/tuple",
    page: "`prefixItems` describes more than 12 places of an array on their own. Types have a field for each of few places; of \
           more, every item may be what any of the places holds.\n\n    prefixItems: [{type: string}, {type: integer}, …]\n\nUse \
           an object, or one schema in `items`.",
};

/// How many places have a field of their own.
const PLACES: usize = 12;

/// The places of a list, by all schemas that describe them, and what is behind them.
struct Places<'d> {
    nodes: Vec<Vec<&'d Node>>,
    rest: Option<&'d Node>,
}

impl<'d> Reader<'d, '_> {
    /// A list and what it holds.
    pub(super) fn array(&mut self, all: &Conjunction<'d>, context: &Context<'_>) -> Form {
        let count = self.bounds(all, "minItems", "maxItems");
        let places = places(all);
        if (2..=PLACES).contains(&places.nodes.len())
            && let Some((places, rest)) = self.tuple(&places, context)
        {
            return Form::Shape(Shape::Tuple(Tuple { places, rest, count }));
        }
        let unique = all.last("uniqueItems").and_then(Node::as_bool).unwrap_or(false);
        let item = match places.nodes.is_empty() {
            true => self.item(all, &context.inner("item")),
            false => self.any_place(&places, &context.inner("item")),
        };
        Form::Use(Ref::List { item: Box::new(item), count, unique })
    }

    fn item(&mut self, all: &Conjunction<'d>, context: &Context<'_>) -> Ref {
        let items: Vec<&'d Node> = all.all("items").collect();
        match items.as_slice() {
            [] => Ref::Any,
            [item] => self.schema(item, context),
            [.., last] => self.combined(&items, last, context),
        }
    }

    /// The places and what is behind them, where they differ.
    fn tuple(&mut self, places: &Places<'d>, context: &Context<'_>) -> Option<(Vec<Place>, Rest)> {
        let mut found: Vec<Place> = Vec::new();
        for (at, nodes) in places.nodes.iter().enumerate() {
            let last = *nodes.last()?;
            let label = format!("item {}", at + 1);
            let ty = self.combined(nodes, last, &context.inner(&label));
            let name = nodes.iter().rev().find_map(|node| node.text("title")).map(str::to_owned);
            let docs = super::fact::prose::prose(last);
            found.push(Place { name, ty, docs });
        }
        let rest = match places.rest {
            None | Some(Node { value: Value::Bool(true), .. }) => Rest::Ignored,
            Some(Node { value: Value::Bool(false), .. }) => Rest::Refused,
            Some(schema) => match self.schema(schema, &context.inner("item")) {
                Ref::Any => Rest::Ignored,
                ty => Rest::Kept(Box::new(ty)),
            },
        };
        let first = &found.first()?.ty;
        let is_alike = found.iter().all(|place| place.ty == *first);
        let goes_on = match &rest {
            Rest::Kept(ty) => **ty == *first,
            Rest::Ignored | Rest::Refused => true,
        };
        (!is_alike || !goes_on).then_some((found, rest))
    }

    /// The item of a list with places: any of them.
    fn any_place(&mut self, places: &Places<'d>, context: &Context<'_>) -> Ref {
        let mut types: Vec<Ref> = Vec::new();
        let rest = places.rest.filter(|rest| rest.as_map().is_some());
        let nodes: Vec<&'d Node> = places.nodes.iter().filter_map(|nodes| nodes.last().copied()).chain(rest).collect();
        for (at, schema) in nodes.iter().enumerate() {
            let label = format!("{}", at + 1);
            let ty = self.schema(schema, &context.inner(&label));
            if !types.contains(&ty) {
                types.push(ty);
            }
        }
        match (types.as_slice(), nodes.first()) {
            ([], _) | (_, None) => Ref::Any,
            ([only], _) => only.clone(),
            (several, _) if several.contains(&Ref::Any) => Ref::Any,
            (_, Some(first)) => {
                self.warn(&TUPLE, first.span, "the items of this array differ by place", "any of them in any place");
                let form = choice_of(Tag::Probed, false, types.into_iter().map(Case::of).collect());
                self.settled(form, first, context, None)
            }
        }
    }
}

/// What the parts say of each place. Up to draft 2019-09 a list in `items` was what `prefixItems` is now.
fn places<'d>(all: &Conjunction<'d>) -> Places<'d> {
    let mut places = Places { nodes: Vec::new(), rest: None };
    for part in &all.parts {
        let items = part.node.get("items");
        let (list, rest) = match items {
            Some(Node { value: Value::List(list), .. }) => (list.as_slice(), part.node.get("additionalItems")),
            items => (part.node.get("prefixItems").and_then(Node::as_list).unwrap_or_default(), items),
        };
        if places.nodes.len() < list.len() {
            places.nodes.resize(list.len(), Vec::new());
        }
        places.nodes.iter_mut().zip(list).for_each(|(nodes, node)| nodes.push(node));
        places.rest = rest.or(places.rest);
    }
    places
}
