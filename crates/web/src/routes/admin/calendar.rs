//! The working calendar: days off and weekend days worked instead, as the yearly decision says.
use std::{collections::BTreeSet, sync::Arc};

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use kernel::{Ctx, Day, WorkCalendar};

use crate::{
    app::App,
    days,
    errors::Failure,
    extract::{Asked, Fields},
    lang::L,
    pages::{self, Desk, Frame, Me, Problem},
    registry::{Case, Route, route},
    session::{Signed, Visitor},
    url,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        route!(GET "/admin/calendar" Case::Province("org.change") => page),
        route!(POST "/admin/calendar" Case::Province("org.change") => add),
        route!(POST "/admin/calendar/remove" Case::Province("org.change") => remove),
    ]
}

struct DayRow {
    iso: String,
    date: String,
    weekday: String,
}
#[derive(Template)]
#[template(path = "admin_calendar.html")]
struct CalendarPage {
    l: L,
    me: Me,
    frame: Frame,
    tab: &'static str,
    say: String,
    before_url: String,
    after_url: String,
    off: Vec<DayRow>,
    worked: Vec<DayRow>,
    typed: String,
    problems: Vec<Problem>,
}

fn rows(l: L, days: &BTreeSet<Day>, year: i16) -> Vec<DayRow> {
    days.iter()
        .filter(|d| d.year() == year)
        .map(|d| DayRow { iso: d.to_string(), date: d.vietnamese(), weekday: l.t(&format!("weekday-{}", d.weekday())) })
        .collect()
}

async fn calendar(app: &App) -> Result<WorkCalendar, Failure> {
    Ok(org::calendar(&mut app.store.read().await?).await?)
}

async fn show(
    app: &App,
    visitor: &Visitor,
    year: i16,
    typed: &str,
    problems: Vec<Problem>,
) -> Result<Response, Failure> {
    let Desk { l, me, frame } = pages::desk(app, visitor, "admin").await?;
    let calendar = calendar(app).await?;
    let at = |year: i16| url::Query::new().with("year", year).at("/admin/calendar");
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = CalendarPage {
        l,
        me,
        frame,
        tab: "calendar",
        say: l.t1("admin-calendar-say", "year", year.to_string()),
        before_url: at(year - 1),
        after_url: at(year + 1),
        off: rows(l, &calendar.off, year),
        worked: rows(l, &calendar.worked, year),
        typed: typed.to_owned(),
        problems,
    };
    pages::html_with(status, &page)
}

async fn page(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Asked(asked): Asked,
) -> Result<Response, Failure> {
    let year = asked.int("year")?.and_then(|y| i16::try_from(y).ok()).filter(|y| (2000..2100).contains(y));
    show(&app, &visitor, year.unwrap_or_else(|| ctx.today().year()), "", vec![]).await
}

/// Changes the calendar and comes back to the year, or says what is wrong beside the form.
async fn change(
    app: &App,
    visitor: &Visitor,
    ctx: &Ctx,
    fields: &Fields,
    edit: impl FnOnce(&mut WorkCalendar, Day),
) -> Result<Response, Failure> {
    let outcome = async {
        let day = days::needed(fields, "day")?;
        let mut calendar = org::calendar(&mut app.store.read().await?).await?;
        edit(&mut calendar, day);
        org::set_calendar(&app.store, ctx, calendar).await?;
        Ok(day)
    };
    let outcome: kernel::Result<Day> = outcome.await;
    app.kept.forget_settings();
    match outcome {
        Ok(day) => Ok(pages::go(&url::Query::new().with("year", day.year()).at("/admin/calendar"))),
        Err(fault) => {
            let problems = pages::problems(visitor.l, fault, "day")?;
            show(app, visitor, ctx.today().year(), fields.get("day"), problems).await
        }
    }
}

async fn add(State(app): State<Arc<App>>, Signed(visitor, ctx): Signed, fields: Fields) -> Result<Response, Failure> {
    let worked = fields.get("as") == "worked";
    change(&app, &visitor, &ctx, &fields, |calendar, day| {
        if worked {
            calendar.worked.insert(day)
        } else {
            calendar.off.insert(day)
        };
    })
    .await
}

async fn remove(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    fields: Fields,
) -> Result<Response, Failure> {
    change(&app, &visitor, &ctx, &fields, |calendar, day| {
        calendar.off.remove(&day);
        calendar.worked.remove(&day);
    })
    .await
}
