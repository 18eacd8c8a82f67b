//! The work list: the address is the view, every filter a link.
use std::sync::Arc;

use askama::Template;
use axum::{extract::State, response::Response};
use kernel::{Ctx, Day, Fault, Result, Say, WorkCalendar};
use org::Directory;
use plan::{
    board::{Board, Sight},
    clarity::Clarity,
    export::{self, Sheet},
    list::{self, Page, PageAsk, Role, Sort},
    state::State as TaskState,
};

use super::daily::saved::SavedBar;
use crate::{
    app::App,
    errors::Failure,
    extract::{self, Asked, Fields},
    files,
    lang::L,
    pages::{self, Choice, Desk, Due, Filter, Frame, Me},
    registry::{Case, Route, route},
    session::Signed,
    url::{self, Query},
    views,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        route!(GET "/tasks" Case::Signed => page),
        route!(GET "/tasks/export.xlsx" Case::Signed => export_xlsx),
        route!(GET "/tasks/export.csv" Case::Signed => export_csv),
        route!(POST "/tasks/confirm" Case::Province("task.confirm") => super::task::confirm_picked),
    ]
}

/// Rows on a page.
pub(crate) const PAGE: usize = 50;

/// A list as its address describes it.
pub(crate) struct View {
    pub(crate) as_of: Day,
    pub(crate) filter: list::Filter,
    pub(crate) ask: PageAsk,
    /// The address's parameters, without the page.
    pub(crate) query: Query,
}

/// The parameters that describe a view.
const NAMES: [&str; 13] = [
    "as_of", "q", "state", "unit", "role", "document", "section", "due", "awaiting", "mine", "sort", "kind", "unclear",
];

/// Reads an address. An unknown state or unit is a fault, not an empty list.
pub(crate) fn view(fields: &Fields, ctx: &Ctx) -> Result<View> {
    let today = ctx.today();
    let as_of = extract::as_of(fields, today)?;
    let bad = |field: &'static str| Fault::invalid("web-bad-form").arg("field", field).field(field);
    let states = fields.all("state").flat_map(|s| s.split(',')).filter(|s| !s.is_empty());
    let mut filter = list::Filter {
        states: states.map(|s| TaskState::from_code(s).ok_or_else(|| bad("state"))).collect::<Result<_>>()?,
        unit: fields.id("unit")?,
        role: fields.opt("role").map(|r| Role::from_word(r).ok_or_else(|| bad("role"))).transpose()?,
        document: fields.id("document")?,
        section: fields.opt("section").map(str::to_owned),
        kinds: fields.all("kind").filter(|k| !k.is_empty()).map(str::to_owned).collect(),
        text: fields.get("q").to_owned(),
        awaiting: fields.get("awaiting") == "1",
        unclear: unclear(fields)?,
        ..list::Filter::default()
    };
    if fields.get("mine") == "1" {
        filter.unit = ctx.actor.unit;
        filter.role = Some(Role::Lead);
    }
    if let Some(days) = fields.int("due")? {
        filter.due_from = Some(as_of);
        filter.due_to = Some(as_of.plus_days(days.clamp(0, 3660)));
        if filter.states.is_empty() {
            filter.states = TaskState::ALL.into_iter().filter(|s| !s.is_closed()).collect();
        }
    }
    let sort = fields.opt("sort").map(|s| Sort::from_code(s).ok_or_else(|| bad("sort"))).transpose()?;
    let ask = PageAsk { sort: sort.unwrap_or_default(), cursor: fields.opt("after").map(str::to_owned), limit: PAGE };
    let known = fields.pairs().iter().filter(|(n, v)| NAMES.contains(&n.as_str()) && !v.is_empty());
    let query = known.fold(Query::new(), |q, (name, value)| q.with(name, value));
    Ok(View { as_of, filter, ask, query })
}

/// Which of the six clarities must be lacking.
fn unclear(fields: &Fields) -> Result<Vec<Clarity>> {
    let bad = || Fault::invalid("web-bad-form").arg("field", "unclear").field("unclear");
    let codes = fields.all("unclear").flat_map(|c| c.split(',')).filter(|c| !c.is_empty());
    codes.map(|c| Clarity::from_code(c).ok_or_else(bad)).collect()
}

pub(crate) struct Hidden {
    pub(crate) name: String,
    pub(crate) value: String,
}
struct BulkAct {
    action: String,
    label: String,
    confirm: String,
}
/// A task in a list.
pub(crate) struct TaskRow {
    pub(crate) id: String,
    pub(crate) no: String,
    pub(crate) name: String,
    pub(crate) url: String,
    pub(crate) state: String,
    pub(crate) lead: String,
    pub(crate) lead_url: String,
    pub(crate) document: String,
    pub(crate) document_url: String,
    pub(crate) due: Due,
    pub(crate) members_done: String,
    pub(crate) members: String,
    pub(crate) note: String,
    pub(crate) simulated: bool,
}

#[derive(Template)]
#[template(path = "tasks.html")]
struct TasksPage {
    l: L,
    me: Me,
    frame: Frame,
    say: String,
    formula: String,
    as_of: String,
    q: String,
    hidden: Vec<Hidden>,
    filters: Vec<Filter>,
    clear_url: String,
    quick: Vec<Choice>,
    rows: Vec<TaskRow>,
    simulated: bool,
    more_url: String,
    xlsx_url: String,
    csv_url: String,
    acts: Vec<BulkAct>,
    saved: SavedBar,
}

/// What rows need beside the board.
pub(crate) struct RowMaker<'a> {
    pub(crate) l: L,
    pub(crate) directory: &'a Directory,
    pub(crate) calendar: &'a WorkCalendar,
    pub(crate) as_of: Day,
}
impl RowMaker<'_> {
    /// The lead unit's name and page where one leads, else the text as printed.
    pub(crate) fn lead(&self, row: &list::Row) -> (String, String) {
        match row.line.as_ref().and_then(|line| self.directory.unit(line.unit)) {
            Some(unit) => (unit.name.clone(), url::unit(unit.id)),
            None => (row.lead_text.clone(), String::new()),
        }
    }
    /// A task's deadline in words.
    pub(crate) fn due(&self, row: &list::Row) -> Due {
        pages::due(self.l, self.calendar, row.due_on, &row.deadline_text, row.state.code(), self.as_of)
    }
    /// What waits, and the printed day where another counts.
    fn note(&self, row: &list::Row) -> String {
        let waits = (row.awaiting > 0).then(|| self.l.t("state-submitted"));
        let printed = row.printed_due_on.filter(|printed| row.extended > 0 && Some(*printed) != row.due_on);
        let extended = printed.map(|day| self.l.t1("daily-list-extended", "printed", day));
        waits.into_iter().chain(extended).collect::<Vec<_>>().join(" · ")
    }
    /// A row of the list.
    pub(crate) fn row(&self, row: &list::Row) -> TaskRow {
        let (lead, lead_url) = self.lead(row);
        let group = row.lines > 1;
        TaskRow {
            // What was seen goes along: a task that moved since is not confirmed blindly.
            id: format!("{}~{}", row.task, row.changed),
            no: row.no.clone(),
            name: row.name.clone(),
            url: url::task(row.task),
            state: row.state.code().to_owned(),
            lead,
            lead_url,
            document: row.document_number.clone(),
            document_url: url::document(row.document),
            due: self.due(row),
            members_done: pages::count(self.l, row.closed),
            members: if group { pages::count(self.l, row.lines) } else { String::new() },
            note: self.note(row),
            simulated: row.sample,
        }
    }
}

/// The view as a sentence.
fn say(l: L, view: &View, page: &Page, board: &Board, directory: &Directory) -> String {
    let mut text = l.tn("tasks-say", &i64::from(page.total));
    if let [state] = view.filter.states[..] {
        text += &l.t1("tasks-say-state", "state", l.tk("state", state.code()).to_lowercase());
    }
    if !view.query.get("due").is_empty() {
        text += &l.t1("tasks-say-due", "count", view.query.get("due"));
    }
    if view.filter.awaiting {
        text += &l.t("tasks-say-awaiting");
    }
    if let Some(unit) = view.filter.unit.and_then(|id| directory.unit(id)) {
        text += &l.t1("tasks-say-unit", "unit", &unit.name);
    }
    if let Some(document) = view.filter.document.and_then(|id| board.document(id)) {
        text += &l.t1("tasks-say-document", "document", &document.number);
    }
    text
}

/// A filter of the list at `path`: its choices as values and words.
pub(crate) fn filter(
    l: L,
    (path, query): (&str, &Query),
    key: &str,
    label: &str,
    choices: Vec<(String, String)>,
) -> Filter {
    let now = query.get(key).to_owned();
    let at = |value: &str| query.with(key, value).at(path);
    let value = choices.iter().find(|(v, _)| *v == now).map(|(_, text)| text.clone()).unwrap_or_default();
    Filter {
        key: key.to_owned(),
        label: l.t(label),
        value,
        on: !now.is_empty(),
        clear_url: at(""),
        choices: choices
            .into_iter()
            .map(|(v, label)| Choice { label, url: at(&v), on: v == now, count: String::new() })
            .collect(),
    }
}

fn filters(l: L, view: &View, board: &Board, directory: &Directory, sight: &Sight) -> Vec<Filter> {
    let query = &view.query;
    let documents = views::document_choices(board, sight, view.as_of);
    let days = ["7", "30", "90"].map(|d| (d.to_owned(), l.t1("filter-due-days", "count", d))).to_vec();
    let sorts = Sort::ALL.map(|s| (s.code().to_owned(), l.t(s.message_id()))).to_vec();
    let unclear = Clarity::ALL.map(|c| (c.code().to_owned(), l.tk("clear", c.code()))).to_vec();
    let awaiting = vec![("1".to_owned(), l.t("state-submitted"))];
    let mut all = vec![
        filter(l, (url::TASKS, query), "document", "filter-document", documents),
        filter(l, (url::TASKS, query), "due", "filter-due", days),
        filter(l, (url::TASKS, query), "awaiting", "filter-awaiting", awaiting),
        filter(l, (url::TASKS, query), "unclear", "filter-unclear", unclear),
        filter(l, (url::TASKS, query), "sort", "filter-sort", sorts),
    ];
    if *sight == Sight::All {
        let units = board.by_unit(views::asked(view.as_of), sight);
        let mut units: Vec<_> = units.iter().filter_map(|u| directory.unit(u.unit)).collect();
        units.sort_by(|a, b| (a.kind.is_commune(), &a.name).cmp(&(b.kind.is_commune(), &b.name)));
        let choices = units.iter().map(|u| (u.id.to_string(), u.name.clone())).collect();
        all.insert(0, filter(l, (url::TASKS, query), "unit", "filter-unit", choices));
    }
    all
}

/// Chips with the number of tasks in each state; the one that is on turns itself off.
fn quick(l: L, view: &View, page: &Page) -> Vec<Choice> {
    let shown = TaskState::ALL.into_iter().filter(|s| page.chips.of(*s) > 0 || view.filter.states.contains(s));
    shown
        .map(|state| {
            let on = view.query.get("state").split(',').any(|s| s == state.code());
            let query = if on { view.query.without("state") } else { view.query.with("state", state.code()) };
            Choice {
                label: l.tk("state", state.code()),
                url: query.at(url::TASKS),
                on,
                count: pages::count(l, page.chips.of(state)),
            }
        })
        .collect()
}

async fn page(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Asked(asked): Asked,
) -> Result<Response, Failure> {
    let Desk { l, me, frame } = pages::desk(&app, &visitor, "tasks").await?;
    let view = view(&asked, &ctx)?;
    let (board, directory) = (app.boards.now().await?, app.directories.now().await?);
    let settings = app.kept.settings(&app.store).await?;
    let sight = views::sight(&ctx);
    let page = board.list(views::asked(view.as_of), &sight, &view.filter, &view.ask)?;
    let maker = RowMaker { l, directory: &directory, calendar: &settings.calendar, as_of: view.as_of };
    let formula = match view.filter.states[..] {
        [state] => l.tk("formula", state.code()),
        _ => String::new(),
    };
    let filtered = view.query.without("sort").without("as_of") != Query::new();
    let acts = if pages::may(&ctx, "task.confirm") && page.rows.iter().any(|r| r.awaiting > 0) {
        let confirm = l.t("bulk-confirm-ask");
        vec![BulkAct { action: "/tasks/confirm".into(), label: l.t("bulk-confirm"), confirm }]
    } else {
        vec![]
    };
    let mut rows: Vec<TaskRow> = page.rows.iter().map(|r| maker.row(r)).collect();
    // Where all of it is the sample's, the head says so once.
    let simulated = !rows.is_empty() && board.documents().iter().all(|d| d.sample);
    rows.iter_mut().for_each(|row| row.simulated &= !simulated);
    let hidden = view.query.without("q");
    let shown = TasksPage {
        say: say(l, &view, &page, &board, &directory),
        formula,
        as_of: l.t1("as-of-line", "day", view.as_of),
        q: view.filter.text.clone(),
        hidden: hidden.pairs().iter().map(|(n, v)| Hidden { name: n.clone(), value: v.clone() }).collect(),
        filters: filters(l, &view, &board, &directory, &sight),
        clear_url: if filtered { views::day_view(view.as_of, ctx.today()).at(url::TASKS) } else { String::new() },
        quick: quick(l, &view, &page),
        rows,
        simulated,
        more_url: page.next.as_ref().map(|c| view.query.with("after", c).at(url::TASKS)).unwrap_or_default(),
        xlsx_url: view.query.at("/tasks/export.xlsx"),
        csv_url: view.query.at("/tasks/export.csv"),
        acts,
        saved: SavedBar::of(&mut app.store.read().await?, &ctx, l, &me, &view.query.without("as_of")).await?,
        l,
        me,
        frame,
    };
    pages::html(&shown)
}

/// The whole view as a sheet.
async fn sheet(app: &App, ctx: &Ctx, l: L, asked: &Fields) -> Result<Sheet> {
    let view = view(asked, ctx)?;
    let board = app.boards.now().await?;
    let (moment, sight) = (views::asked(view.as_of), views::sight(ctx));
    let say = |say: &Say| l.say(say);
    let mut sql = app.store.read().await?;
    export::tasks(&mut sql, &board, (moment, &sight), &view.filter, view.ask.sort, &say).await
}

async fn export_xlsx(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Asked(asked): Asked,
) -> Result<Response, Failure> {
    let sheet = sheet(&app, &ctx, visitor.l, &asked).await?;
    let today = ctx.today();
    let book = export::xlsx(&[sheet], today)?;
    Ok(files::download(&format!("{}-{today}.xlsx", visitor.l.t("export-tasks-name")), files::XLSX, book))
}

async fn export_csv(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Asked(asked): Asked,
) -> Result<Response, Failure> {
    let sheet = sheet(&app, &ctx, visitor.l, &asked).await?;
    let name = format!("{}-{}.csv", visitor.l.t("export-tasks-name"), ctx.today());
    Ok(files::download(&name, "text/csv; charset=utf-8", export::csv(&sheet)))
}
