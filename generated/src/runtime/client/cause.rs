//! What lies at the bottom of a failure of the connection, and whether it would be there again. Told by types alone.

use std::error::Error;
use std::io::{self, ErrorKind};

/// Whether another attempt would fail alike: the request or the reply is none of HTTP, or TLS refuses the server.
pub(super) fn is_permanent(error: &reqwest::Error) -> bool {
    error.is_builder() || chain(error).any(is_malformed)
}

fn is_malformed(cause: &(dyn Error + 'static)) -> bool {
    let head = cause.downcast_ref::<hyper::Error>().is_some_and(hyper::Error::is_parse);
    // Of a chunk that is none, and of TLS.
    let data = cause.downcast_ref::<io::Error>().map(io::Error::kind);
    head || matches!(data, Some(ErrorKind::InvalidData | ErrorKind::InvalidInput))
}

/// The error and all that lies behind it. Errors of the system name what they hold, not what lies behind that.
fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error| behind(*error))
}

fn behind<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(held) => Some(held),
        None => error.source(),
    }
}
