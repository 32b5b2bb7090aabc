//! Collections as Postman writes them: items, addresses, pairs, variables and bodies. Knows neither the reader nor the
//! types that come of it.

pub(super) mod media_type;
pub(super) mod outline;
pub(super) mod pair;
pub(super) mod pieces;
pub(super) mod prose;
pub(super) mod relaxed;
pub(super) mod segment;
pub(super) mod variable;
