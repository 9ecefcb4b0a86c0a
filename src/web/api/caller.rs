//! Extractors that verify the bearer token and its scope.

use std::future::Future;
use std::ops::Deref;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::Method;
use actix_web::http::header::AUTHORIZATION;
use actix_web::web::{self, Data};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use jiff::Timestamp;

use super::interceptor::Interception;
use super::problem::{ApiError, BUSY};
use super::rate_limit;
use super::state::Api;
use crate::auth::{BearerError, VerifiedToken};
use crate::domain::number::{NationalId, OrganisationNumber};
use crate::domain::permission::AuthenticationLevel;
use crate::domain::person::PersonId;
use crate::domain::world::WorldName;
use crate::service::worlds::WorldsError;
use crate::service::{self, ActingAs, Service};
use crate::web::portal::Portal;

pub const READ_SCOPE: &str = "altinn:clientdelegations.read";
pub const WRITE_SCOPE: &str = "altinn:clientdelegations.write";

/// The sender of a request, stored in its extensions for the request log.
#[derive(Clone)]
pub struct Requester {
    pub person: Option<PersonId>,
    /// The organisation that the program belongs to, where its token says so.
    pub organisation: Option<OrganisationNumber>,
    /// Of the calling program.
    pub client_id: String,
    pub world: WorldName,
}

/// The calling program, and the world that its token opens.
#[derive(Clone)]
pub struct Program {
    pub api: Data<Api>,
    pub portal: Data<Portal>,
    pub client_id: String,
    /// The organisation that it belongs to, where the token says so.
    pub organisation: Option<OrganisationNumber>,
    pub scopes: Vec<String>,
    pub world: WorldName,
    pub method: Method,
    service: Service,
}

/// The person, program and world of a request's token.
#[derive(Clone)]
pub struct Caller {
    program: Program,
    pub person: PersonId,
    pub level: AuthenticationLevel,
}

/// A caller whose token has the read scope.
pub struct Reader(Caller);

/// A caller whose token has the write scope; it need not have the read scope.
pub struct Writer(Caller);

impl Program {
    /// The program of a request whose token has one of these scopes, and the token.
    pub async fn of(request: &HttpRequest, scopes: &[&str]) -> Result<(Self, VerifiedToken), ApiError> {
        let portal = request.app_data::<Data<Portal>>().expect("the app has its portal").clone();
        let api = request.app_data::<Data<Api>>().expect("the scope has its API").clone();
        let now = (portal.clock)();
        let verified = api.verifier.verify(bearer(request)?, now).await.map_err(|error| match error {
            BearerError::Provider(error) => ApiError::IssuerUnavailable(error),
            error => ApiError::Unauthorized(format!("the token {error}")),
        })?;
        request.extensions_mut().insert(rate_limit::VerifiedToken);
        let (world, service) = world(&portal, verified.world.clone()).await?;
        let organisation = verified.organisation.as_deref().and_then(|number| number.parse().ok());
        request.extensions_mut().insert(Requester {
            person: verified.national_id.as_deref().and_then(person),
            organisation,
            client_id: verified.client.clone(),
            world: world.clone(),
        });
        if !verified.scopes.iter().any(|held| scopes.contains(&held.as_str())) {
            return Err(ApiError::Forbidden("the token lacks the scope"));
        }
        let service = intercepted(&api, &world, request.method(), service).await?;
        let method = request.method().clone();
        let (client_id, scopes) = (verified.client.clone(), verified.scopes.clone());
        Ok((Self { api, portal, client_id, organisation, scopes, world, method, service }, verified))
    }

    /// Calls the service on a blocking thread.
    pub async fn run<T: Send + 'static>(
        &self,
        call: impl FnOnce(&Service) -> Result<T, ApiError> + Send + 'static,
    ) -> Result<T, ApiError> {
        let service = self.service.clone();
        web::block(move || call(&service)).await.map_err(|error| ApiError::Internal(error.into()))?
    }

    /// The time in the world, for recording changes.
    ///
    /// Tokens are checked against the real time.
    pub fn now(&self, service: &Service) -> service::Result<Timestamp> {
        Ok(service.clock()?.at((self.portal.clock)()))
    }
}

impl Caller {
    /// The caller of a request whose token has one of these scopes.
    pub async fn of(request: HttpRequest, scopes: &[&str]) -> Result<Self, ApiError> {
        let (program, verified) = Program::of(&request, scopes).await?;
        let national_id = verified.national_id.ok_or(BearerError::Missing("pid"));
        let national_id = national_id.map_err(|error| ApiError::Unauthorized(format!("the token {error}")))?;
        let person = person(&national_id).ok_or(ApiError::Forbidden("the person is nobody here"))?;
        Ok(Self { program, person, level: verified.level })
    }

    /// Calls the service on a blocking thread.
    pub async fn call_service<T: Send + 'static>(
        &self,
        call: impl FnOnce(&Self, &Service) -> Result<T, ApiError> + Send + 'static,
    ) -> Result<T, ApiError> {
        let caller = self.clone();
        self.program.run(move |service| call(&caller, service)).await
    }

    /// The person acting for an owner, with permissions limited by the token's level.
    pub fn acting_for(&self, service: &Service, owner: OrganisationNumber) -> service::Result<ActingAs> {
        let acting = service.acting_as(self.person, owner)?;
        Ok(acting.signed_in_at(self.level).by_program(self.client_id.clone()))
    }
}

impl Deref for Caller {
    type Target = Program;

    fn deref(&self) -> &Program {
        &self.program
    }
}

fn person(national_id: &str) -> Option<PersonId> {
    national_id.parse::<NationalId>().ok().map(|national_id| PersonId::of(&national_id))
}

/// Opens the world that a token names, or the portal's own if it names none.
///
/// Without the test tools the portal has only its own world.
async fn world(portal: &Data<Portal>, named: Option<String>) -> Result<(WorldName, Service), ApiError> {
    let unknown = || ApiError::Unauthorized("the token is for a world that is not here".to_owned());
    let name = match named {
        None => portal.world.clone(),
        Some(named) => named.parse::<WorldName>().map_err(|_| unknown())?,
    };
    if name == portal.world {
        return Ok((name, portal.service.clone()));
    }
    if !portal.test_tools {
        return Err(unknown());
    }
    let (worlds, wanted) = (portal.worlds.clone(), name.clone());
    let opened = web::block(move || worlds.open(&wanted)).await.map_err(|error| ApiError::Internal(error.into()))?;
    match opened {
        Ok(service) => Ok((name, service)),
        Err(WorldsError::Unknown) => Err(unknown()),
        Err(WorldsError::Store(error)) => Err(ApiError::Store(error)),
        Err(error) => Err(ApiError::Internal(error.into())),
    }
}

/// Applies the interceptor, and returns the service to call.
async fn intercepted(api: &Api, world: &WorldName, method: &Method, service: Service) -> Result<Service, ApiError> {
    let Some(interceptor) = &api.interceptor else { return Ok(service) };
    let Interception { delay, busy, declines } = interceptor.before(world, method);
    // A sleep of nothing still waits for the timer.
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    if busy {
        return Err(ApiError::Coded(BUSY));
    }
    Ok(match declines {
        Some(declines) => service.declining(declines),
        None => service,
    })
}

/// The token as sent. The scheme is case-insensitive: RFC 9110 section 11.1.
fn bearer(request: &HttpRequest) -> Result<&str, ApiError> {
    let given = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let given = given.ok_or_else(|| ApiError::Unauthorized("there is no token".to_owned()))?;
    let (scheme, token) = given.split_once(' ').unwrap_or((given, ""));
    if scheme.eq_ignore_ascii_case("bearer") {
        Ok(token.trim())
    } else {
        Err(ApiError::Unauthorized("the token is no bearer token".to_owned()))
    }
}

macro_rules! extractor {
    ($name:ident, $scope:expr) => {
        impl Deref for $name {
            type Target = Caller;

            fn deref(&self) -> &Caller {
                &self.0
            }
        }

        impl FromRequest for $name {
            type Error = ApiError;
            type Future = Pin<Box<dyn Future<Output = Result<Self, ApiError>>>>;

            fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
                let request = request.clone();
                Box::pin(async move { Caller::of(request, &[$scope]).await.map(Self) })
            }
        }
    };
}

extractor!(Reader, READ_SCOPE);
extractor!(Writer, WRITE_SCOPE);
