//! Everything that was sent: to whom, about what, by which way, and what became of it.
use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use kernel::{Ctx, Fault, Millis, PersonId, Result};
use notify::{Digest, Kind, TEST_SHAPE, Told};
use org::Directory;
use store::outbox::{Message, MessageFilter};

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

const HERE: &str = "/admin/outbox";

pub(super) fn routes() -> Vec<Route> {
    vec![
        route!(GET "/admin/outbox" Case::Province("job.read") => page),
        route!(POST "/admin/outbox/{id}/again" Case::Province("notify.manage") => again),
    ]
}

pub(super) struct MessageRow {
    pub(super) id: String,
    pub(super) to: String,
    pub(super) address: String,
    pub(super) channel: String,
    pub(super) what: String,
    pub(super) about_url: String,
    pub(super) state: String,
    pub(super) attempts: String,
    pub(super) note: String,
    pub(super) at: String,
    pub(super) may_again: bool,
}
#[derive(Template)]
#[template(path = "admin_outbox.html")]
struct OutboxPage {
    l: L,
    me: Me,
    frame: Frame,
    tab: &'static str,
    say: String,
    person: String,
    about: String,
    states: Vec<Choice>,
    rows: Vec<MessageRow>,
    more_url: String,
}

/// Messages on one page.
const PAGE: usize = 100;

/// What a message says, in the reader's language: stored facts become words only here.
fn what(l: L, message: &Message) -> String {
    match message.shape.as_str() {
        Told::SHAPE => match Told::read(&message.body) {
            Ok(told) => notify::sentence(&l, l.language(), told.kind, &told.facts, told.behalf.as_deref()),
            Err(_) => message.subject.clone(),
        },
        Digest::SHAPE => match Digest::read(&message.body) {
            Ok(digest) => {
                l.with("notify-digest-subject", &[("day", digest.day.into()), ("count", digest.count().into())])
            }
            Err(_) => l.t("admin-sent-digest"),
        },
        TEST_SHAPE => l.t("admin-sent-test"),
        _ => Kind::from_word(&message.subject)
            .map_or_else(|| message.subject.clone(), |kind| l.tk("notify-kind", kind.word())),
    }
}

/// The page of a subject such as `task:…`.
fn page_of(about: &str) -> String {
    match about.split_once(':') {
        Some(("task", id)) => format!("{}/{id}", url::TASKS),
        Some(("target", id)) => format!("{}/{id}", url::TARGETS),
        Some(("document", id)) => format!("{}/{id}", url::DOCUMENTS),
        _ => String::new(),
    }
}

/// The program's own reasons in words; a server's answer as it came.
fn note(l: L, message: &Message) -> String {
    let sent = |at: Millis| l.t1("admin-sent-at", "at", at.vietnamese());
    match message.state.as_str() {
        "sent" => message.sent_at.map(sent).unwrap_or_default(),
        "dropped" => l.tk("dropped", &message.last_error),
        "waiting" => {
            let next = l.t1("admin-sent-next", "at", message.next_at.vietnamese());
            if message.last_error.is_empty() { next } else { format!("{next}. {}", message.last_error) }
        }
        _ => message.last_error.clone(),
    }
}

pub(super) fn row(l: L, ctx: &Ctx, directory: &Directory, message: &Message, may: bool) -> MessageRow {
    let person = message.person.parse::<PersonId>().ok().and_then(|id| directory.person(id));
    MessageRow {
        id: message.id.to_string(),
        to: person.map(|p| p.name.clone()).unwrap_or_default(),
        address: if message.channel == "mail" { message.recipient.clone() } else { String::new() },
        channel: l.tk("channel", &message.channel),
        what: what(l, message),
        about_url: page_of(&message.about),
        state: message.state.clone(),
        attempts: message.attempts.to_string(),
        note: note(l, message),
        at: pages::when(message.created_at, ctx.today()),
        may_again: may && message.state == "dead",
    }
}

fn cursor(asked: &Fields) -> Result<Option<(Millis, String)>> {
    let Some(text) = asked.opt("before") else { return Ok(None) };
    let bad = || Fault::invalid("web-bad-form").arg("field", "before");
    let (at, id) = text.split_once('.').ok_or_else(bad)?;
    Ok(Some((Millis(at.parse().map_err(|_| bad())?), id.to_owned())))
}

async fn page(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Asked(asked): Asked,
) -> Result<Response, Failure> {
    let Desk { l, me, frame } = pages::desk(&app, &visitor, "admin").await?;
    let directory = app.directories.now().await?;
    let (person, about, state) = (asked.get("person"), asked.get("about"), asked.get("state"));
    let filter = MessageFilter {
        // A name that is nobody's finds nothing, and does not show everything.
        person: (!person.is_empty())
            .then(|| directory.by_username(person).map_or_else(|| "-".to_owned(), |p| p.id.to_string())),
        about: asked.opt("about").map(str::to_owned),
        state: asked.opt("state").map(str::to_owned),
        before: cursor(&asked)?,
        ..MessageFilter::default()
    };
    let mut all = notify::sent(&app.store, &ctx, &filter, PAGE + 1).await?;
    let more = all.len() > PAGE;
    all.truncate(PAGE);
    let dead = store::outbox::tally(&mut app.store.read().await?).await?;
    let dead: i64 = dead.iter().filter(|(_, state, _)| state == "dead").map(|(_, _, n)| n).sum();
    let may = pages::may(&ctx, "notify.manage");
    let query = Query::new().with("person", person).with("about", about).with("state", state);
    let more_url = match all.last() {
        Some(last) if more => query.with("before", format!("{}.{}", last.created_at.0, last.id)).at(HERE),
        _ => String::new(),
    };
    let words = ["waiting", "sent", "dead", "dropped"];
    let choice =
        |label: String, word: &str| Choice { label, url: word.to_owned(), on: state == word, count: String::new() };
    let states = std::iter::once(choice(l.t("admin-sent-any"), ""))
        .chain(words.iter().map(|word| choice(l.tk("outbox", word), word)))
        .collect();
    pages::html(&OutboxPage {
        say: l.tn("admin-sent-say", &dead),
        rows: all.iter().map(|m| row(l, &ctx, &directory, m, may)).collect(),
        person: person.to_owned(),
        about: about.to_owned(),
        tab: "outbox",
        l,
        me,
        frame,
        states,
        more_url,
    })
}

async fn again(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    notify::resend(&app.store, &ctx, extract::id(&id)?).await?;
    let mut response = pages::go(HERE);
    session::say_next(&app, &mut response, "message-resent");
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn subjects_open_their_pages() {
        assert_eq!(page_of("task:1"), "/tasks/1");
        assert_eq!(page_of("meeting:1"), "");
        assert_eq!(page_of(""), "");
    }
}
