//! Users as one would write them by hand with serde's derive. `known` drops what it does not name; `kept` keeps it in
//! flattened maps, where organisations add members.

macro_rules! models {
    ($module:ident $(, $rest:ident: $map:ty)?) => {
        #[doc = concat!("The types, ", stringify!($module), ".")]
        #[allow(missing_docs, reason = "the names are the vendor's")]
        pub mod $module {
            use std::collections::BTreeMap;

            use serde::{Deserialize, Serialize};

            #[derive(Clone, Debug, Default, Deserialize, Serialize)]
            #[serde(rename_all = "camelCase")]
            pub struct User {
                #[serde(skip_serializing_if = "Option::is_none")]
                pub id: Option<String>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub status: Option<Status>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub created: Option<String>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub activated: Option<String>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub status_changed: Option<String>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub last_login: Option<String>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub last_updated: Option<String>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub password_changed: Option<String>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub realm_id: Option<String>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub transitioning_to_status: Option<Status>,
                #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
                pub kind: Option<Kind>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub profile: Option<Profile>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub credentials: Option<Credentials>,
                #[serde(rename = "_links", skip_serializing_if = "Option::is_none")]
                pub links: Option<Links>,
                #[serde(rename = "_embedded", skip_serializing_if = "Option::is_none")]
                pub embedded: Option<BTreeMap<String, BTreeMap<String, serde_json::Value>>>,
                $(
                    #[serde(flatten)]
                    pub $rest: $map,
                )?
            }

            #[derive(Clone, Debug, Deserialize, Serialize)]
            #[serde(rename_all = "SCREAMING_SNAKE_CASE")]
            pub enum Status {
                Active,
                Deprovisioned,
                LockedOut,
                PasswordExpired,
                Provisioned,
                Recovery,
                Staged,
                Suspended,
            }

            #[derive(Clone, Debug, Default, Deserialize, Serialize)]
            pub struct Kind {
                #[serde(skip_serializing_if = "Option::is_none")]
                pub id: Option<String>,
            }

            models! { @strings "camelCase" Profile {
                city cost_center country_code department display_name division email employee_number first_name
                honorific_prefix honorific_suffix last_name locale login manager manager_id middle_name mobile_phone
                nick_name organization postal_address preferred_language primary_phone profile_url second_email state
                street_address timezone title user_type zip_code
            } $($rest: $map)? }

            #[derive(Clone, Debug, Default, Deserialize, Serialize)]
            pub struct Credentials {
                #[serde(skip_serializing_if = "Option::is_none")]
                pub password: Option<Password>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub provider: Option<Provider>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub recovery_question: Option<RecoveryQuestion>,
            }

            #[derive(Clone, Debug, Default, Deserialize, Serialize)]
            pub struct Password {
                #[serde(skip_serializing_if = "Option::is_none")]
                pub hash: Option<Hash>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub hook: Option<Hook>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub value: Option<String>,
            }

            #[derive(Clone, Debug, Default, Deserialize, Serialize)]
            #[serde(rename_all = "camelCase")]
            pub struct Hash {
                #[serde(skip_serializing_if = "Option::is_none")]
                pub algorithm: Option<String>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub digest_algorithm: Option<String>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub iteration_count: Option<i64>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub key_size: Option<i64>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub salt: Option<String>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub salt_order: Option<String>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub value: Option<String>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub work_factor: Option<i64>,
            }

            #[derive(Clone, Debug, Default, Deserialize, Serialize)]
            pub struct Hook {
                #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
                pub kind: Option<String>,
            }

            models! { @strings "camelCase" RecoveryQuestion { question answer } }

            #[derive(Clone, Debug, Default, Deserialize, Serialize)]
            pub struct Provider {
                #[serde(skip_serializing_if = "Option::is_none")]
                pub name: Option<String>,
                #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
                pub kind: Option<ProviderKind>,
            }

            #[derive(Clone, Debug, Deserialize, Serialize)]
            #[serde(rename_all = "SCREAMING_SNAKE_CASE")]
            pub enum ProviderKind {
                ActiveDirectory,
                Federation,
                Import,
                Ldap,
                Okta,
                Social,
            }

            #[derive(Clone, Debug, Default, Deserialize, Serialize)]
            #[serde(rename_all = "camelCase")]
            pub struct Links {
                #[serde(rename = "self", skip_serializing_if = "Option::is_none")]
                pub self_: Option<Href>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub activate: Option<Href>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub reset_password: Option<Href>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub reset_factors: Option<Href>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub expire_password: Option<Href>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub forgot_password: Option<Href>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub change_recovery_question: Option<Href>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub deactivate: Option<Href>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub reactivate: Option<Href>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub change_password: Option<Href>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub schema: Option<Href>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub suspend: Option<Href>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub unsuspend: Option<Href>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub unlock: Option<Href>,
                #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
                pub kind: Option<Href>,
            }

            #[derive(Clone, Debug, Default, Deserialize, Serialize)]
            pub struct Href {
                #[serde(skip_serializing_if = "Option::is_none")]
                pub href: Option<String>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub name: Option<String>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub templated: Option<bool>,
                #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
                pub kind: Option<String>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub hints: Option<Hints>,
            }

            #[derive(Clone, Debug, Default, Deserialize, Serialize)]
            pub struct Hints {
                #[serde(skip_serializing_if = "Option::is_none")]
                pub allow: Option<Vec<Method>>,
            }

            #[derive(Clone, Debug, Deserialize, Serialize)]
            #[serde(rename_all = "UPPERCASE")]
            pub enum Method {
                Delete,
                Get,
                Post,
                Put,
            }
        }
    };
    (@strings $case:literal $name:ident { $($field:ident)* } $($rest:ident: $map:ty)?) => {
        #[derive(Clone, Debug, Default, Deserialize, Serialize)]
        #[serde(rename_all = $case)]
        pub struct $name {
            $(
                #[serde(skip_serializing_if = "Option::is_none")]
                pub $field: Option<String>,
            )*
            $(
                #[serde(flatten)]
                pub $rest: $map,
            )?
        }
    };
}

models!(known);
models!(kept, rest: serde_json::Map<String, serde_json::Value>);
