//! Feedback, petitions, initiatives and solutions as JSON: without senders.
use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State as Held},
};
use kernel::{Fault, Result};
use org::Directory;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use voice::{
    Channel, Field, Kind, Marked, On, SenderKind, answer,
    handle::{self, Assign},
    list::{self, Row, Tally},
    read,
    receive::{self, NewVoice},
    sender::Sender,
};

use super::{bad, book, moment, view};
use crate::{
    api::{self, UnitRef},
    app::App,
    errors::Failure,
    extract::{self, Asked, Body},
    registry::{Case, Route, route},
    routes::tasks::PAGE,
    session::Signed,
    views,
};

const VIEW: &[(&str, &str)] = &[
    ("as_of", "the day; today when absent"),
    ("q", "words of number, title, content or place; accents and case do not matter"),
    ("state", "one or more states, with commas"),
    ("timing", "on-time, late, overdue, due-soon, open or free; several with commas"),
    ("kind", "feedback, petition, initiative or solution"),
    ("field", "what it is about"),
    ("channel", "how it came in"),
    ("unit", "the unit that has it"),
    ("from", "received from this day on"),
    ("to", "received up to this day"),
    ("after", "the next page, as `next` said"),
];

const DAY: &[(&str, &str)] = &[VIEW[0]];

pub(crate) fn routes() -> Vec<Route> {
    vec![
        route!(GET "/api/v1/voice" Case::Signed => all).gives(
            "Voices",
            "Feedback, petitions, initiatives and solutions that the caller may see.",
            VIEW,
        ),
        route!(GET "/api/v1/voice/{id}" Case::Thing("voice.read") => one).gives(
            "VoiceDetail",
            "One of them, with what was said.",
            DAY,
        ),
        route!(POST "/api/v1/voice" Case::Signed => take_in).takes(
            "VoiceIn",
            "VoiceReceived",
            "Takes one in; the sender's link is told once.",
        ),
        route!(POST "/api/v1/voice/{id}/assign" Case::Thing("voice.assign") => assign).takes(
            "VoiceActIn",
            "VoiceChanged",
            "Gives it to a unit; of one that has a unit, hands it on.",
        ),
        route!(POST "/api/v1/voice/{id}/draft" Case::Thing("voice.answer") => draft).takes(
            "VoiceActIn",
            "VoiceChanged",
            "Drafts the answer.",
        ),
        route!(POST "/api/v1/voice/{id}/approve" Case::Thing("voice.approve") => approve).takes(
            "VoiceActIn",
            "VoiceChanged",
            "Approves the draft.",
        ),
        route!(POST "/api/v1/voice/{id}/send" Case::Thing("voice.answer") => send).takes(
            "VoiceActIn",
            "VoiceChanged",
            "Sends the approved answer.",
        ),
        route!(POST "/api/v1/voice/{id}/give-back" Case::Thing("voice.answer") => give_back).takes(
            "VoiceActIn",
            "VoiceChanged",
            "Gives it back with a reason.",
        ),
    ]
}

/// One of them.
#[derive(Serialize, ToSchema)]
struct VoiceItem {
    id: String,
    number: String,
    title: String,
    kind: &'static str,
    field: &'static str,
    channel: &'static str,
    place: String,
    received_on: String,
    /// `citizen`, `officer`, `unit`.
    sender: &'static str,
    unit: Option<UnitRef>,
    /// `received`, `given-back`, `processing`, `drafted`, `approved`, `answered`, `declined`, `merged`.
    state: &'static str,
    /// `on-time`, `late`, `overdue`, `due-soon`, `open`, `free`.
    timing: &'static str,
    due_on: Option<String>,
    answered_on: Option<String>,
    /// 1 to 5.
    rating: Option<i64>,
    simulated: bool,
    /// Give it back with a change: who acts on an old picture is told.
    seen: i64,
}
/// What a list comes to.
#[derive(Serialize, ToSchema)]
struct VoiceTally {
    received: usize,
    answered: usize,
    on_time: usize,
    late: usize,
    overdue: usize,
    declined: usize,
    merged: usize,
    rated: usize,
    /// Mean rating.
    satisfaction: Option<String>,
}
/// Several.
#[derive(Serialize, ToSchema)]
struct Voices {
    as_of: String,
    total: usize,
    tally: VoiceTally,
    voices: Vec<VoiceItem>,
    next: Option<String>,
}
/// One with what was said.
#[derive(Serialize, ToSchema)]
struct VoiceDetail {
    #[serde(flatten)]
    voice: VoiceItem,
    content: String,
    /// The newest draft, approved or not.
    answer: Option<String>,
}
/// One about to be taken in.
#[derive(Deserialize, ToSchema)]
struct VoiceIn {
    #[serde(default)]
    title: String,
    #[serde(default)]
    content: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    field: String,
    #[serde(default)]
    channel: String,
    #[serde(default)]
    place: String,
    /// Today when absent.
    received_on: Option<String>,
    /// `citizen`, `officer`, `unit`.
    #[serde(default)]
    sender: String,
    #[serde(default)]
    sender_name: String,
    #[serde(default)]
    sender_phone: String,
    #[serde(default)]
    sender_email: String,
    #[serde(default)]
    sender_address: String,
    /// Sent twice with the same key, it is done once.
    key: Option<String>,
}
/// What was taken in.
#[derive(Serialize, ToSchema)]
struct VoiceReceived {
    id: String,
    number: String,
    /// The sender's link; absent when the same request was done before.
    link: Option<String>,
}
/// What is done to one.
#[derive(Deserialize, ToSchema)]
struct VoiceActIn {
    #[serde(default)]
    seen: i64,
    /// Note, reason or answer.
    #[serde(default)]
    text: String,
    unit: Option<String>,
    due_on: Option<String>,
    key: Option<String>,
}
/// What was changed.
#[derive(Serialize, ToSchema)]
struct VoiceChanged {
    voice: String,
    seen: i64,
}
api::make_schemas!(Voices, VoiceDetail, VoiceIn, VoiceReceived, VoiceActIn, VoiceChanged);

fn item(directory: &Directory, row: &Row<'_>) -> VoiceItem {
    let (item, standing) = (row.item, &row.standing);
    VoiceItem {
        id: item.id.to_string(),
        number: item.number.clone(),
        title: item.title.clone(),
        kind: row.kind.code(),
        field: row.field.code(),
        channel: item.channel.code(),
        place: item.place.clone(),
        received_on: item.received_on.to_string(),
        sender: item.sender_kind.code(),
        unit: standing.unit.map(|u| api::unit_ref(directory, u)),
        state: standing.state.code(),
        timing: standing.timing.code(),
        due_on: standing.due.map(|d| d.to_string()),
        answered_on: standing.answered.map(|d| d.to_string()),
        rating: standing.rating,
        simulated: item.simulated,
        seen: item.last_mark,
    }
}

async fn all(Held(app): Held<Arc<App>>, Signed(_, ctx): Signed, Asked(fields): Asked) -> Result<Json<Voices>, Failure> {
    let view = view(&app, &fields, &ctx).await?;
    let ((book, calendar), directory) = (book(&app).await?, app.directories.now().await?);
    let rows = list::rows(&book, moment(view.as_of), &calendar, &views::sight(&ctx), &view.filter);
    let from = view.after.and_then(|id| rows.iter().position(|r| r.item.id == id)).map_or(0, |at| at + 1);
    let shown: Vec<_> = rows.iter().skip(from).take(PAGE).collect();
    let more = (rows.len() > from + shown.len()).then(|| shown.last()).flatten();
    let tally: Tally = list::tally(&rows);
    Ok(Json(Voices {
        as_of: view.as_of.to_string(),
        total: rows.len(),
        tally: VoiceTally {
            received: tally.received,
            answered: tally.answered,
            on_time: tally.on_time,
            late: tally.late,
            overdue: tally.overdue,
            declined: tally.declined,
            merged: tally.merged,
            rated: tally.rated,
            satisfaction: tally.satisfaction().map(|mean| mean.to_string()),
        },
        next: more.map(|r| r.item.id.to_string()),
        voices: shown.into_iter().map(|r| item(&directory, r)).collect(),
    }))
}

async fn one(
    Held(app): Held<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(id): Path<String>,
    Asked(fields): Asked,
) -> Result<Json<VoiceDetail>, Failure> {
    let (id, as_of) = (extract::id(&id)?, extract::as_of(&fields, ctx.today())?);
    let detail = read::detail(&app.store, &ctx, id).await?;
    let ((book, calendar), directory) = (book(&app).await?, app.directories.now().await?);
    let found =
        book.item(id).filter(|i| i.was_there(moment(as_of))).ok_or_else(|| Fault::not_found("fault-not-found"))?;
    let (kind, field) = found.class(moment(as_of));
    let row = Row { item: found, kind, field, standing: found.standing(moment(as_of), &calendar) };
    let answer = detail.draft().map(|w| w.text.clone());
    Ok(Json(VoiceDetail { voice: item(&directory, &row), content: detail.content, answer }))
}

fn known<T>(text: &str, field: &'static str, read: fn(&str) -> Option<T>) -> Result<T> {
    read(text).ok_or_else(|| bad(field))
}

async fn take_in(
    Held(app): Held<Arc<App>>,
    Signed(_, ctx): Signed,
    Body(said): Body<VoiceIn>,
) -> Result<Json<VoiceReceived>, Failure> {
    ctx.require(voice::VOICE_RECEIVE, &kernel::Resource::all("voice"))?;
    let received_on = match &said.received_on {
        Some(text) => text.parse().map_err(|f: Fault| f.field("received_on"))?,
        None => ctx.today(),
    };
    let input = NewVoice {
        id: None,
        kind: known(&said.kind, "kind", Kind::from_code)?,
        field: known(&said.field, "field", Field::from_code)?,
        channel: known(&said.channel, "channel", Channel::from_code)?,
        title: said.title,
        content: said.content,
        place: said.place,
        received_on,
        sender_kind: known(&said.sender, "sender", SenderKind::from_code)?,
        sender_unit: None,
        sender: Sender {
            name: said.sender_name,
            phone: said.sender_phone,
            email: said.sender_email,
            address: said.sender_address,
        },
        evidence: vec![],
        simulated: false,
        key: said.key,
    };
    let done = receive::receive(&app.store, &ctx, input).await?;
    let link = done.secret.map(|secret| super::told::link(&app, &secret));
    Ok(Json(VoiceReceived { id: done.id.to_string(), number: done.number, link }))
}

fn on(id: &str, said: &VoiceActIn) -> Result<On> {
    Ok(On { voice: extract::id(id)?, seen: said.seen, key: said.key.clone() })
}
fn changed(marked: Marked) -> Json<VoiceChanged> {
    Json(VoiceChanged { voice: marked.voice.to_string(), seen: marked.seq })
}
type Answer = Result<Json<VoiceChanged>, Failure>;

async fn assign(
    Held(app): Held<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(id): Path<String>,
    Body(said): Body<VoiceActIn>,
) -> Answer {
    ctx.require(voice::VOICE_ASSIGN, &kernel::Resource::all("voice"))?;
    let on = on(&id, &said)?;
    let missing = || Fault::invalid("voice-unit-missing").field("unit");
    let has = read::has_unit(&app.store, on.voice).await?;
    let input = Assign {
        on,
        unit: said.unit.as_deref().ok_or_else(missing)?.parse().map_err(|f: Fault| f.field("unit"))?,
        due_on: said.due_on.as_deref().map(str::parse).transpose()?,
        note: said.text,
    };
    Ok(changed(if has {
        handle::transfer(&app.store, &ctx, input).await?
    } else {
        handle::assign(&app.store, &ctx, input).await?
    }))
}

async fn draft(
    Held(app): Held<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(id): Path<String>,
    Body(said): Body<VoiceActIn>,
) -> Answer {
    let on = on(&id, &said)?;
    // Refused before the text is looked at.
    if !read::may(&app.store, &ctx, on.voice).await?.answer {
        return Err(Fault::forbidden("fault-forbidden").into());
    }
    Ok(changed(answer::draft(&app.store, &ctx, on, &said.text, vec![]).await?))
}

async fn approve(
    Held(app): Held<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(id): Path<String>,
    Body(said): Body<VoiceActIn>,
) -> Answer {
    Ok(changed(answer::approve(&app.store, &ctx, on(&id, &said)?).await?))
}

async fn send(
    Held(app): Held<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(id): Path<String>,
    Body(said): Body<VoiceActIn>,
) -> Answer {
    Ok(changed(answer::send(&app.store, &ctx, on(&id, &said)?).await?))
}

async fn give_back(
    Held(app): Held<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(id): Path<String>,
    Body(said): Body<VoiceActIn>,
) -> Answer {
    let on = on(&id, &said)?;
    if !read::may(&app.store, &ctx, on.voice).await?.answer {
        return Err(Fault::forbidden("fault-forbidden").into());
    }
    Ok(changed(handle::give_back(&app.store, &ctx, on, &said.text).await?))
}
