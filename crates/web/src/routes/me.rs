//! The signed-in person: password, second factor, sessions, and for whom they act.
use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use kernel::{Ctx, Fault, PersonId, Result, SessionId};

use crate::{
    app::App,
    errors::{self, Failure},
    extract::{self, Fields},
    lang::L,
    pages::{self, Choice, Desk, Frame, Me, Problem},
    registry::{Case, Route, route},
    session::{self, Signed, Visitor},
    url,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        route!(GET "/me" Case::Signed => page),
        route!(POST "/me/password" Case::Thing("person.own") => password),
        route!(POST "/me/totp" Case::Thing("person.own") => totp_begin),
        route!(POST "/me/totp/confirm" Case::Thing("person.own") => totp_confirm),
        route!(POST "/me/totp/off" Case::Thing("person.own") => totp_off),
        route!(POST "/me/sessions/end" Case::Thing("person.own") => end_others),
        route!(POST "/me/sessions/{id}/end" Case::Thing("person.own") => end_one),
        route!(POST "/me/act-for" Case::Thing("person.own") => act_for),
    ]
}

struct Enrol {
    key: String,
    qr_size: String,
    qr_path: String,
}
struct SessionRow {
    id: String,
    agent: String,
    address: String,
    seen: String,
    began: String,
    here: bool,
}
#[derive(Template)]
#[template(path = "me.html")]
struct MePage {
    l: L,
    me: Me,
    frame: Frame,
    username: String,
    factors_say: String,
    has_totp: bool,
    enrol: Option<Enrol>,
    codes: Vec<String>,
    sessions: Vec<SessionRow>,
    behalf: Vec<Choice>,
    acting_for: String,
    problems: Vec<Problem>,
}

/// What the page shows once, after a step.
#[derive(Default)]
struct Shown {
    enrol: Option<Enrol>,
    codes: Vec<String>,
    mistake: Option<(Fault, &'static str)>,
}

/// The person of this session.
fn person(ctx: &Ctx) -> Result<PersonId> {
    ctx.actor.person.ok_or_else(|| Fault::forbidden("fault-forbidden"))
}

fn row(l: L, row: &access::SessionRow, here: Option<SessionId>) -> SessionRow {
    SessionRow {
        id: row.id.to_string(),
        agent: row.agent_name.clone(),
        address: row.address.clone(),
        seen: l.t1("me-seen-at", "at", row.seen_at.vietnamese()),
        began: l.t1("me-began-at", "at", row.created_at.vietnamese()),
        here: Some(row.id) == here,
    }
}

async fn show(app: &App, visitor: &Visitor, ctx: &Ctx, shown: Shown) -> Result<Response, Failure> {
    let Desk { l, me, frame } = pages::desk(app, visitor, "me").await?;
    let who = person(ctx)?;
    let directory = app.directories.now().await?;
    let factors = app.accounts.factors(ctx, who).await?;
    let sessions = app.accounts.sessions(ctx, who).await?;
    let on_behalf = ctx.actor.on_behalf_of;
    let behalf = directory.on_behalf(who, ctx.today());
    let factors_say = if factors.totp { l.tn("me-totp-is-on", &factors.recovery_codes) } else { l.t("me-totp-is-off") };
    let status = shown.mistake.as_ref().map_or(StatusCode::OK, |(fault, _)| errors::status(fault.kind));
    let page = MePage {
        username: directory.person(who).map(|p| p.username.clone()).unwrap_or_default(),
        factors_say,
        has_totp: factors.totp,
        enrol: shown.enrol,
        codes: shown.codes,
        sessions: sessions.iter().map(|s| row(l, s, visitor.session)).collect(),
        behalf: behalf
            .iter()
            .map(|p| Choice {
                label: p.name.clone(),
                url: p.id.to_string(),
                on: Some(p.id) == on_behalf,
                count: String::new(),
            })
            .collect(),
        acting_for: on_behalf.and_then(|id| directory.person(id)).map(|p| p.name.clone()).unwrap_or_default(),
        problems: shown
            .mistake
            .map(|(fault, field)| Problem { field: fault.field.unwrap_or(field).to_owned(), text: l.say(&fault.say) })
            .into_iter()
            .collect(),
        l,
        me,
        frame,
    };
    pages::html_with(status, &page)
}

async fn page(State(app): State<Arc<App>>, Signed(visitor, ctx): Signed) -> Result<Response, Failure> {
    show(&app, &visitor, &ctx, Shown::default()).await
}

/// Back to the page with a word, or with the mistake on it.
async fn answer(
    app: &App,
    visitor: &Visitor,
    ctx: &Ctx,
    outcome: Result<()>,
    (code, field): (&str, &'static str),
) -> Result<Response, Failure> {
    use kernel::FaultKind as K;
    match outcome {
        Ok(()) => {
            let mut response = pages::go(url::ME);
            session::say_next(app, &mut response, code);
            Ok(response)
        }
        Err(fault) if matches!(fault.kind, K::Invalid | K::Unauthenticated | K::Conflict | K::SlowDown) => {
            show(app, visitor, ctx, Shown { mistake: Some((fault, field)), ..Shown::default() }).await
        }
        Err(fault) => Err(fault.into()),
    }
}

async fn password(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    fields: Fields,
) -> Result<Response, Failure> {
    let (old, new) = (fields.raw("old"), fields.raw("new"));
    let outcome = if new == fields.raw("again") {
        app.accounts.change_own_password(&ctx, old, new, visitor.session, &visitor.client).await
    } else {
        Err(Fault::invalid("web-passwords-differ").field("again"))
    };
    answer(&app, &visitor, &ctx, outcome, ("password-changed", "old")).await
}

/// A QR code as a path: one unit a dark square.
fn qr(text: &str) -> Result<(String, String)> {
    use std::fmt::Write as _;
    let code = qrcodegen::QrCode::encode_text(text, qrcodegen::QrCodeEcc::Medium)
        .map_err(|e| Fault::internal(e.to_string()))?;
    let border = 4;
    let mut path = String::new();
    for y in 0..code.size() {
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            let _ = write!(path, "M{} {}h1v1h-1z", x + border, y + border);
        }
    }
    Ok(((code.size() + 2 * border).to_string(), path))
}

async fn totp_begin(State(app): State<Arc<App>>, Signed(visitor, ctx): Signed) -> Result<Response, Failure> {
    let enrolment = app.accounts.totp_enrol(&ctx, &visitor.l.t("app-name")).await?;
    let (qr_size, qr_path) = qr(enrolment.uri.reveal())?;
    let enrol = Some(Enrol { key: enrolment.key.reveal().to_owned(), qr_size, qr_path });
    show(&app, &visitor, &ctx, Shown { enrol, ..Shown::default() }).await
}

async fn totp_confirm(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    fields: Fields,
) -> Result<Response, Failure> {
    let code: String = fields.get("code").split_whitespace().collect();
    match app.accounts.totp_confirm(&ctx, &code, visitor.session).await {
        Ok(codes) => {
            let codes = codes.iter().map(|c| c.reveal().to_owned()).collect();
            show(&app, &visitor, &ctx, Shown { codes, ..Shown::default() }).await
        }
        Err(fault) => answer(&app, &visitor, &ctx, Err(fault), ("", "code")).await,
    }
}

async fn totp_off(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    fields: Fields,
) -> Result<Response, Failure> {
    let outcome = app.accounts.totp_disable(&ctx, fields.raw("password"), &visitor.client).await;
    answer(&app, &visitor, &ctx, outcome, ("totp-off", "password")).await
}

async fn end_others(State(app): State<Arc<App>>, Signed(visitor, ctx): Signed) -> Result<Response, Failure> {
    let outcome = app.accounts.revoke_sessions(&ctx, person(&ctx)?, visitor.session).await.map(drop);
    answer(&app, &visitor, &ctx, outcome, ("sessions-ended", "old")).await
}

async fn end_one(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let outcome = app.accounts.revoke_session(&ctx, extract::id(&id)?).await;
    answer(&app, &visitor, &ctx, outcome, ("sessions-ended", "old")).await
}

async fn act_for(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    fields: Fields,
) -> Result<Response, Failure> {
    let id = visitor.session.ok_or_else(|| Fault::forbidden("fault-forbidden"))?;
    let outcome = app.accounts.act_for(&ctx, id, fields.id("whom")?).await;
    answer(&app, &visitor, &ctx, outcome, ("act-for", "old")).await
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_qr_code_is_squares_within_a_border() {
        let (size, path) = super::qr("otpauth://totp/x?secret=ABC").unwrap();
        assert!(size.parse::<i32>().unwrap() >= 29);
        assert!(path.starts_with("M4 4h1v1h-1z"));
    }
}
