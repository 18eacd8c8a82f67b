//! One of them: what was said, where it stands, the answer in the making, what happened as sentences,
//! and the forms that fit where it stands and who reads.
use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State as Held},
    http::StatusCode,
    response::Response,
};
use kernel::{Ctx, Day, Fault, Result, VoiceId, WorkCalendar};
use org::Directory;
use plan::{history, progress::Evidence};
use store::event::{self, EventFilter};
use voice::{
    Field, Kind, MarkKind,
    book::{Book, Item},
    read::{self, Detail, May},
    rule,
    sender::{self, Sender},
    state::{Standing, State},
};

use super::{Chip, Opt, book, chip, due, moment, options, unit_name, unit_options, url_of};
use crate::{
    app::App,
    errors::{self, Failure},
    extract::{self, Asked, Fields},
    lang::L,
    pages::{self, Desk, Due, Event, FileLink, Frame, Me, Problem},
    registry::{Case, Face, Route, route},
    routes::lines::given_file,
    session::{Signed, Visitor},
    url,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        route!(GET "/voice/{id}" Case::Thing("voice.read") => page),
        route!(GET "/voice/{id}/files/{digest}" Case::Thing("voice.read") => file).face(Face::Plain),
    ]
}

/// Entries of the history on the page.
const HISTORY: usize = 80;

struct Pair {
    label: String,
    value: String,
    url: String,
}
struct Other {
    label: String,
    url: String,
}
/// The forms that are shown.
#[derive(Default)]
struct Acts {
    assign: bool,
    transfer: bool,
    classify: bool,
    merge: bool,
    decline: bool,
    evaluate: bool,
    link: bool,
    draft: bool,
    give_back: bool,
    approve: bool,
    send: bool,
}
#[derive(Template)]
#[template(path = "voice_one.html")]
struct OnePage {
    l: L,
    me: Me,
    frame: Frame,
    id: String,
    seen: i64,
    number: String,
    title: String,
    chip: Chip,
    due: Due,
    simulated: bool,
    facts: Vec<Pair>,
    content: String,
    files: Vec<FileLink>,
    sender: Option<Sender>,
    answer: String,
    answer_label: String,
    answer_files: Vec<FileLink>,
    returned: String,
    rating: String,
    comment: String,
    evaluation: String,
    others: Vec<Other>,
    others_label: String,
    acts: Acts,
    units: Vec<Opt>,
    kinds: Vec<Opt>,
    fields: Vec<Opt>,
    rule: String,
    typed: String,
    typed_for: String,
    new_link: String,
    events: Vec<Event>,
    problems: Vec<Problem>,
}

/// What went wrong with which form, and what was typed there.
pub(crate) struct Mistake<'a> {
    pub(crate) fault: Fault,
    pub(crate) act: &'static str,
    pub(crate) text: &'a str,
}

fn acts(may: May, kind: Kind, standing: &Standing, now: bool) -> Acts {
    if !now {
        return Acts::default();
    }
    let fits = |mark: MarkKind| standing.state.after(mark).is_some();
    Acts {
        assign: may.assign && fits(MarkKind::Assigned),
        transfer: may.assign && fits(MarkKind::Transferred),
        classify: may.assign && fits(MarkKind::Classified),
        merge: may.assign && fits(MarkKind::Merged),
        decline: may.assign && fits(MarkKind::Declined),
        evaluate: may.assign && kind.is_evaluated() && fits(MarkKind::Evaluated),
        link: may.assign,
        draft: may.answer && fits(MarkKind::Drafted),
        give_back: may.answer && fits(MarkKind::GivenBack),
        approve: may.approve && fits(MarkKind::Approved),
        send: may.answer && fits(MarkKind::Sent),
    }
}

fn facts(l: L, directory: &Directory, item: &Item, (kind, field): (Kind, Field), standing: &Standing) -> Vec<Pair> {
    let pair = |label: &str, value: String, url: String| Pair { label: l.t(label), value, url };
    let mut all = vec![
        pair("voice-c-number", item.number.clone(), String::new()),
        pair("voice-c-kind", l.t(kind.message_id()), String::new()),
        pair("voice-c-field", l.t(field.message_id()), String::new()),
        pair("voice-c-received", item.received_on.vietnamese(), String::new()),
        pair("voice-c-channel", l.t(item.channel.message_id()), String::new()),
        pair("voice-c-sender", l.t(item.sender_kind.message_id()), String::new()),
    ];
    if let Some(unit) = item.sender_unit {
        all.push(pair("voice-c-sender-unit", unit_name(directory, unit), url::unit(unit)));
    }
    if !item.place.is_empty() {
        all.push(pair("voice-c-place", item.place.clone(), String::new()));
    }
    if let Some(unit) = standing.unit {
        all.push(pair("voice-c-unit", unit_name(directory, unit), url::unit(unit)));
    }
    if let Some(day) = standing.due {
        all.push(pair("voice-c-due", day.vietnamese(), String::new()));
    }
    if let Some(day) = standing.answered {
        all.push(pair("voice-c-answered", day.vietnamese(), String::new()));
    }
    all
}

fn files(l: L, id: VoiceId, files: &[Evidence]) -> Vec<FileLink> {
    let link = |e: &Evidence| FileLink {
        name: e.name.clone(),
        url: format!("{}/files/{}", url_of(id), e.digest),
        size: pages::size(l, e.size),
    };
    files.iter().map(link).collect()
}

fn colour(kind: &str) -> &'static str {
    match kind {
        "voice.answered" | "voice.approved" => "done_on_time",
        "voice.given_back" | "voice.draft_returned" => "returned",
        "voice.drafted" => "submitted",
        "voice.declined" | "voice.merged" => "not_applicable",
        _ => "running",
    }
}

async fn events(app: &App, l: L, directory: &Directory, id: VoiceId) -> Result<Vec<Event>> {
    let filter = EventFilter { subject: Some(id.subject()), ..EventFilter::default() };
    let events = event::list(&mut app.store.read().await?, &filter, HISTORY).await?;
    let name = |unit| unit_name(directory, unit);
    let event = |e: &store::Event| {
        let entry = history::entry(e, &name);
        Event {
            at: entry.at.vietnamese(),
            text: l.say(&entry.say),
            files: files(l, id, &entry.evidence),
            quote: entry.note,
            state: colour(&entry.kind).to_owned(),
            ..Event::default()
        }
    };
    Ok(events.iter().map(event).collect())
}

/// The others that are the same: the one it was merged into, or those merged into it.
fn others(l: L, book: &Book, standing: &Standing, detail: &Detail) -> (Vec<Other>, String) {
    let of =
        |id: &VoiceId| book.item(*id).map(|i| Other { label: format!("{} {}", i.number, i.title), url: url_of(*id) });
    match standing.into {
        Some(into) => (of(&into).into_iter().collect(), l.t("voice-merged-into")),
        None => (detail.duplicates.iter().filter_map(of).collect(), l.t("voice-duplicates")),
    }
}

async fn page(
    Held(app): Held<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path(id): Path<String>,
    Asked(fields): Asked,
) -> Result<Response, Failure> {
    show(&app, &visitor, &ctx, extract::id(&id)?, &fields, None, "").await
}

fn evaluation(l: L, standing: &Standing, detail: &Detail) -> String {
    let Some((accepted, score)) = standing.evaluation else { return String::new() };
    let said = detail.words.iter().rfind(|w| w.kind == MarkKind::Evaluated).map(|w| w.text.clone()).unwrap_or_default();
    let verdict = l.t(if accepted { "voice-accepted" } else { "voice-not-accepted" });
    let points = score.map(|n| l.t1("voice-points", "count", n)).unwrap_or_default();
    [verdict, points, said].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(". ")
}

/// The page; after a mistake with what is to be mended and what was typed, after a new link with it.
pub(crate) async fn show(
    app: &App,
    visitor: &Visitor,
    ctx: &Ctx,
    id: VoiceId,
    fields: &Fields,
    mistake: Option<Mistake<'_>>,
    new_link: &str,
) -> Result<Response, Failure> {
    let Desk { l, me, frame } = pages::desk(app, visitor, "voice").await?;
    let as_of: Day = extract::as_of(fields, ctx.today())?;
    let detail = read::detail(&app.store, ctx, id).await?;
    let ((book, calendar), directory) = (book(app).await?, app.directories.now().await?);
    let calendar: WorkCalendar = calendar;
    let item =
        book.item(id).filter(|i| i.was_there(moment(as_of))).ok_or_else(|| Fault::not_found("fault-not-found"))?;
    let may = read::may(&app.store, ctx, id).await?;
    let (class, standing) = (item.class(moment(as_of)), item.standing(moment(as_of), &calendar));
    let rules = rule::rules(&mut app.store.read().await?).await?;
    let sender = if may.sender { Some(sender::sender(&app.store, ctx, id).await?) } else { None };
    let draft = detail.draft().cloned();
    let sent = standing.state == State::Answered;
    let (others, others_label) = others(l, &book, &standing, &detail);
    let said =
        |kind: MarkKind| detail.words.iter().rfind(|w| w.kind == kind).map(|w| w.text.clone()).unwrap_or_default();
    let status = mistake.as_ref().map_or(StatusCode::OK, |m| errors::status(m.fault.kind));
    let (typed_for, typed) = mistake.as_ref().map_or(("", ""), |m| (m.act, m.text));
    let page = OnePage {
        id: id.to_string(),
        seen: item.last_mark,
        number: item.number.clone(),
        title: item.title.clone(),
        chip: chip(l, &standing),
        due: due(l, &calendar, &standing, as_of),
        simulated: item.simulated,
        facts: facts(l, &directory, item, class, &standing),
        files: files(l, id, &detail.files),
        sender,
        answer_files: draft.as_ref().map(|w| files(l, id, &w.files)).unwrap_or_default(),
        answer: match standing.state {
            State::Declined => said(MarkKind::Declined),
            _ => draft.as_ref().map(|w| w.text.clone()).unwrap_or_default(),
        },
        answer_label: l.t(match standing.state {
            State::Declined => "voice-declined-because",
            State::Approved => "voice-answer-approved",
            _ if sent => "voice-answer-sent",
            _ => "voice-answer-draft",
        }),
        returned: if standing.returned { said(MarkKind::DraftReturned) } else { String::new() },
        rating: standing.rating.map(|n| l.t1("voice-stars", "count", n)).unwrap_or_default(),
        comment: if standing.rating.is_some() { said(MarkKind::Rated) } else { String::new() },
        evaluation: evaluation(l, &standing, &detail),
        content: detail.content.clone(),
        others,
        others_label,
        acts: acts(may, class.0, &standing, as_of == ctx.today()),
        units: unit_options(&directory, ctx.today(), ""),
        kinds: options(l, Kind::ALL, Kind::code, Kind::message_id, class.0.code()),
        fields: options(l, Field::ALL, Field::code, Field::message_id, class.1.code()),
        rule: rules.get(&class.0).map(|days| l.t1("voice-rule-says", "count", *days)).unwrap_or_default(),
        typed: typed.to_owned(),
        typed_for: typed_for.to_owned(),
        new_link: new_link.to_owned(),
        events: events(app, l, &directory, id).await?,
        problems: mistake.map(|m| pages::problems(l, m.fault, "acts")).transpose()?.unwrap_or_default(),
        l,
        me,
        frame,
    };
    pages::html_with(status, &page)
}

async fn file(
    Held(app): Held<Arc<App>>,
    Signed(_, ctx): Signed,
    Path((id, digest)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (evidence, blob) = read::file(&app.store, &ctx, extract::id(&id)?, &digest).await?;
    Ok(given_file(&evidence.name, &evidence.media, blob.data))
}
