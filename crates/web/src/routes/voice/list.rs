//! The list: the address is the view, every filter a link; the same as XLSX and CSV.
use std::sync::Arc;

use askama::Template;
use axum::{extract::State as Held, response::Response};
use kernel::{Ctx, Result, Say};
use plan::export::{self, Sheet};
use voice::{
    Channel, Field, Kind,
    list::{self, Filter as Rows, Tally},
    state::{State, Timing},
};

use super::{VOICE, View, VoiceRow, book, choices, moment, unit_name, view, voice_row};
use crate::{
    app::App,
    errors::Failure,
    extract::{Asked, Fields},
    files,
    lang::L,
    pages::{self, Choice, Desk, Filter, Frame, Me, SayPart},
    registry::{Case, Route, route},
    routes::tasks::{self, Hidden, PAGE},
    session::Signed,
    views,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        route!(GET "/voice" Case::Signed => page),
        route!(GET "/voice/export.xlsx" Case::Signed => export_xlsx),
        route!(GET "/voice/export.csv" Case::Signed => export_csv),
    ]
}

#[derive(Template)]
#[template(path = "voice.html")]
struct VoicePage {
    l: L,
    me: Me,
    frame: Frame,
    say: Vec<SayPart>,
    as_of: String,
    q: String,
    hidden: Vec<Hidden>,
    filters: Vec<Filter>,
    clear_url: String,
    quick: Vec<Choice>,
    rows: Vec<VoiceRow>,
    more_url: String,
    xlsx_url: String,
    csv_url: String,
    may_receive: bool,
}

/// The list in a sentence; each number opens its rows.
pub(crate) fn say(l: L, view: &View, tally: &Tally) -> Vec<SayPart> {
    let link = |n: usize, name: &str, code: &str| {
        SayPart::link(pages::count(l, n), view.query.with("state", "").with("timing", "").with(name, code).at(VOICE))
    };
    let links = [
        link(tally.received, "as_of", view.query.get("as_of")),
        link(tally.answered, "state", State::Answered.code()),
        link(tally.overdue, "timing", Timing::Overdue.code()),
    ];
    let share = pages::percent(l, tally.answered, tally.received);
    let id = if tally.overdue > 0 { "voice-say-late" } else { "voice-say" };
    pages::sentence(&l.t1(id, "share", share), &links)
}

fn filters(l: L, view: &View, units: Vec<(String, String)>) -> Vec<Filter> {
    let of = |key: &str, label: &str, all| tasks::filter(l, (VOICE, &view.query), key, label, all);
    let mut all = vec![
        of("kind", "voice-c-kind", choices(l, Kind::ALL, Kind::code, Kind::message_id)),
        of("field", "voice-c-field", choices(l, Field::ALL, Field::code, Field::message_id)),
        of("channel", "voice-c-channel", choices(l, Channel::ALL, Channel::code, Channel::message_id)),
        of("timing", "voice-c-timing", choices(l, &Timing::ALL[..4], Timing::code, Timing::message_id)),
        of("rated", "voice-c-rating", vec![("1".to_owned(), l.t("voice-rated"))]),
    ];
    if units.len() > 1 {
        all.insert(0, of("unit", "voice-c-unit", units));
    }
    all
}

/// Chips with the number in each state; the one that is on turns itself off.
fn quick(l: L, view: &View, all: &[list::Row<'_>]) -> Vec<Choice> {
    let count = |state: State| all.iter().filter(|r| r.standing.state == state).count();
    let shown = State::ALL.iter().copied().filter(|s| count(*s) > 0 || view.filter.states.contains(s));
    shown
        .map(|state| {
            let on = view.filter.states == [state];
            let query = if on { view.query.without("state") } else { view.query.with("state", state.code()) };
            Choice { label: l.t(state.message_id()), url: query.at(VOICE), on, count: pages::count(l, count(state)) }
        })
        .collect()
}

async fn page(
    Held(app): Held<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Asked(fields): Asked,
) -> Result<Response, Failure> {
    let Desk { l, me, frame } = pages::desk(&app, &visitor, "voice").await?;
    let view = view(&app, &fields, &ctx).await?;
    let ((book, calendar), directory) = (book(&app).await?, app.directories.now().await?);
    let (sight, at) = (views::sight(&ctx), moment(view.as_of));
    // The chips count what each state would show.
    let free = Rows { states: vec![], ..view.filter.clone() };
    let everything = list::rows(&book, at, &calendar, &sight, &free);
    let rows = list::rows(&book, at, &calendar, &sight, &view.filter);
    let mut units: Vec<_> = list::rows(&book, at, &calendar, &sight, &Rows::default())
        .iter()
        .filter_map(|r| r.standing.unit)
        .map(|u| (u.to_string(), unit_name(&directory, u)))
        .collect();
    units.sort_by(|a, b| a.1.cmp(&b.1));
    units.dedup();
    let from = view.after.and_then(|id| rows.iter().position(|r| r.item.id == id)).map_or(0, |at| at + 1);
    let shown: Vec<_> = rows.iter().skip(from).take(PAGE).collect();
    let more = (rows.len() > from + shown.len()).then(|| shown.last()).flatten();
    let hidden = view.query.without("q");
    let page = VoicePage {
        say: say(l, &view, &list::tally(&everything)),
        as_of: l.t1("as-of-line", "day", view.as_of),
        q: view.text.clone(),
        hidden: hidden.pairs().iter().map(|(n, v)| Hidden { name: n.clone(), value: v.clone() }).collect(),
        filters: filters(l, &view, units),
        clear_url: if view.query.without("as_of").pairs().is_empty() {
            String::new()
        } else {
            views::day_view(view.as_of, ctx.today()).at(VOICE)
        },
        quick: quick(l, &view, &everything),
        more_url: more.map(|r| view.query.with("after", r.item.id).at(VOICE)).unwrap_or_default(),
        rows: shown.into_iter().map(|r| voice_row(l, &directory, &calendar, r, view.as_of)).collect(),
        xlsx_url: view.query.at("/voice/export.xlsx"),
        csv_url: view.query.at("/voice/export.csv"),
        may_receive: may_receive(&ctx),
        l,
        me,
        frame,
    };
    pages::html(&page)
}

/// May the reader take one in?
pub(crate) fn may_receive(ctx: &Ctx) -> bool {
    ctx.may(voice::VOICE_RECEIVE, &kernel::Resource::all("voice"))
}

async fn sheet(app: &App, ctx: &Ctx, l: L, fields: &Fields) -> Result<Sheet> {
    let view = view(app, fields, ctx).await?;
    let ((book, calendar), directory) = (book(app).await?, app.directories.now().await?);
    let rows = list::rows(&book, moment(view.as_of), &calendar, &views::sight(ctx), &view.filter);
    let say = |say: &Say| l.say(say);
    Ok(voice::sheet::sheet(&rows, &say, &|id| unit_name(&directory, id)))
}

async fn export_xlsx(
    Held(app): Held<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Asked(fields): Asked,
) -> Result<Response, Failure> {
    let sheet = sheet(&app, &ctx, visitor.l, &fields).await?;
    let (today, l) = (ctx.today(), visitor.l);
    let bytes = export::xlsx(&[sheet], today)?;
    Ok(files::download(&format!("{}-{today}.xlsx", l.t("voice-export-name")), files::XLSX, bytes))
}

async fn export_csv(
    Held(app): Held<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Asked(fields): Asked,
) -> Result<Response, Failure> {
    let sheet = sheet(&app, &ctx, visitor.l, &fields).await?;
    let name = format!("{}-{}.csv", visitor.l.t("voice-export-name"), ctx.today());
    Ok(files::download(&name, "text/csv; charset=utf-8", export::csv(&sheet)))
}
