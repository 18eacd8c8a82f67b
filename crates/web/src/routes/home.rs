//! My day: one sentence, what to do now in lanes, and what changed since the last look. Everything
//! comes from the board in memory; the store is asked for a handful of rows.
use std::sync::Arc;

use askama::Template;
use axum::{Json, extract::State, response::Response};
use kernel::{Ctx, Day, Post, Result};
use org::Directory;
use plan::{
    board::Sight,
    day::{self, Look, MyDay, Who},
    history,
    list::{Row, last_words},
    state::State as TaskState,
    step,
};
use store::Sql;

use super::tasks::RowMaker;
use crate::{
    api,
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
    vec![
        route!(GET "/" Case::Signed => page),
        route!(GET "/api/v1/my-day" Case::Signed => get).gives(
            "MyDay",
            "What the caller has to do or know today.",
            &[],
        ),
    ]
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

/// Whose day it is: a unit's people have its lines, heads also look beneath, the others follow.
pub(crate) fn who(ctx: &Ctx, directory: &Directory, today: Day) -> Who {
    let sight = views::sight(ctx);
    let own = ctx.actor.unit.filter(|_| sight != Sight::All);
    let beneath = match own {
        Some(unit) if ctx.actor.is(Post::Head) && !directory.children(unit, today).is_empty() => {
            let below = directory.units_on(today).filter(|u| u.id != unit && directory.is_within(u.id, unit));
            below.map(|u| u.id).collect()
        }
        _ => vec![],
    };
    Who { person: ctx.actor.person, sight, own, beneath, confirms: pages::may(ctx, "task.confirm") }
}

/// A person's day with the look it is seen from.
async fn my_day(app: &App, ctx: &Ctx, sql: &mut dyn Sql) -> Result<(MyDay, Look)> {
    let (board, directory) = (app.boards.now().await?, app.directories.now().await?);
    let before = match ctx.actor.person {
        Some(person) => day::last_look(sql, person).await?,
        None => Look::default(),
    };
    let look = before.again(ctx.now(), board.seq());
    if look != before && ctx.actor.person.is_some() {
        keep_soon(app, ctx, look);
    }
    let who = who(ctx, &directory, ctx.today());
    Ok((board.my_day(views::asked(ctx.today()), &who, look.seen), look))
}

/// Keeps the look without making the reader wait; not kept, the next look tells the same news again.
fn keep_soon(app: &App, ctx: &Ctx, look: Look) {
    let (store, ctx) = (app.store.clone(), ctx.clone());
    tokio::spawn(async move {
        if let Err(fault) = day::keep_look(&store, &ctx, look).await {
            crate::errors::log(&fault);
        }
    });
}

struct Scene<'a> {
    l: L,
    rows: RowMaker<'a>,
    own: bool,
}

impl Scene<'_> {
    fn view(&self) -> Query {
        if self.own { Query::new().with("mine", "1") } else { Query::new() }
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
        if self.own { "home-report" } else { "" }
    }
    fn lane(&self, code: &'static str, lane: &day::Lane, more: Option<Query>, act: &'static str) -> Lane {
        let all_shown = lane.count as usize <= lane.rows.len();
        let more_url = more.filter(|_| !all_shown).map(|q| q.at(url::TASKS)).unwrap_or_default();
        let rows = lane.rows.iter().map(|r| self.row(r, String::new(), act)).collect();
        Lane { code, count: lane.count.into(), rows, more_url }
    }
    /// Own lines that came back, with the reason.
    async fn returned(&self, sql: &mut dyn Sql, lane: &day::Lane) -> Result<Lane> {
        let lines: Vec<_> = lane.rows.iter().filter_map(|r| r.line.as_ref().map(|l| l.line)).collect();
        let words = if lines.is_empty() { vec![] } else { last_words(sql, &lines).await? };
        let reason = |row: &Row| {
            let line = row.line.as_ref().map(|l| l.line);
            words.iter().find(|w| Some(w.line) == line).map(|w| w.note.clone()).unwrap_or_default()
        };
        let rows = lane.rows.iter().map(|r| self.row(r, reason(r), self.act())).collect();
        Ok(Lane { code: "returned", count: lane.count.into(), rows, more_url: String::new() })
    }
    fn by_state(&self, state: TaskState) -> Option<Query> {
        Some(self.view().with("state", state.code()))
    }
    async fn lanes(&self, sql: &mut dyn Sql, ctx: &Ctx, day: &MyDay) -> Result<Vec<Lane>> {
        let act = self.act();
        let mut lanes = vec![self.lane("overdue", &day.overdue, self.by_state(TaskState::Overdue), act)];
        if self.own {
            lanes.push(self.returned(sql, &day.returned).await?);
        }
        lanes.push(self.lane("week", &day.week, self.by_state(TaskState::DueSoon), act));
        lanes.push(self.steps(sql, ctx).await?);
        lanes.push(self.lane("check-ins", &day.check_ins, self.by_state(TaskState::Recurring), "home-check-in"));
        let awaiting = Query::new().with("awaiting", "1");
        lanes.push(self.lane("confirm", &day.confirm, Some(awaiting), "home-confirm"));
        lanes.push(self.lane("assigned", &day.new, self.by_state(TaskState::NotStarted), act));
        lanes.push(self.lane("chain", &day.chain, None, ""));
        // What is empty is not shown, but that nothing is overdue is said.
        lanes.retain(|lane| lane.count > 0 || lane.code == "overdue");
        if lanes.iter().all(|lane| lane.count == 0) {
            lanes.clear();
        }
        Ok(lanes)
    }
    /// Steps of one's unit that were given to this person.
    async fn steps(&self, sql: &mut dyn Sql, ctx: &Ctx) -> Result<Lane> {
        let steps = match ctx.actor.person {
            Some(person) if self.own => step::of_person(sql, person).await?,
            _ => vec![],
        };
        let count = i64::try_from(steps.len()).unwrap_or(i64::MAX);
        let row = |step: step::Step| LaneRow {
            url: format!("{}#beside-{}", url::task(step.task), step.line),
            name: step.name,
            lead: String::new(),
            document: String::new(),
            note: String::new(),
            due: pages::due(self.l, self.rows.calendar, step.due_on, "", "running", self.rows.as_of),
            act: String::new(),
            act_url: String::new(),
        };
        Ok(Lane { code: "steps", count, rows: steps.into_iter().take(6).map(row).collect(), more_url: String::new() })
    }
    fn say(&self, day: &MyDay, ctx: &Ctx, directory: &Directory) -> Vec<SayPart> {
        let (l, view) = (self.l, self.view());
        let link = |id, state: TaskState, count: u32| {
            SayPart::link(l.tn(id, &count.into()), view.with("state", state.code()).at(url::TASKS))
        };
        let unit = ctx.actor.unit.filter(|_| self.own).and_then(|id| directory.unit(id));
        let who = unit.map_or_else(|| l.t("home-province"), |u| u.name.clone());
        let links = [
            SayPart::link(who, unit.map(|u| url::unit(u.id)).unwrap_or_default()),
            link("dash-say-overdue", TaskState::Overdue, day.overdue.count),
            link("dash-say-soon", TaskState::DueSoon, day.week.count),
        ];
        pages::sentence(&l.t("home-say"), &links)
    }
    /// What changed since the last look, newest first: the last event of each task, as a sentence.
    async fn news(&self, sql: &mut dyn Sql, directory: &Directory, day: &MyDay) -> Result<Vec<News>> {
        let seqs: Vec<i64> = day.changed.iter().map(|(_, seq)| *seq).collect();
        let events = if seqs.is_empty() { vec![] } else { store::event::some(sql, &seqs).await? };
        let name = |unit| directory.unit(unit).map(|u| u.name.clone()).unwrap_or_default();
        let news = |(row, seq): &(Row, i64)| {
            let event = events.iter().find(|e| e.seq == *seq)?;
            let say = self.l.say(&history::entry(event, &name).say);
            let text = format!("{say} {}", row.name);
            Some(News { at: pages::when(event.at, self.rows.as_of), text, url: url::task(row.task) })
        };
        Ok(day.changed.iter().filter_map(news).collect())
    }
}

async fn page(State(app): State<Arc<App>>, Signed(visitor, ctx): Signed) -> Result<Response, Failure> {
    let Desk { l, me, frame } = pages::desk(&app, &visitor, "home").await?;
    let today = ctx.today();
    let directory = app.directories.now().await?;
    let settings = app.kept.settings(&app.store).await?;
    let mut sql = app.store.read().await?;
    let (day, _) = my_day(&app, &ctx, &mut sql).await?;
    let scene = Scene {
        l,
        rows: RowMaker { l, directory: &directory, calendar: &settings.calendar, as_of: today },
        own: views::sight(&ctx) != Sight::All,
    };
    let page = HomePage {
        say: scene.say(&day, &ctx, &directory),
        as_of: l.t1("as-of-line", "day", today),
        lanes: scene.lanes(&mut sql, &ctx, &day).await?,
        news: scene.news(&mut sql, &directory, &day).await?,
        news_url: if pages::may(&ctx, "audit.read") { "/admin/audit".into() } else { String::new() },
        l,
        me,
        frame,
    };
    pages::html(&page)
}

async fn get(State(app): State<Arc<App>>, Signed(_, ctx): Signed) -> Result<Json<api::day::MyDay>, Failure> {
    let (board, directory) = (app.boards.now().await?, app.directories.now().await?);
    let mut sql = app.store.read().await?;
    let (day, look) = my_day(&app, &ctx, &mut sql).await?;
    let lane = |lane: &day::Lane| api::day::DayLane {
        count: lane.count,
        tasks: lane.rows.iter().map(|r| views::task_item(&board, &directory, r)).collect(),
    };
    Ok(Json(api::day::MyDay {
        as_of: ctx.today().to_string(),
        since: look.seen,
        overdue: lane(&day.overdue),
        returned: lane(&day.returned),
        week: lane(&day.week),
        check_ins: lane(&day.check_ins),
        confirm: lane(&day.confirm),
        new: lane(&day.new),
        chain: lane(&day.chain),
        changed_count: day.changed_count,
        changed: day.changed.iter().map(|(r, _)| views::task_item(&board, &directory, r)).collect(),
    }))
}
