//! Every code of every module, with its page.

use crate::diag::Code;
use crate::{builder, convert, diff, emit, pass, pipeline, project, read, refusal, settings, tree};

/// The lists of all modules that have codes, in the order of the phases.
static LISTS: [&&[&Code]; 16] = [
    &project::CODES,
    &settings::CODES,
    &pipeline::CODES,
    &read::node::CODES,
    &read::lap::CODES,
    &read::openapi::CODES,
    &read::postman::CODES,
    &read::entitlements::CODES,
    &read::catalogue::CODES,
    &pass::merge::CODES,
    &pass::check::CODES,
    &tree::CODES,
    &diff::CODES,
    &emit::lap::CODES,
    &convert::CODES,
    &builder::CODES,
];

/// All codes, in the order of the phases.
pub fn codes() -> impl Iterator<Item = &'static Code> {
    LISTS.into_iter().copied().flatten().copied()
}

/// The page of a code, with what it costs where it refuses whole documents; or the codes that the name may have meant.
///
/// # Errors
/// When there is no such code: those whose name contains the given one, or all.
pub fn page(name: &str) -> Result<String, Vec<&'static str>> {
    if let Some(code) = codes().find(|code| code.name == name) {
        let refusal = refusal::of(name).map(|refusal| format!("\n\n{}", refusal.paragraph()));
        return Ok(format!("{}{}", code.page, refusal.unwrap_or_default()));
    }
    let near: Vec<&str> = codes().map(|code| code.name).filter(|known| known.contains(name)).collect();
    Err(if near.is_empty() { codes().map(|code| code.name).collect() } else { near })
}
