//! API tokens: made, shown once, ended.
use std::sync::Arc;

use access::{NewToken, TokenRow as Kept};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use kernel::{Action, Ctx, Fault, Resource, Result};

use crate::{
    app::App,
    days,
    errors::{self, Failure},
    extract::{self, Fields},
    lang::L,
    pages::{self, Choice, Desk, Frame, Me, Problem},
    registry::{Case, Route, route},
    session::{self, Signed, Visitor},
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        route!(GET "/me/tokens" Case::Thing("token.own") => page),
        route!(POST "/me/tokens" Case::Thing("token.own") => create),
        route!(POST "/me/tokens/{id}/revoke" Case::Thing("token.own") => revoke),
    ]
}

struct TokenRow {
    id: String,
    name: String,
    hint: String,
    scopes: String,
    ends: String,
    used: String,
    live: bool,
}
#[derive(Template)]
#[template(path = "tokens.html")]
struct TokensPage {
    l: L,
    me: Me,
    frame: Frame,
    rows: Vec<TokenRow>,
    secret: String,
    scopes: Vec<Choice>,
    name: String,
    last_day: String,
    problems: Vec<Problem>,
}

fn row(l: L, ctx: &Ctx, token: &Kept) -> TokenRow {
    TokenRow {
        id: token.id.to_string(),
        name: token.name.clone(),
        hint: token.hint.clone(),
        scopes: token.scopes.iter().map(|s| l.tk("action", s)).collect::<Vec<_>>().join("; "),
        ends: token.ends_at.plus(-1).day().vietnamese(),
        used: token.used_at.map_or_else(|| l.t("tokens-never"), |at| pages::when(at, ctx.today())),
        live: token.revoked_at.is_none() && ctx.now() < token.ends_at,
    }
}

/// What the person may do themselves, and so may let a token do.
fn scopes(l: L, ctx: &Ctx, ticked: &[&str]) -> Vec<Choice> {
    let own = Resource {
        leads: ctx.actor.unit.into_iter().collect(),
        parts: ctx.actor.unit.into_iter().collect(),
        owner: ctx.actor.person,
        ..Resource::all("province")
    };
    let may = access::ACTIONS.iter().filter(|action| ctx.may(Action(action), &own));
    may.map(|action| Choice {
        label: l.tk("action", action),
        url: (*action).to_owned(),
        on: ticked.contains(action),
        count: String::new(),
    })
    .collect()
}

/// What was typed, and what came of it.
#[derive(Default)]
struct Shown<'a> {
    secret: String,
    name: &'a str,
    last_day: &'a str,
    ticked: Vec<&'a str>,
    mistake: Option<Fault>,
}

async fn show(app: &App, visitor: &Visitor, ctx: &Ctx, shown: Shown<'_>) -> Result<Response, Failure> {
    let Desk { l, me, frame } = pages::desk(app, visitor, "me").await?;
    let person = ctx.actor.person.ok_or_else(|| Fault::forbidden("fault-forbidden"))?;
    let tokens = app.accounts.tokens(ctx, person).await?;
    let last_day =
        if shown.last_day.is_empty() { ctx.today().plus_days(90).vietnamese() } else { shown.last_day.into() };
    let status = shown.mistake.as_ref().map_or(StatusCode::OK, |fault| errors::status(fault.kind));
    let page = TokensPage {
        rows: tokens.iter().map(|t| row(l, ctx, t)).collect(),
        secret: shown.secret,
        scopes: scopes(l, ctx, &shown.ticked),
        name: shown.name.to_owned(),
        last_day,
        problems: shown.mistake.map(|fault| pages::problems(l, fault, "name")).transpose()?.unwrap_or_default(),
        l,
        me,
        frame,
    };
    pages::html_with(status, &page)
}

async fn page(State(app): State<Arc<App>>, Signed(visitor, ctx): Signed) -> Result<Response, Failure> {
    show(&app, &visitor, &ctx, Shown::default()).await
}

async fn create(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    fields: Fields,
) -> Result<Response, Failure> {
    let ticked: Vec<&str> = fields.all("scope").collect();
    let outcome = async {
        let last_day = days::needed(&fields, "last_day")?;
        let scopes = ticked.iter().map(|s| (*s).to_owned()).collect();
        let new = NewToken { name: fields.get("name").to_owned(), scopes, last_day };
        app.accounts.create_token(&ctx, new).await
    };
    let shown = match outcome.await {
        Ok((_, secret)) => Shown { secret: secret.reveal().to_owned(), ..Shown::default() },
        Err(fault) => {
            let (name, last_day) = (fields.get("name"), fields.get("last_day"));
            Shown { mistake: Some(fault), name, last_day, ticked, secret: String::new() }
        }
    };
    show(&app, &visitor, &ctx, shown).await
}

async fn revoke(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    app.accounts.revoke_token(&ctx, extract::id(&id)?).await?;
    let mut response = pages::go("/me/tokens");
    session::say_next(&app, &mut response, "token-revoked");
    Ok(response)
}
