//! The sender's own page, behind the secret link: where it stands, the answer, the rating. Nobody signs
//! in here; the link is the permission.
use std::sync::Arc;

use access::Secret;
use askama::Template;
use axum::{
    extract::{Path, State as Held},
    http::StatusCode,
    response::Response,
};
use kernel::{Actor, Ctx, Fault, FaultKind, Result, Via};
use voice::sender::{self, Told};

use crate::{
    app::App,
    errors::{self, Failure},
    extract::Fields,
    lang::L,
    pages::{self, Desk, FileLink, Frame, Me, Problem},
    registry::{Case, Face, Route, route},
    routes::lines::given_file,
    session::{self, Anyone, Visitor},
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        route!(GET "/answers/{token}" Case::Public => page),
        route!(POST "/answers/{token}/rating" Case::Public => rate),
        route!(GET "/answers/{token}/files/{digest}" Case::Public => file).face(Face::Plain),
    ]
}

/// The sender's link.
pub(crate) fn link(app: &App, secret: &Secret) -> String {
    format!("{}/answers/{}", app.config.base_url, secret.reveal())
}

struct Star {
    value: i64,
    label: String,
    on: bool,
}
#[derive(Template)]
#[template(path = "voice_told.html")]
struct ToldPage {
    l: L,
    me: Me,
    frame: Frame,
    number: String,
    title: String,
    state: String,
    answer: String,
    answered: String,
    declined: bool,
    files: Vec<FileLink>,
    path: String,
    may_rate: bool,
    rated: String,
    stars: Vec<Star>,
    comment: String,
    problems: Vec<Problem>,
}

async fn show(
    app: &App,
    visitor: &Visitor,
    token: &str,
    told: Told,
    typed: &Fields,
    fault: Option<Fault>,
) -> Result<Response, Failure> {
    let Desk { l, me, frame } = pages::desk(app, visitor, "").await?;
    let path = format!("/answers/{token}");
    let file = |e: &plan::progress::Evidence| FileLink {
        name: e.name.clone(),
        url: format!("{path}/files/{}", e.digest),
        size: pages::size(l, e.size),
    };
    let status = fault.as_ref().map_or(StatusCode::OK, |f| errors::status(f.kind));
    let declined = told.state == voice::state::State::Declined;
    let page = ToldPage {
        number: told.number,
        title: told.title,
        state: l.tk("voice-told", told.state.code()),
        may_rate: told.answer.is_some() && told.rating.is_none(),
        answer: told.answer.unwrap_or_default(),
        answered: told.answered.map(kernel::Day::vietnamese).unwrap_or_default(),
        declined,
        files: told.files.iter().map(file).collect(),
        rated: told.rating.map(|n| l.t1("voice-stars", "count", n)).unwrap_or_default(),
        stars: (1..=5)
            .rev()
            .map(|n| Star {
                value: n,
                label: l.tk("voice-score", &n.to_string()),
                on: typed.get("score") == n.to_string(),
            })
            .collect(),
        comment: typed.get("comment").to_owned(),
        problems: fault.map(|f| pages::problems(l, f, "score")).transpose()?.unwrap_or_default(),
        path,
        l,
        me,
        frame,
    };
    pages::html_with(status, &page)
}

async fn page(
    Held(app): Held<Arc<App>>,
    Anyone(visitor): Anyone,
    Path(token): Path<String>,
) -> Result<Response, Failure> {
    let told = sender::told(&app.store, &Secret::from_text(token.clone())).await?;
    show(&app, &visitor, &token, told, &Fields::default(), None).await
}

/// The sender acts as nobody in particular.
fn nobody(app: &App, visitor: &Visitor) -> Ctx {
    Ctx {
        actor: Actor::program(&visitor.l.t("voice-the-sender"), Via::Page),
        clock: Arc::clone(&app.clock),
        gate: Arc::clone(&app.gate),
        trace: visitor.trace.clone(),
        lang: visitor.l.language(),
    }
}

async fn rate(
    Held(app): Held<Arc<App>>,
    Anyone(visitor): Anyone,
    Path(token): Path<String>,
    fields: Fields,
) -> Result<Response, Failure> {
    let secret = Secret::from_text(token.clone());
    let outcome = async {
        let score = fields.int("score")?.unwrap_or(0);
        sender::rate(&app.store, &nobody(&app, &visitor), &secret, score, fields.get("comment")).await
    };
    match outcome.await {
        Ok(_) => {
            let mut response = pages::go(&format!("/answers/{token}"));
            session::say_next(&app, &mut response, "voice-rated");
            Ok(response)
        }
        Err(fault) if matches!(fault.kind, FaultKind::Invalid | FaultKind::Conflict) => {
            let told = sender::told(&app.store, &secret).await?;
            show(&app, &visitor, &token, told, &fields, Some(fault)).await
        }
        Err(fault) => Err(fault.into()),
    }
}

async fn file(Held(app): Held<Arc<App>>, Path((token, digest)): Path<(String, String)>) -> Result<Response, Failure> {
    let (evidence, blob) = sender::told_file(&app.store, &Secret::from_text(token), &digest).await?;
    Ok(given_file(&evidence.name, &evidence.media, blob.data))
}
