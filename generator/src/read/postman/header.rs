//! Headers of requests: which are parameters, and which say something about the body or the caller.

use super::address::Addressed;
use super::reader::Reader;
use super::syntax::pair::{Pair, Shown, headers};
use crate::model::{Location, Parameter};

/// Headers that are no parameters: they belong to the connection, to the body or to the caller's credentials.
const NO_PARAMETERS: &[&str] = &[
    "accept",
    "accept-encoding",
    "authorization",
    "cache-control",
    "connection",
    "content-length",
    "content-type",
    "cookie",
    "host",
    "postman-token",
    "transfer-encoding",
    "user-agent",
];

impl<'d> Reader<'d, '_> {
    /// The parameters in the headers of any of the requests. `keys` are those that prove who calls.
    pub(super) fn header_parameters(&self, calls: &[&Addressed<'d>], keys: &[String]) -> Vec<Parameter> {
        let all: Vec<Vec<Pair>> = calls.iter().map(|call| headers(call.call.request)).collect();
        let mut shown = Shown::default();
        for (at, pair) in all.iter().enumerate().flat_map(|(at, pairs)| pairs.iter().map(move |pair| (at, pair))) {
            let key = pair.key.to_ascii_lowercase();
            if !NO_PARAMETERS.contains(&key.as_str()) && !keys.contains(&key) {
                shown.add(at, &key, pair);
            }
        }
        let described = |pairs: &[&Pair]| self.described(&pairs.first()?.key, Location::Header, pairs);
        shown.0.iter().filter_map(|same| described(&same.pairs)).collect()
    }
}
