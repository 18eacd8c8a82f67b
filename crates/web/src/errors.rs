//! From faults to answers: one table from kind to status, and two renderers, a page and JSON. The
//! cause goes to the log and nowhere else.
use std::sync::Arc;

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use kernel::{Fault, FaultKind};
use serde::Serialize;

use crate::lang::L;

/// A fault on its way out. The guard, which knows reader and language, puts it into words.
pub(crate) struct Failure(pub(crate) Fault);
impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self(fault)
    }
}
impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = status(self.0.kind).into_response();
        response.extensions_mut().insert(Untold(Arc::new(self.0)));
        response
    }
}

/// A fault that no renderer has put into words yet.
#[derive(Clone)]
pub(crate) struct Untold(pub(crate) Arc<Fault>);

/// The one table from what an outcome means to HTTP.
pub(crate) fn status(kind: FaultKind) -> StatusCode {
    match kind {
        FaultKind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        FaultKind::Unauthenticated => StatusCode::UNAUTHORIZED,
        FaultKind::Forbidden => StatusCode::FORBIDDEN,
        FaultKind::NotFound => StatusCode::NOT_FOUND,
        FaultKind::Conflict => StatusCode::CONFLICT,
        FaultKind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        FaultKind::Unsupported => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        FaultKind::SlowDown => StatusCode::TOO_MANY_REQUESTS,
        FaultKind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        FaultKind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// Logged once, here, where it is handled.
pub(crate) fn log(fault: &Fault) {
    match fault.kind {
        FaultKind::Internal | FaultKind::Unavailable => tracing::error!(fault = ?fault, "a request failed"),
        _ => tracing::debug!(fault = ?fault, "a request was refused"),
    }
}

/// The body of a JSON answer that says no.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Problem {
    /// The kind, for machines.
    #[schema(value_type = String, example = "invalid")]
    kind: FaultKind,
    /// The message, for people, in the asked language.
    message: String,
    /// The field it is about.
    field: Option<&'static str>,
    /// Names this request in the log.
    trace: String,
}

/// The fault as JSON.
pub(crate) fn json(fault: &Fault, l: L, trace: &str) -> Response {
    let body = Problem { kind: fault.kind, message: l.say(&fault.say), field: fault.field, trace: trace.to_owned() };
    (status(fault.kind), Json(body)).into_response()
}
