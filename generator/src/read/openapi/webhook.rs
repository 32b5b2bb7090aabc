//! What an API sends to servers of its users: webhooks, and callbacks to addresses that a call gives. Where a server takes
//! them is its own to say, so each has a path by its name.

use std::collections::HashSet;

use super::operation::Ids;
use super::reader::Reader;
use super::syntax::pointer::address;
use crate::read::node::{Member, Node};

/// A webhook or callback by its name.
pub(super) struct Webhook<'d> {
    pub(super) name: &'d str,
    /// The path by which servers know it.
    pub(super) path: String,
}

impl<'d> Reader<'d, '_> {
    /// Webhooks, in document order.
    pub(super) fn webhooks(&mut self, webhooks: impl Iterator<Item = &'d Member>, ids: &mut Ids<'d>) {
        for member in webhooks.filter(|member| !member.key.starts_with("x-")) {
            let name = member.key.as_str();
            let path = match name.strip_prefix('/') {
                Some(path) => path.split('/').map(|part| format!("/{}", segment(part))).collect(),
                None => format!("/webhooks/{}", segment(name)),
            };
            self.path(member, Some(Webhook { name, path }), ids);
        }
    }

    /// The callbacks of all operations that were read, and of these in turn. One that several operations share is one.
    pub(super) fn callbacks(&mut self, ids: &mut Ids<'d>) {
        let (mut seen, mut paths) = (HashSet::new(), HashSet::new());
        while let Some((operation, member)) = ids.callbacks.pop_front() {
            let Some(callback) = self.follow(&member.value) else { continue };
            if callback.as_map().is_none() {
                self.expected(callback, "a map", &member.key);
            }
            if !seen.insert(address(callback)) {
                continue;
            }
            let name = member.key.as_str();
            let mut own = format!("/callbacks/{}", segment(name));
            if !paths.insert(own.clone()) {
                own = format!("/callbacks/{}/{}", segment(&operation), segment(name));
            }
            for (at, item) in stated(callback).enumerate() {
                let path = if at == 0 { own.clone() } else { format!("{own}/{}", at + 1) };
                self.path(item, Some(Webhook { name, path }), ids);
            }
        }
    }
}

/// The members of a map that are no extensions.
pub(super) fn stated(map: &Node) -> impl Iterator<Item = &Member> {
    map.members().filter(|member| !member.key.starts_with("x-"))
}

/// A name as a segment of a path: what would have to be escaped there, or could mean something, is a hyphen.
fn segment(name: &str) -> String {
    let is_plain = |sign: char| sign.is_ascii_alphanumeric() || "-._~".contains(sign);
    let plain: String = name.chars().map(|sign| if is_plain(sign) { sign } else { '-' }).collect();
    if plain.chars().all(|sign| sign == '.') { "-".repeat(plain.len().max(1)) } else { plain }
}
