//! Meetings: conclusions typed once become a draft of tasks; the next agenda lists what was not done.
use std::sync::Arc;

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use kernel::{Ctx, Day, Fault, FaultKind, Result};
use plan::{
    board::Board,
    meeting::{self, Conclusion, Meeting, Standing},
};

use super::reports;
use crate::{
    app::App,
    errors::{self, Failure},
    extract::{self, Asked, Fields},
    files,
    lang::L,
    pages::{self, Desk, Due, Frame, Me, Problem},
    registry::{Case, Route, route},
    session::{Signed, Visitor},
    url::{self, Query},
    views,
};

pub(crate) fn routes() -> Vec<Route> {
    let import = Case::Province("plan.import");
    vec![
        route!(GET "/meetings" Case::Signed => page),
        route!(GET "/meetings/new" import => new),
        route!(POST "/meetings" import => type_in),
        route!(GET "/meetings/agenda.docx" Case::Signed => agenda),
    ]
}

/// Rows of the form at first, and how many more `rows=` may ask for.
const ROWS: (usize, usize) = (8, 100);

struct OpenRow {
    name: String,
    url: String,
    lead: String,
    due: Due,
    state: String,
}
struct MeetingRow {
    title: String,
    number: String,
    day: String,
    url: String,
    done: String,
    open_url: String,
    rows: Vec<OpenRow>,
}
#[derive(Template)]
#[template(path = "meetings.html")]
struct MeetingsPage {
    l: L,
    me: Me,
    frame: Frame,
    say: String,
    as_of: String,
    as_of_iso: String,
    problems: Vec<Problem>,
    docx_url: String,
    meetings: Vec<MeetingRow>,
}
/// A row of the form.
#[derive(Default)]
struct FormRow {
    no: String,
    name: String,
    lead: String,
    coordinating: String,
    deadline: String,
    product: String,
}
#[derive(Template)]
#[template(path = "meeting_new.html")]
struct NewPage {
    l: L,
    me: Me,
    frame: Frame,
    number: String,
    issued_on: String,
    issuer: String,
    name: String,
    rows: Vec<FormRow>,
    more_url: String,
    today: String,
    problems: Vec<Problem>,
}

async fn page(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Asked(fields): Asked,
) -> Result<Response, Failure> {
    let Desk { l, me, frame } = pages::desk(&app, &visitor, "documents").await?;
    let day = extract::as_of(&fields, ctx.today())?;
    let board = app.boards.now().await?;
    let settings = app.kept.settings(&app.store).await?;
    let all = meeting::meetings(&board, views::asked(day), &views::sight(&ctx))?;
    let seen: Vec<&Standing<'_>> = all.iter().filter(|m| m.all > 0 || me.see_all).collect();
    let open: usize = seen.iter().map(|m| m.open.len()).sum();
    let view = views::day_view(day, ctx.today());
    let row = |r: &plan::list::Row| OpenRow {
        name: r.name.clone(),
        url: url::task(r.task),
        lead: r.lead_text.clone(),
        due: pages::due(l, &settings.calendar, r.due_on, &r.deadline_text, r.state.code(), day),
        state: r.state.code().to_owned(),
    };
    let meeting = |m: &&Standing<'_>| MeetingRow {
        title: m.document.title.clone(),
        number: m.document.number.clone(),
        day: m.document.issued_on.map(Day::vietnamese).unwrap_or_default(),
        url: url::document(m.document.id),
        done: l.t2("members-done", "done", pages::count(l, m.all - m.open.len()), "all", pages::count(l, m.all)),
        open_url: view.with("document", m.document.id).at(url::TASKS),
        rows: m.open.iter().map(row).collect(),
    };
    let page = MeetingsPage {
        say: l.t2("meetings-say", "open", pages::count(l, open), "count", pages::count(l, seen.len())),
        as_of: l.t1("as-of-line", "day", day),
        as_of_iso: day.vietnamese(),
        problems: vec![],
        docx_url: view.at("/meetings/agenda.docx"),
        meetings: seen.iter().map(meeting).collect(),
        l,
        me,
        frame,
    };
    pages::html(&page)
}

/// The typed rows; at least so many as the form shows.
fn typed(fields: &Fields) -> Vec<Conclusion> {
    let column = |name: &str| fields.all(name).map(str::to_owned).collect::<Vec<_>>();
    let (names, leads, helps, deadlines, products) =
        (column("task"), column("lead"), column("coordinating"), column("deadline"), column("product"));
    let at = |list: &Vec<String>, i: usize| list.get(i).cloned().unwrap_or_default();
    (0..names.len())
        .map(|i| Conclusion {
            name: at(&names, i),
            lead: at(&leads, i),
            coordinating: at(&helps, i),
            deadline: at(&deadlines, i),
            product: at(&products, i),
        })
        .collect()
}

async fn show(
    app: &App,
    visitor: &Visitor,
    ctx: &Ctx,
    fields: &Fields,
    fault: Option<Fault>,
) -> Result<Response, Failure> {
    let Desk { l, me, frame } = pages::desk(app, visitor, "documents").await?;
    let asked = fields.int("rows")?.and_then(|n| usize::try_from(n).ok()).unwrap_or(ROWS.0).clamp(ROWS.0, ROWS.1);
    let typed = typed(fields);
    let count = asked.max(typed.len());
    let mut typed = typed.into_iter();
    let rows = (1..=count)
        .map(|no| {
            let c = typed.next().unwrap_or_default();
            let (name, lead, coordinating, deadline, product) = (c.name, c.lead, c.coordinating, c.deadline, c.product);
            FormRow { no: no.to_string(), name, lead, coordinating, deadline, product }
        })
        .collect();
    let text = |name: &str| fields.get(name).to_owned();
    let status = fault.as_ref().map_or(StatusCode::OK, |f| errors::status(f.kind));
    let page = NewPage {
        number: text("number"),
        issued_on: fields.opt("issued_on").map_or_else(|| ctx.today().vietnamese(), str::to_owned),
        issuer: text("issuer"),
        name: text("name"),
        rows,
        more_url: Query::new().with("rows", (count * 2).min(ROWS.1)).at("/meetings/new"),
        today: ctx.today().to_string(),
        problems: fault.map(|f| pages::problems(l, f, "number")).transpose()?.unwrap_or_default(),
        l,
        me,
        frame,
    };
    pages::html_with(status, &page)
}

async fn new(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Asked(fields): Asked,
) -> Result<Response, Failure> {
    show(&app, &visitor, &ctx, &fields, None).await
}

async fn type_in(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    fields: Fields,
) -> Result<Response, Failure> {
    let outcome = async {
        let input = Meeting {
            number: fields.get("number").to_owned(),
            issued_on: fields.day("issued_on")?.unwrap_or_else(|| ctx.today()),
            issuer: fields.get("issuer").to_owned(),
            name: fields.get("name").to_owned(),
            conclusions: typed(&fields),
        };
        meeting::draft_conclusions(&app.store, &ctx, &app.directories, input).await
    };
    match outcome.await {
        // The same page as for a document that was read: flagged cells first, then accept.
        Ok(draft) => Ok(pages::go(&url::draft(draft.id))),
        Err(fault) if matches!(fault.kind, FaultKind::Invalid | FaultKind::Conflict) => {
            show(&app, &visitor, &ctx, &fields, Some(fault)).await
        }
        Err(fault) => Err(fault.into()),
    }
}

async fn agenda(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Asked(fields): Asked,
) -> Result<Response, Failure> {
    let day = extract::as_of(&fields, ctx.today())?;
    let board: Arc<Board> = app.boards.now().await?;
    let directory = app.directories.now().await?;
    let settings = app.kept.settings(&app.store).await?;
    let l = visitor.l;
    let say = |say: &kernel::Say| l.say(say);
    let mut head = reports::letterhead(&say, &directory, &settings.province, ctx.today());
    head.addressees = vec![];
    let all = meeting::meetings(&board, views::asked(day), &views::sight(&ctx))?;
    let document = meeting::agenda(&all, views::asked(day), &head, &say);
    let name = format!("{}-{day}.docx", l.t("meetings-agenda-name"));
    Ok(files::download(&name, files::DOCX, paper::write::docx(&document)?))
}
