//! What waits for the focal department: requests for an extension, check-ins, work of units that have
//! ended; and the list of what is not clear.
use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use kernel::{Day, Result, UnitId};
use plan::{check_in, clarity::Clarity, extension, handover, list::Filter};

use crate::{
    app::App,
    errors::Failure,
    extract,
    lang::L,
    pages::{self, Choice, Desk, Frame, Me},
    registry::{Case, Route, route},
    session::{self, Signed},
    url::{self, Query},
    views,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        route!(GET "/answers" Case::Province("task.confirm") => answers),
        route!(GET "/clarity" Case::Signed => clarity),
        route!(GET "/handover" Case::Province("plan.accept") => waiting),
        route!(POST "/handover/{id}" Case::Province("plan.accept") => hand_over),
    ]
}

struct WaitRow {
    url: String,
    name: String,
    unit: String,
    say: String,
    note: String,
    at: String,
}
#[derive(Template)]
#[template(path = "daily/answers.html")]
struct AnswersPage {
    l: L,
    me: Me,
    frame: Frame,
    say: String,
    extensions: Vec<WaitRow>,
    check_ins: Vec<WaitRow>,
}

/// Check-ins on one page.
const PAGE: usize = 200;

async fn answers(State(app): State<Arc<App>>, Signed(visitor, ctx): Signed) -> Result<Response, Failure> {
    let Desk { l, me, frame } = pages::desk(&app, &visitor, "tasks").await?;
    let (board, directory) = (app.boards.now().await?, app.directories.now().await?);
    let (sight, moment) = (views::sight(&ctx), views::asked(ctx.today()));
    let unit = |id| directory.unit(id).map(|u| u.name.clone()).unwrap_or_default();
    let at_line = |task, line| format!("{}?line={line}#beside-{line}", url::task(task));
    let mut sql = app.store.read().await?;
    let extensions: Vec<WaitRow> = extension::waiting(&mut sql)
        .await?
        .into_iter()
        .map(|e| WaitRow {
            url: at_line(e.task, e.line),
            unit: unit(e.unit),
            say: l.t2("daily-request-say", "from", e.due_on, "until", e.until),
            note: e.reason,
            at: pages::when(e.at, ctx.today()),
            name: e.task_name,
        })
        .collect();
    let mut check_ins = Vec::new();
    for c in check_in::waiting(&mut sql, PAGE).await? {
        let Some(task) = board.task(c.task, moment, &sight) else { continue };
        check_ins.push(WaitRow {
            url: at_line(c.task, c.line),
            name: task.row.name,
            unit: unit(c.unit),
            say: c.period.code(),
            note: c.note,
            at: pages::when(c.at, ctx.today()),
        });
    }
    let count = |n: usize| pages::count(l, n);
    let say = l.t2("daily-answers-say", "extensions", count(extensions.len()), "check_ins", count(check_ins.len()));
    pages::html(&AnswersPage { l, me, frame, say, extensions, check_ins })
}

#[derive(Template)]
#[template(path = "daily/clarity.html")]
struct ClarityPage {
    l: L,
    me: Me,
    frame: Frame,
    say: String,
    rows: Vec<Choice>,
}

async fn clarity(State(app): State<Arc<App>>, Signed(visitor, ctx): Signed) -> Result<Response, Failure> {
    let Desk { l, me, frame } = pages::desk(&app, &visitor, "tasks").await?;
    let board = app.boards.now().await?;
    let (counts, any) = board.unclear(views::asked(ctx.today()), &views::sight(&ctx), &Filter::default());
    let row = |(what, count): (Clarity, u32)| Choice {
        label: l.t(&format!("clear-{}", what.code())),
        url: Query::new().with("unclear", what.code()).at(url::TASKS),
        on: what.field().is_some(),
        count: pages::count(l, count),
    };
    let rows = counts.into_iter().map(row).collect();
    pages::html(&ClarityPage { say: l.tn("daily-clarity-say", &i64::from(any)), l, me, frame, rows })
}

struct EndedRow {
    id: String,
    name: String,
    lines: String,
    to: String,
}
#[derive(Template)]
#[template(path = "daily/handover.html")]
struct HandoverPage {
    l: L,
    me: Me,
    frame: Frame,
    rows: Vec<EndedRow>,
}

async fn waiting(State(app): State<Arc<App>>, Signed(visitor, ctx): Signed) -> Result<Response, Failure> {
    let Desk { l, me, frame } = pages::desk(&app, &visitor, "tasks").await?;
    let (board, directory) = (app.boards.now().await?, app.directories.now().await?);
    let today: Day = ctx.today();
    let name = |id: UnitId| directory.unit(id).map(|u| u.name.clone()).unwrap_or_default();
    let rows = handover::waiting(&board, &directory, today)
        .into_iter()
        .map(|e| EndedRow {
            id: e.unit.to_string(),
            name: name(e.unit),
            lines: pages::count(l, e.lines),
            to: e.successors.iter().map(|u| name(*u)).collect::<Vec<_>>().join("; "),
        })
        .collect();
    pages::html(&HandoverPage { l, me, frame, rows })
}

async fn hand_over(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    handover::hand_over(&app.store, &ctx, &app.directories, extract::id(&id)?).await?;
    let mut response = pages::go("/handover");
    session::say_next(&app, &mut response, "handed-over");
    Ok(response)
}
