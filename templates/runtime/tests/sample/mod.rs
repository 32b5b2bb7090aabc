//! A mini API, written by hand exactly as the emitters write it: the reference for them, and what the tests of the
//! runtime call.

pub mod client;
pub mod operations;
pub mod runtime;
pub mod server;
pub mod types;

pub use client::Client;

/// How the vendor dresses what no schema describes.
pub static PROFILE: runtime::Profile = runtime::Profile {
    api: "sample",
    servers: &[runtime::profile::Server {
        url: "https://{yourDomain}",
        variables: &[("yourDomain", Some("subdomain.example.com"))],
    }],
    error: Some(
        r#"{"errorCode":"{code}","errorSummary":"{message}","errorLink":"{code}","errorId":"{id}","errorCauses":[{"errorSummary":"{cause}"}]}"#,
    ),
    error_codes: &[
        (400, "E0000001"),
        (401, "E0000011"),
        (403, "E0000006"),
        (404, "E0000007"),
        (405, "E0000022"),
        (429, "E0000047"),
        (501, "E0000060"),
    ],
    request_id: Some("X-Okta-Request-Id"),
    rate_limit: Some(runtime::profile::RateLimitHeaders {
        limit: "X-Rate-Limit-Limit",
        remaining: "X-Rate-Limit-Remaining",
        reset: "X-Rate-Limit-Reset",
    }),
    token_prefixes: &["SSWS", "Bearer"],
    token_path: Some("/oauth2/v1/token"),
    retry_headers: Some("X-Okta-Retry"),
    ..runtime::Profile::PLAIN
};
