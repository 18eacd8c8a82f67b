//! The unit tree over time: who there was on a day, what came from what, and which printed names
//! stand for whom.
use std::{collections::BTreeSet, sync::Arc};

use askama::Template;
use axum::{extract::State, response::Response};
use kernel::{Action, Day, Resource, UnitId};
use org::{AliasTarget, Directory, UnitKind};

use crate::{
    app::App,
    days::DayField,
    errors::Failure,
    extract::Asked,
    lang::L,
    pages::{self, Choice, Desk, Frame, Me, Problem},
    registry::{Case, Face, Route, route},
    session::{self, Signed},
    upload::Upload,
    url,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        route!(GET "/admin/units" Case::Province("org.change") => page),
        route!(POST "/admin/boundaries" Case::Province("org.change") => boundaries).face(Face::Upload),
    ]
}

struct UnitRow {
    edit_url: String,
    code: String,
    name: String,
    url: String,
    since: String,
    until: String,
    from: String,
}
struct KindOfUnits {
    label: String,
    count: String,
    rows: Vec<UnitRow>,
}
struct SuccessionRow {
    day: String,
    before: String,
    after: String,
    kind: String,
}
struct AliasRow {
    printed: String,
    means: String,
    learned: bool,
}
#[derive(Template)]
#[template(path = "admin_units.html")]
struct AdminUnitsPage {
    l: L,
    me: Me,
    frame: Frame,
    tab: &'static str,
    say: String,
    on: String,
    problems: Vec<Problem>,
    turns: Vec<Choice>,
    /// The change before this day, and the one after it.
    before: Option<Choice>,
    after: Option<Choice>,
    turn: String,
    kinds: Vec<KindOfUnits>,
    successions: Vec<SuccessionRow>,
    aliases: Vec<AliasRow>,
}

fn name(directory: &Directory, id: UnitId) -> String {
    directory.unit(id).map(|u| u.name.clone()).unwrap_or_default()
}

/// Days on which the tree changed: first days of units, and days after last ones.
fn days_of_change(directory: &Directory) -> BTreeSet<Day> {
    let units = directory.units().iter();
    units.flat_map(|u| [Some(u.valid_from), u.valid_to.map(|last| last.plus_days(1))]).flatten().collect()
}
/// How many units began on that day, and how many were no more.
fn turned(directory: &Directory, day: Day) -> (usize, usize) {
    let all = directory.units();
    let began = all.iter().filter(|u| u.valid_from == day).count();
    (began, all.iter().filter(|u| u.valid_to == Some(day.plus_days(-1))).count())
}
fn turn(directory: &Directory, day: Day, on: Day) -> Choice {
    let (began, ended) = turned(directory, day);
    Choice {
        label: day.vietnamese(),
        url: url::Query::new().with("on", day).at("/admin/units"),
        on: day == on,
        count: if ended > 0 { format!("+{began} −{ended}") } else { format!("+{began}") },
    }
}

fn kinds(l: L, directory: &Directory, on: Day) -> Vec<KindOfUnits> {
    const ORDER: &[UnitKind] = &[
        UnitKind::Province,
        UnitKind::Department,
        UnitKind::Body,
        UnitKind::Ward,
        UnitKind::Commune,
        UnitKind::SpecialZone,
        UnitKind::School,
        UnitKind::Other,
    ];
    let rows_of = |kind: UnitKind| -> Vec<UnitRow> {
        directory
            .units_on(on)
            .filter(|u| u.kind == kind)
            .map(|u| UnitRow {
                edit_url: url::Query::new().with("unit", u.id).at("/admin/units/form/change"),
                code: u.code.clone(),
                name: u.name.clone(),
                url: url::unit(u.id),
                since: u.valid_from.vietnamese(),
                until: u.valid_to.map(Day::vietnamese).unwrap_or_default(),
                from: directory
                    .lineage(u.id)
                    .predecessors
                    .iter()
                    .map(|s| name(directory, s.from))
                    .collect::<Vec<_>>()
                    .join(", "),
            })
            .collect()
    };
    ORDER
        .iter()
        .map(|kind| (l.tk("unit-kind", kind.word()), rows_of(*kind)))
        .filter(|(_, rows)| !rows.is_empty())
        .map(|(label, rows)| KindOfUnits { label, count: pages::count(l, rows.len()), rows })
        .collect()
}

fn successions(l: L, directory: &Directory) -> Vec<SuccessionRow> {
    let mut all: Vec<_> = directory.units().iter().flat_map(|u| directory.lineage(u.id).predecessors).collect();
    all.sort_by_key(|s| (std::cmp::Reverse(s.on), s.to));
    all.iter()
        .map(|s| SuccessionRow {
            day: s.on.vietnamese(),
            before: name(directory, s.from),
            after: name(directory, s.to),
            kind: l.tk("succession", s.kind.word()),
        })
        .collect()
}

async fn page(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Asked(asked): Asked,
) -> Result<Response, Failure> {
    ctx.require(Action("org.change"), &Resource::all("province"))?;
    let Desk { l, me, frame } = pages::desk(&app, &visitor, "admin").await?;
    let field = DayField::any(l, &asked, "on", ctx.today())?;
    let (on, status) = (field.day, field.status());
    let directory = app.directories.now().await?;
    let days = days_of_change(&directory);
    let count = i64::try_from(directory.units_on(on).count()).unwrap_or(0);
    let aliases = directory
        .aliases()
        .iter()
        .map(|a| AliasRow {
            printed: a.printed.clone(),
            means: match &a.target {
                AliasTarget::Unit(id) => name(&directory, *id),
                AliasTarget::Group(code) => directory.group(code).map(|g| g.name.clone()).unwrap_or_default(),
            },
            learned: a.learned,
        })
        .collect();
    let page = AdminUnitsPage {
        l,
        me,
        frame,
        tab: "units",
        say: l.t2("admin-units-say", "count", count, "day", on.vietnamese()),
        on: field.text,
        problems: field.problems,
        before: days.range(..on).next_back().map(|d| turn(&directory, *d, on)),
        after: days.range(on.plus_days(1)..).next().map(|d| turn(&directory, *d, on)),
        turn: if days.contains(&on) {
            let (began, ended) = turned(&directory, on);
            l.t2("admin-turn", "began", began, "ended", ended)
        } else {
            String::new()
        },
        turns: days.iter().rev().take(12).map(|d| turn(&directory, *d, on)).collect(),
        kinds: kinds(l, &directory, on),
        successions: successions(l, &directory),
        aliases,
    };
    pages::html_with(status, &page)
}

/// A file of the communes' boundaries: the leader's screen draws them from now on.
async fn boundaries(State(app): State<Arc<App>>, Signed(_, ctx): Signed, upload: Upload) -> Result<Response, Failure> {
    let file = upload.file()?;
    org::keep_boundaries(&app.store, &ctx, file.name, file.bytes).await?;
    app.kept.forget_settings();
    let mut response = pages::go("/admin/units");
    session::say_next(&app, &mut response, "boundaries-kept");
    Ok(response)
}
