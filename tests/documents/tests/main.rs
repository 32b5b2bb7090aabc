//! What is generated from odd documents, compiled, called and served.

mod all;
mod bodies;
mod canned;
mod choices;
mod numbers;
mod odd_places;
mod replies;
mod security;
mod webhooks;
