//! One's notices as JSON: the list and marking as read.
use std::sync::Arc;

use axum::{Json, extract::State};
use kernel::{NoticeId, Result};

use super::{list, person, sentence};
use crate::{
    api::{NoticeItem, Notices, NoticesRead, ReadIn},
    app::App,
    errors::Failure,
    extract::{self, Asked, Body},
    registry::{Case, Route, route},
    session::Signed,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        route!(GET "/api/v1/notices" Case::Signed => get).gives(
            "Notices",
            "The caller's notices, newest first.",
            &[("show", "unread: only those"), ("before", "what `next` of the page before said")],
        ),
        route!(POST "/api/v1/notices/read" Case::Thing("person.own") => read).takes(
            "ReadIn",
            "NoticesRead",
            "Marks notices of the caller as read.",
        ),
    ]
}

async fn get(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Asked(asked): Asked,
) -> Result<Json<Notices>, Failure> {
    let (rows, next) = list(&app, &ctx, &asked).await?;
    let directory = app.directories.now().await?;
    let notices = rows
        .iter()
        .map(|n| NoticeItem {
            id: n.id.to_string(),
            kind: n.kind.word(),
            about: n.about.clone(),
            path: n.path.clone(),
            text: sentence(visitor.l, &directory, n),
            at: n.created_at.0,
            read: n.read_at.is_some(),
        })
        .collect();
    let unread = app.unread.count(&app.store, person(&ctx)?).await?;
    Ok(Json(Notices { unread, notices, next: Some(next).filter(|n| !n.is_empty()) }))
}

async fn read(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Body(asked): Body<ReadIn>,
) -> Result<Json<NoticesRead>, Failure> {
    let ids: Vec<NoticeId> = asked.ids.iter().map(|id| extract::id(id)).collect::<Result<_>>()?;
    let marked = notify::mark_read(&app.store, &ctx, ids).await?;
    let who = person(&ctx)?;
    app.unread.forget(who);
    let unread = app.unread.count(&app.store, who).await?;
    Ok(Json(NoticesRead { marked: i64::try_from(marked).unwrap_or(i64::MAX), unread }))
}
