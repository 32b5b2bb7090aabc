// What emitted files consist of, in short and in long.

use ::outside as inside;
use ::outside::{Deep, deeper::Deeper};
use std::sync::Arc;
use super::super::{operations, runtime, types};
pub use self::users::{AddressOfTheUserWithAVeryLongName, CreateUserRequest, CreateUserRequestProfile, User};
pub mod users;
pub(super) static TABLE: Table = Table { id: "a", rows: &[(1, "one"), (2, "two")], digits: &[1, 2, 3], ..Table::NONE };
pub static LONG: runtime::Operation = runtime::Operation { id: "listUsers", path: "/api/v1/users/{id}/and/some/more", permissions: &[&["okta.users.read"]], paging: Some(runtime::Paging { style: runtime::PagingStyle::Link { cursor: Some("after") }, items: "" }), ..runtime::Operation::PLAIN };
static CHAIN: Schema = Schema::OBJECT.object(&Object { properties: &[Property::new("activated", &Schema::STRING.or_null().format(Format::DateTime)).read_only(), Property::new("id", &Schema::STRING)], ..Object::ANY });
pub type ListUsersResponse = answers::Listed<types::UserGetSingletonWithAVeryLongName, types::AnotherTypeOfALongName>;
/// A user, "quoted" \ or not.
///
/// More.
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct User<'a, T: Clone + Send> {
    /// Its name.
    pub name: Option<&'a str>,
    pub all: BTreeMap<String, Vec<super::super::a_rather_long_module_name::AndARatherLongTypeName<T>>>,
}
#[non_exhaustive]
pub enum Answer {
    /// Fine.
    Ok(Box<types::User>),
    Default(u16, types::Error),
    Headers { /** The body. */ body: Vec<u8>, location: Option<String> },
    Nothing,
}
pub trait Users: Send + Sync + 'static {
    /// List all users
    fn list_users(&self, request: runtime::Request<operations::users::ListUsers>) -> impl Future<Output = ListUsersResponse> + Send {
        runtime::not_implemented(request)
    }
}
impl<'a> Users<'a> {
    pub(super) fn new(client: &'a super::Client) -> Self {
        Self { client }
    }
    pub const fn update(&self, id: impl Into<String>, body: impl Into<types::UpdateUserRequest>) -> UpdateUser {
        UpdateUser::new(&self.client.core, operations::users::UpdateUser { id: Some(id.into()), body: Some(body.into()), ..Default::default() })
    }
    pub fn with(mut self, name: String) -> Self {
        self.name = Some(name.into());
        self
    }
}
impl runtime::Choice for Answer {
    type Kind = runtime::ChoiceKind;
    const CASES: &'static [u8] = &[1, 2];
    async fn call(&self) -> Result<(), runtime::Error> {
        let arguments: operations::Call = stage.arguments();
        let call = client.users().update(arguments.id.expect("sampled"), arguments.body.expect("sampled"));
        stage.returns(&operations::UPDATE, call.send(), |reply| reply.location.as_ref().map(round_trip::json).unwrap_or_default())?;
        Ok(())
    }
}
pub fn routes<T: Users>(service: Arc<T>) -> Vec<runtime::Route> {
    Vec::from([runtime::route(&operations::users::LIST_USERS, &service, T::list_users), runtime::route(&operations::users::CREATE_USER, &service, T::create_user)])
}
impl runtime::IntoReply for Answer {
    fn into_reply(self) -> runtime::Response {
        match self {
            Self::Ok(body) => runtime::Response::new(200).body("application/json", &body),
            Self::Headers { body, location } => runtime::Response::new(200).body("application/json", &body).header("Location", &location),
            Self::Nothing => runtime::Response::new(204),
        }
    }
}
impl From<()> for Answer {
    fn from((): ()) -> Self {
        Self::Nothing
    }
}
impl runtime::Choice for Answer {
    fn case(index: usize) -> Option<Self> {
        Some(match index {
            0 => Self::Ok(runtime::Value::blank()),
            1 => return,
            _ => return None,
        })
    }
    pub fn configure(mut self, change: impl FnOnce(runtime::ServerBuilder) -> runtime::ServerBuilder) -> Self {
        self.builder = change(self.builder);
        self
    }
    pub fn configure_all(mut self, change: impl Fn(runtime::ServerBuilder, &mut runtime::ServerBuilder) -> runtime::ServerBuilder) -> Self {
        self
    }
}
impl Server { pub fn users(mut self, service: impl users::Users) -> Self { self.builder = self.builder.routes(users::routes(::std::sync::Arc::new(service))); self } pub fn other() -> Self { ::std::default::Default::default() } }
