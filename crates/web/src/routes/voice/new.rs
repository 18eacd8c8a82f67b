//! Taking one in: the form, and the receipt with the sender's secret link, shown once.
use std::sync::Arc;

use askama::Template;
use axum::{extract::State as Held, http::StatusCode, response::Response};
use kernel::{Ctx, Fault, FaultKind, Result};
use plan::progress::Evidence;
use voice::{
    Channel, Field, Kind, SenderKind,
    receive::{self, NewVoice, Received},
    sender::Sender,
};

use super::{Opt, bad, options, unit_options, url_of};
use crate::{
    app::App,
    errors::{self, Failure},
    extract::Fields,
    lang::L,
    pages::{self, Desk, Frame, Me, Problem},
    registry::{Case, Face, Route, route},
    session::{Signed, Visitor},
    upload::{File, Upload},
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        route!(GET "/voice/new" Case::Signed => form),
        route!(POST "/voice" Case::Signed => take_in).face(Face::Upload),
    ]
}

/// What stands in the form.
#[derive(Default)]
struct Form {
    title: String,
    content: String,
    place: String,
    received_on: String,
    name: String,
    phone: String,
    email: String,
    address: String,
}
#[derive(Template)]
#[template(path = "voice_new.html")]
struct NewPage {
    l: L,
    me: Me,
    frame: Frame,
    form: Form,
    kinds: Vec<Opt>,
    fields: Vec<Opt>,
    channels: Vec<Opt>,
    senders: Vec<Opt>,
    units: Vec<Opt>,
    today: String,
    problems: Vec<Problem>,
}
#[derive(Template)]
#[template(path = "voice_receipt.html")]
struct ReceiptPage {
    l: L,
    me: Me,
    frame: Frame,
    number: String,
    title: String,
    url: String,
    link: String,
}

async fn show(
    app: &App,
    visitor: &Visitor,
    ctx: &Ctx,
    typed: &Fields,
    fault: Option<Fault>,
) -> Result<Response, Failure> {
    ctx.require(voice::VOICE_RECEIVE, &kernel::Resource::all("voice"))?;
    let Desk { l, me, frame } = pages::desk(app, visitor, "voice").await?;
    let directory = app.directories.now().await?;
    let text = |name: &str| typed.get(name).to_owned();
    let today = ctx.today();
    let status = fault.as_ref().map_or(StatusCode::OK, |f| errors::status(f.kind));
    let mut units = unit_options(&directory, today, typed.get("sender_unit"));
    units.insert(0, Opt { value: String::new(), label: l.t("budget-none"), on: typed.get("sender_unit").is_empty() });
    let page = NewPage {
        kinds: options(l, Kind::ALL, Kind::code, Kind::message_id, typed.get("kind")),
        fields: options(l, Field::ALL, Field::code, Field::message_id, typed.get("field")),
        channels: options(l, Channel::ALL, Channel::code, Channel::message_id, typed.get("channel")),
        senders: options(l, SenderKind::ALL, SenderKind::code, SenderKind::message_id, typed.get("sender_kind")),
        units,
        form: Form {
            title: text("title"),
            content: text("content"),
            place: text("place"),
            received_on: typed.opt("received_on").map_or_else(|| today.vietnamese(), str::to_owned),
            name: text("name"),
            phone: text("phone"),
            email: text("email"),
            address: text("address"),
        },
        today: today.to_string(),
        problems: fault.map(|f| pages::problems(l, f, "title")).transpose()?.unwrap_or_default(),
        l,
        me,
        frame,
    };
    pages::html_with(status, &page)
}

async fn form(Held(app): Held<Arc<App>>, Signed(visitor, ctx): Signed) -> Result<Response, Failure> {
    show(&app, &visitor, &ctx, &Fields::default(), None).await
}

/// Keeps the files of a form.
pub(crate) async fn keep(app: &App, ctx: &Ctx, files: Vec<File>) -> Result<Vec<Evidence>> {
    let mut kept = Vec::with_capacity(files.len());
    for file in files {
        let evidence = receive::keep_file(&app.store, ctx, &file.name, file.bytes).await;
        kept.push(evidence.map_err(|fault| fault.field("file"))?);
    }
    Ok(kept)
}

fn needed<T>(fields: &Fields, name: &'static str, read: fn(&str) -> Option<T>) -> Result<T> {
    super::code(fields, name, read)?.ok_or_else(|| bad(name))
}

async fn received(app: &App, ctx: &Ctx, fields: &Fields, files: Vec<File>) -> Result<Received> {
    ctx.require(voice::VOICE_RECEIVE, &kernel::Resource::all("voice"))?;
    let text = |name: &str| fields.get(name).to_owned();
    let input = NewVoice {
        id: None,
        kind: needed(fields, "kind", Kind::from_code)?,
        field: needed(fields, "field", Field::from_code)?,
        channel: needed(fields, "channel", Channel::from_code)?,
        title: text("title"),
        content: text("content"),
        place: text("place"),
        received_on: fields.day("received_on")?.unwrap_or_else(|| ctx.today()),
        sender_kind: needed(fields, "sender_kind", SenderKind::from_code)?,
        sender_unit: fields.id("sender_unit")?,
        sender: Sender { name: text("name"), phone: text("phone"), email: text("email"), address: text("address") },
        evidence: keep(app, ctx, files).await?,
        simulated: false,
        key: fields.key(),
    };
    receive::receive(&app.store, ctx, input).await
}

async fn take_in(
    Held(app): Held<Arc<App>>,
    Signed(visitor, ctx): Signed,
    mut form: Upload,
) -> Result<Response, Failure> {
    let files = std::mem::take(&mut form.files);
    let fields = form.fields();
    match received(&app, &ctx, &fields, files).await {
        Ok(done) => {
            let Some(secret) = done.secret else { return Ok(pages::go(&url_of(done.id))) };
            let Desk { l, me, frame } = pages::desk(&app, &visitor, "voice").await?;
            pages::html(&ReceiptPage {
                number: done.number,
                title: fields.get("title").to_owned(),
                url: url_of(done.id),
                link: super::told::link(&app, &secret),
                l,
                me,
                frame,
            })
        }
        Err(fault) if matches!(fault.kind, FaultKind::Forbidden | FaultKind::NotFound | FaultKind::Internal) => {
            Err(fault.into())
        }
        Err(fault) => show(&app, &visitor, &ctx, &fields, Some(fault)).await,
    }
}
