//! Feedback, petitions, initiatives and solutions: the list, one with its history and forms, taking one
//! in, statistics, and the sender's own page behind the secret link.
mod act;
mod api;
mod list;
mod new;
mod page;
mod stats;
mod told;

use kernel::{Ctx, Day, Fault, Result, UnitId, WorkCalendar};
use org::Directory;
use plan::board::Asked as Moment;
use voice::{
    Channel, Field, Kind,
    book::{Book, search},
    list::{Filter as Rows, Row},
    state::{Standing, State, Timing},
};

pub(crate) use self::api::schemas;
use crate::{
    app::App,
    extract::{self, Fields},
    lang::L,
    pages::{self, Due},
    registry::Route,
    url::Query,
};

/// The list.
const VOICE: &str = "/voice";

pub(crate) fn routes() -> Vec<Route> {
    let parts =
        [list::routes(), new::routes(), stats::routes(), page::routes(), act::routes(), told::routes(), api::routes()];
    parts.into_iter().flatten().collect()
}

/// A view as its address describes it.
struct View {
    as_of: Day,
    filter: Rows,
    text: String,
    after: Option<kernel::VoiceId>,
    /// The address's parameters, without the page.
    query: Query,
}
const NAMES: [&str; 12] =
    ["as_of", "q", "state", "timing", "kind", "field", "channel", "unit", "mine", "from", "to", "rated"];

/// Reads an address. An unknown code is a fault, not an empty list.
async fn view(app: &App, fields: &Fields, ctx: &Ctx) -> Result<View> {
    let text = fields.get("q").to_owned();
    let mut filter = Rows {
        found: search(&mut app.store.read().await?, &text).await?,
        states: codes(fields, "state", State::from_code)?,
        timings: codes(fields, "timing", Timing::from_code)?,
        kind: code(fields, "kind", Kind::from_code)?,
        field: code(fields, "field", Field::from_code)?,
        channel: code(fields, "channel", Channel::from_code)?,
        unit: fields.id("unit")?,
        from: fields.day("from")?,
        to: fields.day("to")?,
        rated: fields.get("rated") == "1",
    };
    if fields.get("mine") == "1" {
        filter.unit = ctx.actor.unit;
    }
    let known = fields.pairs().iter().filter(|(n, v)| NAMES.contains(&n.as_str()) && !v.is_empty());
    let query = known.fold(Query::new(), |q, (name, value)| q.with(name, value));
    Ok(View { as_of: extract::as_of(fields, ctx.today())?, filter, text, after: fields.id("after")?, query })
}

fn bad(name: &'static str) -> Fault {
    Fault::invalid("web-bad-form").arg("field", name).field(name)
}
/// One of a closed list, if one was given.
fn code<T>(fields: &Fields, name: &'static str, read: fn(&str) -> Option<T>) -> Result<Option<T>> {
    fields.opt(name).map(|text| read(text).ok_or_else(|| bad(name))).transpose()
}
/// Several of a closed list, with commas.
fn codes<T>(fields: &Fields, name: &'static str, read: fn(&str) -> Option<T>) -> Result<Vec<T>> {
    let all = fields.all(name).flat_map(|text| text.split(',')).filter(|text| !text.is_empty());
    all.map(|text| read(text).ok_or_else(|| bad(name))).collect()
}

/// All of them and the calendar, as the store has them now.
async fn book(app: &App) -> Result<(Book, WorkCalendar)> {
    let book = Book::load(&mut app.store.read().await?).await?;
    Ok((book, app.kept.settings(&app.store).await?.calendar.clone()))
}
fn moment(day: Day) -> Moment {
    Moment::on(day)
}
fn unit_name(directory: &Directory, id: UnitId) -> String {
    directory.unit(id).map(|u| u.name.clone()).unwrap_or_default()
}
fn url_of(id: kernel::VoiceId) -> String {
    format!("{VOICE}/{id}")
}
/// Choices of a closed list.
fn choices<T: Copy>(
    l: L,
    all: &[T],
    code: fn(T) -> &'static str,
    message: fn(T) -> &'static str,
) -> Vec<(String, String)> {
    all.iter().map(|c| (code(*c).to_owned(), l.t(message(*c)))).collect()
}

/// Where one stands: always a word, an icon and a colour.
#[derive(Clone, Debug)]
struct Chip {
    colour: &'static str,
    icon: &'static str,
    label: String,
}
fn chip(l: L, standing: &Standing) -> Chip {
    let (colour, icon) = match (standing.state, standing.timing) {
        (_, Timing::Overdue) => ("overdue", "alert-triangle"),
        (State::Processing, Timing::DueSoon) => ("due_soon", "clock-exclamation"),
        (State::Processing, _) if standing.returned => ("returned", "arrow-back-up"),
        (State::Processing, _) => ("running", "player-play"),
        (State::Received, _) => ("waiting", "hourglass"),
        (State::GivenBack, _) => ("returned", "arrow-back-up"),
        (State::Drafted | State::Approved, _) => ("submitted", "send"),
        (State::Answered, Timing::Late) => ("done_late", "history"),
        (State::Answered, _) => ("done_on_time", "circle-check"),
        (State::Declined | State::Merged, _) => ("not_applicable", "circle-minus"),
    };
    let timed = matches!(standing.timing, Timing::Late | Timing::OnTime)
        || (standing.state == State::Processing && matches!(standing.timing, Timing::Overdue | Timing::DueSoon));
    let label = if timed { l.t(standing.timing.message_id()) } else { l.t(standing.state.message_id()) };
    Chip { colour, icon, label }
}
/// The deadline in words.
fn due(l: L, calendar: &WorkCalendar, standing: &Standing, seen: Day) -> Due {
    let state = match standing.timing {
        Timing::Overdue => "overdue",
        Timing::DueSoon => "due_soon",
        Timing::Open => "running",
        _ => "done_on_time",
    };
    let printed = if standing.state.is_closed() { String::new() } else { l.t("voice-no-due") };
    pages::due(l, calendar, standing.due, &printed, state, seen)
}

/// One in a list.
struct VoiceRow {
    number: String,
    title: String,
    url: String,
    kind: String,
    field: String,
    channel: String,
    received: String,
    unit: String,
    chip: Chip,
    due: Due,
    rating: String,
    simulated: bool,
}
fn voice_row(l: L, directory: &Directory, calendar: &WorkCalendar, row: &Row<'_>, day: Day) -> VoiceRow {
    let standing = &row.standing;
    VoiceRow {
        number: row.item.number.clone(),
        title: row.item.title.clone(),
        url: url_of(row.item.id),
        kind: l.t(row.kind.message_id()),
        field: l.t(row.field.message_id()),
        channel: l.t(row.item.channel.message_id()),
        received: row.item.received_on.vietnamese(),
        unit: standing.unit.map(|u| unit_name(directory, u)).unwrap_or_default(),
        chip: chip(l, standing),
        due: due(l, calendar, standing, day),
        rating: standing.rating.map(|n| l.t1("voice-stars", "count", n)).unwrap_or_default(),
        simulated: row.item.simulated,
    }
}

/// An option of a select.
struct Opt {
    value: String,
    label: String,
    on: bool,
}
fn options<T: Copy>(
    l: L,
    all: &[T],
    code: fn(T) -> &'static str,
    message: fn(T) -> &'static str,
    on: &str,
) -> Vec<Opt> {
    let opt = |c: &T| Opt { value: code(*c).to_owned(), label: l.t(message(*c)), on: code(*c) == on };
    all.iter().map(opt).collect()
}
/// Units to choose from: departments and bodies before communes.
fn unit_options(directory: &Directory, day: Day, on: &str) -> Vec<Opt> {
    let mut units: Vec<_> = directory.units_on(day).collect();
    units.sort_by(|a, b| (a.kind.is_commune(), &a.name).cmp(&(b.kind.is_commune(), &b.name)));
    let opt = |u: &org::Unit| {
        let value = u.id.to_string();
        Opt { on: value == on, label: u.name.clone(), value }
    };
    units.into_iter().map(opt).collect()
}
