//! The event log as sentences, and its verification.
use std::sync::Arc;

use askama::Template;
use axum::{extract::State, response::Response};
use kernel::{Action, Arg, Day, Resource, Say};
use org::Directory;
use store::event::{self, EventFilter};

use crate::{
    app::App,
    errors::Failure,
    extract::{Asked, Fields},
    lang::L,
    pages::{self, Desk, Frame, Me},
    registry::{Case, Route, route},
    session::{Signed, Visitor},
    url,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        route!(GET "/admin/audit" Case::Province("audit.read") => page),
        route!(POST "/admin/audit/verify" Case::Province("audit.read") => verify),
    ]
}

struct Verdict {
    good: bool,
    text: String,
}
struct EventRow {
    seq: String,
    at: String,
    who: String,
    via: String,
    text: String,
    subject: String,
    facts: String,
    hash: String,
}
#[derive(Template)]
#[template(path = "admin_audit.html")]
struct AuditPage {
    l: L,
    me: Me,
    frame: Frame,
    tab: &'static str,
    say: String,
    verdict: Option<Verdict>,
    kind: String,
    rows: Vec<EventRow>,
    more_url: String,
}

/// Events on one page.
const PAGE: usize = 100;

/// A fact as people read it: a unit or person by name, a day as days are written.
fn named(directory: &Directory, text: &str) -> Arg {
    let unit = || text.parse().ok().and_then(|id| directory.unit(id)).map(|u| u.name.clone());
    let person = || text.parse().ok().and_then(|id| directory.person(id)).map(|p| p.name.clone());
    match text.len() {
        36 => unit().or_else(person).map_or_else(|| Arg::from(text), Arg::from),
        10 => text.parse::<Day>().map_or_else(|_| Arg::from(text), Arg::from),
        _ => Arg::from(text),
    }
}

/// An event as its sentence; one without a sentence shows its kind.
fn sentence(l: L, directory: &Directory, event: &store::Event) -> String {
    let id = format!("event-{}", event.kind.replace(['.', '_'], "-"));
    if !l.knows(&id) {
        return event.kind.clone();
    }
    let facts = event.facts();
    let mut args = vec![("actor", Arg::from(&event.actor_name))];
    if let Some(facts) = facts.as_object() {
        args.extend(facts.iter().filter(|(name, _)| *name != "actor").map(|(name, value)| {
            let arg = match value {
                serde_json::Value::String(text) => named(directory, text),
                serde_json::Value::Number(n) if n.is_i64() => Arg::from(n.as_i64().unwrap_or_default()),
                other => Arg::from(other.to_string()),
            };
            (name.as_str(), arg)
        }));
    }
    l.with(&id, &args)
}

async fn show(app: &App, visitor: &Visitor, asked: &Fields, verdict: Option<Verdict>) -> Result<Response, Failure> {
    let Desk { l, me, frame } = pages::desk(app, visitor, "admin").await?;
    let kind = asked.get("kind").to_owned();
    let filter = EventFilter {
        kind: Some(kind.clone()).filter(|k| !k.is_empty()),
        before: asked.int("before")?,
        ..EventFilter::default()
    };
    let mut reader = app.store.read().await?;
    let events = event::list(&mut reader, &filter, PAGE).await?;
    let directory = app.directories.now().await?;
    let more_url = match events.last() {
        Some(last) if events.len() == PAGE => {
            url::Query::new().with("kind", &kind).with("before", last.seq).at("/admin/audit")
        }
        _ => String::new(),
    };
    let rows = events
        .iter()
        .map(|e| EventRow {
            seq: pages::count(l, e.seq),
            at: e.at.vietnamese(),
            who: e.actor_name.clone(),
            via: l.tk("via", &e.via),
            text: sentence(l, &directory, e),
            subject: e.subject.clone(),
            facts: e.data.clone(),
            hash: e.hash.clone(),
        })
        .collect();
    let say = l.tn("admin-audit-say", &app.store.head().await?);
    pages::html(&AuditPage { l, me, frame, tab: "audit", say, verdict, kind, rows, more_url })
}

async fn page(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Asked(asked): Asked,
) -> Result<Response, Failure> {
    ctx.require(Action("audit.read"), &Resource::all("province"))?;
    show(&app, &visitor, &asked, None).await
}

async fn verify(State(app): State<Arc<App>>, Signed(visitor, ctx): Signed) -> Result<Response, Failure> {
    ctx.require(Action("audit.read"), &Resource::all("province"))?;
    let found = event::verify(&app.store).await?;
    let say = match found.broken_at {
        None => Say::new("admin-chain-good").arg("count", found.events).arg("head", &found.head),
        Some(seq) => Say::new("admin-chain-broken").arg("seq", seq),
    };
    let verdict = Verdict { good: found.broken_at.is_none(), text: visitor.l.say(&say) };
    show(&app, &visitor, &Fields::default(), Some(verdict)).await
}
