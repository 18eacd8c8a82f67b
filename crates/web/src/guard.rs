//! Stands before every route: finds out who comes, refuses what another site sent, checks the
//! route's case, sees to it that a form sent twice is done once, and afterwards puts faults into
//! words, counts and logs.
use std::{sync::Arc, time::Instant};

use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use kernel::{Action, Fault, Resource, Result};
use tracing::Instrument;

use crate::{
    app::App,
    csrf,
    errors::{self, Failure, Untold},
    pages,
    registry::{Case, Face, Route},
    resend::{self, Naming, Sending, Slot, Turn},
    session::{self, Visitor},
    url,
};

/// A form without files is never longer.
const FORM_BYTES: usize = 2_000_000;

/// What the guard knows of the route it stands at.
#[derive(Clone)]
pub(crate) struct Post {
    app: Arc<App>,
    path: &'static str,
    case: Case,
    face: Face,
}
impl Post {
    pub(crate) fn new(app: &Arc<App>, route: &Route) -> Self {
        Self { app: Arc::clone(app), path: route.path, case: route.case, face: route.face }
    }
    /// Where no route is.
    pub(crate) fn nowhere(app: &Arc<App>) -> Self {
        Self { app: Arc::clone(app), path: "", case: Case::Public, face: Face::Page }
    }
}

/// The answer where no route is.
pub(crate) async fn nothing_here() -> Failure {
    Failure(Fault::not_found("web-no-page"))
}

/// The middleware.
pub(crate) async fn stand(State(mut post): State<Post>, request: Request, next: Next) -> Response {
    if post.path.is_empty() && request.uri().path().starts_with("/api/") {
        post.face = Face::Api;
    }
    let begun = Instant::now();
    let trace = session::trace(request.headers());
    let span = tracing::info_span!("request", http.method = %request.method(), http.route = post.path, trace = %trace);
    let method = request.method().clone();
    let response = serve(&post, trace, request, next).instrument(span.clone()).await;
    let (status, took) = (response.status().as_u16(), begun.elapsed());
    span.in_scope(|| {
        tracing::info!(
            http.status = status,
            duration_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
            "served"
        );
    });
    let labels = [("method", method.to_string()), ("route", post.path.to_owned()), ("status", status.to_string())];
    metrics::counter!("bazan_http_requests_total", &labels).increment(1);
    metrics::histogram!("bazan_http_request_duration_seconds", &labels[..2]).record(took.as_secs_f64());
    response
}

async fn serve(post: &Post, trace: String, request: Request, next: Next) -> Response {
    if post.face == Face::Plain && post.case == Case::Public {
        let l = session::language(request.headers());
        let response = next.run(request).await;
        return match untold(&response) {
            Some(fault) => errors::json(&fault, l, &trace),
            None => response,
        };
    }
    // Parts may be looked at while waiting; a body may not.
    let (parts, body) = request.into_parts();
    let visitor = match session::identify(&post.app, &parts, trace.clone(), post.face).await {
        Ok(visitor) => Arc::new(visitor),
        Err(fault) => {
            errors::log(&fault);
            return errors::json(&fault, session::language(&parts.headers), &trace);
        }
    };
    match admit(post, &visitor, Request::from_parts(parts, body)).await {
        Ok(request) => attend(post, visitor, request, next).await,
        Err(Refusal::SignIn) => sign_in_first(post, &visitor),
        Err(Refusal::Fault(fault)) => finish(post, &visitor, Failure(fault).into_response()).await,
    }
}

/// Runs the handler; a form that was sent before is answered as it was then.
async fn attend(post: &Post, visitor: Arc<Visitor>, mut request: Request, next: Next) -> Response {
    let slot = Slot::default();
    if let Some(sending) = request.extensions().get::<Sending>().cloned() {
        match post.app.kept.resends.turn(&sending, post.app.clock.now()).await {
            Turn::First(claim) => slot.put(claim),
            Turn::Again(answer) => return finish(post, &visitor, answer).await,
        }
    }
    let is_form = matches!(post.face, Face::Page | Face::Upload) && changes(&request);
    request.extensions_mut().insert(Arc::clone(&visitor));
    request.extensions_mut().insert(slot.clone());
    let post = post.clone();
    let run = async move {
        let response = finish(&post, &visitor, next.run(request).await).await;
        slot.end(response).await
    };
    if !is_form {
        return run.await;
    }
    // A second click cancels the first request in the browser: it is ended all the same, so that
    // the second finds its answer.
    let done = tokio::spawn(run.in_current_span()).await;
    done.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

/// Puts a fault into words.
async fn finish(post: &Post, visitor: &Visitor, mut response: Response) -> Response {
    if let Some(fault) = untold(&response) {
        errors::log(&fault);
        response = match post.face {
            Face::Api => errors::json(&fault, visitor.l, &visitor.trace),
            Face::Page | Face::Upload | Face::Plain => pages::error(&post.app, visitor, &fault).await,
        };
    }
    visitor.end(&mut response);
    response
}

fn untold(response: &Response) -> Option<Arc<Fault>> {
    response.extensions().get::<Untold>().map(|untold| Arc::clone(&untold.0))
}

enum Refusal {
    SignIn,
    Fault(Fault),
}
impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// Checks everything that can be checked before the handler; gives the request back.
async fn admit(post: &Post, visitor: &Visitor, request: Request) -> Result<Request, Refusal> {
    let changes = changes(&request);
    if changes && !visitor.by_token {
        csrf::check_origin(request.headers(), &post.app.config.base_url)?;
    }
    match post.case {
        Case::Public => {}
        Case::Signed | Case::Thing(_) => drop(visitor.ctx().map_err(|_| Refusal::SignIn)?),
        Case::Province(action) => {
            let ctx = visitor.ctx().map_err(|_| Refusal::SignIn)?;
            ctx.require(Action(action), &Resource::all("province"))?;
        }
    }
    if !changes || visitor.by_token {
        return Ok(request);
    }
    Ok(check_form(post.face, visitor, request).await?)
}

fn changes(request: &Request) -> bool {
    !matches!(*request.method(), Method::GET | Method::HEAD)
}

/// Checks the form's token where there is a session, and names the sending.
async fn check_form(face: Face, visitor: &Visitor, request: Request) -> Result<Request> {
    let in_header = request.headers().get("x-csrf-token").and_then(|v| v.to_str().ok()).map(str::to_owned);
    let token = |given: Option<&str>| match visitor.signed_in() {
        true => csrf::check_token(&visitor.csrf, given),
        false => Ok(()),
    };
    match face {
        // The upload extractor reads the token from the form's first part, before any file.
        Face::Upload if in_header.is_none() => Ok(request),
        Face::Page => {
            let (mut parts, body) = request.into_parts();
            let bytes = to_bytes(body, FORM_BYTES).await.map_err(|_| Fault::too_large("web-form-too-large"))?;
            token(in_header.or_else(|| csrf::in_form(&bytes, "csrf")).as_deref())?;
            if let Some(once) = csrf::in_form(&bytes, resend::FIELD).filter(|key| !key.is_empty()) {
                let mut naming = Naming::new(&visitor.csrf, &once, parts.uri.path());
                naming.add(&bytes);
                parts.extensions.insert(naming.end());
            }
            Ok(Request::from_parts(parts, Body::from(bytes)))
        }
        _ => {
            token(in_header.as_deref())?;
            Ok(request)
        }
    }
}

/// Pages send people to the sign-in and back; programs are told.
fn sign_in_first(post: &Post, visitor: &Visitor) -> Response {
    let fault = Fault::unauthenticated("web-sign-in-first");
    if post.face == Face::Api {
        let mut response = errors::json(&fault, visitor.l, &visitor.trace);
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        return response;
    }
    let to = url::sign_in(&visitor.here);
    if visitor.htmx {
        // A fragment's place is no place for the sign-in page: the whole page goes there.
        return (StatusCode::UNAUTHORIZED, [("hx-redirect", to)]).into_response();
    }
    Redirect::to(&to).into_response()
}
