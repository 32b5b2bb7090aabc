//! What the documents left out and rules can supply. Each rule is one function whose name is the origin of the fact;
//! a rule changes nothing that a document states.
//!
//! A wrong fact is worse than none, so a rule needs evidence: a name that stands elsewhere in its right place, a sibling
//! of the same path, an example. What remains unknown stays unknown, for a supplement to say.

mod answers;
mod facts;
mod fixed;
mod locations;
mod page;
mod paging;
mod placeholders;
mod secrets;
mod shapes;
mod shared;
mod siblings;

pub(crate) use fixed::is_told_by_caller;
pub(crate) use placeholders::is_again as is_placeholder_again;

use crate::model::Model;

/// A rule: its name, as in the origin of what it supplies, and what it does.
struct Rule {
    name: &'static str,
    apply: fn(&mut Model, &'static str),
}

const TARGET_RULE: &str = "complete/target-tells-apart";
const AGAIN_RULE: &str = "complete/placeholder-again";

/// All rules, in the order in which they run: later ones see what earlier ones supplied.
const RULES: &[Rule] = &[
    Rule { name: "complete/path-names-query", apply: fixed::path_names_query },
    Rule { name: "complete/fragment-tells-apart", apply: fixed::fragment_tells_apart },
    Rule { name: TARGET_RULE, apply: fixed::target_tells_apart },
    Rule { name: "complete/fixed-by-path", apply: fixed::fixed_by_path },
    Rule { name: "complete/placeholder-is-path", apply: locations::placeholder_is_path },
    Rule { name: AGAIN_RULE, apply: placeholders::placeholder_again },
    Rule { name: "complete/shown-in-response-is-body", apply: locations::shown_in_response_is_body },
    Rule { name: "complete/listed-before-header", apply: locations::listed_before_header },
    Rule { name: "complete/not-in-resource", apply: locations::not_in_resource },
    Rule { name: "complete/query-elsewhere", apply: locations::query_elsewhere },
    Rule { name: "complete/request-of-resource", apply: shapes::request_of_resource },
    Rule { name: "complete/response-of-resource", apply: shapes::response_of_resource },
    Rule { name: "complete/list-of-siblings", apply: shapes::list_of_siblings },
    Rule { name: "complete/list-by-name", apply: shapes::list_by_name },
    Rule { name: "complete/list-or-one", apply: shapes::list_or_one },
    Rule { name: "complete/any-answer", apply: answers::any_answer },
    Rule { name: "complete/redirect-has-location", apply: answers::redirect_has_location },
    Rule { name: "complete/shared-by-alternatives", apply: shared::shared_by_alternatives },
    Rule { name: "complete/paging-by-names", apply: paging::paging_by_names },
];

/// Applies all rules.
pub fn complete(model: &mut Model) {
    for rule in RULES {
        (rule.apply)(model, rule.name);
    }
    secrets::secrets(model);
}
