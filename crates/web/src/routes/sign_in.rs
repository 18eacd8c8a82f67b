//! Coming in and going out: password, second factor, the province's single sign-on; and the choices
//! that a browser keeps.
use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use kernel::Fault;

use crate::{
    app::App,
    errors::{self, Failure},
    extract::{Asked, Fields},
    lang::L,
    pages::{self, Desk, Frame, Me, Problem},
    registry::{Case, Route, route},
    session::{self, Anyone, Signed, Visitor},
    url,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        route!(GET "/sign-in" Case::Public => page),
        route!(POST "/sign-in" Case::Public => sign_in),
        route!(POST "/sign-in/code" Case::Public => code),
        route!(GET "/sign-in/sso" Case::Public => sso_begin),
        route!(GET "/sign-in/sso/done" Case::Public => sso_done),
        route!(GET "/invitation/{token}" Case::Public => invitation),
        route!(POST "/invitation/{token}" Case::Public => accept_invitation),
        route!(POST "/sign-out" Case::Signed => sign_out),
        route!(POST "/me/theme" Case::Signed => theme),
        route!(POST "/me/language" Case::Signed => language),
    ]
}

struct Sso {
    url: String,
    label: String,
}
#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    l: L,
    me: Me,
    frame: Frame,
    step: &'static str,
    name: String,
    problem: String,
    sso: Option<Sso>,
    back: String,
}

async fn show(
    app: &App,
    visitor: &Visitor,
    step: &'static str,
    name: &str,
    back: &str,
    problem: Option<Fault>,
) -> Result<Response, Failure> {
    let Desk { l, me, frame } = pages::desk(app, visitor, "").await?;
    let status = problem.as_ref().map_or(StatusCode::OK, |f| errors::status(f.kind));
    let label = || app.config.sso_label.clone().unwrap_or_else(|| l.t("sign-in-sso"));
    let sso = app.oidc.as_ref().map(|_| Sso { url: url::sso(back), label: label() });
    let problem = problem.map(|f| l.say(&f.say)).unwrap_or_default();
    let page = SignInPage { l, me, frame, step, name: name.to_owned(), problem, sso, back: back.to_owned() };
    pages::html_with(status, &page)
}

async fn page(State(app): State<Arc<App>>, Anyone(visitor): Anyone, Asked(asked): Asked) -> Result<Response, Failure> {
    let back = url::local(asked.get("back"));
    if visitor.signed_in() {
        return Ok(pages::go(back));
    }
    show(&app, &visitor, "password", "", back, None).await
}

fn enter(app: &App, secret: &str, back: &str) -> Response {
    let mut response = pages::go(back);
    session::begin(app, &mut response, secret);
    response
}

async fn sign_in(State(app): State<Arc<App>>, Anyone(visitor): Anyone, fields: Fields) -> Result<Response, Failure> {
    let (name, password) = (fields.get("name"), fields.raw("password"));
    let back = url::local(fields.get("back"));
    match app.accounts.sign_in(name, password, None, &visitor.client).await {
        Ok(secret) => Ok(enter(&app, secret.reveal(), back)),
        Err(fault) if fault.say.id == access::CODE_NEEDED => {
            let step = app.kept.begin_step(app.clock.now(), name, password);
            let mut response = show(&app, &visitor, "totp", name, back, None).await?;
            session::keep_step(&app, &mut response, &step, 300);
            Ok(response)
        }
        Err(fault) => refuse(&app, &visitor, "password", name, back, fault).await,
    }
}

async fn code(
    State(app): State<Arc<App>>,
    Anyone(visitor): Anyone,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Failure> {
    let back = url::local(fields.get("back"));
    let step = session::step(&headers).unwrap_or_default();
    let Some((name, password)) = app.kept.step(app.clock.now(), step) else {
        return Ok(pages::go(&url::sign_in(back)));
    };
    let code: String = fields.get("code").split_whitespace().collect();
    match app.accounts.sign_in(&name, &password, Some(&code), &visitor.client).await {
        Ok(secret) => {
            app.kept.end_step(step);
            let mut response = enter(&app, secret.reveal(), back);
            session::keep_step(&app, &mut response, "", 0);
            Ok(response)
        }
        Err(fault) => refuse(&app, &visitor, "totp", &name, back, fault).await,
    }
}

/// Wrong names, passwords and codes are told on the page itself; a broken store is not.
async fn refuse(
    app: &App,
    visitor: &Visitor,
    step: &'static str,
    name: &str,
    back: &str,
    fault: Fault,
) -> Result<Response, Failure> {
    use kernel::FaultKind as K;
    match fault.kind {
        K::Unauthenticated | K::Invalid | K::SlowDown | K::Forbidden => {
            errors::log(&fault);
            show(app, visitor, step, name, back, Some(fault)).await
        }
        _ => Err(fault.into()),
    }
}

async fn sign_out(State(app): State<Arc<App>>, Signed(visitor, ctx): Signed) -> Result<Response, Failure> {
    if let Some(id) = visitor.session {
        app.accounts.sign_out(&ctx, id).await?;
    }
    let mut response = pages::go(url::SIGN_IN);
    session::forget(&app, &mut response);
    Ok(response)
}

async fn theme(State(app): State<Arc<App>>, fields: Fields) -> Response {
    let mut response = pages::go(url::local(fields.get("back")));
    session::keep_theme(&app, &mut response, fields.get("theme"));
    response
}

async fn language(State(app): State<Arc<App>>, Signed(_, ctx): Signed, fields: Fields) -> Result<Response, Failure> {
    let lang = if fields.get("lang") == "en" { kernel::Lang::En } else { kernel::Lang::Vi };
    org::set_own_lang(&app.store, &ctx, lang).await?;
    let mut response = pages::go(url::local(fields.get("back")));
    session::keep_language(&app, &mut response, fields.get("lang"));
    Ok(response)
}

fn no_sso() -> Fault {
    Fault::not_found("web-no-page")
}

/// Sends them to the provider, and remembers in this very browser that we did.
async fn sso_begin(
    State(app): State<Arc<App>>,
    Anyone(visitor): Anyone,
    Asked(asked): Asked,
) -> Result<Response, Failure> {
    let oidc = app.oidc.as_ref().ok_or_else(no_sso)?;
    let begun = oidc.begin(url::local(asked.get("back")), &visitor.client).await?;
    let mut response = pages::go(&begun.url);
    session::keep_step(&app, &mut response, begun.browser.reveal(), 600);
    Ok(response)
}

/// They come back from the provider.
async fn sso_done(
    State(app): State<Arc<App>>,
    Anyone(visitor): Anyone,
    headers: HeaderMap,
    Asked(asked): Asked,
) -> Result<Response, Failure> {
    let oidc = app.oidc.as_ref().ok_or_else(no_sso)?;
    let browser = session::step(&headers).unwrap_or_default();
    match oidc.finish(browser, asked.get("state"), asked.get("code"), &visitor.client).await {
        Ok(done) => {
            let mut response = enter(&app, done.secret.reveal(), url::local(&done.return_to));
            session::keep_step(&app, &mut response, "", 0);
            Ok(response)
        }
        Err(fault) => refuse(&app, &visitor, "password", "", "/", fault).await,
    }
}

#[derive(Template)]
#[template(path = "invitation.html")]
struct InvitationPage {
    l: L,
    me: Me,
    frame: Frame,
    token: String,
    name: String,
    username: String,
    problems: Vec<Problem>,
}

async fn show_invitation(
    app: &App,
    visitor: &Visitor,
    token: String,
    problem: Option<Fault>,
) -> Result<Response, Failure> {
    let Desk { l, me, frame } = pages::desk(app, visitor, "").await?;
    let person = app.accounts.invited(&token).await?;
    let person = person.ok_or_else(|| Fault::not_found("access-invitation-void"))?;
    let status = problem.as_ref().map_or(StatusCode::OK, |f| errors::status(f.kind));
    let problems = problem.map(|fault| pages::problems(l, fault, "password")).transpose()?.unwrap_or_default();
    let page = InvitationPage { l, me, frame, token, name: person.name, username: person.username, problems };
    pages::html_with(status, &page)
}

/// Somebody follows the link of their invitation and chooses a password.
async fn invitation(
    State(app): State<Arc<App>>,
    Anyone(visitor): Anyone,
    Path(token): Path<String>,
) -> Result<Response, Failure> {
    show_invitation(&app, &visitor, token, None).await
}

async fn accept_invitation(
    State(app): State<Arc<App>>,
    Anyone(visitor): Anyone,
    Path(token): Path<String>,
    fields: Fields,
) -> Result<Response, Failure> {
    let outcome = if fields.raw("password") == fields.raw("again") {
        app.accounts.accept_invitation(&token, fields.raw("password"), &visitor.client).await
    } else {
        Err(Fault::invalid("web-passwords-differ").field("again"))
    };
    match outcome {
        Ok(_) => {
            let mut response = pages::go(url::SIGN_IN);
            session::say_next(&app, &mut response, "invitation-accepted");
            Ok(response)
        }
        Err(fault) => show_invitation(&app, &visitor, token, Some(fault)).await,
    }
}
