//! What handlers take from a request, with faults in our words instead of the framework's.
use std::sync::Arc;

use axum::{
    Json,
    extract::{FromRequest, FromRequestParts, Multipart, Query, Request},
    http::request::Parts,
    response::{IntoResponse, Response},
};
use kernel::{Day, Fault, Id, Result, id::Kind};
use serde::de::DeserializeOwned;

use crate::{
    app::App,
    errors::Failure,
    resend::{Naming, Sending, Slot, Turn},
    session::Visitor,
    upload::{self, Upload},
};

/// A JSON body.
pub(crate) struct Body<T>(pub(crate) T);
impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Failure;
    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let Json(value) = Json::<T>::from_request(request, state)
            .await
            .map_err(|e| Fault::invalid("web-bad-json").arg("why", e.body_text()))?;
        Ok(Self(value))
    }
}

/// An urlencoded form, as pairs: names may repeat, and unknown ones are no fault.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields {
    pairs: Vec<(String, String)>,
    sending: Option<Sending>,
}
impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Failure;
    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let sending = request.extensions().get::<Sending>().cloned();
        let bytes = axum::body::Bytes::from_request(request, state)
            .await
            .map_err(|e| Fault::invalid("web-bad-form").arg("field", "").because(e))?;
        let pairs = serde_urlencoded::from_bytes(&bytes)
            .map_err(|e| Fault::invalid("web-bad-form").arg("field", "").because(e))?;
        Ok(Self { pairs, sending })
    }
}
impl From<Vec<(String, String)>> for Fields {
    fn from(pairs: Vec<(String, String)>) -> Self {
        Self { pairs, sending: None }
    }
}
impl Fields {
    /// The name of this sending, for operations that do once what is asked twice.
    pub(crate) fn key(&self) -> Option<String> {
        self.sending.as_ref().map(|s| s.0.clone())
    }
    /// The fields of a form with files.
    pub(crate) fn sent(pairs: Vec<(String, String)>, sending: Option<Sending>) -> Self {
        Self { pairs, sending }
    }
    /// Fields as a form would send them.
    pub(crate) fn of(pairs: &[(&str, String)]) -> Self {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect::<Vec<_>>().into()
    }
    /// Only those of that name.
    pub(crate) fn only(&self, names: &[&str]) -> Self {
        self.pairs.iter().filter(|(n, _)| names.contains(&n.as_str())).cloned().collect::<Vec<_>>().into()
    }
    /// A field's text without blanks around it, or `""`.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.raw(name).trim()
    }
    /// A field's text as typed: passwords may begin with a blank.
    pub(crate) fn raw(&self, name: &str) -> &str {
        self.pairs.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v)
    }
    /// A field's text, if there is any.
    pub(crate) fn opt(&self, name: &str) -> Option<&str> {
        Some(self.get(name)).filter(|v| !v.is_empty())
    }
    /// Every value of a repeated field.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs.iter().filter(move |(n, _)| n == name).map(|(_, v)| v.as_str())
    }
    /// Every pair.
    pub(crate) fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }
    /// A box that was ticked.
    pub(crate) fn ticked(&self, name: &str) -> bool {
        self.pairs.iter().any(|(n, _)| n == name)
    }
    /// A day, if one was given.
    pub(crate) fn day(&self, name: &'static str) -> Result<Option<Day>> {
        self.opt(name).map(|text| text.parse::<Day>().map_err(|f| f.field(name))).transpose()
    }
    /// A whole number, if one was given.
    pub(crate) fn int(&self, name: &'static str) -> Result<Option<i64>> {
        let bad = |_| Fault::invalid("web-bad-form").arg("field", name).field(name);
        self.opt(name).map(|text| text.parse().map_err(bad)).transpose()
    }
    /// An id, if one was given.
    pub(crate) fn id<K: Kind>(&self, name: &'static str) -> Result<Option<Id<K>>> {
        self.opt(name).map(|text| text.parse::<Id<K>>().map_err(|f| f.field(name))).transpose()
    }
}

/// The query as pairs, with the same reading as a form.
pub(crate) struct Asked(pub(crate) Fields);
impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let Query(pairs) = Query::<Vec<(String, String)>>::from_request_parts(parts, state)
            .await
            .map_err(|e| Fault::invalid("web-bad-form").arg("field", "").because(e))?;
        Ok(Self(Fields { pairs, sending: None }))
    }
}

/// A multipart form with its files, its token checked. What was sent before is answered as before.
impl FromRequest<Arc<App>> for Upload {
    type Rejection = Response;
    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Response> {
        let slot = request.extensions().get::<Slot>().cloned().unwrap_or_default();
        let (session, path) = (session_of(&request), request.uri().path().to_owned());
        let mut upload = take(request, app).await.map_err(|fault| Failure(fault).into_response())?;
        let Some(once) = upload.once() else { return Ok(upload) };
        let mut naming = Naming::new(&session, once, &path);
        upload.name_parts(&mut naming);
        let sending = naming.end();
        match app.kept.resends.turn(&sending, app.clock.now()).await {
            Turn::First(claim) => slot.put(claim),
            Turn::Again(answer) => return Err(answer),
        }
        upload.sending = Some(sending);
        Ok(upload)
    }
}

fn session_of(request: &Request) -> String {
    request.extensions().get::<Arc<Visitor>>().map(|v| v.csrf.clone()).unwrap_or_default()
}

async fn take(request: Request, app: &Arc<App>) -> Result<Upload> {
    let visitor = request.extensions().get::<Arc<Visitor>>().cloned();
    let visitor = visitor.ok_or_else(|| Fault::internal("a route without guard"))?;
    let checked = request.headers().contains_key("x-csrf-token");
    let parts =
        Multipart::from_request(request, app).await.map_err(|e| Fault::unsupported("web-upload-broken").because(e))?;
    upload::read(app, &visitor, checked, parts).await
}

/// An id in a path: what is no id names nothing.
pub(crate) fn id<K: Kind>(text: &str) -> Result<Id<K>> {
    text.parse().map_err(|_| Fault::not_found("fault-not-found"))
}

/// The day a view is asked for: today when the query does not say.
pub(crate) fn as_of(fields: &Fields, today: Day) -> Result<Day> {
    let Some(text) = fields.opt("as_of") else { return Ok(today) };
    let day: Day = text.parse().map_err(|f: Fault| f.field("as_of"))?;
    if day > today || day.year() < 2000 {
        return Err(Fault::invalid("web-bad-as-of").arg("day", day).field("as_of"));
    }
    Ok(day)
}
