//! Names of groups, operations and parameters.

use std::collections::HashSet;

use super::choose::{Wish, choose};
use super::tenancy::Tenancy;
use super::words::{Words, singular};
use super::{AnswerNames, GroupNames, OperationNames, members, reserved, status};
use crate::model::{Group, Location, Model, Operation, Parameter, Path, Piece, Ref, Response};

/// Words that a description can do without.
const FILLERS: &[&str] = &[
    "a",
    "all",
    "an",
    "any",
    "existing",
    "given",
    "its",
    "new",
    "one",
    "single",
    "specific",
    "specified",
    "that",
    "the",
    "their",
    "these",
    "this",
    "those",
    "your",
];

/// Verbs of descriptions, and how the method is called.
const VERBS: &[(&str, &str)] = &[
    ("activates", "activate"),
    ("adds", "add"),
    ("assigns", "assign"),
    ("creates", "create"),
    ("deactivates", "deactivate"),
    ("deletes", "delete"),
    ("fetch", "get"),
    ("fetches", "get"),
    ("gets", "get"),
    ("lists", "list"),
    ("removes", "remove"),
    ("replaces", "replace"),
    ("retrieve", "get"),
    ("retrieves", "get"),
    ("returns", "get"),
    ("revokes", "revoke"),
    ("searches", "search"),
    ("sends", "send"),
    ("unassigns", "unassign"),
    ("updates", "update"),
];

/// More words than this are prose, not a name.
const LONGEST_PHRASE: usize = 9;

pub(super) fn groups(groups: &[Group]) -> Vec<GroupNames> {
    let wishes: Vec<_> = groups
        .iter()
        .map(|group| {
            let plain = Words::of(&group.wire);
            let explicit = Words::with_signs(&group.wire);
            let candidates =
                [plain.clone(), plain.and("api"), explicit.clone(), explicit.and("api")].iter().map(module).collect();
            Wish::of((), candidates).written(&group.wire)
        })
        .collect();
    let modules = choose(&wishes, |name| name.replace('_', ""), reserved::is_group);
    modules.into_iter().map(group_names).collect()
}

fn module(words: &Words) -> String {
    if words.is_empty() { "ungrouped".to_owned() } else { words.snake() }
}

fn group_names(module: String) -> GroupNames {
    let words = Words::of_name(&module);
    let handle = words.pascal('G');
    let handle = if reserved::is_handle(&handle) { words.and("api").pascal('G') } else { handle };
    GroupNames { method: module.clone(), module, handle }
}

/// Operations are named group by group; the names of one group are unique.
pub(super) fn operations(model: &Model, groups: &[GroupNames]) -> Vec<OperationNames> {
    let mut names = vec![OperationNames::default(); model.operations.len()];
    let tenancy = Tenancy::of(model);
    let mut members = vec![Vec::new(); model.groups.len()];
    for (at, operation) in model.operations.iter().enumerate() {
        if let Some(group) = members.get_mut(operation.group.0 as usize) {
            group.push(at);
        }
    }
    for (group, members) in members.iter().enumerate() {
        let operations: Vec<&Operation> = members.iter().map(|&at| &model.operations[at]).collect();
        let named = group_of_operations(&operations, &model.groups[group], &groups[group], &tenancy);
        for (at, named) in members.iter().zip(named) {
            names[*at] = named;
        }
    }
    identify(model, groups, &mut names);
    names
}

/// Gives every operation an id: its own, or its name, which says the group where another operation is called so.
fn identify(model: &Model, groups: &[GroupNames], names: &mut [OperationNames]) {
    let stated = model.operations.iter().filter_map(|operation| operation.id.clone());
    let mut taken: HashSet<String> = stated.collect();
    for (operation, named) in model.operations.iter().zip(names) {
        named.id = match &operation.id {
            Some(id) => id.clone(),
            None => {
                let group = groups.get(operation.group.0 as usize).map_or("", |group| group.module.as_str());
                let plain = named.trait_method.clone();
                let qualified = format!("{group}.{plain}");
                let numbered = (2..).map(|number| format!("{qualified}.{number}"));
                let free = [plain, qualified.clone()].into_iter().chain(numbered).find(|id| !taken.contains(id));
                free.unwrap_or_default()
            }
        };
        taken.insert(named.id.clone());
    }
}

fn group_of_operations(
    operations: &[&Operation],
    group: &Group,
    names: &GroupNames,
    tenancy: &Tenancy,
) -> Vec<OperationNames> {
    let noun = noun(group);
    let wishes: Vec<_> = operations
        .iter()
        .map(|operation| {
            let rank = (operation.path.pieces.len(), operation.path.shape(), operation.method.clone());
            let wish = Wish::of(rank, candidates(operation, &noun, tenancy).iter().map(Words::snake).collect());
            operation.id.iter().fold(wish, |wish, id| wish.written(id))
        })
        .collect();
    let handle = names.handle.as_str();
    let full = choose(&wishes, str::to_owned, |name| {
        let pascal = Words::of_name(name).pascal('N');
        reserved::is_parameter(name) || reserved::is_handle(&pascal) || pascal == handle
    });
    let bases = full.iter().map(|name| Words::of_name(name).pascal('N'));
    let taken: HashSet<String> = bases.chain([handle.to_owned()]).collect();
    let methods = methods(&full, &noun);
    operations
        .iter()
        .zip(full.iter().zip(methods))
        .map(|(operation, (full, method))| operation_names(operation, full, method, &taken))
        .collect()
}

/// `taken` are the types that the group has besides: its handle, and those named after its operations.
fn operation_names(operation: &Operation, full: &str, method: String, taken: &HashSet<String>) -> OperationNames {
    let words = Words::of_name(full);
    let base = words.pascal('N');
    let own = |suffix: &str, other: &str| {
        let stem = base.trim_end_matches('_');
        let numbered = (2..).map(|number| format!("{stem}{other}{number}"));
        let mut names = [suffix, other].into_iter().map(|suffix| format!("{stem}{suffix}")).chain(numbered);
        names.find(|name| !taken.contains(name)).unwrap_or_default()
    };
    OperationNames {
        id: String::new(),
        constant: words.constant(),
        response: own("Response", "Answers"),
        reply: own("Reply", "Outcome"),
        body: own("Body", "Contents"),
        arguments: base.clone(),
        builder: base.clone(),
        method,
        trait_method: full.to_owned(),
        parameters: parameters(&operation.parameters),
        answers: operation.responses.iter().map(answer).collect(),
    }
}

fn answer(response: &Response) -> AnswerNames {
    AnswerNames {
        status: status::variant(response.status),
        media: members::media(&response.contents),
        headers: members::headers(&response.headers),
    }
}

/// Names for an operation, best first: its id, or the function's name in it, its id with the group's noun, what its
/// description says, what its method does to what its path is about, its method and path, and where many share these, how
/// its description begins.
fn candidates(operation: &Operation, noun: &Words, tenancy: &Tenancy) -> Vec<Words> {
    let whole = operation.id.as_deref().map(Words::of).filter(|words| !words.is_empty());
    let id = function(operation).map(Words::of).filter(|words| !words.is_empty()).or_else(|| whole.clone());
    let phrase = phrase(&operation.summary).map(|phrase| with_owners(&phrase, tenancy.within(&operation.path)));
    let path = by_path(operation);
    let said = id.as_ref().or(phrase.as_ref()).map(|words| words.then(&place(&operation.path)));
    let about = id.as_ref().filter(|id| id.as_slice().len() == 1).map(|id| id.then(noun));
    let signs = operation.id.as_deref().map(Words::with_signs).filter(|_| id.is_some());
    let spoken = phrase.as_ref().filter(|_| id.as_ref().is_some_and(|id| says_only_the_line(id, operation))).cloned();
    let opening = opening(&operation.summary);
    let served = operation.id.as_deref().and_then(without_class);
    let deed = super::resources::deed(operation, tenancy, returns_list(operation));
    let last = [Some(path.clone()), opening, Some(path.and("operation"))];
    let best = [spoken, served, id, about, whole, signs, phrase, said, deed];
    best.into_iter().chain(last).flatten().collect()
}

/// The name of a function, where a framework made the id of it, the path and the method: `read_user` of
/// `read_user_users__user_id__get` for `GET /users/{user_id}`.
fn function(operation: &Operation) -> Option<&str> {
    let word = |sign: char| if sign.is_alphanumeric() { sign } else { '_' };
    let line: String = operation.path.template().chars().map(word).collect();
    let id = operation.id.as_deref()?.strip_suffix(&operation.method.0.to_ascii_lowercase())?;
    id.strip_suffix('_')?.strip_suffix(&line).filter(|name| !name.is_empty())
}

/// What a class that serves several groups calls what it does: `ManagementService_ListUsers` is list, users. Without a
/// thing the class is needed: `UsersController_findAll`.
fn without_class(id: &str) -> Option<Words> {
    const CLASSES: &[&str] = &["api", "controller", "handler", "resource", "service"];
    const NO_THINGS: &[&str] = &["all", "by", "id", "many", "one"];
    let (class, function) = id.split_once(['_', '.', '#'])?;
    let (class, function) = (Words::of(class), Words::of(function));
    let is_class =
        class.as_slice().len() > 1 && class.as_slice().last().is_some_and(|last| CLASSES.contains(&last.as_str()));
    let things = function.as_slice().get(1..)?;
    let is_thing = |word: &String| !NO_THINGS.contains(&word.as_str());
    (is_class && things.iter().any(is_thing)).then_some(function)
}

/// Whether a call that did what was asked returns several things.
fn returns_list(operation: &Operation) -> bool {
    let success = operation.responses.iter().find(|response| response.status.is_success());
    let is_list = |ty: &Ref| matches!(ty, Ref::List { .. });
    operation.paging.is_some()
        || success.is_some_and(|answer| answer.contents.iter().any(|content| is_list(&content.ty)))
}

/// Whether an id only repeats method and path, as `post_connections` does for `POST /connections`; what the operation
/// does then stands in its description.
fn says_only_the_line(id: &Words, operation: &Operation) -> bool {
    let path = place(&operation.path);
    id.as_slice().split_first().is_some_and(|(method, rest)| {
        *method == operation.method.0.to_ascii_lowercase()
            && !rest.is_empty()
            && rest.iter().all(|word| path.as_slice().contains(word))
    })
}

/// The first sentence of a description as a name: `List all agent pools` is list, agent, pools.
fn phrase(summary: &str) -> Option<Words> {
    let words = spoken(summary)?;
    (!words.is_empty() && words.len() <= LONGEST_PHRASE).then(|| words.into_iter().collect())
}

/// How a long description begins: `Adds additional customer communication to a case that you name` is add, additional,
/// customer, communication.
fn opening(summary: &str) -> Option<Words> {
    const LENGTH: usize = 5;
    let words = spoken(summary)?;
    let mut words: Vec<String> = words.into_iter().take(LENGTH).collect();
    while words.last().is_some_and(|word| is_loose(word)) {
        words.pop();
    }
    (!words.is_empty()).then(|| words.into_iter().collect())
}

/// Words that no name ends with.
const LOOSE: &[&str] = &[
    "and", "as", "at", "by", "for", "from", "in", "into", "no", "not", "of", "on", "or", "per", "than", "that", "to",
    "via", "which", "with", "without",
];

fn is_loose(word: &str) -> bool {
    LOOSE.contains(&word)
}

/// The words of the first sentence of a description, the verb first, without fillers.
fn spoken(summary: &str) -> Option<Vec<String>> {
    let sentence = summary.split(['\n', '\r']).find(|line| !line.trim().is_empty())?;
    let sentence = sentence.split(". ").next().unwrap_or(sentence);
    let spoken = without_parentheses(sentence).replace("'s ", " ").replace("’s ", " ").replace(['\'', '’'], "");
    let mut words: Vec<String> = Words::of(&spoken).as_slice().to_vec();
    let verb = words.first_mut()?;
    if let Some((_, plain)) = VERBS.iter().find(|(known, _)| known == verb) {
        (*plain).clone_into(verb);
    }
    if let [verb, all, ..] = words.as_mut_slice()
        && verb == "get"
        && all == "all"
    {
        "list".clone_into(verb);
    }
    words.retain(|word| !FILLERS.contains(&word.as_str()));
    if words.ends_with(&["by".to_owned(), "id".to_owned()]) {
        words.truncate(words.len() - 2);
    }
    Some(words)
}

/// A phrase that says whose thing it is about: `list groups` of `/users/{id}/groups` is list, user, groups. That is done
/// whether or not another operation has the same phrase, so that names do not depend on it.
fn with_owners(phrase: &Words, pieces: &[Piece]) -> Words {
    let owners = super::resources::owners(pieces);
    let missing = owners.iter().filter(|owner| !mentions(phrase, owner)).flat_map(|owner| owner.as_slice());
    let Some((verb, rest)) = phrase.as_slice().split_first() else { return phrase.clone() };
    let front: Words = [verb].into_iter().chain(missing).collect();
    front.then(&rest.iter().collect())
}

/// Whether the phrase has the last word of the owner, perhaps shortened or in the plural.
fn mentions(phrase: &Words, owner: &Words) -> bool {
    let Some(noun) = owner.as_slice().last() else { return true };
    phrase.as_slice().iter().any(|word| {
        word.starts_with(noun.as_str())
            || (word.len() > 2 && noun.starts_with(word.as_str()))
            || singular(word) == *noun
    })
}

fn without_parentheses(text: &str) -> String {
    let mut depth = 0usize;
    text.chars()
        .filter(|sign| match sign {
            '(' => {
                depth += 1;
                false
            }
            ')' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect()
}

/// Method and path as a name: `GET /api/v1/users/{id}` is get, users, by, id.
fn by_path(operation: &Operation) -> Words {
    Words::of(&operation.method.0.to_ascii_lowercase()).then(&place(&operation.path))
}

/// A path as words, without what all paths start with.
fn place(path: &Path) -> Words {
    let mut words = Vec::new();
    let mut after_placeholder = false;
    for piece in &path.pieces {
        match piece {
            Piece::Literal(text) => {
                words.extend(Words::of_path(text).as_slice().iter().cloned());
                after_placeholder = false;
            }
            Piece::Placeholder { name, .. } => {
                words.push(if after_placeholder { "and" } else { "by" }.to_owned());
                words.extend(Words::of(name).as_slice().iter().cloned());
                after_placeholder = true;
            }
        }
    }
    for fixed in path.fixed.iter().filter(|fixed| fixed.location == Location::Query) {
        let value = fixed.value.as_deref().unwrap_or_default();
        words.extend([&fixed.name, value].into_iter().flat_map(|text| Words::of(text).as_slice().to_vec()));
    }
    let common = words.iter().take_while(|word| *word == "api" || is_version(word)).count();
    let words: Vec<_> = words.into_iter().skip(common).collect();
    if words.is_empty() { Words::of("root") } else { words.into_iter().collect() }
}

pub(super) fn is_version(word: &str) -> bool {
    word.strip_prefix('v')
        .is_some_and(|number| !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit()))
}

/// What a group is about, in the singular.
fn noun(group: &Group) -> Words {
    Words::of(&group.wire).singular()
}

/// The short methods of a group's handle: without the group's noun where that leaves a unique name.
fn methods(full: &[String], noun: &Words) -> Vec<String> {
    let all: HashSet<&str> = full.iter().map(String::as_str).collect();
    let wishes: Vec<_> = full
        .iter()
        .map(|name| {
            let short = short(&Words::of_name(name), noun).map(|words| words.snake());
            let short = short.filter(|short| !all.contains(short.as_str()) && !reserved::is_call(short));
            Wish::of((), short.into_iter().chain([name.clone()]).collect())
        })
        .collect();
    choose(&wishes, str::to_owned, |_| false)
}

/// Verbs that are about several things.
const OF_SEVERAL: &[&str] = &["count", "export", "find", "import", "list", "query", "search"];

/// What a method is called in its group, unless that would end with a word that ends no name: `by_item` in items stays.
fn short(full: &Words, noun: &Words) -> Option<Words> {
    without_noun(full, noun).filter(|words| words.as_slice().last().is_some_and(|last| !is_loose(last)))
}

/// `list_users` in users is list; `list_user_groups` is list_groups; `users_list` is list. The noun alone goes only in
/// the number that the verb lets expect, so that `get_user` and `get_users` never become the same.
fn without_noun(full: &Words, noun: &Words) -> Option<Words> {
    let words = full.as_slice();
    let count = noun.as_slice().len();
    if count == 0 {
        return None;
    }
    if let (Some(front), Some(rest @ [first, after @ ..])) = (words.get(..count), words.get(count..))
        && is_noun(front, noun)
    {
        // `CatsController_findAll` begins with the class that serves the group.
        let own = if first == "controller" && !after.is_empty() { after } else { rest };
        return Some(own.iter().collect());
    }
    let (verb, rest) = words.split_first()?;
    let (object, after) = (rest.get(..count)?, rest.get(count..)?);
    let is_plural = object != noun.as_slice();
    let expected = if after.is_empty() { is_plural == OF_SEVERAL.contains(&verb.as_str()) } else { !is_plural };
    (is_noun(object, noun) && expected).then(|| [verb].into_iter().chain(after).cloned().collect())
}

/// Whether the words are the noun, in the singular or the plural.
fn is_noun(words: &[String], noun: &Words) -> bool {
    words.iter().collect::<Words>().singular() == *noun
}

/// The fields of parameters; where two are the same, those of the path win and others say where they travel.
fn parameters(parameters: &[Parameter]) -> Vec<String> {
    let wishes: Vec<_> = parameters
        .iter()
        .map(|parameter| {
            let plain = Words::of(&parameter.wire);
            let best = members::some_words(&parameter.wire).snake();
            Wish::new(parameter.location, best, move || explicit(parameter, &plain)).written(&parameter.wire)
        })
        .collect();
    choose(&wishes, str::to_owned, reserved::is_parameter)
}

fn explicit(parameter: &Parameter, plain: &Words) -> Vec<String> {
    let signs = Words::with_signs(&parameter.wire);
    let location = parameter.location.word();
    let styled = signs.and(Words::style(&parameter.wire)).and(location);
    [plain.and(location), signs.clone(), signs.and(location), styled].iter().map(Words::snake).collect()
}
