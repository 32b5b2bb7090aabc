//! A clock that waits for nothing: for tests.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime};

use super::{BoxFuture, Clock};

/// A clock that stands still but for what somebody waits for: when all who wait have been asked once, the time of the one
/// who waits least comes. So a time-out passes before a longer delay, and a shorter delay before a time-out. Clones share
/// the time. What a client waits for by other means, such as a socket, takes longer than any time-out.
#[derive(Debug, Clone)]
pub struct ManualClock {
    state: Arc<Mutex<State>>,
    random: f64,
}

#[derive(Debug)]
struct State {
    now: SystemTime,
    slept: Vec<Duration>,
    /// Until when somebody waits, and who.
    waiting: Vec<(SystemTime, u64)>,
    count: u64,
}

impl ManualClock {
    /// A clock at this time; chance always says `random`.
    #[must_use]
    pub fn new(now: SystemTime, random: f64) -> Self {
        let state = State { now, slept: Vec::new(), waiting: Vec::new(), count: 0 };
        Self { state: Arc::new(Mutex::new(state)), random }
    }

    /// All sleeps that came to their end so far.
    #[must_use]
    pub fn sleeps(&self) -> Vec<Duration> {
        self.state().slept.clone()
    }

    /// Moves the clock.
    pub fn advance(&self, duration: Duration) {
        self.state().now += duration;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for ManualClock {
    fn now(&self) -> SystemTime {
        self.state().now
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<()> {
        Box::pin(Sleep { clock: self.clone(), duration, waiting: None })
    }

    fn random(&self) -> f64 {
        self.random
    }
}

/// Somebody who waits, from when they are asked first.
struct Sleep {
    clock: ManualClock,
    duration: Duration,
    waiting: Option<(SystemTime, u64)>,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let clock = self.clock.clone();
        let mut state = clock.state();
        let Some(own) = self.waiting else {
            state.count += 1;
            let own = (state.now.checked_add(self.duration).unwrap_or(state.now), state.count);
            state.waiting.push(own);
            self.waiting = Some(own);
            context.waker().wake_by_ref();
            return Poll::Pending;
        };
        if state.waiting.iter().any(|other| *other < own) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        state.now = state.now.max(own.0);
        state.slept.push(self.duration);
        state.waiting.retain(|other| *other != own);
        Poll::Ready(())
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some(own) = self.waiting {
            self.clock.state().waiting.retain(|other| *other != own);
        }
    }
}
