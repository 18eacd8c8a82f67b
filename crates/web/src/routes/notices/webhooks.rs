//! Systems that are told of notices: connecting, trying, turning on and off.
use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use kernel::{Ctx, Fault, Result, UnitId, WebhookId};
use notify::{
    Kind,
    webhook::{self, NewWebhook, Webhook},
};
use store::outbox::MessageFilter;

use super::sent::{self, MessageRow};
use crate::{
    app::App,
    errors::{self, Failure},
    extract::{self, Fields},
    lang::L,
    pages::{self, Choice, Desk, Frame, Me, Problem},
    registry::{Case, Route, route},
    session::{self, Signed, Visitor},
};

const HERE: &str = "/admin/webhooks";

pub(super) fn routes() -> Vec<Route> {
    vec![
        route!(GET "/admin/webhooks" Case::Province("notify.manage") => page),
        route!(POST "/admin/webhooks" Case::Province("notify.manage") => create),
        route!(POST "/admin/webhooks/{id}/try" Case::Province("notify.manage") => try_out),
        route!(POST "/admin/webhooks/{id}/on" Case::Province("notify.manage") => on),
        route!(POST "/admin/webhooks/{id}/off" Case::Province("notify.manage") => off),
        route!(POST "/admin/webhooks/{id}/remove" Case::Province("notify.manage") => remove),
    ]
}

struct HookRow {
    id: String,
    name: String,
    url: String,
    unit: String,
    kinds: String,
    active: bool,
    recent: Vec<MessageRow>,
}
#[derive(Default)]
struct Typed {
    name: String,
    url: String,
    unit: String,
}
#[derive(Template)]
#[template(path = "admin_webhooks.html")]
struct WebhooksPage {
    l: L,
    me: Me,
    frame: Frame,
    tab: &'static str,
    rows: Vec<HookRow>,
    secret: String,
    typed: Typed,
    kinds: Vec<Choice>,
    problems: Vec<Problem>,
}

/// What the page shows beside the list, after a step.
#[derive(Default)]
struct Shown {
    secret: String,
    typed: Typed,
    ticked: Vec<String>,
    mistake: Option<Fault>,
}
/// Messages shown of each system.
const RECENT: usize = 5;

async fn hook_row(app: &App, ctx: &Ctx, l: L, hook: Webhook) -> Result<HookRow> {
    let directory = app.directories.now().await?;
    let filter =
        MessageFilter { recipient: Some(hook.id.to_string()), channel: Some("webhook".into()), ..Default::default() };
    let recent = notify::sent(&app.store, ctx, &filter, RECENT).await?;
    let unit = hook.unit.and_then(|id| directory.unit(id)).map(|u| u.name.clone());
    let kinds: Vec<String> = hook.kinds.iter().map(|k| l.tk("notify-kind", k.word())).collect();
    Ok(HookRow {
        id: hook.id.to_string(),
        name: hook.name,
        url: hook.url,
        unit: unit.unwrap_or_else(|| l.t("admin-webhooks-unit-all")),
        kinds: if kinds.is_empty() { l.t("admin-webhooks-every-kind") } else { kinds.join(", ") },
        active: hook.active,
        recent: recent.iter().map(|m| sent::row(l, ctx, &directory, m, true)).collect(),
    })
}

async fn show(app: &App, visitor: &Visitor, ctx: &Ctx, shown: Shown) -> Result<Response, Failure> {
    let Desk { l, me, frame } = pages::desk(app, visitor, "admin").await?;
    let hooks = webhook::list(&mut app.store.read().await?).await?;
    let mut rows = Vec::new();
    for hook in hooks {
        rows.push(hook_row(app, ctx, l, hook).await?);
    }
    let kinds = Kind::ALL.iter().map(|kind| Choice {
        label: l.tk("notify-kind", kind.word()),
        url: kind.word().to_owned(),
        on: shown.ticked.iter().any(|t| t == kind.word()),
        count: String::new(),
    });
    let status = shown.mistake.as_ref().map_or(StatusCode::OK, |fault| errors::status(fault.kind));
    let page = WebhooksPage {
        kinds: kinds.collect(),
        problems: match shown.mistake {
            Some(fault) => pages::problems(l, fault, "url")?,
            None => vec![],
        },
        tab: "webhooks",
        secret: shown.secret,
        typed: shown.typed,
        l,
        me,
        frame,
        rows,
    };
    pages::html_with(status, &page)
}

async fn page(State(app): State<Arc<App>>, Signed(visitor, ctx): Signed) -> Result<Response, Failure> {
    show(&app, &visitor, &ctx, Shown::default()).await
}

async fn unit(app: &App, code: &str) -> Result<Option<UnitId>> {
    if code.is_empty() {
        return Ok(None);
    }
    let directory = app.directories.now().await?;
    let unit =
        directory.by_code(code).ok_or_else(|| Fault::invalid("admin-webhooks-no-unit").arg("unit", code).field("unit"));
    Ok(Some(unit?.id))
}

async fn create(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    fields: Fields,
) -> Result<Response, Failure> {
    let ticked: Vec<String> = fields.all("kind").map(str::to_owned).collect();
    let made = async {
        let new = NewWebhook {
            name: fields.get("name").to_owned(),
            url: fields.get("url").to_owned(),
            unit: unit(&app, fields.get("unit")).await?,
            kinds: ticked.iter().filter_map(|word| Kind::from_word(word)).collect(),
        };
        webhook::create(&app.store, &ctx, &app.outward, new).await
    };
    let shown = match made.await {
        Ok((_, secret)) => Shown { secret, ..Shown::default() },
        Err(fault) => {
            let typed = |name: &str| fields.get(name).to_owned();
            let typed = Typed { name: typed("name"), url: typed("url"), unit: typed("unit") };
            Shown { typed, ticked, mistake: Some(fault), ..Shown::default() }
        }
    };
    show(&app, &visitor, &ctx, shown).await
}

fn said(app: &App, code: &str) -> Result<Response, Failure> {
    let mut response = pages::go(HERE);
    session::say_next(app, &mut response, code);
    Ok(response)
}
async fn try_out(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    webhook::try_out(&app.store, &ctx, extract::id(&id)?).await?;
    said(&app, "webhook-tried")
}
async fn switch(app: &App, ctx: &Ctx, id: &str, on: bool) -> Result<Response, Failure> {
    let id: WebhookId = extract::id(id)?;
    webhook::switch(&app.store, ctx, id, on).await?;
    said(app, "webhook-changed")
}
async fn on(State(app): State<Arc<App>>, Signed(_, ctx): Signed, Path(id): Path<String>) -> Result<Response, Failure> {
    switch(&app, &ctx, &id, true).await
}
async fn off(State(app): State<Arc<App>>, Signed(_, ctx): Signed, Path(id): Path<String>) -> Result<Response, Failure> {
    switch(&app, &ctx, &id, false).await
}
async fn remove(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    webhook::remove(&app.store, &ctx, extract::id(&id)?).await?;
    said(&app, "webhook-removed")
}
