//! Waiting for calls without async: the same client, over one shared background runtime.

use std::future::Future;
use std::sync::OnceLock;

use tokio::runtime::{Handle, Runtime};

use super::{Error, FromReply, Items, Pages, Pending};
use crate::wire::Value;

fn wait<T>(work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    static RUNTIME: OnceLock<Option<Runtime>> = OnceLock::new();
    if Handle::try_current().is_ok() {
        return Err(Error::invalid(
            "waiting inside of an async runtime would block it; use `.await`, or `Handle::block_on` on a thread for blocking work",
        ));
    }
    let runtime =
        RUNTIME.get_or_init(|| tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().ok());
    match runtime {
        Some(runtime) => runtime.block_on(work),
        None => Err(Error::invalid("no background runtime can be started")),
    }
}

impl<T> Pending<T> {
    /// Sends the call and waits for its result.
    ///
    /// # Errors
    /// As when it is awaited; also on threads of an async runtime, which cannot be told from those where one may block:
    /// in `spawn_blocking` there is `Handle::current().block_on(call.send())`.
    pub fn wait(self) -> Result<T, Error> {
        wait(self)
    }
}

impl<T: FromReply, I: Value> Pages<T, I> {
    /// Waits for the next page.
    pub fn wait_next(&mut self) -> Option<Result<T, Error>> {
        wait(async { Ok(self.next().await) }).unwrap_or_else(|error| Some(Err(error)))
    }
}

impl<I: Value> Items<I> {
    /// Waits for the next item.
    pub fn wait_next(&mut self) -> Option<Result<I, Error>> {
        wait(async { Ok(self.next().await) }).unwrap_or_else(|error| Some(Err(error)))
    }
}
