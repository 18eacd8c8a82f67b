//! Who may do what: the policies in force as a table, made by asking the gate, and as they are written.
use std::sync::Arc;

use askama::Template;
use axum::{extract::State, response::Response};
use kernel::{Action, Actor, Gate, PersonId, Post, Resource, UnitId, Via};

use crate::{
    app::App,
    errors::Failure,
    lang::L,
    pages::{self, Desk, Frame, Me},
    registry::{Case, Route, route},
    session::Signed,
};

pub(super) fn routes() -> Vec<Route> {
    vec![route!(GET "/admin/policies" Case::Province("org.change") => page)]
}

/// How far a permission reaches, the widest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// Anything of its kind.
    All,
    /// What one's unit leads or takes part in.
    Part,
    /// What one's unit leads.
    Leads,
    /// What is one's own.
    Own,
    /// Nothing.
    Nothing,
}
impl Reach {
    fn code(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Part => "part",
            Self::Leads => "leads",
            Self::Own => "own",
            Self::Nothing => "nothing",
        }
    }
}

/// Asks the gate of somebody of that post, first about a thing they have nothing to do with, then
/// closer and closer.
fn reach(gate: &dyn Gate, actor: &Actor, action: &'static str) -> Reach {
    let thing = Resource { id: "asked".into(), ..Resource::all(kind(action)) };
    let unit: Vec<UnitId> = actor.unit.into_iter().collect();
    let asked = [
        (Reach::All, thing.clone()),
        (Reach::Part, Resource { parts: unit.clone(), ..thing.clone() }),
        (Reach::Leads, Resource { leads: unit, ..thing.clone() }),
        (Reach::Own, Resource { owner: actor.person, ..thing }),
    ];
    let found = asked.into_iter().find(|(_, thing)| gate.allows(actor, Action(action), thing));
    found.map_or(Reach::Nothing, |(reach, _)| reach)
}

/// What an action is done to: the first word of its name.
fn kind(action: &'static str) -> &'static str {
    action.split('.').next().unwrap_or(action)
}

struct Cell {
    label: String,
    code: &'static str,
    text: String,
}
struct ActionRow {
    action: &'static str,
    label: String,
    cells: Vec<Cell>,
}
struct PolicyText {
    file: String,
    text: String,
}
#[derive(Template)]
#[template(path = "admin_policies.html")]
struct PoliciesPage {
    l: L,
    me: Me,
    frame: Frame,
    tab: &'static str,
    columns: Vec<String>,
    rows: Vec<ActionRow>,
    texts: Vec<PolicyText>,
}

/// Somebody of that post, who is nobody in particular.
fn somebody(post: Post, unit: UnitId) -> Actor {
    Actor { person: Some(PersonId::new()), unit: Some(unit), posts: vec![post], ..Actor::program("", Via::Page) }
}

async fn page(State(app): State<Arc<App>>, Signed(visitor, ctx): Signed) -> Result<Response, Failure> {
    ctx.require(Action("org.change"), &Resource::all("province"))?;
    let Desk { l, me, frame } = pages::desk(&app, &visitor, "admin").await?;
    let settings = app.kept.settings(&app.store).await?;
    // The office's officers see more than others do; they get a column of their own.
    let office = settings.province.office.map(|unit| (l.t("policies-office"), somebody(Post::Officer, unit)));
    let posts = [Post::Officer, Post::Head, Post::Focal, Post::Leader, Post::Admin];
    let asked: Vec<(String, Actor)> =
        posts.iter().map(|p| (l.tk("post", p.word()), somebody(*p, UnitId::new()))).chain(office).collect();
    let cell = |(label, actor): &(String, Actor), action| {
        let code = reach(app.gate.as_ref(), actor, action).code();
        Cell { label: label.clone(), code, text: l.tk("reach", code) }
    };
    let row = |action: &&'static str| ActionRow {
        action,
        label: l.tk("action", action),
        cells: asked.iter().map(|who| cell(who, action)).collect(),
    };
    let rows = access::ACTIONS.iter().map(row).collect();
    let texts = app.gate.texts().into_iter().map(|(file, text)| PolicyText { file, text }).collect();
    let columns = asked.iter().map(|(label, _)| label.clone()).collect();
    pages::html(&PoliciesPage { l, me, frame, tab: "policies", columns, rows, texts })
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn the_table_says_how_far_each_post_reaches() {
        let gate = access::Cedar::load(None).unwrap();
        let of = |post, action| reach(&gate, &somebody(post, UnitId::new()), action);
        assert_eq!(of(Post::Officer, "task.read"), Reach::Part);
        assert_eq!(of(Post::Officer, "task.report"), Reach::Leads);
        assert_eq!(of(Post::Officer, "token.own"), Reach::Own);
        assert_eq!(of(Post::Leader, "task.read"), Reach::All);
        assert_eq!(of(Post::Leader, "task.confirm"), Reach::Nothing);
        assert_eq!(of(Post::Focal, "task.confirm"), Reach::All);
        assert_eq!(of(Post::Admin, "task.read"), Reach::Nothing);
    }
}
