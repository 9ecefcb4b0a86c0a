//! The two documents by which a client learns about the provider: metadata and public keys.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, http::header};
use openidconnect::core::{
    CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClientAuthMethod, CoreGrantType, CoreJsonWebKey,
    CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm, CoreJwsSigningAlgorithm, CoreResponseMode,
    CoreResponseType, CoreSubjectIdentifierType,
};
use openidconnect::{
    AdditionalProviderMetadata, AuthUrl, AuthenticationContextClass, EndSessionUrl, IssuerUrl, JsonWebKeySetUrl,
    LanguageTag, LogoutProviderMetadata, ProviderMetadata, ResponseTypes, Scope, TokenUrl,
};
use serde::{Deserialize, Serialize};

use super::claims::AssuranceLevel;
use super::lang::Lang;
use super::provider::Provider;
use super::scope;

/// What RFC 8414 adds and openidconnect has no field for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct PkceMetadata {
    code_challenge_methods_supported: Vec<String>,
}

impl AdditionalProviderMetadata for PkceMetadata {}

pub(super) type Metadata = ProviderMetadata<
    LogoutProviderMetadata<PkceMetadata>,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

pub(super) fn metadata(issuer: &IssuerUrl) -> Result<Metadata, url::ParseError> {
    let endpoint = |path: &str| format!("{}{path}", issuer.as_str());
    let languages = Lang::ALL.map(|lang| LanguageTag::new(lang.tag().into()));
    let levels = AssuranceLevel::ALL.map(|level| AuthenticationContextClass::new(level.acr().into()));
    let scopes = scope::known().map(|scope| Scope::new(scope.into()));
    let logout = LogoutProviderMetadata {
        end_session_endpoint: Some(EndSessionUrl::new(endpoint("/endsession"))?),
        additional_metadata: PkceMetadata { code_challenge_methods_supported: vec!["S256".into()] },
    };
    let metadata = Metadata::new(
        issuer.clone(),
        AuthUrl::new(endpoint("/authorize"))?,
        JsonWebKeySetUrl::new(endpoint("/jwks"))?,
        vec![ResponseTypes::new(vec![CoreResponseType::Code])],
        vec![CoreSubjectIdentifierType::Pairwise],
        vec![CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256],
        logout,
    );
    Ok(metadata
        .set_token_endpoint(Some(TokenUrl::new(endpoint("/token"))?))
        .set_scopes_supported(Some(scopes.collect()))
        .set_response_modes_supported(Some(vec![CoreResponseMode::Query]))
        .set_grant_types_supported(Some(vec![CoreGrantType::AuthorizationCode, CoreGrantType::JwtBearer]))
        .set_token_endpoint_auth_methods_supported(Some(vec![CoreClientAuthMethod::None]))
        .set_acr_values_supported(Some(levels.into()))
        .set_ui_locales_supported(Some(languages.into()))
        .set_request_parameter_supported(Some(false))
        .set_request_uri_parameter_supported(Some(false)))
}

pub async fn configuration(provider: Data<Provider>, http: HttpRequest) -> HttpResponse {
    match metadata(&provider.issuer_of(&http)) {
        Ok(metadata) => document(&metadata),
        Err(error) => {
            tracing::error!(%error, "the issuer makes no endpoint addresses");
            HttpResponse::InternalServerError().finish()
        }
    }
}

pub async fn keys(provider: Data<Provider>) -> HttpResponse {
    document(&provider.key_set())
}

fn document(body: &impl Serialize) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .json(body)
}
