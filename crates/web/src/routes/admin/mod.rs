//! Administration: how the system is, people, units over time, the calendar, the log, background
//! work and messages.
mod calendar;
mod log;
mod people;
mod policies;
mod unit_effect;
mod unit_forms;
mod unit_read;
mod units;
mod work;

use std::sync::Arc;

use askama::Template;
use axum::{extract::State, response::Response};
use kernel::{Action, Resource, Say};

use crate::{
    app::App,
    errors::Failure,
    lang::L,
    pages::{self, Desk, Frame, Me},
    registry::{Case, Route, route},
    session::Signed,
};

pub(crate) fn routes() -> Vec<Route> {
    let own = vec![route!(GET "/admin" Case::Province("job.read") => health)];
    [
        own,
        people::routes(),
        units::routes(),
        unit_forms::routes(),
        policies::routes(),
        calendar::routes(),
        log::routes(),
        work::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

struct Look {
    good: bool,
    text: String,
    url: String,
}
struct Fact {
    label: String,
    value: String,
}
#[derive(Template)]
#[template(path = "admin.html")]
struct AdminPage {
    l: L,
    me: Me,
    frame: Frame,
    tab: &'static str,
    good: bool,
    looks: Vec<Look>,
    facts: Vec<Fact>,
}

async fn health(State(app): State<Arc<App>>, Signed(visitor, ctx): Signed) -> Result<Response, Failure> {
    ctx.require(Action("job.read"), &Resource::all("province"))?;
    let Desk { l, me, frame } = pages::desk(&app, &visitor, "admin").await?;
    let mut reader = app.store.read().await?;
    let jobs = store::job::list(&mut reader, 1000).await?;
    let messages = store::outbox::list(&mut reader, 1000).await?;
    let failed = jobs.iter().filter(|j| j.state == "failed").count();
    let dead = messages.iter().filter(|m| m.state == "dead").count();
    let waiting = messages.iter().filter(|m| m.state == "waiting").count();
    let last = store::event::list(&mut reader, &store::event::EventFilter::default(), 1).await?;
    let now = ctx.now();
    let back = last.first().is_some_and(|e| e.at > now);
    let look = |good: bool, say: &Say, url: &str| Look { good, text: l.say(say), url: url.to_owned() };
    let looks = vec![
        look(true, &Say::new("admin-look-store").arg("address", app.store.address()), ""),
        look(!back, &Say::new("admin-look-clock").arg("now", now.vietnamese()), ""),
        look(failed == 0, &Say::new("admin-look-jobs").arg("count", failed), "/admin/jobs"),
        look(dead == 0, &Say::new("admin-look-mail").arg("waiting", waiting).arg("dead", dead), "/admin/outbox"),
    ];
    let mut facts = vec![
        Fact { label: l.t("admin-version"), value: env!("CARGO_PKG_VERSION").to_owned() },
        Fact { label: l.t("admin-address"), value: app.config.base_url.clone() },
    ];
    let (board, directory) = (app.boards.now().await?, app.directories.now().await?);
    let counted = [
        ("admin-count-events", usize::try_from(app.store.head().await?).unwrap_or(0)),
        ("admin-count-documents", board.documents().len()),
        ("admin-count-tasks", board.len()),
        ("admin-count-people", directory.people().len()),
    ];
    facts.extend(counted.map(|(label, n)| Fact { label: l.t(label), value: pages::count(l, n) }));
    let good = looks.iter().all(|k| k.good);
    pages::html(&AdminPage { l, me, frame, tab: "health", good, looks, facts })
}
