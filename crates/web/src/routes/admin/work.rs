//! Background work.
use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use kernel::{Action, JobId, Resource};

use crate::{
    app::App,
    errors::Failure,
    extract,
    lang::L,
    pages::{self, Desk, Frame, Me},
    registry::{Case, Route, route},
    session::Signed,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        route!(GET "/admin/jobs" Case::Province("job.read") => jobs),
        route!(POST "/admin/jobs/{id}/cancel" Case::Province("system.run") => cancel),
    ]
}

struct JobRow {
    id: String,
    kind: String,
    state: String,
    done: String,
    total: String,
    note: String,
    who: String,
    at: String,
    may_cancel: bool,
}
#[derive(Template)]
#[template(path = "admin_jobs.html")]
struct JobsPage {
    l: L,
    me: Me,
    frame: Frame,
    tab: &'static str,
    say: String,
    rows: Vec<JobRow>,
}

/// Rows on one page.
const PAGE: usize = 200;

async fn jobs(State(app): State<Arc<App>>, Signed(visitor, ctx): Signed) -> Result<Response, Failure> {
    ctx.require(Action("job.read"), &Resource::all("province"))?;
    let Desk { l, me, frame } = pages::desk(&app, &visitor, "admin").await?;
    let all = store::job::list(&mut app.store.read().await?, PAGE).await?;
    let open = |state: &str| matches!(state, "queued" | "running");
    let say = l.tn("admin-jobs-say", &i64::try_from(all.iter().filter(|j| open(&j.state)).count()).unwrap_or(0));
    let rows = all
        .into_iter()
        .map(|j| JobRow {
            id: j.id.to_string(),
            may_cancel: open(&j.state),
            kind: l.tk("job", &j.kind),
            state: j.state,
            done: j.done.to_string(),
            total: if j.total > 0 { j.total.to_string() } else { String::new() },
            note: j.note,
            who: j.created_by,
            at: pages::when(j.created_at, ctx.today()),
        })
        .collect();
    pages::html(&JobsPage { l, me, frame, tab: "jobs", say, rows })
}

async fn cancel(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    ctx.require(Action("system.run"), &Resource::all("province"))?;
    let id: JobId = extract::id(&id)?;
    app.store.write(&ctx, move |tx| Box::pin(async move { tx.cancel_job(id).await })).await?;
    Ok(pages::go("/admin/jobs"))
}
