//! Forms that change the tree of units: a new unit, another name or place, an end, a split, a merger.
//! Each shows first what it would do; the preview is an address, the change a POST.
use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use kernel::{Action, Block, Ctx, Day, Fault, Resource, Result, UnitId};
use org::{Directory, Unit, UnitKind, change_unit, create_unit, merge_units, split_unit};

use super::{
    unit_effect::{Effect, Looker},
    unit_read::{Deed, PARTS, What, read},
};
use crate::{
    app::App,
    errors::Failure,
    extract::{Asked, Fields},
    lang::L,
    pages::{self, Choice, Desk, Frame, Me, Problem},
    registry::{Case, Route, route},
    session::{self, Signed, Visitor},
    url::Query,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        route!(GET "/admin/units/form/{what}" Case::Province("org.change") => page),
        route!(POST "/admin/units/form/{what}" Case::Province("org.change") => act),
    ]
}

struct PickGroup {
    label: String,
    choices: Vec<Choice>,
}
struct PartForm {
    no: String,
    name: String,
    code: String,
    share: String,
}
/// A field that goes along unseen from the preview to the change.
struct Kept {
    name: String,
    value: String,
}
#[derive(Template)]
#[template(path = "admin_unit_form.html")]
struct UnitFormPage {
    l: L,
    me: Me,
    frame: Frame,
    tab: &'static str,
    what: &'static str,
    action: String,
    unit: String,
    unit_name: String,
    tabs: Vec<Choice>,
    ended: bool,
    f: Fields,
    kinds: Vec<Choice>,
    blocks: Vec<Choice>,
    parents: Vec<Choice>,
    from: Vec<PickGroup>,
    into: Vec<Choice>,
    parts: Vec<PartForm>,
    problems: Vec<Problem>,
    effect: Option<Effect>,
    kept: Vec<Kept>,
}

/// The form as it is before anything is typed.
fn fresh(unit: Option<&Unit>, asked: &Fields) -> Fields {
    let mut pairs: Vec<(String, String)> = asked.pairs().to_vec();
    if let Some(u) = unit {
        let own = [
            ("name", u.name.clone()),
            ("short", u.short.clone()),
            ("head_title", u.head_title.clone()),
            ("area_code", u.area_code.clone()),
            ("parent", u.parent.map(|p| p.to_string()).unwrap_or_default()),
            ("on", u.valid_to.map(Day::vietnamese).unwrap_or_default()),
        ];
        pairs.extend(own.map(|(name, value)| (name.to_owned(), value)));
    }
    pairs.into()
}

fn choice(label: String, value: String, chosen: &str) -> Choice {
    Choice { on: value == chosen, label, url: value, count: String::new() }
}

/// Living units to pick from, by kind, those picked already ticked.
fn pickable(l: L, directory: &Directory, day: Day, picked: &[&str]) -> Vec<PickGroup> {
    let of = |kind: UnitKind| {
        let units = directory.units_on(day).filter(move |u| u.kind == kind && kind != UnitKind::Province);
        let mut all: Vec<Choice> = units
            .map(|u| {
                let id = u.id.to_string();
                Choice { label: u.name.clone(), on: picked.contains(&id.as_str()), url: id, count: u.code.clone() }
            })
            .collect();
        all.sort_by_key(|c| !c.on);
        all
    };
    let groups = UnitKind::ALL.into_iter().map(|k| PickGroup { label: l.tk("unit-kind", k.word()), choices: of(k) });
    groups.filter(|g| !g.choices.is_empty()).collect()
}

/// What is shown: the form, with what is wrong or what it would do.
struct Shown {
    what: What,
    unit: Option<UnitId>,
    fields: Fields,
    status: StatusCode,
    problems: Vec<Problem>,
    effect: Option<Effect>,
}

async fn show(app: &App, visitor: &Visitor, ctx: &Ctx, shown: Shown) -> Result<Response, Failure> {
    let Desk { l, me, frame } = pages::desk(app, visitor, "admin").await?;
    let Shown { what, unit, fields, status, problems, effect } = shown;
    let (directory, today) = (app.directories.now().await?, ctx.today());
    let held = unit.and_then(|id| directory.unit(id));
    let id = unit.map(|id| id.to_string()).unwrap_or_default();
    let tabs = if held.is_some() {
        let tab = |w: What| Choice {
            label: l.tk("unit-act", w.code()),
            url: Query::new().with("unit", &id).at(&w.address()),
            on: w == what,
            count: String::new(),
        };
        let merge = Query::new().with("from", &id).at(&What::Merge.address());
        let merge = Choice { label: l.t("unit-act-merge"), url: merge, on: false, count: String::new() };
        [What::Change, What::Split, What::End].map(tab).into_iter().chain([merge]).collect()
    } else {
        vec![]
    };
    let living = |chosen: &str| -> Vec<Choice> {
        directory.units_on(today).map(|u| choice(u.name.clone(), u.id.to_string(), chosen)).collect()
    };
    let picked: Vec<&str> = fields.all("from").collect();
    let kept = fields.pairs().iter().filter(|(n, v)| n != "preview" && n != "csrf" && n != "key" && !v.is_empty());
    let page = UnitFormPage {
        tab: "units",
        what: what.code(),
        action: what.address(),
        unit_name: held.map(|u| u.name.clone()).unwrap_or_default(),
        ended: held.is_some_and(|u| u.valid_to.is_some()),
        unit: id,
        tabs,
        kinds: UnitKind::ALL
            .into_iter()
            .filter(|k| *k != UnitKind::Province)
            .map(|k| choice(l.tk("unit-kind", k.word()), k.word().to_owned(), fields.get("kind")))
            .collect(),
        blocks: [Block::Government, Block::Party, Block::Council, Block::Front]
            .map(|b| choice(l.tk("org-block", b.word()), b.word().to_owned(), fields.get("block")))
            .into(),
        parents: living(fields.get("parent")),
        from: if what == What::Merge { pickable(l, &directory, today, &picked) } else { vec![] },
        into: if what == What::Merge { living(fields.get("into")) } else { vec![] },
        parts: (1..=PARTS)
            .map(|no| {
                let of = |what: &str| fields.get(&format!("{what}-{no}")).to_owned();
                PartForm { no: no.to_string(), name: of("name"), code: of("code"), share: of("share") }
            })
            .collect(),
        problems,
        effect,
        kept: kept.map(|(name, value)| Kept { name: name.clone(), value: value.clone() }).collect(),
        f: fields,
        l,
        me,
        frame,
    };
    pages::html_with(status, &page)
}

/// The unit a form is about.
fn unit_of(what: What, fields: &Fields, directory: &Directory) -> Result<Option<Unit>> {
    if !what.needs_unit() {
        return Ok(None);
    }
    let id: Option<UnitId> = fields.id("unit")?;
    let unit = id.and_then(|id| directory.unit(id)).cloned();
    Ok(Some(unit.ok_or_else(|| Fault::not_found("fault-not-found"))?))
}

async fn page(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path(what): Path<String>,
    Asked(asked): Asked,
) -> Result<Response, Failure> {
    ctx.require(Action("org.change"), &Resource::all("province"))?;
    let what = What::of(&what)?;
    let (directory, board) = (app.directories.now().await?, app.boards.now().await?);
    let unit = unit_of(what, &asked, &directory)?;
    let id = unit.as_ref().map(|u| u.id);
    let look = Looker { l: visitor.l, ctx: &ctx, directory: &directory, board: &board };
    let mut shown = Shown { what, unit: id, fields: asked, status: StatusCode::OK, problems: vec![], effect: None };
    if !shown.fields.ticked("preview") {
        shown.fields = fresh(unit.as_ref(), &shown.fields);
        return show(&app, &visitor, &ctx, shown).await;
    }
    match read(what, &shown.fields, unit.as_ref(), &look) {
        Ok((_, effect)) => shown.effect = Some(effect),
        Err(fault) => {
            shown.status = crate::errors::status(fault.kind);
            shown.problems = pages::problems(visitor.l, fault, "name")?;
        }
    }
    show(&app, &visitor, &ctx, shown).await
}

async fn act(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path(what): Path<String>,
    fields: Fields,
) -> Result<Response, Failure> {
    let what = What::of(&what)?;
    let (directory, board) = (app.directories.now().await?, app.boards.now().await?);
    let unit = unit_of(what, &fields, &directory)?;
    let look = Looker { l: visitor.l, ctx: &ctx, directory: &directory, board: &board };
    let outcome = async {
        match read(what, &fields, unit.as_ref(), &look)?.0 {
            Deed::New(new) => create_unit(&app.store, &ctx, new).await.map(drop),
            Deed::Change(id, change) => change_unit(&app.store, &ctx, id, change).await,
            Deed::Split(split) => split_unit(&app.store, &ctx, split).await,
            Deed::Merge(merge) => merge_units(&app.store, &ctx, merge).await.map(drop),
        }
    };
    match outcome.await {
        Ok(()) => {
            // The tree as it is from that day on.
            let on = fields.day("on").ok().flatten().map(|d| d.to_string()).unwrap_or_default();
            let mut response = pages::go(&Query::new().with("on", on).at("/admin/units"));
            session::say_next(&app, &mut response, "units-changed");
            Ok(response)
        }
        Err(fault) => {
            let status = crate::errors::status(fault.kind);
            let problems = pages::problems(visitor.l, fault, "name")?;
            let unit = unit.as_ref().map(|u| u.id);
            show(&app, &visitor, &ctx, Shown { what, unit, fields, status, problems, effect: None }).await
        }
    }
}
