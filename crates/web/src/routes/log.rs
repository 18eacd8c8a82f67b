//! The event log, background jobs and the reader themself, as JSON.
use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
};
use kernel::{Action, Fault, JobId, Resource};
use store::event::EventFilter;

use crate::{
    api::{self, EventItem, Events, JobItem, Jobs, Myself},
    app::App,
    errors::Failure,
    extract::{self, Asked},
    registry::{Case, Route, route},
    session::Signed,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        route!(GET "/api/v1/events" Case::Province("audit.read") => events).gives(
            "Events",
            "The event log, newest first.",
            &[
                ("before", "only older ones"),
                ("kind", "only kinds that begin so"),
                ("subject", "only about this: task:uuid"),
            ],
        ),
        route!(GET "/api/v1/jobs" Case::Province("job.read") => jobs).gives(
            "Jobs",
            "Background jobs, newest first.",
            &[],
        ),
        route!(GET "/api/v1/jobs/{id}" Case::Province("job.read") => job).gives("JobItem", "One background job.", &[]),
        route!(GET "/api/v1/me" Case::Signed => me).gives("Myself", "Who is asking.", &[]),
    ]
}

/// Events on one page.
const PAGE: usize = 100;

pub(crate) fn event_item(event: store::Event) -> EventItem {
    EventItem {
        data: event.facts(),
        seq: event.seq,
        at: event.at.0,
        actor: event.actor,
        actor_name: event.actor_name,
        actor_unit: event.actor_unit,
        on_behalf_of: event.behalf,
        via: event.via,
        kind: event.kind,
        subject: event.subject,
        document: event.document,
        hash: event.hash,
    }
}

async fn events(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Asked(asked): Asked,
) -> Result<Json<Events>, Failure> {
    ctx.require(Action("audit.read"), &Resource::all("province"))?;
    let filter = EventFilter {
        subject: asked.opt("subject").map(str::to_owned),
        kind: asked.opt("kind").map(str::to_owned),
        before: asked.int("before")?,
        ..EventFilter::default()
    };
    let events = store::event::list(&mut app.store.read().await?, &filter, PAGE).await?;
    let next = if events.len() == PAGE { events.last().map(|e| e.seq) } else { None };
    Ok(Json(Events { events: events.into_iter().map(event_item).collect(), next }))
}

fn job_item(job: store::job::Job) -> JobItem {
    JobItem {
        id: job.id.to_string(),
        kind: job.kind,
        state: job.state,
        done: job.done,
        total: job.total,
        note: job.note,
        created_at: job.created_at.0,
        created_by: job.created_by,
        ended_at: job.ended_at.map(|at| at.0),
    }
}

async fn jobs(State(app): State<Arc<App>>) -> Result<Json<Jobs>, Failure> {
    let jobs = store::job::list(&mut app.store.read().await?, PAGE).await?;
    Ok(Json(Jobs { jobs: jobs.into_iter().map(job_item).collect() }))
}

async fn job(State(app): State<Arc<App>>, Path(id): Path<String>) -> Result<Json<JobItem>, Failure> {
    let id: JobId = extract::id(&id)?;
    let job = store::job::find(&mut app.store.read().await?, id).await?;
    Ok(Json(job_item(job.ok_or_else(|| Fault::not_found("fault-not-found"))?)))
}

async fn me(State(app): State<Arc<App>>, Signed(visitor, ctx): Signed) -> Result<Json<Myself>, Failure> {
    let directory = app.directories.now().await?;
    Ok(Json(Myself {
        name: ctx.actor.name.clone(),
        unit: ctx.actor.unit.map(|unit| api::unit_ref(&directory, unit)),
        posts: ctx.actor.posts.iter().map(|p| p.word()).collect::<Vec<_>>(),
        csrf: visitor.csrf.clone(),
    }))
}
