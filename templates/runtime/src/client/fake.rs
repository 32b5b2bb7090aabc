//! A fake of an API, for tests of programs that call it: it answers operation by operation with typed values, remembers
//! what it was asked, and fails, waits and breaks off on demand. Nothing is sent and nobody waits.

mod answer;
mod asked;

pub use answer::{Answer, IntoAnswer};
pub use asked::{Asked, AskedFor};

use std::collections::HashMap;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use http::{Request, Response};

use super::{Body, BoxFuture, CallType, Clock, ManualClock, Purpose, Transport, TransportError};
use crate::arguments::Arguments;
use crate::failure::Failure;
use crate::operation::Operation;
use crate::profile::Profile;
use crate::wire::Bytes;

/// Answers the calls of a client, or of clients of several APIs. Clones are the same fake.
///
/// ```text
/// let fake = Fake::new();
/// fake.on::<client::users::GetUser>().answers(|call| User { id: call.id.clone(), ..User::default() });
/// fake.on::<client::users::DeleteUser>().fails(Answer::status(503));
/// let client = Client::builder("https://example.com").fake(&fake).build()?;
/// ```
///
/// Operations are named by the type of their call: `client::users::GetUser` of the API. What is not answered is 501, in
/// the vendor's shape, as with a server that does not have the operation.
#[derive(Clone)]
pub struct Fake {
    state: Arc<Mutex<State>>,
    clock: ManualClock,
}

#[derive(Default)]
struct State {
    /// By the row of the operation: two APIs may have operations of one id.
    operations: HashMap<usize, Arc<Reaction>>,
    requests: Vec<(String, String, Arc<Reaction>)>,
    asked: Vec<Asked>,
}

type Reaction = dyn Fn(&Asked) -> Answer + Send + Sync;

/// Where the row of an operation stands: every operation of every API has one of its own.
fn row(operation: &'static Operation) -> usize {
    std::ptr::from_ref(operation).addr()
}

impl Fake {
    /// A fake that has no answer yet, with a clock of its own.
    #[must_use]
    pub fn new() -> Self {
        Self::at(SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000))
    }

    /// The same, at this time.
    #[must_use]
    pub fn at(now: SystemTime) -> Self {
        Self { state: Arc::default(), clock: ManualClock::new(now, 0.5) }
    }

    /// What happens when the operation of this call is called; replaces what was said of it before.
    #[must_use = "say what happens"]
    pub fn on<C: CallType>(&self) -> On<'_, C> {
        On { fake: self, call: PhantomData }
    }

    /// What happens to a request that no document has; token endpoints, too. The path is the whole one.
    pub fn on_request(&self, method: &str, path: &str, answer: impl Fn(&Asked) -> Answer + Send + Sync + 'static) {
        let mut state = self.state();
        state.requests.retain(|(known, at, _)| (known.as_str(), at.as_str()) != (method, path));
        state.requests.push((method.to_owned(), path.to_owned(), Arc::new(answer)));
    }

    /// All that was asked so far, every attempt.
    #[must_use]
    pub fn asked(&self) -> Vec<Asked> {
        self.state().asked.clone()
    }

    /// What was asked of one operation so far, every attempt. What cannot be read as its arguments is left out.
    #[must_use]
    pub fn calls<C: CallType>(&self) -> Vec<AskedFor<C::Arguments>> {
        let operation = C::Arguments::default().operation();
        let asked = self.asked().into_iter().filter(|asked| asked.is_for(operation));
        asked.filter_map(|asked| asked.read().ok()).collect()
    }

    /// The clock that client and fake share. It stands still but for what somebody waits for.
    #[must_use]
    pub fn clock(&self) -> &ManualClock {
        &self.clock
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Remembers a request and finds who answers it.
    fn ask(
        &self,
        operation: Option<&'static Operation>,
        base_path: &str,
        request: Request<Bytes>,
    ) -> (Asked, Option<Arc<Reaction>>) {
        let mut state = self.state();
        let same = |asked: &&Asked| match operation {
            Some(operation) => asked.is_for(operation),
            None => asked.method() == request.method().as_str() && asked.path() == request.uri().path(),
        };
        let number = state.asked.iter().filter(same).count() + 1;
        let reaction = match operation {
            Some(operation) => state.operations.get(&row(operation)).cloned(),
            None => {
                let fits = |(method, path, _): &&(String, String, Arc<Reaction>)| {
                    request.method().as_str() == method && request.uri().path() == path
                };
                state.requests.iter().find(fits).map(|(_, _, reaction)| Arc::clone(reaction))
            }
        };
        let asked = Asked::new(operation, base_path, number, request);
        state.asked.push(asked.clone());
        (asked, reaction)
    }
}

impl Default for Fake {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for Fake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fake").field("asked", &self.state().asked).finish_non_exhaustive()
    }
}

/// An operation of a fake, of which is said what happens.
#[must_use = "say what happens"]
pub struct On<'a, C> {
    fake: &'a Fake,
    call: PhantomData<C>,
}

impl<C: CallType> On<'_, C> {
    /// Answers by this function of what was asked. It returns what the call returns, or an [`Answer`] of any sort.
    pub fn answers<R: IntoAnswer<C::Returns>>(
        self,
        answer: impl Fn(&AskedFor<C::Arguments>) -> R + Send + Sync + 'static,
    ) {
        self.reacts(move |asked| match asked.read() {
            Ok(asked) => answer(&asked).into_answer(),
            Err(violations) => {
                let unreadable = Failure::new("The fake cannot read what was sent.");
                let told = violations.iter().fold(unreadable, |told, violation| told.cause(violation.to_string()));
                Answer::failure(400, told)
            }
        });
    }

    /// Always answers with this.
    pub fn returns(self, value: C::Returns)
    where
        C::Returns: IntoAnswer<C::Returns>,
    {
        self.fails(value.into_answer());
    }

    /// Always answers with this, whatever is asked.
    pub fn fails(self, answer: Answer) {
        self.reacts(move |_| answer.clone());
    }

    fn reacts(self, reaction: impl Fn(&Asked) -> Answer + Send + Sync + 'static) {
        let operation = C::Arguments::default().operation();
        self.fake.state().operations.insert(row(operation), Arc::new(reaction));
    }
}

impl<C> std::fmt::Debug for On<'_, C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("On")
    }
}

impl Transport for Fake {
    fn send(&self, request: Request<Body>) -> BoxFuture<Result<Response<Bytes>, TransportError>> {
        self.send_for(&Purpose { profile: &Profile::PLAIN, operation: None, base_path: "", base: None }, request)
    }

    fn send_for(
        &self,
        purpose: &Purpose<'_>,
        request: Request<Body>,
    ) -> BoxFuture<Result<Response<Bytes>, TransportError>> {
        let fake = self.clone();
        let Purpose { profile, operation, base_path, .. } = *purpose;
        let base_path = base_path.to_owned();
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let request = Request::from_parts(head, body.collect().await?);
            let (asked, reaction) = fake.ask(operation, &base_path, request);
            let answer = reaction.map_or_else(|| Answer::missing(asked.operation_id()), |reaction| reaction(&asked));
            if let Some(delay) = answer.delay() {
                fake.clock.sleep(delay).await;
            }
            answer.reply(profile, operation)
        })
    }
}
