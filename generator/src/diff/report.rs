//! A difference for people and for programs.

use std::fmt::Write as _;

use serde_json::json;

use super::{Change, Difference};
use crate::diag::counted;
use crate::model::Json;
use crate::source::{Sources, Span};

impl Difference {
    /// A table for people: the changes by operation, each with whom it breaks, its rule and its places.
    #[must_use]
    pub fn table(&self, sources: &Sources) -> String {
        let mut text = String::new();
        let mut operation = None;
        for change in &self.changes {
            if operation != Some(&change.operation) {
                let heading = if change.operation.is_empty() { "the API" } else { &change.operation };
                let _ = writeln!(text, "{heading}");
                operation = Some(&change.operation);
            }
            let what = if change.place.is_empty() { String::new() } else { format!("{}: ", change.place) };
            let _ = writeln!(text, "  {:<14}  {what}{}", change.effect(), change.what);
            let _ = writeln!(text, "  {:<14}  {} ({})", "", change.rule.name, change.places(sources));
        }
        let (clients, servers) = self.breaking();
        let changes = self.changes.len();
        let _ = match changes {
            0 => writeln!(text, "no difference"),
            _ => {
                writeln!(text, "{}: {clients} breaking for clients, {servers} for servers", counted(changes, "change"))
            }
        };
        text
    }

    /// The same for programs.
    #[must_use]
    pub fn json(&self, sources: &Sources) -> Json {
        let (clients, servers) = self.breaking();
        let changes: Vec<Json> = self
            .changes
            .iter()
            .map(|change| {
                json!({
                    "rule": change.rule.name,
                    "operation": (!change.operation.is_empty()).then_some(&change.operation),
                    "place": change.place,
                    "position": change.position.as_str(),
                    "what": change.what,
                    "breaksClients": change.breaks_clients,
                    "breaksServers": change.breaks_servers,
                    "old": change.old.map(|span| sources.place(span)),
                    "new": change.new.map(|span| sources.place(span)),
                })
            })
            .collect();
        json!({
            "changes": changes,
            "breaksClients": clients,
            "breaksServers": servers,
        })
    }
}

impl Change {
    fn effect(&self) -> &'static str {
        match (self.breaks_clients, self.breaks_servers) {
            (true, true) => "breaks both",
            (true, false) => "breaks clients",
            (false, true) => "breaks servers",
            (false, false) => "",
        }
    }

    fn places(&self, sources: &Sources) -> String {
        let shown = |span: Option<Span>| span.map_or("nowhere".to_owned(), |span| sources.place(span));
        format!("{} -> {}", shown(self.old), shown(self.new))
    }
}
