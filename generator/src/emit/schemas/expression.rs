//! Schemas as Rust: chains of what differs from the plainest one of a kind.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Literal, TokenStream, TokenTree};
use quote::quote;

use super::statics::Statics;
use crate::emit::rust::ident;
use crate::model::{
    Bounds, Format, Json, KindSet, Limits, ListRules, Logic, Number, ObjectRules, Schema, SchemaId, Tagged,
};
use crate::pass::pattern;

/// The expressions of one file.
pub(super) struct Expressions<'a> {
    statics: &'a Statics<'a>,
    module: &'a str,
    /// Expressions as written, and their names.
    patterns: BTreeMap<String, String>,
}

/// How many members are searched one by one.
const FEW: usize = 16;

impl<'a> Expressions<'a> {
    pub(super) fn new(statics: &'a Statics<'a>, module: &'a str) -> Self {
        Self { statics, module, patterns: BTreeMap::new() }
    }

    /// The table of a schema.
    pub(super) fn table(&mut self, id: SchemaId, name: &str) -> TokenStream {
        let name = ident(name);
        let schema = self.statics.plan.schemas.node(id).cloned().unwrap_or_default();
        let expression = self.expression(&schema);
        quote!(pub(super) static #name: Schema = #expression;)
    }

    /// The patterns that the expressions so far use.
    pub(super) fn patterns(&self) -> Vec<TokenStream> {
        let patterns = self.patterns.iter().map(|(written, name)| {
            let name = ident(name);
            let translated = pattern::translate(written).unwrap_or_default();
            match *written == translated {
                true => quote!(static #name: Pattern = Pattern::new(#written);),
                false => quote!(static #name: Pattern = Pattern::translated(#written, #translated);),
            }
        });
        patterns.collect()
    }

    /// Whether reading a typed value checks as much.
    pub(super) fn is_checked_by_type(&self, id: SchemaId) -> bool {
        let Some(schema) = self.statics.plan.schemas.node(id) else { return true };
        let format = schema.format.clone().filter(|format| checked(format).is_some());
        let bare = Schema { format: None, span: None, name: None, ..schema.clone() };
        let kinds = [KindSet::STRING, KindSet::INTEGER, KindSet::NUMBER, KindSet::BOOLEAN];
        format.is_none_or(|format| matches!(format, Format::Int32 | Format::Int64))
            && kinds.iter().any(|kinds| bare == Schema::of(*kinds))
    }

    /// A reference to a schema.
    pub(super) fn reference(&mut self, id: SchemaId) -> TokenStream {
        if let Some((module, name)) = self.statics.place(id) {
            let name = ident(name);
            if module == self.module {
                return quote!(&#name);
            }
            let module = ident(module);
            return quote!(&super::#module::#name);
        }
        let schema = self.statics.plan.schemas.node(id).cloned().unwrap_or_default();
        let expression = self.expression(&schema);
        quote!(&#expression)
    }

    /// A reference to a schema, if there is one.
    pub(super) fn optional(&mut self, id: Option<SchemaId>) -> TokenStream {
        match id {
            Some(id) => {
                let schema = self.reference(id);
                quote!(Some(#schema))
            }
            None => quote!(None),
        }
    }

    fn references(&mut self, ids: &[SchemaId]) -> Vec<TokenStream> {
        ids.iter().map(|id| self.reference(*id)).collect()
    }

    fn expression(&mut self, schema: &Schema) -> TokenStream {
        let base = base(schema.kinds);
        let mut calls = Vec::new();
        if let Some(format) = schema.format.as_ref().and_then(checked) {
            let format = ident(format);
            calls.push(quote!(.format(Format::#format)));
        }
        if schema.length != Bounds::default() {
            let (min, max) = (least(schema.length), most(schema.length));
            calls.push(quote!(.length(#min, #max)));
        }
        if let Some(written) = schema.pattern.as_ref() {
            let name = self.pattern(written);
            calls.push(quote!(.pattern(&#name)));
        }
        if let Some(values) = &schema.values {
            calls.push(self::values(values, schema.kinds));
        }
        if schema.limits != Limits::default() {
            let limits = limits(&schema.limits);
            calls.push(quote!(.number(&#limits)));
        }
        if schema.list != ListRules::default() {
            let list = self.list(&schema.list);
            calls.push(quote!(.list(&#list)));
        }
        if schema.object != ObjectRules::default() {
            let object = self.object(&schema.object);
            calls.push(quote!(.object(&#object)));
        }
        if schema.logic != Logic::default() {
            let logic = self.logic(&schema.logic);
            calls.push(quote!(.logic(&#logic)));
        }
        quote!(#base #(#calls)*)
    }

    fn pattern(&mut self, written: &str) -> proc_macro2::Ident {
        if let Some(name) = self.patterns.get(written) {
            return ident(name);
        }
        let is_free = |name: &String| self.statics.of(self.module).all(|(_, taken)| taken != name);
        let mut names = (self.patterns.len() + 1..).map(|number| format!("PATTERN_{number}"));
        let name = names.find(|name| is_free(name) && !self.patterns.values().any(|taken| taken == name));
        let name = name.unwrap_or_default();
        self.patterns.insert(written.to_owned(), name.clone());
        ident(&name)
    }

    fn list(&mut self, rules: &ListRules) -> TokenStream {
        let mut members = Vec::new();
        if !rules.first.is_empty() {
            let first = self.references(&rules.first);
            members.push(quote!(first: &[#(#first),*]));
        }
        if rules.items.is_some() {
            let items = self.optional(rules.items);
            members.push(quote!(items: #items));
        }
        members.extend(count(rules.count));
        if rules.unique {
            members.push(quote!(unique: true));
        }
        if let Some((schema, Bounds { min, max })) = rules.contains {
            let schema = self.reference(schema);
            let (min, max) = (least(Bounds { min, max }), most(Bounds { min, max }));
            members.push(quote!(contains: Some((#schema, Count::new(#min, #max)))));
        }
        quote!(List { #(#members,)* ..List::ANY })
    }

    fn object(&mut self, rules: &ObjectRules) -> TokenStream {
        let (properties, order) = self.properties(rules);
        let mut members = Vec::new();
        if !properties.is_empty() {
            members.push(quote!(properties: &[#(#properties),*]));
        }
        if order.len() > FEW {
            let order = order.into_iter().map(Literal::usize_unsuffixed);
            members.push(quote!(order: &[#(#order),*]));
        }
        let mut patterns = Vec::new();
        for (written, schema) in &rules.patterns {
            let (name, schema) = (self.pattern(written), self.reference(*schema));
            patterns.push(quote!((&#name, #schema)));
        }
        if !patterns.is_empty() {
            members.push(quote!(patterns: &[#(#patterns),*]));
        }
        for (name, schema) in [("rest", rules.rest), ("unevaluated", rules.unevaluated), ("names", rules.names)] {
            if schema.is_some() {
                let (name, schema) = (ident(name), self.optional(schema));
                members.push(quote!(#name: #schema));
            }
        }
        members.extend(count(rules.count));
        let dependent: Vec<TokenStream> = rules
            .dependent
            .iter()
            .map(|(name, required, schema)| {
                let schema = self.optional(*schema);
                quote!(Dependent { name: #name, required: &[#(#required),*], schema: #schema })
            })
            .collect();
        if !dependent.is_empty() {
            members.push(quote!(dependent: &[#(#dependent),*]));
        }
        quote!(Object { #(#members,)* ..Object::ANY })
    }

    /// The members with names, and their indices in the order of the names. A member that may be anything is left out
    /// where nothing is said about members without names.
    fn properties(&mut self, rules: &ObjectRules) -> (Vec<TokenStream>, Vec<usize>) {
        let required: BTreeSet<&str> = rules.required.iter().map(String::as_str).collect();
        let is_open = rules.rest.is_none() && rules.unevaluated.is_none() && rules.patterns.is_empty();
        let mut names: Vec<&str> = Vec::new();
        let mut properties = Vec::new();
        for property in &rules.properties {
            let is_required = required.contains(property.wire.as_str());
            let is_anything = self.statics.plan.schemas.node(property.schema).is_none_or(Schema::is_anything);
            if is_open && !is_required && is_anything && !property.read_only && !property.write_only {
                continue;
            }
            let (name, schema) = (&property.wire, self.reference(property.schema));
            let constructor = if is_required { quote!(required) } else { quote!(new) };
            let read_only = property.read_only.then(|| quote!(.read_only()));
            let write_only = property.write_only.then(|| quote!(.write_only()));
            names.push(name);
            properties.push(quote!(Property::#constructor(#name, #schema) #read_only #write_only));
        }
        for name in rules.required.iter().filter(|name| !rules.properties.iter().any(|known| known.wire == **name)) {
            if !names.contains(&name.as_str()) {
                names.push(name);
                properties.push(quote!(Property::required(#name, &Schema::ANY).undescribed()));
            }
        }
        let mut order: Vec<usize> = (0..names.len()).collect();
        order.sort_by_key(|index| names.get(*index));
        (properties, order)
    }

    fn logic(&mut self, logic: &Logic) -> TokenStream {
        let mut members = Vec::new();
        if !logic.all.is_empty() {
            let all = self.references(&logic.all);
            members.push(quote!(all: &[#(#all),*]));
        }
        for (name, groups) in [("any", &logic.any), ("one", &logic.one)] {
            if !groups.is_empty() {
                let name = ident(name);
                let groups: Vec<_> = groups.iter().map(|group| self.references(group)).collect();
                members.push(quote!(#name: &[#(&[#(#groups),*]),*]));
            }
        }
        if logic.not.is_some() {
            let not = self.optional(logic.not);
            members.push(quote!(not: #not));
        }
        if let Some(when) = &logic.when {
            let [condition, then, otherwise] = when.map(|id| self.optional(id));
            members.push(quote!(when: Some(&[#condition, #then, #otherwise])));
        }
        if let Some(Tagged { member, cases }) = &logic.tagged {
            let cases: Vec<TokenStream> = cases
                .iter()
                .map(|(tags, schema)| {
                    let schema = self.reference(*schema);
                    quote!((&[#(#tags),*], #schema))
                })
                .collect();
            members.push(quote!(tagged: Some(&Tagged { member: #member, cases: &[#(#cases),*] })));
        }
        let rest = (members.len() < 6).then(|| quote!(..Logic::NONE));
        quote!(Logic { #(#members,)* #rest })
    }
}

/// The plainest schema of these kinds.
fn base(kinds: KindSet) -> TokenStream {
    let plain = [
        (KindSet::ALL, "ANY"),
        (KindSet::NONE, "NOTHING"),
        (KindSet::NULL, "NULL"),
        (KindSet::STRING, "STRING"),
        (KindSet::INTEGER, "INTEGER"),
        (KindSet::NUMBER, "NUMBER"),
        (KindSet::BOOLEAN, "BOOLEAN"),
        (KindSet::ARRAY, "LIST"),
        (KindSet::OBJECT, "OBJECT"),
    ];
    let named = |kinds: KindSet| plain.iter().find(|(known, _)| *known == kinds).map(|(_, name)| ident(name));
    if let Some(name) = named(kinds) {
        return quote!(Schema::#name);
    }
    let without_null = KindSet(kinds.0 & !KindSet::NULL.0);
    if let Some(name) = named(without_null).filter(|_| kinds.covers(KindSet::NULL)) {
        return quote!(Schema::#name.or_null());
    }
    let bits = Literal::u8_unsuffixed(kinds.0);
    quote!(Schema::of(Kinds(#bits)))
}

/// The formats that servers check.
#[must_use]
pub fn checked(format: &Format) -> Option<&'static str> {
    Some(match format.as_str() {
        "date-time" => "DateTime",
        "date" => "Date",
        "time" => "Time",
        "duration" => "Duration",
        "email" | "idn-email" => "Email",
        "hostname" => "Hostname",
        "ipv4" => "Ipv4",
        "ipv6" => "Ipv6",
        "uri" | "iri" => "Uri",
        "uri-reference" | "iri-reference" => "UriReference",
        "uuid" => "Uuid",
        "byte" => "Byte",
        "json-pointer" => "JsonPointer",
        "int32" => "Int32",
        "int64" => "Int64",
        _ => return None,
    })
}

/// Texts where only texts, or null, are allowed; values in JSON elsewhere.
fn values(values: &[Json], kinds: KindSet) -> TokenStream {
    let texts: Vec<&str> = values.iter().filter_map(Json::as_str).collect();
    let nulls = values.iter().filter(|value| value.is_null()).count();
    if texts.len() + nulls == values.len()
        && KindSet::STRING.or(KindSet::NULL).covers(kinds)
        && (nulls > 0) == kinds.covers(KindSet::NULL)
    {
        return quote!(.texts(&[#(#texts),*]));
    }
    let texts = values.iter().map(Json::to_string);
    quote!(.values(&[#(#texts),*]))
}

fn limits(limits: &Limits) -> TokenStream {
    let named = [
        ("minimum", &limits.minimum),
        ("maximum", &limits.maximum),
        ("above", &limits.above),
        ("below", &limits.below),
        ("multiple_of", &limits.multiple_of),
    ];
    let members = named.into_iter().filter_map(|(name, number)| {
        let (name, number) = (ident(name), number.as_ref().map(Number::to_string)?);
        Some(quote!(#name: Some(#number)))
    });
    quote!(Number { #(#members,)* ..Number::ANY })
}

fn count(bounds: Bounds) -> Option<TokenStream> {
    let (min, max) = (least(bounds), most(bounds));
    (bounds != Bounds::default()).then(|| quote!(count: Count::new(#min, #max)))
}

fn least(bounds: Bounds) -> Literal {
    let least = bounds.min.unwrap_or(0);
    Literal::u32_unsuffixed(u32::try_from(least).unwrap_or(u32::MAX))
}

/// Counts that no text in memory reaches are none.
fn most(bounds: Bounds) -> TokenStream {
    match bounds.max.and_then(|most| u32::try_from(most).ok()).filter(|most| *most != u32::MAX) {
        Some(most) => TokenTree::Literal(Literal::u32_unsuffixed(most)).into(),
        None => quote!(u32::MAX),
    }
}

/// The imports of a file: of the runtime's tables, those that are used.
pub(super) fn uses(items: &TokenStream) -> TokenStream {
    const TABLES: &[&str] = &[
        "Checks",
        "Count",
        "Dependent",
        "Format",
        "Kinds",
        "List",
        "Logic",
        "Number",
        "Object",
        "Pattern",
        "Property",
        "Schema",
        "Tagged",
    ];
    let mut found = BTreeSet::new();
    collect(items, &mut found);
    let mut used: Vec<_> = TABLES.iter().filter(|table| **table != "Checks" && found.contains(**table)).collect();
    used.sort_unstable();
    let used: Vec<_> = used.into_iter().map(|table| ident(table)).collect();
    let checks = found.contains("Checks").then(|| {
        quote!(
            use super::super::runtime::Checks;
        )
    });
    let tables = (!used.is_empty()).then(|| quote!(use super::super::runtime::schema::{#(#used),*};));
    quote!(#checks #tables)
}

fn collect(tokens: &TokenStream, found: &mut BTreeSet<String>) {
    for tree in tokens.clone() {
        match tree {
            TokenTree::Ident(name) => {
                found.insert(name.to_string());
            }
            TokenTree::Group(group) => collect(&group.stream(), found),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}
