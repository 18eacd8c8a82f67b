//! Saved filters of the work list, as forms and as JSON, and the bar that shows them.
use std::sync::Arc;

use askama::Template;
use axum::{
    Json,
    extract::{Path, State},
    response::Response,
};
use kernel::{Ctx, Result};
use plan::saved::{self, SaveView};
use store::Sql;

use super::acts::number;
use crate::{
    api::day as d,
    app::App,
    errors::Failure,
    extract::{Body, Fields},
    lang::L,
    pages::{self, Me},
    registry::{Case, Route, route},
    session::{self, Signed},
    url::{self, Query},
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        route!(POST "/views" Case::Signed => save),
        route!(POST "/views/{no}/remove" Case::Thing("person.own") => remove),
        route!(GET "/api/v1/views" Case::Signed => list).gives(
            "SavedViews",
            "The caller's saved views and those shared in their unit.",
            &[],
        ),
        route!(POST "/api/v1/views" Case::Signed => api_save).takes(
            "SaveViewIn",
            "SavedViewItem",
            "Saves a view of the work list under a name.",
        ),
        route!(POST "/api/v1/views/{no}/remove" Case::Thing("person.own") => api_remove).takes(
            "",
            "Removed",
            "Removes one's own saved view.",
        ),
    ]
}

struct Chip {
    no: String,
    name: String,
    url: String,
    on: bool,
    own: bool,
    shared: bool,
}
/// The bar over the work list.
#[derive(Template)]
#[template(path = "daily/saved.html")]
pub(crate) struct SavedBar {
    l: L,
    me: Me,
    views: Vec<Chip>,
    query: String,
    may_save: bool,
}
impl SavedBar {
    pub(crate) async fn of(sql: &mut dyn Sql, ctx: &Ctx, l: L, me: &Me, query: &Query) -> Result<Self> {
        let here = query.at("").trim_start_matches('?').to_owned();
        let chip = |view: saved::SavedView| Chip {
            no: view.view.to_string(),
            url: format!("{}?{}", url::TASKS, view.query),
            on: view.query == here,
            name: view.name,
            own: view.own,
            shared: view.shared,
        };
        let views: Vec<Chip> = saved::views(sql, ctx).await?.into_iter().map(chip).collect();
        let may_save = ctx.actor.person.is_some() && !here.is_empty() && !views.iter().any(|v| v.on);
        Ok(Self { l, me: me.clone(), views, query: here, may_save })
    }
}

async fn save(State(app): State<Arc<App>>, Signed(_, ctx): Signed, fields: Fields) -> Result<Response, Failure> {
    let query = fields.get("query").to_owned();
    let back = url::local(&format!("{}?{query}", url::TASKS)).to_owned();
    let view = SaveView { name: fields.get("name").to_owned(), query, shared: fields.ticked("shared") };
    saved::save_view(&app.store, &ctx, view).await?;
    let mut response = pages::go(&back);
    session::say_next(&app, &mut response, "view-saved");
    Ok(response)
}

async fn remove(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(no): Path<String>,
) -> Result<Response, Failure> {
    saved::remove_view(&app.store, &ctx, number(&no)?).await?;
    let mut response = pages::go(url::TASKS);
    session::say_next(&app, &mut response, "view-removed");
    Ok(response)
}

fn item(view: saved::SavedView) -> d::SavedViewItem {
    d::SavedViewItem { view: view.view, name: view.name, query: view.query, shared: view.shared, own: view.own }
}

async fn list(State(app): State<Arc<App>>, Signed(_, ctx): Signed) -> Result<Json<d::SavedViews>, Failure> {
    let views = saved::views(&mut app.store.read().await?, &ctx).await?;
    Ok(Json(d::SavedViews { views: views.into_iter().map(item).collect() }))
}

async fn api_save(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Body(said): Body<d::SaveViewIn>,
) -> Result<Json<d::SavedViewItem>, Failure> {
    let view = SaveView { name: said.name, query: said.query, shared: said.shared };
    let no = saved::save_view(&app.store, &ctx, view).await?;
    let views = saved::views(&mut app.store.read().await?, &ctx).await?;
    let saved = views.into_iter().find(|v| v.view == no);
    let saved = saved.ok_or_else(|| kernel::Fault::not_found("fault-not-found"))?;
    Ok(Json(item(saved)))
}

async fn api_remove(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(no): Path<String>,
) -> Result<Json<d::Removed>, Failure> {
    let view = number(&no)?;
    saved::remove_view(&app.store, &ctx, view).await?;
    Ok(Json(d::Removed { view }))
}
