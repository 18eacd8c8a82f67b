//! Notices: the list behind the bell, how to be told, everything that was sent, connected systems.
mod api;
mod choices;
mod sent;
mod webhooks;

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use kernel::{Arg, Ctx, Day, Fault, Lang, Millis, PersonId, Result};
use notify::{Ask, InboxFilter, Kept};

use crate::{
    app::App,
    errors::Failure,
    extract::{self, Asked, Fields},
    lang::L,
    pages::{self, Choice, Desk, Frame, Me},
    registry::{Case, Route, route},
    session::{self, Signed},
    url::{self, Query},
};

pub(crate) fn routes() -> Vec<Route> {
    let own = vec![
        route!(GET "/notices" Case::Signed => page),
        route!(GET "/notices/{id}" Case::Thing("person.own") => open),
        route!(POST "/notices/read" Case::Thing("person.own") => read),
    ];
    [own, api::routes(), choices::routes(), sent::routes(), webhooks::routes()].into_iter().flatten().collect()
}

/// A page's words are those of its reader, whatever language is asked for.
impl notify::Speak for L {
    fn say(&self, _: Lang, id: &str, args: &[(&str, Arg)]) -> String {
        self.with(id, args)
    }
}

/// A kind of notice, or what else a message is, in a word with colour and icon.
struct Mark {
    word: String,
    tone: &'static str,
    icon: &'static str,
}
fn mark(l: L, kind: notify::Kind) -> Mark {
    let (tone, icon) = match kind.ask() {
        Ask::Overdue => ("overdue", "alert-triangle"),
        Ask::Returned => ("returned", "arrow-back-up"),
        Ask::Due => ("due_soon", "clock-exclamation"),
        Ask::Awaiting => ("submitted", "hourglass"),
        Ask::New => ("running", "bell"),
    };
    Mark { word: l.tk("notify-kind", kind.word()), tone, icon }
}

struct NoticeRow {
    url: String,
    text: String,
    at: String,
    mark: Mark,
    unread: bool,
}
struct DayOf {
    label: String,
    rows: Vec<NoticeRow>,
}
#[derive(Template)]
#[template(path = "notices.html")]
struct NoticesPage {
    l: L,
    me: Me,
    frame: Frame,
    say: String,
    shown: Vec<Choice>,
    days: Vec<DayOf>,
    any_unread: bool,
    until: String,
    more_url: String,
}

/// Notices on one page.
const PAGE: usize = 50;

/// The person who reads.
fn person(ctx: &Ctx) -> Result<PersonId> {
    ctx.actor.person.ok_or_else(|| Fault::forbidden("fault-forbidden"))
}

/// `before=<milliseconds>.<id>`: where the next page begins.
fn cursor(fields: &Fields) -> Result<Option<(Millis, kernel::NoticeId)>> {
    let Some(text) = fields.opt("before") else { return Ok(None) };
    let bad = || Fault::invalid("web-bad-form").arg("field", "before");
    let (at, id) = text.split_once('.').ok_or_else(bad)?;
    Ok(Some((Millis(at.parse().map_err(|_| bad())?), id.parse()?)))
}
fn cursor_of(last: &Kept) -> String {
    format!("{}.{}", last.created_at.0, last.id)
}

/// One page of one's notices, and where the next begins.
async fn list(app: &App, ctx: &Ctx, asked: &Fields) -> Result<(Vec<Kept>, String)> {
    let filter = InboxFilter { unread: asked.get("show") == "unread", before: cursor(asked)? };
    let mut reader = app.store.read().await?;
    let mut rows = notify::inbox(&mut reader, person(ctx)?, &filter, PAGE + 1).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = if more { rows.last().map(cursor_of).unwrap_or_default() } else { String::new() };
    Ok((rows, next))
}

/// A notice's sentence, with the name of whom the reader stands in for.
fn sentence(l: L, directory: &org::Directory, notice: &Kept) -> String {
    let behalf = notice.behalf.and_then(|id| directory.person(id)).map(|p| p.name.as_str());
    notify::sentence(&l, l.language(), notice.kind, &notice.facts, behalf)
}

fn day_label(l: L, day: Day, today: Day) -> String {
    match day.days_until(today) {
        0 => l.t("notices-today"),
        1 => l.t("notices-yesterday"),
        _ => day.vietnamese(),
    }
}

async fn page(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Asked(asked): Asked,
) -> Result<Response, Failure> {
    let Desk { l, me, frame } = pages::desk(&app, &visitor, "notices").await?;
    let directory = app.directories.now().await?;
    let (rows, next) = list(&app, &ctx, &asked).await?;
    let unread = app.unread.count(&app.store, person(&ctx)?).await?;
    let until = rows.first().map(|n| n.created_at.0.to_string()).unwrap_or_default();
    let mut days: Vec<(Day, DayOf)> = Vec::new();
    for notice in &rows {
        let day = notice.created_at.day();
        let civil = notice.created_at.civil();
        let row = NoticeRow {
            url: format!("/notices/{}", notice.id),
            text: sentence(l, &directory, notice),
            at: format!("{:02}:{:02}", civil.hour(), civil.minute()),
            mark: mark(l, notice.kind),
            unread: notice.read_at.is_none(),
        };
        match days.last_mut().filter(|(at, _)| *at == day) {
            Some((_, of)) => of.rows.push(row),
            None => days.push((day, DayOf { label: day_label(l, day, ctx.today()), rows: vec![row] })),
        }
    }
    let show = asked.get("show");
    let choice = |label: &str, word: &str, count: String| Choice {
        label: l.t(label),
        url: Query::new().with("show", word).at("/notices"),
        on: show == word,
        count,
    };
    let shown =
        vec![choice("notices-all", "", String::new()), choice("notices-unread", "unread", pages::count(l, unread))];
    let more_url =
        if next.is_empty() { next } else { Query::new().with("show", show).with("before", next).at("/notices") };
    pages::html(&NoticesPage {
        say: l.tn("notices-say", &unread),
        any_unread: unread > 0,
        days: days.into_iter().map(|(_, of)| of).collect(),
        l,
        me,
        frame,
        shown,
        until,
        more_url,
    })
}

/// Marks it as read and leads to what it is about.
async fn open(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let notice = notify::open(&app.store, &ctx, extract::id(&id)?).await?;
    app.unread.forget(person(&ctx)?);
    Ok(pages::go(url::local(&notice.path)))
}

/// Everything that was on the page, or that is older, is read.
async fn read(State(app): State<Arc<App>>, Signed(_, ctx): Signed, fields: Fields) -> Result<Response, Failure> {
    let until = fields.int("until")?.map_or_else(|| ctx.now(), Millis);
    notify::mark_all_read(&app.store, &ctx, until).await?;
    app.unread.forget(person(&ctx)?);
    let mut response = pages::go("/notices");
    session::say_next(&app, &mut response, "notices-read");
    Ok(response)
}
