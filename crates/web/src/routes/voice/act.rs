//! What is done to one, as forms: each calls its operation and leads back to the page.
use std::sync::Arc;

use axum::{
    extract::{Path, State as Held},
    response::Response,
};
use kernel::{Ctx, Fault, FaultKind, Result, VoiceId};
use voice::{
    Field, Kind, Marked, On, answer,
    handle::{self, Assign},
    receive,
};

use super::{
    bad, code, new,
    page::{self, Mistake},
    url_of,
};
use crate::{
    app::App,
    errors::Failure,
    extract::{self, Fields},
    pages,
    registry::{Case, Face, Route, route},
    session::{self, Signed, Visitor},
    upload::Upload,
};

pub(crate) fn routes() -> Vec<Route> {
    let (assign, answer, approve) =
        (Case::Province("voice.assign"), Case::Thing("voice.answer"), Case::Thing("voice.approve"));
    vec![
        route!(POST "/voice/{id}/assign" assign => give),
        route!(POST "/voice/{id}/transfer" assign => hand_on),
        route!(POST "/voice/{id}/classify" assign => classify),
        route!(POST "/voice/{id}/merge" assign => merge),
        route!(POST "/voice/{id}/decline" assign => decline),
        route!(POST "/voice/{id}/evaluate" assign => evaluate),
        route!(POST "/voice/{id}/link" assign => link),
        route!(POST "/voice/{id}/give-back" answer => give_back),
        route!(POST "/voice/{id}/draft" answer => draft).face(Face::Upload),
        route!(POST "/voice/{id}/send" answer => send),
        route!(POST "/voice/{id}/approve" approve => approve_draft),
        route!(POST "/voice/{id}/return" approve => return_draft),
    ]
}

fn on(id: &str, fields: &Fields) -> Result<On> {
    let seen = fields.int("seen")?.unwrap_or(0);
    Ok(On { voice: extract::id(id)?, seen, key: fields.key() })
}

/// Who asked, from where.
struct Asker<'a> {
    app: &'a App,
    visitor: &'a Visitor,
    ctx: &'a Ctx,
    id: &'a str,
    fields: &'a Fields,
}
impl Asker<'_> {
    /// Back to the page: with a word of success, or with what has to be mended and nothing typed lost.
    async fn answer(self, act: &'static str, outcome: Result<Marked>) -> Result<Response, Failure> {
        match outcome {
            Ok(marked) => {
                let mut response = pages::go(&url_of(marked.voice));
                session::say_next(self.app, &mut response, &format!("voice-{act}"));
                Ok(response)
            }
            Err(fault) if matches!(fault.kind, FaultKind::Forbidden | FaultKind::NotFound | FaultKind::Internal) => {
                Err(fault.into())
            }
            Err(fault) => {
                let id: VoiceId = extract::id(self.id)?;
                let mistake = Mistake { fault, act, text: self.fields.get("text") };
                page::show(self.app, self.visitor, self.ctx, id, &Fields::default(), Some(mistake), "").await
            }
        }
    }
}

fn assigning(id: &str, fields: &Fields) -> Result<Assign> {
    let unit = fields.id("unit")?.ok_or_else(|| Fault::invalid("voice-unit-missing").field("unit"))?;
    Ok(Assign { on: on(id, fields)?, unit, due_on: fields.day("due_on")?, note: fields.get("text").to_owned() })
}

macro_rules! forms {
    ($($name:ident $act:literal |$app:ident, $ctx:ident, $id:ident, $fields:ident| $outcome:expr;)*) => {$(
        async fn $name(
            Held($app): Held<Arc<App>>,
            Signed(visitor, $ctx): Signed,
            Path($id): Path<String>,
            $fields: Fields,
        ) -> Result<Response, Failure> {
            let outcome: Result<Marked> = async { $outcome }.await;
            let asker = Asker { app: &$app, visitor: &visitor, ctx: &$ctx, id: &$id, fields: &$fields };
            asker.answer($act, outcome).await
        }
    )*};
}
forms! {
    give "assigned" |app, ctx, id, fields| handle::assign(&app.store, &ctx, assigning(&id, &fields)?).await;
    hand_on "transferred" |app, ctx, id, fields| handle::transfer(&app.store, &ctx, assigning(&id, &fields)?).await;
    classify "classified" |app, ctx, id, fields| {
        let kind = code(&fields, "kind", Kind::from_code)?.ok_or_else(|| bad("kind"))?;
        let field = code(&fields, "field", Field::from_code)?.ok_or_else(|| bad("field"))?;
        handle::classify(&app.store, &ctx, on(&id, &fields)?, kind, field).await
    };
    merge "merged" |app, ctx, id, fields| {
        let into = handle::find_number(&mut app.store.read().await?, fields.get("into")).await?;
        let into = into.ok_or_else(|| Fault::invalid("voice-merge-wrong").field("into"))?;
        handle::merge(&app.store, &ctx, on(&id, &fields)?, into).await
    };
    decline "declined" |app, ctx, id, fields| {
        handle::decline(&app.store, &ctx, on(&id, &fields)?, fields.get("text")).await
    };
    evaluate "evaluated" |app, ctx, id, fields| {
        let (accepted, points) = (fields.get("accepted") == "1", fields.int("points")?);
        handle::evaluate(&app.store, &ctx, on(&id, &fields)?, accepted, points, fields.get("text")).await
    };
    give_back "given-back" |app, ctx, id, fields| {
        handle::give_back(&app.store, &ctx, on(&id, &fields)?, fields.get("text")).await
    };
    send "sent" |app, ctx, id, fields| answer::send(&app.store, &ctx, on(&id, &fields)?).await;
    approve_draft "approved" |app, ctx, id, fields| answer::approve(&app.store, &ctx, on(&id, &fields)?).await;
    return_draft "returned" |app, ctx, id, fields| {
        answer::return_draft(&app.store, &ctx, on(&id, &fields)?, fields.get("text")).await
    };
}

async fn draft(
    Held(app): Held<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path(id): Path<String>,
    mut form: Upload,
) -> Result<Response, Failure> {
    let files = std::mem::take(&mut form.files);
    let fields = form.fields();
    let outcome = async {
        let on = on(&id, &fields)?;
        // Whose it is not, keeps no files here.
        if !voice::read::may(&app.store, &ctx, on.voice).await?.answer {
            return Err(Fault::forbidden("fault-forbidden"));
        }
        let kept = new::keep(&app, &ctx, files).await?;
        answer::draft(&app.store, &ctx, on, fields.get("text"), kept).await
    };
    let outcome = outcome.await;
    let asker = Asker { app: &app, visitor: &visitor, ctx: &ctx, id: &id, fields: &fields };
    asker.answer("drafted", outcome).await
}

/// A new secret link, shown once.
async fn link(
    Held(app): Held<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id: VoiceId = extract::id(&id)?;
    let secret = receive::renew_link(&app.store, &ctx, id).await?;
    let link = super::told::link(&app, &secret);
    page::show(&app, &visitor, &ctx, id, &Fields::default(), None, &link).await
}
