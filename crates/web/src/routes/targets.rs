//! Targets on a day: the address is the view.
use std::sync::Arc;

use askama::Template;
use axum::{extract::State, response::Response};
use indicator::{
    book::{ActualStanding, Cell, Standing},
    explain,
    state::TargetState,
};
use kernel::{Ctx, Fault, Result, text};
use org::Directory;
use plan::{board::Board, status::TargetTally};

use super::{
    api_lists::sees,
    dashboard::{goal, history},
    tasks::{self, Hidden},
};
use crate::{
    app::App,
    draw,
    errors::Failure,
    extract::{self, Asked, Fields},
    lang::L,
    pages::{self, Choice, Desk, Filter, Frame, Me},
    registry::{Case, Route, route},
    session::Signed,
    url::{self, Query},
    views,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![route!(GET "/targets" Case::Signed => page)]
}

struct TargetRow {
    no: String,
    name: String,
    url: String,
    unit: String,
    goal: String,
    actual: String,
    actual_on: String,
    state: String,
    document: String,
    document_url: String,
    lead: String,
    points: String,
    goal_y: String,
    waiting: String,
    simulated: bool,
}
#[derive(Template)]
#[template(path = "targets.html")]
struct TargetsPage {
    l: L,
    me: Me,
    frame: Frame,
    say: String,
    as_of: String,
    q: String,
    hidden: Vec<Hidden>,
    filters: Vec<Filter>,
    clear_url: String,
    quick: Vec<Choice>,
    rows: Vec<TargetRow>,
}

/// A list of targets as its address describes it.
struct View {
    moment: plan::board::Asked,
    state: Option<TargetState>,
    document: Option<kernel::DocumentId>,
    unit: Option<kernel::UnitId>,
    words: String,
    query: Query,
}
const NAMES: [&str; 5] = ["as_of", "q", "state", "document", "unit"];

fn view(fields: &Fields, ctx: &Ctx) -> Result<View> {
    let bad = || Fault::invalid("web-bad-form").arg("field", "state").field("state");
    let state = fields.opt("state").map(|s| TargetState::from_code(s).ok_or_else(bad)).transpose()?;
    let known = fields.pairs().iter().filter(|(n, v)| NAMES.contains(&n.as_str()) && !v.is_empty());
    Ok(View {
        moment: views::asked(extract::as_of(fields, ctx.today())?),
        state,
        document: fields.id("document")?,
        unit: fields.id("unit")?,
        words: text::fold(fields.get("q")),
        query: known.fold(Query::new(), |q, (name, value)| q.with(name, value)),
    })
}

impl View {
    /// All conditions but the state's: the chips count what they would show.
    fn lets_pass(&self, cell: &Cell, standing: &Standing<'_>) -> bool {
        let name = text::fold(&standing.says.name);
        self.document.is_none_or(|d| d == cell.document)
            && self.unit.is_none_or(|u| cell.leads(self.moment).any(|lead| lead == u))
            && self.words.split_whitespace().all(|word| name.contains(word))
    }
    /// "Met" holds what is exceeded too, as in the counts.
    fn wants(&self, state: TargetState) -> bool {
        match self.state {
            None => true,
            Some(TargetState::Met) => state.is_met(),
            Some(wanted) => wanted == state,
        }
    }
}

/// Names of the units that lead a target.
pub(crate) fn leads(directory: &Directory, cell: &Cell, moment: plan::board::Asked, printed: &str) -> String {
    let names: Vec<&str> =
        cell.leads(moment).take(3).filter_map(|u| directory.unit(u)).map(|u| u.name.as_str()).collect();
    if cell.leads(moment).count() > 3 || names.is_empty() { printed.to_owned() } else { names.join("; ") }
}

fn row(l: L, view: &View, board: &Board, directory: &Directory, cell: &Cell, standing: &Standing<'_>) -> TargetRow {
    let moment = view.moment;
    let drawn = draw::spark(&history(cell, moment), goal(standing), 72.0, 20.0);
    let pending = cell.actuals.iter().any(|a| cell.actual_standing(a, moment) == Some(ActualStanding::Pending));
    TargetRow {
        no: standing.says.no.clone(),
        name: standing.says.name.clone(),
        url: url::target(cell.id),
        unit: standing.says.unit.clone(),
        goal: standing.value.map(explain::printed).unwrap_or_default(),
        actual: standing.actual.map_or_else(|| l.t("no-figure"), explain::stated),
        actual_on: standing.actual.map(|a| a.as_of.vietnamese()).unwrap_or_default(),
        state: standing.state.code().to_owned(),
        document: board.document(cell.document).map(|d| d.number.clone()).unwrap_or_default(),
        document_url: url::document(cell.document),
        lead: leads(directory, cell, moment, &standing.says.lead_text),
        points: drawn.points,
        goal_y: drawn.goal_y,
        waiting: if pending { l.t("state-submitted") } else { String::new() },
        simulated: standing.actual.is_some_and(|a| a.simulated),
    }
}

fn quick(l: L, view: &View, tally: &TargetTally) -> Vec<Choice> {
    let all = [
        (TargetState::Met, tally.met),
        (TargetState::Exceeded, tally.exceeded),
        (TargetState::NotMet, tally.not_met),
        (TargetState::Running, tally.running),
    ];
    let shown = all.into_iter().filter(|(state, count)| *count > 0 || view.state == Some(*state));
    shown
        .map(|(state, count)| {
            let on = view.state == Some(state);
            let query = if on { view.query.without("state") } else { view.query.with("state", state.code()) };
            let label = l.tk("state", state.code());
            Choice { label, url: query.at(url::TARGETS), on, count: pages::count(l, count) }
        })
        .collect()
}

async fn page(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Asked(asked): Asked,
) -> Result<Response, Failure> {
    let Desk { l, me, frame } = pages::desk(&app, &visitor, "targets").await?;
    let view = view(&asked, &ctx)?;
    let (board, directory) = (app.boards.now().await?, app.directories.now().await?);
    let sight = views::sight(&ctx);
    let mut tally = TargetTally::default();
    let mut rows = Vec::new();
    let seen = board.targets().cells().iter().filter(|c| sees(&sight, c, view.moment));
    for (cell, standing) in seen.filter_map(|c| Some((c, c.standing(view.moment)?))) {
        if view.lets_pass(cell, &standing) {
            tally.add(standing.state);
            if view.wants(standing.state) {
                rows.push(row(l, &view, &board, &directory, cell, &standing));
            }
        }
    }
    let documents = views::document_choices(&board, &sight, view.moment.day);
    let filtered = view.query.without("as_of") != Query::new();
    let total = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let hidden = view.query.without("q");
    let page = TargetsPage {
        say: match view.state {
            Some(state) => {
                l.tn("targets-say", &total)
                    + &l.t1("tasks-say-state", "state", l.tk("state", state.code()).to_lowercase())
            }
            None => l.tn("targets-say", &total),
        },
        as_of: l.t1("as-of-line", "day", view.moment.day),
        q: asked.get("q").to_owned(),
        hidden: hidden.pairs().iter().map(|(n, v)| Hidden { name: n.clone(), value: v.clone() }).collect(),
        filters: vec![tasks::filter(l, (url::TARGETS, &view.query), "document", "filter-document", documents)],
        clear_url: if filtered {
            views::day_view(view.moment.day, ctx.today()).at(url::TARGETS)
        } else {
            String::new()
        },
        quick: quick(l, &view, &tally),
        rows,
        l,
        me,
        frame,
    };
    pages::html(&page)
}
