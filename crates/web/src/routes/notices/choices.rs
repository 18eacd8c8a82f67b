//! How a person wants to be told, and the browsers that may show notices.
use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use kernel::{Ctx, Fault, Result};
use notify::{Choices, Kind, Quiet, Reach, When, push};

use super::person;
use crate::{
    app::App,
    errors::{self, Failure},
    extract::{self, Fields},
    lang::L,
    pages::{self, Choice, Desk, Frame, Me, Problem},
    registry::{Case, Route, route},
    session::{self, Signed, Visitor},
};

const HERE: &str = "/me/notices";

pub(super) fn routes() -> Vec<Route> {
    vec![
        route!(GET "/me/notices" Case::Thing("person.own") => page),
        route!(POST "/me/notices" Case::Thing("person.own") => choose),
        route!(POST "/me/notices/browsers" Case::Thing("person.own") => allow),
        route!(POST "/me/notices/browsers/{id}/end" Case::Thing("person.own") => end),
    ]
}

struct KindRow {
    word: &'static str,
    label: String,
    choices: Vec<Choice>,
}
struct BrowserRow {
    id: String,
    agent: String,
    since: String,
}
#[derive(Template)]
#[template(path = "notice_choices.html")]
struct ChoicesPage {
    l: L,
    me: Me,
    frame: Frame,
    mail_say: String,
    mail: Vec<Choice>,
    push: Vec<Choice>,
    webhook: bool,
    kinds: Vec<KindRow>,
    quiet_from: String,
    quiet_to: String,
    days_off: bool,
    digest_hour: String,
    browsers: Vec<BrowserRow>,
    push_key: String,
    problems: Vec<Problem>,
}

fn choice(label: String, word: &str, on: bool) -> Choice {
    Choice { label, url: word.to_owned(), on, count: String::new() }
}
fn reaches(l: L, chosen: Reach) -> Vec<Choice> {
    let all = [Reach::All, Reach::Digest, Reach::Off];
    all.map(|r| choice(l.tk("notices-reach", r.word()), r.word(), r == chosen)).into()
}
/// Only what a kind may be: most never interrupt, two can't be turned off.
fn whens(l: L, kind: Kind, chosen: When) -> Vec<Choice> {
    let may = |when: &When| match when {
        When::AtOnce => kind.may_be_at_once(),
        When::Digest => true,
        When::Off => kind.may_be_off(),
    };
    let all = [When::AtOnce, When::Digest, When::Off].into_iter().filter(may);
    all.map(|w| choice(l.tk("notices-when", w.word()), w.word(), w == chosen)).collect()
}
fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}
fn minutes(fields: &Fields, name: &'static str) -> Result<u16> {
    let bad = || Fault::invalid("notify-quiet-hours").field(name);
    let (hours, minutes) = fields.get(name).split_once(':').ok_or_else(bad)?;
    // A browser may add seconds.
    let minutes = minutes.split(':').next().unwrap_or_default();
    let (hours, minutes): (u16, u16) = (hours.parse().map_err(|_| bad())?, minutes.parse().map_err(|_| bad())?);
    if hours > 23 || minutes > 59 {
        return Err(bad());
    }
    Ok(hours * 60 + minutes)
}

async fn show(
    app: &App,
    visitor: &Visitor,
    ctx: &Ctx,
    typed: Option<Choices>,
    mistake: Option<Fault>,
) -> Result<Response, Failure> {
    let Desk { l, me, frame } = pages::desk(app, visitor, "me").await?;
    let who = person(ctx)?;
    let directory = app.directories.now().await?;
    let mut reader = app.store.read().await?;
    let chosen = match typed {
        Some(typed) => typed,
        None => notify::choices(&mut reader, who).await?,
    };
    let browsers = push::browsers(&mut reader, who).await?;
    drop(reader);
    let email = directory.person(who).map(|p| p.email.clone()).unwrap_or_default();
    let kinds = Kind::ALL.iter().map(|kind| KindRow {
        word: kind.word(),
        label: l.tk("notify-kind", kind.word()),
        choices: whens(l, *kind, chosen.when(*kind)),
    });
    let status = mistake.as_ref().map_or(StatusCode::OK, |fault| errors::status(fault.kind));
    let page = ChoicesPage {
        mail_say: match email.as_str() {
            "" => l.t("notices-way-mail-none"),
            address => l.t1("notices-way-mail-to", "address", address),
        },
        mail: reaches(l, chosen.mail),
        push: reaches(l, chosen.push),
        webhook: chosen.webhook,
        kinds: kinds.collect(),
        quiet_from: clock(chosen.quiet.from),
        quiet_to: clock(chosen.quiet.to),
        days_off: chosen.quiet.days_off,
        digest_hour: chosen.digest_hour.to_string(),
        browsers: browsers
            .into_iter()
            .map(|b| BrowserRow {
                id: b.id.to_string(),
                agent: b.agent,
                since: l.t1("notices-browser-since", "day", b.created_at.day()),
            })
            .collect(),
        push_key: app.push_key.clone(),
        problems: match mistake {
            Some(fault) => pages::problems(l, fault, "mail")?,
            None => vec![],
        },
        l,
        me,
        frame,
    };
    pages::html_with(status, &page)
}

async fn page(State(app): State<Arc<App>>, Signed(visitor, ctx): Signed) -> Result<Response, Failure> {
    show(&app, &visitor, &ctx, None, None).await
}

fn typed(fields: &Fields) -> Result<Choices> {
    let bad = |name: &'static str| Fault::invalid("web-bad-form").arg("field", name).field(name);
    let reach = |name| Reach::from_word(fields.get(name)).ok_or_else(|| bad(name));
    let mut kinds = std::collections::BTreeMap::new();
    for kind in Kind::ALL {
        // A kind that the page did not know yet stays as usual.
        if let Some(word) = fields.opt(&format!("kind-{}", kind.word())) {
            kinds.insert(*kind, When::from_word(word).ok_or_else(|| bad("kinds"))?);
        }
    }
    let quiet = Quiet {
        from: minutes(fields, "quiet_from")?,
        to: minutes(fields, "quiet_to")?,
        days_off: fields.ticked("days_off"),
    };
    let digest_hour = fields.int("digest_hour")?.and_then(|h| u8::try_from(h).ok()).unwrap_or(u8::MAX);
    let webhook = fields.ticked("webhook");
    Ok(Choices { mail: reach("mail")?, push: reach("push")?, webhook, kinds, quiet, digest_hour })
}

async fn choose(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    fields: Fields,
) -> Result<Response, Failure> {
    let typed = match typed(&fields) {
        Ok(typed) => typed,
        Err(fault) => return show(&app, &visitor, &ctx, None, Some(fault)).await,
    };
    match notify::choose(&app.store, &ctx, typed.clone()).await {
        Ok(()) => said(&app, "notices-chosen"),
        Err(fault) => show(&app, &visitor, &ctx, Some(typed), Some(fault)).await,
    }
}

fn said(app: &App, code: &str) -> Result<Response, Failure> {
    let mut response = pages::go(HERE);
    session::say_next(app, &mut response, code);
    Ok(response)
}

/// A browser gave its keys; the script sends them.
async fn allow(State(app): State<Arc<App>>, Signed(visitor, ctx): Signed, fields: Fields) -> Result<Response, Failure> {
    let new = push::NewBrowser {
        endpoint: fields.get("endpoint").to_owned(),
        p256dh: fields.get("p256dh").to_owned(),
        auth: fields.get("auth").to_owned(),
        agent: visitor.client.agent.clone(),
    };
    push::subscribe(&app.store, &ctx, &app.outward, new).await?;
    Ok(pages::go(HERE))
}

async fn end(State(app): State<Arc<App>>, Signed(_, ctx): Signed, Path(id): Path<String>) -> Result<Response, Failure> {
    push::unsubscribe(&app.store, &ctx, extract::id(&id)?).await?;
    said(&app, "browser-ended")
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn only_what_a_kind_may_be_is_offered() {
        let words = |kind| whens(L::default(), kind, When::Digest).into_iter().map(|c| c.url).collect::<Vec<_>>();
        assert_eq!(words(Kind::Overdue), ["at_once", "digest"]);
        assert_eq!(words(Kind::Assigned), ["at_once", "digest", "off"]);
        assert_eq!(words(Kind::Mention), ["digest", "off"]);
        assert_eq!(clock(19 * 60 + 5), "19:05");
    }
}
