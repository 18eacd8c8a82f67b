//! Who comes: the session cookie or the bearer token becomes an operation context; language and
//! looks come from the person, a cookie or the browser.
use std::{net::SocketAddr, sync::Arc};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, HeaderValue, header, request::Parts},
    response::Response,
};
use kernel::{Ctx, Fault, Lang, Result, SessionId, Via};

use crate::{app::App, csrf, errors::Failure, lang::L, registry::Face};

/// How long the browser keeps the cookie; how long the session lives, `access` decides.
const KEEP_SECONDS: u32 = 30 * 86_400;
const LANG: &str = "bazan-lang";
const THEME: &str = "bazan-theme";
const FLASH: &str = "bazan-flash";

/// The one who sent the request.
pub(crate) struct Visitor {
    ctx: Option<Ctx>,
    /// The session, when they came with one.
    pub(crate) session: Option<SessionId>,
    /// They came with an API token.
    pub(crate) by_token: bool,
    /// The session's form token; empty without session.
    pub(crate) csrf: String,
    /// The words of their language.
    pub(crate) l: L,
    /// `auto`, `light`, `dark`.
    pub(crate) theme: &'static str,
    /// The request's name in the log.
    pub(crate) trace: String,
    /// Path and query, for going back.
    pub(crate) here: String,
    /// The page asks for a fragment.
    pub(crate) htmx: bool,
    /// What the last step said, as a message id: shown once.
    pub(crate) flash: Option<String>,
    /// Where they come from, for those who keep guessing out.
    pub(crate) client: access::Client,
}

impl Visitor {
    /// The context of their operations.
    pub(crate) fn ctx(&self) -> Result<&Ctx> {
        self.ctx.as_ref().ok_or_else(|| Fault::unauthenticated("web-sign-in-first"))
    }
    /// Are they signed in?
    pub(crate) fn signed_in(&self) -> bool {
        self.ctx.is_some()
    }
    /// What was shown once is not shown again.
    pub(crate) fn end(&self, response: &mut Response) {
        let is_page = response
            .headers()
            .get(header::CONTENT_TYPE)
            .is_some_and(|v| v.to_str().is_ok_and(|v| v.starts_with("text/html")));
        if self.flash.is_some() && is_page {
            set(response, &format!("{FLASH}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"));
        }
    }
}

/// A signed-in visitor; the guard has let nobody else through.
pub(crate) struct Signed(pub(crate) Arc<Visitor>, pub(crate) Ctx);
impl<S: Send + Sync> FromRequestParts<S> for Signed {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        let visitor = visitor(parts)?;
        let ctx = visitor.ctx()?.clone();
        Ok(Self(visitor, ctx))
    }
}

/// Any visitor.
pub(crate) struct Anyone(pub(crate) Arc<Visitor>);
impl<S: Send + Sync> FromRequestParts<S> for Anyone {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        Ok(Self(visitor(parts)?))
    }
}

fn visitor(parts: &Parts) -> Result<Arc<Visitor>, Failure> {
    let found = parts.extensions.get::<Arc<Visitor>>();
    Ok(Arc::clone(found.ok_or_else(|| Fault::internal("a route without guard"))?))
}

/// The request's name in the log: the proxy's, when it is one, else new.
pub(crate) fn trace(headers: &HeaderMap) -> String {
    let given = headers.get("x-request-id").and_then(|v| v.to_str().ok()).unwrap_or_default();
    let fine = (8..=64).contains(&given.len()) && given.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if fine { given.to_owned() } else { kernel::Id::<kernel::id::SessionKind>::new().to_string() }
}

/// A cookie's value.
pub(crate) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(';'))
        .find_map(|pair| pair.trim().split_once('=').filter(|(n, _)| *n == name).map(|(_, v)| v))
}

fn lang_of(code: &str) -> Option<Lang> {
    match code.get(..2)?.to_ascii_lowercase().as_str() {
        "vi" => Some(Lang::Vi),
        "en" => Some(Lang::En),
        _ => None,
    }
}

/// The language asked for by cookie or browser; Vietnamese when neither says.
pub(crate) fn language(headers: &HeaderMap) -> L {
    let told = headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    // The list is in order of wish in every browser; the weights repeat it.
    let wished = told.split(',').find_map(|part| lang_of(part.trim()));
    L::of(cookie(headers, LANG).and_then(lang_of).or(wished).unwrap_or_default())
}

fn theme(headers: &HeaderMap) -> &'static str {
    match cookie(headers, THEME) {
        Some("light") => "light",
        Some("dark") => "dark",
        _ => "auto",
    }
}

/// The address a request came from.
fn address(app: &App, request: &Parts) -> String {
    let forwarded = request.headers.get("x-forwarded-for").and_then(|v| v.to_str().ok());
    if let (true, Some(list)) = (app.config.trust_proxy, forwarded) {
        // The last entry is the one our own proxy wrote; the ones before it anybody can claim.
        return list.rsplit(',').next().unwrap_or_default().trim().to_owned();
    }
    request.extensions.get::<ConnectInfo<SocketAddr>>().map(|c| c.0.ip().to_string()).unwrap_or_default()
}

/// The cookie's name: bound to this very host when it travels over TLS.
fn session_cookie(app: &App) -> &'static str {
    if app.config.secure() { "__Host-bazan" } else { "bazan" }
}

/// Finds out who comes. A stale cookie or token is nobody.
pub(crate) async fn identify(app: &App, request: &Parts, trace: String, face: Face) -> Result<Visitor> {
    let headers = &request.headers;
    let here = request.uri.path_and_query().map_or("/", |p| p.as_str()).to_owned();
    let agent = headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
    let client = access::Client { address: address(app, request), agent, trace: trace.clone() };
    let mut visitor = Visitor {
        ctx: None,
        session: None,
        by_token: false,
        csrf: String::new(),
        l: language(headers),
        theme: theme(headers),
        trace,
        here,
        htmx: headers.contains_key("hx-request"),
        flash: cookie(headers, FLASH).filter(|id| id.starts_with("flash-")).map(str::to_owned),
        client,
    };
    let bearer =
        headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok()).and_then(|v| v.strip_prefix("Bearer "));
    // Only the API takes tokens: a page never runs on one.
    if let (Some(secret), Face::Api) = (bearer, face) {
        if let Some(token) = app.accounts.token_actor(secret, &visitor.client).await? {
            visitor.by_token = true;
            // A token may no more than its owner gave it.
            let gate = token.gate(Arc::clone(&app.gate));
            visitor.ctx = Some(Ctx { gate, ..context(app, &visitor, token.actor) });
        }
        return Ok(visitor);
    }
    if let Some(secret) = cookie(headers, session_cookie(app)).filter(|s| !s.is_empty())
        && let Some(session) = app.accounts.session(secret, &visitor.client).await?
    {
        visitor.csrf = csrf::token(secret);
        visitor.session = Some(session.id);
        if cookie(headers, LANG).is_none() {
            visitor.l = L::of(session.lang);
        }
        let mut actor = session.actor;
        actor.via = if face == Face::Api { Via::Api } else { Via::Page };
        visitor.ctx = Some(context(app, &visitor, actor));
    }
    Ok(visitor)
}

fn context(app: &App, visitor: &Visitor, actor: kernel::Actor) -> Ctx {
    Ctx {
        actor,
        clock: Arc::clone(&app.clock),
        gate: Arc::clone(&app.gate),
        trace: visitor.trace.clone(),
        lang: visitor.l.language(),
    }
}

fn set(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

fn put(app: &App, response: &mut Response, name: &str, value: &str, seconds: u32) {
    let secure = if app.config.secure() { "; Secure" } else { "" };
    set(response, &format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"));
}

/// Gives the browser its session.
pub(crate) fn begin(app: &App, response: &mut Response, secret: &str) {
    put(app, response, session_cookie(app), secret, KEEP_SECONDS);
}
/// Takes it back.
pub(crate) fn forget(app: &App, response: &mut Response) {
    put(app, response, session_cookie(app), "", 0);
}
/// Says something once on the next page: the message `flash-<code>`.
pub(crate) fn say_next(app: &App, response: &mut Response, code: &str) {
    put(app, response, FLASH, &format!("flash-{code}"), 60);
}
/// Remembers the language in this browser.
pub(crate) fn keep_language(app: &App, response: &mut Response, lang: &str) {
    put(app, response, LANG, if lang == "en" { "en" } else { "vi" }, 365 * 86_400);
}
/// Remembers light or dark in this browser.
pub(crate) fn keep_theme(app: &App, response: &mut Response, theme: &str) {
    let theme = if matches!(theme, "light" | "dark") { theme } else { "auto" };
    put(app, response, THEME, theme, 365 * 86_400);
}
/// A value of one step of the sign-in (state of the OIDC round trip, name of the second step).
pub(crate) fn keep_step(app: &App, response: &mut Response, value: &str, seconds: u32) {
    put(app, response, "bazan-step", value, seconds);
}
/// Reads it back.
pub(crate) fn step(headers: &HeaderMap) -> Option<&str> {
    cookie(headers, "bazan-step").filter(|v| !v.is_empty())
}
