//! The province's single sign-on: an OpenID Connect client (authorization code with PKCE, state and
//! nonce). The provider proves who somebody is; who may come in is decided here.
mod http;
mod people;

use std::{collections::BTreeMap, sync::RwLock};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use kernel::{Fault, Millis, Post, Result, UnitId};
use openidconnect::{
    AccessTokenHash, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet,
    EndpointSet, IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
    TokenResponse,
    core::{CoreAuthenticationFlow, CoreClient, CoreIdToken, CoreJwsSigningAlgorithm as Alg, CoreProviderMetadata},
};
use serde_json::Value as Json;

use crate::{
    accounts::{Accounts, Client},
    db::{self, OidcLogin},
    secret::{Secret, digest},
};

/// The provider and what its claims mean here.
#[derive(Clone, Debug, Default)]
pub struct OidcConfig {
    /// The issuer's address; its discovery document is read from there.
    pub issuer: String,
    /// Our name at the provider.
    pub client_id: String,
    /// Our secret, where the provider gave one.
    pub client_secret: Option<String>,
    /// Our address that the provider sends people back to.
    pub redirect_url: String,
    /// Scopes beside `openid`.
    pub scopes: Vec<String>,
    /// The claim that holds our sign-in names. `None` unless the provider hands out the very names
    /// used here: whoever can choose it there would be anybody here.
    pub username_claim: Option<String>,
    /// Link by mail address, when the provider says that it verified it and one person has it.
    pub by_verified_email: bool,
    /// The claim that lists groups.
    pub groups_claim: Option<String>,
    /// Posts given to members of a group, and taken from those who are in it no longer.
    pub posts_of_group: BTreeMap<String, Post>,
    /// Create unknown people in that unit. `None`: never.
    pub create_in: Option<UnitId>,
}

/// Where to send somebody, and what their browser keeps meanwhile.
#[derive(Debug)]
pub struct OidcBegun {
    /// The provider's sign-in page.
    pub url: String,
    /// For a short-lived `HttpOnly` cookie: only this browser can finish.
    pub browser: Secret,
}

/// Somebody came in.
#[derive(Debug)]
pub struct OidcDone {
    /// The new session's secret.
    pub secret: Secret,
    /// Where they wanted to go.
    pub return_to: String,
}

/// How long somebody may take at the provider.
const LOGIN_MILLIS: i64 = 10 * 60_000;
/// How long the provider's document and keys are believed.
const METADATA_MILLIS: i64 = 60 * 60_000;
/// Only signatures that nobody but the provider can make.
const ALGORITHMS: [Alg; 7] = [
    Alg::RsaSsaPkcs1V15Sha256,
    Alg::RsaSsaPkcs1V15Sha384,
    Alg::RsaSsaPkcs1V15Sha512,
    Alg::RsaSsaPssSha256,
    Alg::EcdsaP256Sha256,
    Alg::EcdsaP384Sha384,
    Alg::EdDsa,
];

type Provider =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// The client.
pub struct Oidc {
    config: OidcConfig,
    accounts: Accounts,
    http: http::Http,
    known: RwLock<Option<(Millis, CoreProviderMetadata)>>,
}

/// Whatever is wrong with an answer, people get one message and the log the cause.
fn failed(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Fault {
    Fault::unauthenticated("access-oidc-failed").because(cause)
}
fn unreachable(cause: impl std::fmt::Display) -> Fault {
    Fault::unavailable("access-oidc-unreachable").because(cause.to_string())
}
fn misconfigured(cause: impl std::fmt::Display) -> Fault {
    Fault::invalid("access-oidc-config").arg("problem", cause.to_string())
}

impl Oidc {
    /// A client; the provider is asked when the first person comes.
    ///
    /// # Errors
    /// `Invalid` for addresses that are none.
    pub fn new(config: OidcConfig, accounts: Accounts) -> Result<Self> {
        let issuer = IssuerUrl::new(config.issuer.clone()).map_err(misconfigured)?;
        let host = issuer.url().host_str().unwrap_or_default().to_owned();
        // Codes and tokens in clear only where they never leave the machine.
        if issuer.url().scheme() != "https" && !["127.0.0.1", "[::1]", "localhost"].contains(&host.as_str()) {
            return Err(misconfigured(format!("{}: https", config.issuer)));
        }
        RedirectUrl::new(config.redirect_url.clone()).map_err(misconfigured)?;
        if config.client_id.is_empty() {
            return Err(misconfigured("client_id"));
        }
        Ok(Self { config, accounts, http: http::Http::new()?, known: RwLock::default() })
    }

    fn now(&self) -> Millis {
        self.accounts.clock.now()
    }

    async fn provider(&self, afresh: bool) -> Result<Provider> {
        let now = self.now();
        let fresh = |at: &Millis| (0..METADATA_MILLIS).contains(&(now.0 - at.0));
        let known = self.known.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
        let metadata = match known.filter(|(at, _)| !afresh && fresh(at)) {
            Some((_, metadata)) => metadata,
            None => {
                let issuer = IssuerUrl::new(self.config.issuer.clone()).map_err(misconfigured)?;
                let found = CoreProviderMetadata::discover_async(issuer, &self.http).await.map_err(unreachable)?;
                *self.known.write().unwrap_or_else(std::sync::PoisonError::into_inner) = Some((now, found.clone()));
                found
            }
        };
        let id = ClientId::new(self.config.client_id.clone());
        let secret = self.config.client_secret.clone().map(ClientSecret::new);
        let back = RedirectUrl::new(self.config.redirect_url.clone()).map_err(misconfigured)?;
        Ok(CoreClient::from_provider_metadata(metadata, id, secret).set_redirect_uri(back))
    }

    /// Begins a sign-in that will end at `return_to`.
    ///
    /// # Errors
    /// `Unavailable` when the provider can't be reached.
    pub async fn begin(&self, return_to: &str, client: &Client) -> Result<OidcBegun> {
        let provider = self.provider(false).await?;
        let (state, browser) = (Secret::new("")?, Secret::new("")?);
        let login = OidcLogin {
            nonce: Secret::new("")?.reveal().to_owned(),
            verifier: Secret::new("")?.reveal().to_owned(),
            return_to: return_to.to_owned(),
            created_at: self.now(),
        };
        let verifier = PkceCodeVerifier::new(login.verifier.clone());
        let (csrf, nonce) = (CsrfToken::new(state.reveal().to_owned()), Nonce::new(login.nonce.clone()));
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let (url, _, _) = provider
            .authorize_url(flow, move || csrf, move || nonce)
            .add_scopes(self.config.scopes.iter().cloned().map(Scope::new))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .url();
        let (stated, kept) = (digest(&state), digest(&browser));
        let work = self.accounts.outside(client);
        self.accounts
            .store
            .write(&work, move |tx| Box::pin(async move { db::add_oidc_login(tx, &stated, &kept, &login).await }))
            .await?;
        Ok(OidcBegun { url: url.to_string(), browser })
    }

    /// Finishes it with what the provider sent back. A state is answered once, in the browser that
    /// began, within ten minutes.
    ///
    /// # Errors
    /// `Unauthenticated` for anything that does not fit, or when no account belongs to whoever came;
    /// `Unavailable` when the provider can't be reached.
    pub async fn finish(&self, browser: &str, state: &str, code: &str, client: &Client) -> Result<OidcDone> {
        let (stated, kept) = (digest(state), digest(browser));
        let work = self.accounts.outside(client);
        let login = self
            .accounts
            .store
            .write(&work, move |tx| Box::pin(async move { db::take_oidc_login(tx, &stated, &kept).await }))
            .await?;
        let login = login.filter(|l| (0..LOGIN_MILLIS).contains(&(self.now().0 - l.created_at.0)));
        let login = login.ok_or_else(|| failed("no such state, or another browser, or too late"))?;
        let claims = self.claims(&login, code).await?;
        let person = self.person_of(&claims, client).await?;
        let secret = self.open(&person, client).await?;
        Ok(OidcDone { secret, return_to: login.return_to })
    }

    /// The claims of a verified token: signature, issuer, audience, times, nonce, and that the access
    /// token belongs to it.
    async fn claims(&self, login: &OidcLogin, code: &str) -> Result<Json> {
        let provider = self.provider(false).await?;
        let answer = provider
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(misconfigured)?
            .set_pkce_verifier(PkceCodeVerifier::new(login.verifier.clone()))
            .request_async(&self.http)
            .await
            .map_err(|e| failed(e.to_string()))?;
        let token = answer.id_token().ok_or_else(|| failed("the answer holds no ID token"))?;
        let nonce = Nonce::new(login.nonce.clone());
        // The provider may have changed its keys since they were read: once more with fresh ones.
        let provider = match self.verify(&provider, token, &nonce) {
            Ok(()) => provider,
            Err(first) => {
                let fresh = self.provider(true).await?;
                self.verify(&fresh, token, &nonce).map_err(|_| first)?;
                fresh
            }
        };
        let verifier = self.verifier(&provider);
        let claims = token.claims(&verifier, &nonce).map_err(|e| failed(e.to_string()))?;
        if let Some(expected) = claims.access_token_hash() {
            let alg = token.signing_alg().map_err(|e| failed(e.to_string()))?;
            let key = token.signing_key(&verifier).map_err(|e| failed(e.to_string()))?;
            let actual =
                AccessTokenHash::from_token(answer.access_token(), alg, key).map_err(|e| failed(e.to_string()))?;
            if actual != *expected {
                return Err(failed("the access token is not the ID token's"));
            }
        }
        payload(token)
    }

    fn verifier<'p>(
        &self,
        provider: &'p Provider,
    ) -> openidconnect::IdTokenVerifier<'p, openidconnect::core::CoreJsonWebKey> {
        let now = chrono::DateTime::from_timestamp_millis(self.now().0).unwrap_or_default();
        provider.id_token_verifier().set_allowed_algs(ALGORITHMS).set_time_fn(move || now)
    }
    fn verify(&self, provider: &Provider, token: &CoreIdToken, nonce: &Nonce) -> Result<()> {
        token.claims(&self.verifier(provider), nonce).map(drop).map_err(|e| failed(e.to_string()))
    }
}

/// All claims of a token that was verified, custom ones too.
fn payload(token: &CoreIdToken) -> Result<Json> {
    let text = token.to_string();
    let middle = text.split('.').nth(1).unwrap_or_default();
    let bytes = URL_SAFE_NO_PAD.decode(middle.trim_end_matches('=')).map_err(failed)?;
    serde_json::from_slice(&bytes).map_err(failed)
}
