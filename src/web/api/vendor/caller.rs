//! Extractors that verify the token of an organisation's program.

use std::future::Future;
use std::marker::PhantomData;
use std::ops::Deref;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use jiff::Timestamp;

use crate::domain::number::OrganisationNumber;
use crate::service::{ActingVendor, Service};
use crate::web::api::caller::Program;
use crate::web::api::problem::ApiError;
use crate::web::api::settings::Requests;

pub const REQUEST_WRITE_SCOPE: &str = "altinn:authentication/systemuser.request.write";
pub const REQUEST_READ_SCOPE: &str = "altinn:authentication/systemuser.request.read";
pub const REGISTER_SCOPE: &str = "altinn:authentication/systemregister.write";
/// Passes where [`REGISTER_SCOPE`] does, for every vendor.
const REGISTER_ADMIN_SCOPE: &str = "altinn:authentication/systemregister.admin";
pub const MASKINPORTEN_SCOPE: &str = "altinn:maskinporten/systemuser.read";

/// What a vendor's program needs for its requests and systems.
pub const VENDOR_SCOPES: [&str; 3] = [REQUEST_WRITE_SCOPE, REQUEST_READ_SCOPE, REGISTER_SCOPE];

/// What a token must allow.
pub trait Needs {
    /// One of them is enough.
    const SCOPES: &'static [&'static str];
}

macro_rules! needs {
    ($($name:ident $scopes:expr),+ $(,)?) => {
        $(pub struct $name;

        impl Needs for $name {
            const SCOPES: &'static [&'static str] = &$scopes;
        })+
    };
}

needs![
    WritesRequests [REQUEST_WRITE_SCOPE],
    ReadsRequests [REQUEST_READ_SCOPE],
    WritesRegister [REGISTER_SCOPE, REGISTER_ADMIN_SCOPE],
    LooksUpSystemUsers [MASKINPORTEN_SCOPE],
];

/// A program whose token has the scope.
pub struct Scoped<N>(Program, PhantomData<N>);

impl<N> Scoped<N> {
    /// The vendor that the token names; without one, an empty 401.
    pub fn vendor(&self) -> Result<OrganisationNumber, ApiError> {
        self.organisation.ok_or_else(|| ApiError::Unauthorized("the token has no consumer".to_owned()))
    }

    /// Calls the service on a blocking thread, as this vendor and at the world's time.
    pub async fn call<T: Send + 'static>(
        &self,
        vendor: OrganisationNumber,
        call: impl FnOnce(&ActingVendor, Timestamp) -> Result<T, ApiError> + Send + 'static,
    ) -> Result<T, ApiError> {
        let program = self.0.clone();
        let call = move |service: &Service| {
            let acting = service.acting_vendor(vendor, program.client_id.clone());
            call(&acting.as_original(program.api.settings.requests == Requests::Original), program.now(service)?)
        };
        self.run(call).await
    }
}

impl Scoped<WritesRegister> {
    /// The vendor whose systems the program may change: its own, or for the register's administrator the one named.
    pub fn registrar(&self, named: Option<OrganisationNumber>) -> Result<OrganisationNumber, ApiError> {
        let is_admin = self.scopes.iter().any(|scope| scope == REGISTER_ADMIN_SCOPE);
        named.filter(|_| is_admin).map_or_else(|| self.vendor(), Ok)
    }
}

impl<N> Deref for Scoped<N> {
    type Target = Program;

    fn deref(&self) -> &Program {
        &self.0
    }
}

impl<N: Needs> FromRequest for Scoped<N> {
    type Error = ApiError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, ApiError>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Program::of(&request, N::SCOPES).await.map(|(program, _)| Self(program, PhantomData)) })
    }
}
