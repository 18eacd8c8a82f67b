//! My day: one sentence, what to do now in lanes, and what changed.
use std::sync::Arc;

use askama::Template;
use axum::{extract::State, response::Response};
use kernel::{Ctx, Day, Result};
use org::Directory;
use plan::{
    board::{Asked as Moment, Board, Sight},
    history,
    list::{self, PageAsk, Row, Sort, last_words},
    state::State as TaskState,
};
use store::{Sql, event::EventFilter};

use super::tasks::RowMaker;
use crate::{
    app::App,
    errors::Failure,
    lang::L,
    pages::{self, Desk, Due, Frame, Me, SayPart},
    registry::{Case, Route, route},
    session::Signed,
    url::{self, Query},
    views,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![route!(GET "/" Case::Signed => page)]
}

struct Lane {
    code: &'static str,
    count: i64,
    rows: Vec<LaneRow>,
    more_url: String,
}
struct LaneRow {
    url: String,
    name: String,
    lead: String,
    document: String,
    note: String,
    due: Due,
    act: String,
    act_url: String,
}
struct News {
    at: String,
    text: String,
    url: String,
}
#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    l: L,
    me: Me,
    frame: Frame,
    say: Vec<SayPart>,
    as_of: String,
    lanes: Vec<Lane>,
    news: Vec<News>,
    news_url: String,
}

/// Rows of a lane.
const LANE: usize = 6;
/// News beside the lanes, and how many events are looked at for them.
const NEWS: usize = 12;
const LOOK_BACK: usize = 300;

struct Scene<'a> {
    l: L,
    ctx: &'a Ctx,
    board: &'a Board,
    rows: RowMaker<'a>,
    moment: Moment,
    sight: Sight,
    /// The lines this person answers for; `None` for who looks after the whole province.
    own: Option<list::Filter>,
    /// Whether they confirm what others report.
    confirms: bool,
}

impl Scene<'_> {
    fn filter(&self) -> list::Filter {
        self.own.clone().unwrap_or_default()
    }
    fn view(&self) -> Query {
        if self.own.is_some() { Query::new().with("mine", "1") } else { Query::new() }
    }
    fn row(&self, row: &Row, note: String, act: &'static str) -> LaneRow {
        let anchor = row.line.as_ref().map(|l| format!("#line-{}", l.line)).unwrap_or_default();
        LaneRow {
            url: url::task(row.task),
            name: row.name.clone(),
            lead: self.rows.lead(row).0,
            document: row.document_number.clone(),
            note,
            due: self.rows.due(row),
            act: if act.is_empty() { String::new() } else { self.l.t(act) },
            act_url: format!("{}{anchor}", url::task(row.task)),
        }
    }
    /// The words of the button: who leads reports, who follows looks.
    fn act(&self) -> &'static str {
        if self.own.is_some() { "home-report" } else { "" }
    }
    fn lane(
        &self,
        code: &'static str,
        filter: &list::Filter,
        sort: Sort,
        view: &Query,
        act: &'static str,
    ) -> Result<Lane> {
        let ask = PageAsk { sort, limit: LANE, cursor: None };
        let page = self.board.list(self.moment, &self.sight, filter, &ask)?;
        let more_url = if page.total as usize > page.rows.len() { view.at(url::TASKS) } else { String::new() };
        let rows = page.rows.iter().map(|r| self.row(r, String::new(), act)).collect();
        Ok(Lane { code, count: page.total.into(), rows, more_url })
    }
    fn overdue(&self) -> Result<Lane> {
        let filter = list::Filter { states: vec![TaskState::Overdue], ..self.filter() };
        self.lane("overdue", &filter, Sort::Due, &self.view().with("state", "overdue"), self.act())
    }
    fn week(&self) -> Result<Lane> {
        let filter = list::Filter { states: vec![TaskState::DueSoon], ..self.filter() };
        self.lane("week", &filter, Sort::Due, &self.view().with("state", "due_soon"), self.act())
    }
    fn confirm(&self) -> Result<Lane> {
        let filter = list::Filter { awaiting: true, ..list::Filter::default() };
        self.lane("confirm", &filter, Sort::Changed, &Query::new().with("awaiting", "1"), "home-confirm")
    }
    fn assigned(&self) -> Result<Lane> {
        let filter = list::Filter { states: vec![TaskState::NotStarted], ..self.filter() };
        self.lane("assigned", &filter, Sort::Changed, &self.view().with("state", "not_started"), self.act())
    }
    /// Own lines whose newest word is a return: with the reason.
    async fn returned(&self, sql: &mut dyn Sql) -> Result<Lane> {
        let open = TaskState::ALL.into_iter().filter(|s| !s.is_closed()).collect();
        let filter = list::Filter { states: open, ..self.filter() };
        let page = self.board.list(
            self.moment,
            &self.sight,
            &filter,
            &PageAsk { sort: Sort::Changed, limit: 200, cursor: None },
        )?;
        let begun = |r: &&Row| r.line.as_ref().is_some_and(|l| l.last_mark > 0);
        let rows: Vec<&Row> = page.rows.iter().filter(begun).collect();
        let lines: Vec<_> = rows.iter().filter_map(|r| r.line.as_ref().map(|l| l.line)).collect();
        let words = last_words(sql, &lines).await?;
        let reason = |row: &Row| {
            let line = row.line.as_ref()?.line;
            words.iter().find(|w| w.line == line && w.kind == "returned").map(|w| w.note.clone())
        };
        let found: Vec<LaneRow> = rows.iter().filter_map(|r| Some(self.row(r, reason(r)?, self.act()))).collect();
        let count = i64::try_from(found.len()).unwrap_or(i64::MAX);
        Ok(Lane { code: "returned", count, rows: found.into_iter().take(LANE).collect(), more_url: String::new() })
    }
    async fn lanes(&self, sql: &mut dyn Sql) -> Result<Vec<Lane>> {
        let mut lanes = vec![self.overdue()?];
        if self.own.is_some() {
            lanes.push(self.returned(sql).await?);
        }
        lanes.push(self.week()?);
        if self.confirms {
            lanes.push(self.confirm()?);
        }
        lanes.push(self.assigned()?);
        if lanes.iter().all(|lane| lane.count == 0) {
            lanes.clear();
        }
        Ok(lanes)
    }
    fn say(&self, directory: &Directory) -> Vec<SayPart> {
        let l = self.l;
        let tally = self.board.status(self.moment, &self.sight, &self.filter()).tasks;
        let view = self.view();
        let link = |id, state: TaskState| {
            SayPart::link(l.tn(id, &tally.of(state).into()), view.with("state", state.code()).at(url::TASKS))
        };
        let unit = self.own.as_ref().and_then(|f| f.unit).and_then(|id| directory.unit(id));
        let who = unit.map_or_else(|| l.t("home-province"), |u| u.name.clone());
        let links = [
            SayPart::link(who, unit.map(|u| url::unit(u.id)).unwrap_or_default()),
            link("dash-say-overdue", TaskState::Overdue),
            link("dash-say-soon", TaskState::DueSoon),
        ];
        pages::sentence(&l.t("home-say"), &links)
    }
    /// What changed in tasks that this person may see, newest first.
    async fn news(&self, sql: &mut dyn Sql, directory: &Directory, today: Day) -> Result<Vec<News>> {
        let filter = EventFilter { kind: Some("task.".into()), ..EventFilter::default() };
        let name = |unit| directory.unit(unit).map(|u| u.name.clone()).unwrap_or_default();
        let mut news = Vec::new();
        for event in store::event::list(sql, &filter, LOOK_BACK).await? {
            let Some(task) = event.subject.strip_prefix("task:").and_then(|id| id.parse().ok()) else { continue };
            let entry = history::entry(&event, &name);
            let own = self.ctx.actor.unit.is_some_and(|unit| entry.unit.is_none_or(|u| u == unit));
            let seen = self.sight == Sight::All || (own && self.board.task(task, self.moment, &self.sight).is_some());
            if seen {
                let text = self.l.say(&entry.say);
                news.push(News { at: pages::when(event.at, today), text, url: url::task(task) });
            }
            if news.len() == NEWS {
                break;
            }
        }
        Ok(news)
    }
}

async fn page(State(app): State<Arc<App>>, Signed(visitor, ctx): Signed) -> Result<Response, Failure> {
    let Desk { l, me, frame } = pages::desk(&app, &visitor, "home").await?;
    let today = ctx.today();
    let (board, directory) = (app.boards.now().await?, app.directories.now().await?);
    let settings = app.kept.settings(&app.store).await?;
    let sight = views::sight(&ctx);
    let scene = Scene {
        l,
        ctx: &ctx,
        board: &board,
        rows: RowMaker { l, directory: &directory, calendar: &settings.calendar, as_of: today },
        moment: views::asked(today),
        own: if sight == Sight::All { None } else { ctx.actor.unit.map(list::Filter::mine) },
        confirms: pages::may(&ctx, "task.confirm"),
        sight,
    };
    let mut sql = app.store.read().await?;
    let page = HomePage {
        say: scene.say(&directory),
        as_of: l.t1("as-of-line", "day", today),
        lanes: scene.lanes(&mut sql).await?,
        news: scene.news(&mut sql, &directory, today).await?,
        news_url: if pages::may(&ctx, "audit.read") { "/admin/audit".into() } else { String::new() },
        l,
        me,
        frame,
    };
    pages::html(&page)
}
