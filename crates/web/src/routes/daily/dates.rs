//! One's work by date and by state: the month, the board of columns, and the calendar feed that
//! other programs read.
use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};
use kernel::{Ctx, Day, Fault, Lang, Resource, Result};
use org::{Directory, Person};
use plan::{
    board::Sight,
    day::{self, DayOf, Who},
    feed::{self, ical},
    list::{Filter, PageAsk, Row},
    state::State as TaskState,
    step,
};

use crate::{
    app::App,
    errors::Failure,
    extract::{Asked, Fields},
    lang::L,
    pages::{self, Desk, Due, Frame, Me},
    registry::{Case, Face, Route, route},
    routes::{home, tasks::RowMaker},
    session::{self, Signed},
    url::{self, Query},
    views,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        route!(GET "/calendar" Case::Signed => month),
        route!(GET "/board" Case::Signed => columns),
        route!(POST "/me/feed" Case::Thing("person.own") => open),
        route!(POST "/me/feed/revoke" Case::Thing("person.own") => revoke),
        route!(GET "/feeds/{token}" Case::Public => read).face(Face::Plain),
    ]
}

struct Item {
    name: String,
    url: String,
    state: String,
}
struct Cell {
    day: String,
    label: String,
    here: bool,
    today: bool,
    off: bool,
    items: Vec<Item>,
    more: String,
    url: String,
}
#[derive(Template)]
#[template(path = "daily/month.html")]
struct MonthPage {
    l: L,
    me: Me,
    frame: Frame,
    say: String,
    before_url: String,
    after_url: String,
    weekdays: Vec<String>,
    weeks: Vec<Vec<Cell>>,
    picked: String,
    rows: Vec<Item>,
    feed: String,
    has_feed: bool,
}

/// Rows in a day's cell, and on a day that was picked.
const IN_CELL: usize = 3;
const ON_DAY: usize = 200;

fn first_of(fields: &Fields, today: Day) -> Result<Day> {
    let bad = || Fault::invalid("web-bad-form").arg("field", "month").field("month");
    let Some(text) = fields.opt("month") else { return Ok(today.plus_days(1 - i64::from(today.day()))) };
    let (year, month) = text.split_once('-').ok_or_else(bad)?;
    let year: i16 = year.parse().map_err(|_| bad())?;
    Day::new(year, month.parse().map_err(|_| bad())?, 1).filter(|d| (2000..2100).contains(&d.year())).ok_or_else(bad)
}

fn code(day: Day) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

fn item(row: &Row) -> Item {
    Item { name: row.name.clone(), url: url::task(row.task), state: row.state.code().to_owned() }
}

async fn month(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Asked(asked): Asked,
) -> Result<Response, Failure> {
    show_month(&app, &visitor, &ctx, &asked, String::new()).await
}

async fn show_month(
    app: &App,
    visitor: &session::Visitor,
    ctx: &Ctx,
    asked: &Fields,
    feed: String,
) -> Result<Response, Failure> {
    let Desk { l, me, frame } = pages::desk(app, visitor, "tasks").await?;
    let today = ctx.today();
    let first = first_of(asked, today)?;
    let picked = asked.day("day")?;
    let last = Day::month_end(first.year(), first.month()).unwrap_or(first);
    let (board, directory) = (app.boards.now().await?, app.directories.now().await?);
    let calendar = app.kept.settings(&app.store).await?.calendar.clone();
    let who = home::who(ctx, &directory, today);
    let begin = first.plus_days(1 - i64::from(first.weekday()));
    let end = last.plus_days(7 - i64::from(last.weekday()));
    let moment = views::asked(today);
    let days = day::month(&board, moment, &who, (begin, end), IN_CELL);
    let rows = match picked {
        Some(day) => day::month(&board, moment, &who, (day, day), ON_DAY).remove(&day).unwrap_or_default().rows,
        None => vec![],
    };
    let none = DayOf::default();
    let cell = |day: Day| {
        let of = days.get(&day).unwrap_or(&none);
        let more = (of.count as usize).saturating_sub(of.rows.len());
        Cell {
            day: day.day().to_string(),
            label: day.vietnamese(),
            here: day.month() == first.month(),
            today: day == today,
            off: !calendar.is_working(day),
            items: of.rows.iter().map(item).collect(),
            more: if more > 0 { l.tn("daily-month-more", &i64::try_from(more).unwrap_or(0)) } else { String::new() },
            url: Query::new().with("month", code(first)).with("day", day).at("/calendar"),
        }
    };
    let count = usize::try_from(begin.days_until(end) + 1).unwrap_or(0);
    let all: Vec<Day> = (0..i64::try_from(count).unwrap_or(0)).map(|n| begin.plus_days(n)).collect();
    let has_feed = match ctx.actor.person {
        Some(person) => feed::has_feed(&mut app.store.read().await?, person).await?,
        None => false,
    };
    let at = |day: Day| Query::new().with("month", code(day)).at("/calendar");
    pages::html(&MonthPage {
        say: l.t2("daily-month-say", "month", i64::from(first.month()), "year", first.year().to_string()),
        before_url: at(first.plus_days(-1)),
        after_url: at(last.plus_days(1)),
        weekdays: (1..=7).map(|n| l.t(&format!("daily-weekday-{n}"))).collect(),
        weeks: all.chunks(7).map(|week| week.iter().map(|d| cell(*d)).collect()).collect(),
        picked: picked.map(Day::vietnamese).unwrap_or_default(),
        rows: rows.iter().map(item).collect(),
        feed,
        has_feed,
        l,
        me,
        frame,
    })
}

struct Card {
    name: String,
    url: String,
    lead: String,
    due: Due,
}
struct Column {
    state: String,
    count: String,
    cards: Vec<Card>,
    more_url: String,
}
#[derive(Template)]
#[template(path = "daily/board.html")]
struct BoardPage {
    l: L,
    me: Me,
    frame: Frame,
    columns: Vec<Column>,
}

/// Cards in a column.
const CARDS: usize = 20;

async fn columns(State(app): State<Arc<App>>, Signed(visitor, ctx): Signed) -> Result<Response, Failure> {
    let Desk { l, me, frame } = pages::desk(&app, &visitor, "tasks").await?;
    let today = ctx.today();
    let (board, directory) = (app.boards.now().await?, app.directories.now().await?);
    let settings = app.kept.settings(&app.store).await?;
    let who = home::who(&ctx, &directory, today);
    let (own, query) = match who.own {
        Some(unit) => (Filter::mine(unit), Query::new().with("mine", "1")),
        None => (Filter::default(), Query::new()),
    };
    let maker = RowMaker { l, directory: &directory, calendar: &settings.calendar, as_of: today };
    let order = [
        TaskState::Overdue,
        TaskState::DueSoon,
        TaskState::NotStarted,
        TaskState::Running,
        TaskState::Recurring,
        TaskState::Waiting,
        TaskState::DoneOnTime,
        TaskState::DoneLate,
        TaskState::NotApplicable,
    ];
    let mut columns = Vec::new();
    for state in order {
        let filter = Filter { states: vec![state], ..own.clone() };
        let page =
            board.list(views::asked(today), &who.sight, &filter, &PageAsk { limit: CARDS, ..PageAsk::default() })?;
        if page.total == 0 {
            continue;
        }
        let card = |row: &Row| Card {
            name: row.name.clone(),
            url: url::task(row.task),
            lead: maker.lead(row).0,
            due: maker.due(row),
        };
        columns.push(Column {
            state: state.code().to_owned(),
            count: pages::count(l, page.total),
            cards: page.rows.iter().map(card).collect(),
            more_url: if page.next.is_some() {
                query.with("state", state.code()).at(url::TASKS)
            } else {
                String::new()
            },
        });
    }
    pages::html(&BoardPage { l, me, frame, columns })
}

async fn open(State(app): State<Arc<App>>, Signed(visitor, ctx): Signed) -> Result<Response, Failure> {
    let secret = hex::encode(rand::random::<[u8; 32]>());
    feed::open_feed(&app.store, &ctx, &secret).await?;
    // The secret is shown this once; only its digest is kept.
    let address = format!("{}/feeds/{secret}.ics", app.config.base_url);
    show_month(&app, &visitor, &ctx, &Fields::default(), address).await
}

async fn revoke(State(app): State<Arc<App>>, Signed(_, ctx): Signed) -> Result<Response, Failure> {
    feed::revoke_feed(&app.store, &ctx).await?;
    let mut response = pages::go("/calendar");
    session::say_next(&app, &mut response, "feed-revoked");
    Ok(response)
}

/// The feed of whoever's secret it is, as they may see things now.
async fn read(State(app): State<Arc<App>>, Path(token): Path<String>) -> Result<Response, Failure> {
    let not_found = || Fault::not_found("fault-not-found");
    let secret = token.strip_suffix(".ics").ok_or_else(not_found)?;
    let mut sql = app.store.read().await?;
    let owner = feed::owner(&mut sql, secret).await?;
    let (board, directory) = (app.boards.now().await?, app.directories.now().await?);
    let person = directory.person(owner).filter(|p| p.active).ok_or_else(not_found)?;
    let today = app.clock.today();
    let l = L::of(if person.lang == Lang::En { Lang::En } else { Lang::Vi });
    let who = owner_of(&app, &directory, person);
    let span = (today.plus_days(-90), today.plus_days(366));
    // Who follows the whole province gets its days as counts, not thousands of entries.
    let mut entries = Vec::new();
    for (on, of) in day::month(&board, views::asked(today), &who, span, ON_DAY) {
        if who.own.is_some() {
            entries.extend(of.rows.iter().filter(|r| !r.state.is_closed()).map(|r| entry(&app, l, on, r)));
        } else if of.count > of.closed {
            entries.push(summary(&app, l, on, &of));
        }
    }
    for step in step::of_person(&mut sql, owner).await? {
        let Some(on) = step.due_on else { continue };
        entries.push(ical::Entry {
            uid: format!("step-{}@bazan", step.step),
            day: on,
            summary: step.name,
            description: String::new(),
            url: format!("{}{}", app.config.base_url, url::task(step.task)),
            sequence: 0,
            done: false,
        });
    }
    let text = ical::calendar(&l.t("daily-feed-name"), &entries, app.clock.now());
    let headers =
        [(header::CONTENT_TYPE, "text/calendar; charset=utf-8"), (header::CACHE_CONTROL, "private, max-age=900")];
    Ok((headers, text).into_response())
}

/// The owner as the policies see them.
fn owner_of(app: &App, directory: &Directory, person: &Person) -> Who {
    let actor = kernel::Actor {
        person: Some(person.id),
        name: person.name.clone(),
        unit: Some(person.unit),
        block: directory.unit(person.unit).map(|u| u.block),
        posts: person.posts.clone(),
        on_behalf_of: None,
        via: kernel::Via::Page,
    };
    let all = app.gate.allows(&actor, kernel::Action("province.read"), &Resource::all("province"));
    let sight = if all { Sight::All } else { Sight::Units(vec![person.unit]) };
    Who { person: Some(person.id), sight, own: (!all).then_some(person.unit), beneath: vec![], confirms: false }
}

fn entry(app: &App, l: L, on: Day, row: &Row) -> ical::Entry {
    let line = row.line.as_ref().map_or_else(|| row.task.to_string(), |line| line.line.to_string());
    ical::Entry {
        uid: format!("line-{line}@bazan"),
        day: on,
        summary: format!("{}: {}", l.tk("state", row.state.code()), row.name),
        description: format!("{}\n{}", row.document_number, row.deadline_text),
        url: format!("{}{}", app.config.base_url, url::task(row.task)),
        sequence: row.changed,
        done: row.state.is_closed(),
    }
}

fn summary(app: &App, l: L, on: Day, of: &DayOf) -> ical::Entry {
    ical::Entry {
        uid: format!("day-{on}@bazan"),
        day: on,
        summary: l.tn("daily-feed-due", &i64::from(of.count - of.closed)),
        description: String::new(),
        url: format!("{}/calendar?month={}&day={on}", app.config.base_url, code(on)),
        sequence: 0,
        done: false,
    }
}
