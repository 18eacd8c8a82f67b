//! The forms of this room: adding and changing projects, stating amounts and deciding on them.
use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use budget::{
    Fund, Level, Measure, Nature,
    figure::{self, FigureOutcome, StateFigure},
    project::{self, NewProject, Says},
};
use kernel::{Ctx, Dong, Fault, FaultKind, ProjectId, Result};

use super::{
    PROJECTS, book, code,
    fields::{ProjectForm, project_form},
    project::{Mistake, show},
};
use crate::{
    app::App,
    errors::{self, Failure},
    extract::{self, Asked, Fields},
    lang::L,
    pages::{self, Desk, Frame, Me, Problem},
    registry::{Case, Route, route},
    session::{self, Signed, Visitor},
};

pub(crate) fn routes() -> Vec<Route> {
    let (manage, confirm) = (Case::Province("budget.manage"), Case::Thing("budget.confirm"));
    vec![
        route!(GET "/budget/new" manage => new),
        route!(POST "/budget/projects" manage => add),
        route!(POST "/budget/projects/{id}" manage => change),
        route!(POST "/budget/projects/{id}/figures" Case::Thing("budget.report") => state),
        route!(POST "/budget/figures/{id}/confirm" confirm => confirm_figure),
        route!(POST "/budget/figures/{id}/return" confirm => return_figure),
    ]
}

#[derive(Template)]
#[template(path = "budget_new.html")]
struct NewPage {
    l: L,
    me: Me,
    frame: Frame,
    edit: ProjectForm,
    problems: Vec<Problem>,
}

/// Mistakes in what was typed are shown on the page with it; the rest goes on as it is.
fn is_mistake(fault: &Fault) -> bool {
    !matches!(fault.kind, FaultKind::Forbidden | FaultKind::NotFound | FaultKind::Internal | FaultKind::Unavailable)
}

/// An amount as typed: `35,725 tỷ`, `267 triệu`, `1.400.000.000`.
pub(crate) fn amount(text: &str, field: &'static str) -> Result<Dong> {
    Dong::parse(text).ok_or_else(|| Fault::invalid("budget-amount-unread").arg("text", text).field(field))
}

fn needed<T>(fields: &Fields, name: &'static str, read: fn(&str) -> Option<T>) -> Result<T> {
    code(fields, name, read)?.ok_or_else(|| Fault::invalid("web-bad-form").arg("field", name).field(name))
}

fn says(fields: &Fields) -> Result<Says> {
    let missing = || Fault::invalid("budget-owner-missing").field("owner");
    Ok(Says {
        name: fields.get("name").to_owned(),
        document: fields.id("document")?,
        owner: fields.id("owner")?.ok_or_else(missing)?,
        level: needed(fields, "level", Level::from_code)?,
        nature: needed(fields, "nature", Nature::from_code)?,
        part_of: fields.id("part_of")?,
        total: fields.opt("total").map(|text| amount(text, "total")).transpose()?,
        simulated: false,
    })
}

async fn new_page(
    app: &App,
    visitor: &Visitor,
    ctx: &Ctx,
    on: &Fields,
    fault: Option<Fault>,
) -> Result<Response, Failure> {
    let Desk { l, me, frame } = pages::desk(app, visitor, "budget").await?;
    let (board, directory) = (app.boards.now().await?, app.directories.now().await?);
    let book = book(app, ctx.today().year()).await?;
    let status = fault.as_ref().map_or(StatusCode::OK, |f| errors::status(f.kind));
    let page = NewPage {
        edit: project_form(l, &board, &directory, &book, on, ctx.today()),
        problems: fault.map(|f| pages::problems(l, f, "code")).transpose()?.unwrap_or_default(),
        l,
        me,
        frame,
    };
    pages::html_with(status, &page)
}

async fn new(State(app): State<Arc<App>>, Signed(visitor, ctx): Signed, Asked(on): Asked) -> Result<Response, Failure> {
    new_page(&app, &visitor, &ctx, &on, None).await
}

async fn add(State(app): State<Arc<App>>, Signed(visitor, ctx): Signed, fields: Fields) -> Result<Response, Failure> {
    let outcome = async {
        let new = NewProject { id: None, code: fields.get("code").to_owned(), says: says(&fields)? };
        project::add_project(&app.store, &ctx, new).await
    };
    match outcome.await {
        Ok(id) => {
            let mut response = pages::go(&format!("{PROJECTS}/{id}"));
            session::say_next(&app, &mut response, "project-added");
            Ok(response)
        }
        Err(fault) if is_mistake(&fault) => new_page(&app, &visitor, &ctx, &fields, Some(fault)).await,
        Err(fault) => Err(fault.into()),
    }
}

/// Back to the project with a word of success, or with what has to be mended and nothing typed lost.
async fn answer(
    app: &App,
    (visitor, ctx): (&Visitor, &Ctx),
    id: ProjectId,
    fields: &Fields,
    outcome: Result<()>,
    done: &str,
) -> Result<Response, Failure> {
    match outcome {
        Ok(()) => {
            let mut response = pages::go(&format!("{PROJECTS}/{id}"));
            session::say_next(app, &mut response, done);
            Ok(response)
        }
        Err(fault) if is_mistake(&fault) => {
            let view = Fields::only(fields, &["year"]);
            show(app, visitor, ctx, id, &view, Some(Mistake { fault, fields })).await
        }
        Err(fault) => Err(fault.into()),
    }
}

async fn change(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Failure> {
    let id: ProjectId = extract::id(&id)?;
    let outcome = async {
        let seen = fields.int("seen")?.unwrap_or(0);
        // The sample's label stays: a correction does not make an invented project real.
        let book = book(&app, ctx.today().year()).await?;
        let simulated = book.project(id).and_then(|p| p.versions.last()).is_some_and(|v| v.says.simulated);
        let says = Says { simulated, ..says(&fields)? };
        project::change_project(&app.store, &ctx, id, seen, says).await
    };
    let outcome = outcome.await;
    answer(&app, (&visitor, &ctx), id, &fields, outcome, "project-changed").await
}

async fn state(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Failure> {
    let id: ProjectId = extract::id(&id)?;
    let outcome = async {
        let as_of = fields.day("as_of")?.unwrap_or_else(|| ctx.today());
        let measure = needed(&fields, "measure", Measure::from_code)?;
        let month = if measure == Measure::Planned { fields.int("month")?.unwrap_or(0) } else { 0 };
        let input = StateFigure {
            project: id,
            year: super::year(&fields, as_of)?,
            fund: needed(&fields, "fund", Fund::from_code)?,
            measure,
            month: i8::try_from(month).unwrap_or(-1),
            as_of,
            amount: amount(fields.get("amount"), "amount")?,
            source: fields.get("source").to_owned(),
            note: fields.get("note").to_owned(),
            simulated: false,
            replaces: fields.id("replaces")?,
            key: fields.key(),
        };
        figure::state_figure(&app.store, &ctx, input).await.map(drop)
    };
    let outcome = outcome.await;
    answer(&app, (&visitor, &ctx), id, &fields, outcome, "value-stated").await
}

async fn decided(
    app: &App,
    who: (&Visitor, &Ctx),
    fields: &Fields,
    outcome: Result<FigureOutcome>,
    done: &str,
) -> Result<Response, Failure> {
    match outcome {
        Ok(outcome) => answer(app, who, outcome.project, fields, Ok(()), done).await,
        Err(fault) => match fields.id("project") {
            Ok(Some(id)) => answer(app, who, id, fields, Err(fault), done).await,
            _ => Err(fault.into()),
        },
    }
}

async fn confirm_figure(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Failure> {
    let outcome = figure::confirm_figure(&app.store, &ctx, extract::id(&id)?).await;
    decided(&app, (&visitor, &ctx), &fields, outcome, "confirmed").await
}

async fn return_figure(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Failure> {
    let outcome = figure::return_figure(&app.store, &ctx, extract::id(&id)?, fields.get("reason")).await;
    decided(&app, (&visitor, &ctx), &fields, outcome, "returned").await
}
