//! What is checked where: for every operation the schemas of its parameters, bodies and answers. A schema is as the
//! document writes it, or else as the type says. Equal ones are one.

use std::collections::HashMap;

use super::derive::Derived;
use crate::model::{Content, Model, Operation, Parameter, Schema, SchemaId, Schemas};
use crate::pass::pattern;

/// The schemas of an API and where they count.
#[derive(Debug, Default)]
pub struct Plan {
    /// Every schema; none is as a type says any more.
    pub schemas: Schemas,
    /// In the order of the model's operations.
    pub operations: Vec<Checks>,
}

/// What is checked of an operation. What may be anything is left out.
#[derive(Debug, Default)]
pub struct Checks {
    /// By index of the parameter.
    pub parameters: Vec<(usize, SchemaId)>,
    /// By media type, in the order of the document.
    pub bodies: Vec<Option<SchemaId>>,
    /// By answer, then by media type.
    pub responses: Vec<Vec<Option<SchemaId>>>,
}

impl Checks {
    /// The schemas in it.
    pub fn ids(&self) -> impl Iterator<Item = SchemaId> {
        let parameters = self.parameters.iter().map(|(_, id)| *id);
        let contents = self.bodies.iter().chain(self.responses.iter().flatten()).copied().flatten();
        parameters.chain(contents)
    }

    fn ids_mut(&mut self) -> impl Iterator<Item = &mut SchemaId> {
        let parameters = self.parameters.iter_mut().map(|(_, id)| id);
        let contents = self.bodies.iter_mut().chain(self.responses.iter_mut().flatten()).flatten();
        parameters.chain(contents)
    }
}

/// The plan of an API: what of it can be checked, equal schemas once.
#[must_use]
pub fn plan(model: &Model) -> Plan {
    let mut derived = Derived::new(model);
    let mut operations: Vec<Checks> =
        model.operations.iter().map(|operation| checks(&mut derived, operation)).collect();
    let mut schemas = derived.finish();
    schemas.nodes.iter_mut().for_each(leave_out);
    let same = Same::find(&mut schemas, operations.iter().flat_map(Checks::ids).collect());
    for checks in &mut operations {
        checks.ids_mut().for_each(|id| *id = same.of(&schemas, *id));
        let is_anything = |id: &SchemaId| schemas.node(*id).is_none_or(Schema::is_anything);
        checks.parameters.retain(|(_, id)| !is_anything(id));
        for content in checks.bodies.iter_mut().chain(checks.responses.iter_mut().flatten()) {
            *content = content.filter(|id| !is_anything(id));
        }
    }
    Plan { schemas, operations }
}

fn checks(derived: &mut Derived<'_>, operation: &Operation) -> Checks {
    let mut of = |content: &Content| Some(derived.settle(content.schema, &content.ty));
    let bodies = operation.body.iter().flat_map(|body| &body.contents).map(&mut of).collect();
    let responses =
        operation.responses.iter().map(|response| response.contents.iter().map(&mut of).collect()).collect();
    let mut of_parameter = |parameter: &Parameter| derived.settle(parameter.schema, &parameter.ty);
    let parameters = operation.parameters.iter().map(&mut of_parameter).enumerate().collect();
    Checks { parameters, bodies, responses }
}

/// Leaves out expressions that cannot be matched in linear time. Members that such an expression is about cannot be told
/// from the rest, so that nothing is said about the rest either.
fn leave_out(schema: &mut Schema) {
    schema.pattern.take_if(|written| pattern::translate(written).is_none());
    let patterns = schema.object.patterns.len();
    schema.object.patterns.retain(|(written, _)| pattern::translate(written).is_some());
    if schema.object.patterns.len() < patterns {
        schema.object.rest = None;
        schema.object.unevaluated = None;
    }
}

/// Schemas that say the same.
struct Same(HashMap<SchemaId, SchemaId>);

impl Same {
    /// Finds out from the innermost ones outwards. What contains itself is equal to nothing else.
    fn find(schemas: &mut Schemas, roots: Vec<SchemaId>) -> Self {
        let mut same = Self(HashMap::new());
        let mut known: HashMap<Schema, SchemaId> = HashMap::new();
        let mut entered = std::collections::HashSet::new();
        let mut work: Vec<(SchemaId, bool)> = roots.into_iter().rev().map(|id| (id, false)).collect();
        while let Some((id, is_left)) = work.pop() {
            if is_left {
                same.unite(schemas, &mut known, id);
            } else if entered.insert(id) {
                work.push((id, true));
                let inner = schemas.node(id).map(Schema::inner).unwrap_or_default();
                work.extend(inner.into_iter().rev().map(|id| (id, false)));
            }
        }
        same
    }

    fn unite(&mut self, schemas: &mut Schemas, known: &mut HashMap<Schema, SchemaId>, id: SchemaId) {
        let Some(mut node) = schemas.node(id).cloned() else { return };
        node.inner_mut().into_iter().for_each(|inner| *inner = self.of(schemas, *inner));
        if let Some(slot) = schemas.nodes.get_mut(id.0 as usize) {
            slot.clone_from(&node);
        }
        let settled = schemas.settled(id);
        // A name belongs to one type; equal ones of two names stay two.
        let key = Schema { span: None, ..node };
        let first = if settled == id { *known.entry(key).or_insert(id) } else { self.of(schemas, settled) };
        self.0.insert(id, first);
    }

    fn of(&self, schemas: &Schemas, id: SchemaId) -> SchemaId {
        self.0.get(&id).copied().unwrap_or_else(|| schemas.settled(id))
    }
}
