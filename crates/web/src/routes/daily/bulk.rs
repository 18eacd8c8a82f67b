//! Bulk update on the pages and as JSON: the exported list comes back, is shown as it would change, and is
//! applied. Between the two steps the file stays with the browser's user, who sends it again.
use std::sync::Arc;

use askama::Template;
use axum::{Json, extract::State, response::Response};
use kernel::{Ctx, Fault, Lang, Result, Say};
use plan::bulk::{self, Applied, Leads, Preview};

use crate::{
    api::day as d,
    app::App,
    errors::Failure,
    lang::L,
    pages::{self, Desk, Frame, Me, Problem},
    registry::{Case, Face, Route, route},
    session::Signed,
    upload::{File, Upload},
    views,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        route!(GET "/tasks/update" Case::Signed => form),
        route!(POST "/tasks/update" Case::Signed => send).face(Face::Upload),
        route!(POST "/api/v1/tasks/update/preview" Case::Signed => api_preview).takes(
            "file",
            "BulkPreview",
            "Says what an exported and changed list would report; writes nothing.",
        ),
        route!(POST "/api/v1/tasks/update" Case::Signed => api_apply).takes(
            "file",
            "BulkApplied",
            "Reports what an exported and changed list says: all rows, or with `each=1` each for itself.",
        ),
    ]
}

struct RowView {
    row: String,
    name: String,
    text: String,
    state: &'static str,
}
#[derive(Template)]
#[template(path = "daily/update.html")]
struct UpdatePage {
    l: L,
    me: Me,
    frame: Frame,
    say: String,
    rows: Vec<RowView>,
    changes: usize,
    conflicts: usize,
    problems: Vec<Problem>,
}

async fn previewed(app: &App, ctx: &Ctx, file: &File) -> Result<Preview> {
    let board = app.boards.now().await?;
    let (vi, en) = (L::of(Lang::Vi), L::of(Lang::En));
    let says = |l: L| move |say: &Say| l.say(say);
    let (in_vi, in_en) = (says(vi), says(en));
    let mut sql = app.store.read().await?;
    let of = (views::asked(ctx.today()), &views::sight(ctx));
    bulk::preview(&mut sql, &board, of, (&file.name, &file.bytes), &[&in_vi, &in_en]).await
}

fn leads(l: L, leads: &Leads) -> (String, &'static str) {
    match leads {
        Leads::Nothing => (l.t("daily-bulk-nothing"), "not_started"),
        Leads::Progress { from, to, .. } => {
            (l.t2("daily-bulk-progress", "from", from.unwrap_or(0), "to", *to), "running")
        }
        Leads::Done { on, .. } => (l.t1("daily-bulk-done", "day", *on), "submitted"),
        Leads::Conflict(say) => (l.say(say), "overdue"),
    }
}

async fn form(State(app): State<Arc<App>>, Signed(visitor, _): Signed) -> Result<Response, Failure> {
    let Desk { l, me, frame } = pages::desk(&app, &visitor, "tasks").await?;
    let say = l.t("daily-bulk-title");
    pages::html(&UpdatePage { l, me, frame, say, rows: vec![], changes: 0, conflicts: 0, problems: vec![] })
}

/// Shows what the file would change, or with `do` applies it.
async fn send(State(app): State<Arc<App>>, Signed(visitor, ctx): Signed, form: Upload) -> Result<Response, Failure> {
    let Desk { l, me, frame } = pages::desk(&app, &visitor, "tasks").await?;
    let act = form.field("do").to_owned();
    let outcome = async {
        let file = form.file()?;
        let preview = previewed(&app, &ctx, &file).await?;
        if act.is_empty() {
            return Ok((preview, None));
        }
        let applied = bulk::apply(&app.store, &ctx, preview.clone(), act == "all").await?;
        Ok::<_, Fault>((preview, Some(applied)))
    };
    let page = match outcome.await {
        Ok((preview, None)) => shown(l, me, frame, &preview),
        Ok((_, Some(applied))) => done(l, me, frame, &applied),
        Err(fault) => {
            let problems = pages::problems(l, fault, "file")?;
            let say = l.t("daily-bulk-title");
            UpdatePage { l, me, frame, say, rows: vec![], changes: 0, conflicts: 0, problems }
        }
    };
    pages::html(&page)
}

fn shown(l: L, me: Me, frame: Frame, preview: &Preview) -> UpdatePage {
    let (changes, conflicts) = (preview.changes(), preview.conflicts());
    let view = |row: &bulk::BulkRow| {
        let (text, state) = leads(l, &row.leads);
        RowView { row: row.row.to_string(), name: row.name.clone(), text, state }
    };
    let moving = preview.rows.iter().filter(|r| !matches!(r.leads, Leads::Nothing));
    UpdatePage {
        say: l.t2("daily-bulk-say", "changes", pages::count(l, changes), "conflicts", pages::count(l, conflicts)),
        rows: moving.map(view).collect(),
        changes,
        conflicts,
        problems: vec![],
        l,
        me,
        frame,
    }
}

fn done(l: L, me: Me, frame: Frame, applied: &[Applied]) -> UpdatePage {
    let written = applied.iter().filter(|a| a.fault.is_none()).count();
    let view = |a: &Applied| {
        let (text, state) = match &a.fault {
            None => (l.t("daily-bulk-written"), "done_on_time"),
            Some(fault) => (l.say(&fault.say), "overdue"),
        };
        RowView { row: a.row.to_string(), name: a.name.clone(), text, state }
    };
    let left = pages::count(l, applied.len() - written);
    UpdatePage {
        say: l.t2("daily-bulk-wrote", "done", pages::count(l, written), "left", left),
        rows: applied.iter().map(view).collect(),
        changes: 0,
        conflicts: 0,
        problems: vec![],
        l,
        me,
        frame,
    }
}

async fn api_preview(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    form: Upload,
) -> Result<Json<d::BulkPreview>, Failure> {
    let preview = previewed(&app, &ctx, &form.file()?).await?;
    let item = |row: &bulk::BulkRow| {
        let (word, percent, done_on) = match &row.leads {
            Leads::Nothing => ("nothing", None, None),
            Leads::Progress { to, .. } => ("progress", Some(*to), None),
            Leads::Done { on, .. } => ("done", None, Some(on.to_string())),
            Leads::Conflict(_) => ("conflict", None, None),
        };
        let message = match &row.leads {
            Leads::Conflict(say) => visitor.l.say(say),
            _ => String::new(),
        };
        d::BulkItem { row: row.row, name: row.name.clone(), leads: word, percent, done_on, message }
    };
    Ok(Json(d::BulkPreview {
        changes: preview.changes(),
        conflicts: preview.conflicts(),
        rows: preview.rows.iter().map(item).collect(),
        digest: preview.digest,
    }))
}

async fn api_apply(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    form: Upload,
) -> Result<Json<d::BulkApplied>, Failure> {
    let all = form.field("each") != "1";
    let preview = previewed(&app, &ctx, &form.file()?).await?;
    let applied = bulk::apply(&app.store, &ctx, preview, all).await?;
    let outcome = |a: &Applied| d::BulkOutcome {
        row: a.row,
        name: a.name.clone(),
        done: a.fault.is_none(),
        message: a.fault.as_ref().map(|f| visitor.l.say(&f.say)).unwrap_or_default(),
    };
    Ok(Json(d::BulkApplied {
        done: applied.iter().filter(|a| a.fault.is_none()).count(),
        rows: applied.iter().map(outcome).collect(),
    }))
}
