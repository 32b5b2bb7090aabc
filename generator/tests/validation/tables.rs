//! The tables of a plan, by way of the texts that are emitted. The texts live as long as the test.

use gatewright_generator::emit::schemas::Written;
use gatewright_generator::model::SchemaId;
use gatewright_generator::schemas::checks::Plan;
use gatewright_runtime::schema::{Check, Definitions, Refusal, SchemaId as TableId};

/// The tables of a plan. Whatever has parts has a name.
pub struct Tables(Definitions);

impl Tables {
    pub fn new(plan: &Plan) -> Self {
        let has_parts = |id: SchemaId| plan.schemas.node(id).is_some_and(|schema| !schema.inner().is_empty());
        let written = Written::new(&plan.schemas, |id| has_parts(id).then(|| name(id)));
        let mut definitions = Definitions::default();
        for id in (0..plan.schemas.nodes.len() as u32).map(SchemaId) {
            definitions.add(name(id), written.text(id).leak());
        }
        for (pattern, expression) in written.expressions() {
            definitions.translate(pattern, expression);
        }
        Self(definitions)
    }

    pub fn table(&mut self, id: SchemaId) -> TableId {
        let text = format!("{{\"$ref\": \"{}\"}}", name(id)).leak();
        self.0.read(text).unwrap_or_else(|problem| panic!("{}", problem.0))
    }

    /// What is wrong with a value by a table.
    pub fn check(&self, check: Check, value: &str, table: TableId) -> Vec<Refusal> {
        check.text(value.as_bytes(), self.0.schemas(), table)
    }
}

fn name(id: SchemaId) -> String {
    format!("tables#{}", id.0)
}
