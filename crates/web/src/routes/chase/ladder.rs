//! The page of the ladder with its preview, and the same as JSON.
use std::sync::Arc;

use askama::Template;
use axum::{Json, extract::State, http::StatusCode, response::Response};
use chase::{CHASE_CHANGE, Ladder, Night, Of, Role, Rung};
use kernel::{Ctx, Day, Fault, PersonId, Resource, Result};
use org::Directory;

use crate::{
    api::chase::{ChaseLadder, ChaseNight, ChaseNotice, ChaseRung},
    app::App,
    errors::{self, Failure},
    extract::{Asked, Body, Fields},
    lang::L,
    pages::{self, Desk, Frame, Me, Problem},
    registry::{Case, Route, route},
    session::{self, Signed, Visitor},
};

const PAGE: &str = "/admin/ladder";

pub(super) fn routes() -> Vec<Route> {
    let case = Case::Province("chase.change");
    vec![
        route!(GET "/admin/ladder" case => page),
        route!(POST "/admin/ladder" case => save),
        route!(GET "/api/v1/chase/ladder" case => get).gives("ChaseLadder", "The ladder of reminders.", &[]),
        route!(POST "/api/v1/chase/ladder" case => put).takes(
            "ChaseLadder",
            "ChaseLadder",
            "Changes the ladder: rungs keep their key, new ones have none.",
        ),
        route!(GET "/api/v1/chase/preview" case => preview).gives(
            "ChaseNight",
            "What the nightly run would say, as everything stands now.",
            &[("day", "the day it would run; today when absent")],
        ),
    ]
}

struct RungRow {
    key: String,
    of: &'static str,
    days: String,
    to: &'static str,
    how: String,
}
struct NoticeRow {
    how: String,
    state: &'static str,
    who: String,
    lines: Vec<(String, String)>,
    more: String,
}
#[derive(Template)]
#[template(path = "admin_ladder.html")]
struct LadderPage {
    l: L,
    me: Me,
    frame: Frame,
    tab: &'static str,
    rungs: Vec<RungRow>,
    day: String,
    next_say: String,
    unheard: String,
    notices: Vec<NoticeRow>,
    problems: Vec<Problem>,
}

/// Names that a row spells out.
const NAMED: usize = 4;
/// Notices that the preview lists.
const LISTED: usize = 100;

fn names(l: L, directory: &Directory, people: &[PersonId]) -> String {
    let mut names: Vec<String> =
        people.iter().take(NAMED).filter_map(|id| directory.person(*id)).map(|p| p.name.clone()).collect();
    if people.len() > NAMED {
        names.push(l.tn("chase-people-more", &i64::try_from(people.len() - NAMED).unwrap_or(i64::MAX)));
    }
    names.join(", ")
}

fn notice_rows(l: L, night: &Night, directory: &Directory) -> Vec<NoticeRow> {
    let row = |saying: &chase::Saying| {
        let lines: Vec<_> = saying.lines.iter().map(|i| &night.lines[*i]).collect();
        let more = lines.len().saturating_sub(NAMED);
        NoticeRow {
            how: l.tk("chase-how", saying.kind.word()),
            state: state_of(saying.kind),
            who: names(l, directory, &saying.people),
            lines: lines.iter().take(NAMED).map(|t| (t.name.to_string(), format!("/tasks/{}", t.task))).collect(),
            more: if more == 0 { String::new() } else { l.tn("chase-and-more", &i64::try_from(more).unwrap_or(0)) },
        }
    };
    night.sayings.iter().take(LISTED).map(row).collect()
}

/// The colour of a kind.
pub(super) fn state_of(kind: notify::Kind) -> &'static str {
    match kind {
        notify::Kind::DueSoon => "due_soon",
        notify::Kind::Unconfirmed => "submitted",
        _ => "overdue",
    }
}

async fn show(
    app: &App,
    visitor: &Visitor,
    ctx: &Ctx,
    day: Day,
    typed: Option<(Ladder, Fault)>,
) -> Result<Response, Failure> {
    let Desk { l, me, frame } = pages::desk(app, visitor, "admin").await?;
    let night = chase::preview(&app.store, ctx, &app.boards, &app.directories, day).await?;
    let directory = app.directories.now().await?;
    let (ladder, mistake) = typed.map_or_else(|| (night.ladder.clone(), None), |(ladder, fault)| (ladder, Some(fault)));
    let status = mistake.as_ref().map_or(StatusCode::OK, |fault| errors::status(fault.kind));
    let rung = |r: &Rung| RungRow {
        key: r.key.clone(),
        of: r.of.word(),
        days: r.days.to_string(),
        to: r.to.word(),
        how: l.tk("chase-how", r.kind().word()),
    };
    let next = kernel::Say::new("chase-next-say")
        .arg("day", day)
        .arg("lines", night.rungs_told())
        .arg("people", night.people().len());
    let page = LadderPage {
        tab: "ladder",
        rungs: ladder.0.iter().map(rung).collect(),
        day: day.to_string(),
        next_say: l.say(&next),
        unheard: if night.unheard == 0 { String::new() } else { l.t1("chase-unheard", "count", night.unheard) },
        notices: notice_rows(l, &night, &directory),
        problems: mistake.map(|fault| pages::problems(l, fault, "days")).transpose()?.unwrap_or_default(),
        l,
        me,
        frame,
    };
    pages::html_with(status, &page)
}

async fn page(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Asked(asked): Asked,
) -> Result<Response, Failure> {
    let day = asked.day("day")?.unwrap_or_else(|| ctx.today());
    show(&app, &visitor, &ctx, day, None).await
}

/// The rungs of the form: rows of four fields; an empty row and one that is marked for removal are none.
fn typed(fields: &Fields) -> Result<Ladder> {
    let bad = |field: &'static str| Fault::invalid("web-bad-form").arg("field", field).field(field);
    let mut rungs = Vec::new();
    let columns = fields.all("key").zip(fields.all("of")).zip(fields.all("days")).zip(fields.all("to"));
    for (((key, of), days), to) in columns {
        if days.trim().is_empty() || fields.all("remove").any(|gone| !gone.is_empty() && gone == key) {
            continue;
        }
        rungs.push(Rung {
            key: key.to_owned(),
            of: Of::from_word(of).ok_or_else(|| bad("of"))?,
            days: days.trim().replace('−', "-").parse().map_err(|_| bad("days"))?,
            to: Role::from_word(to).ok_or_else(|| bad("to"))?,
        });
    }
    Ok(Ladder(rungs))
}

async fn save(State(app): State<Arc<App>>, Signed(visitor, ctx): Signed, fields: Fields) -> Result<Response, Failure> {
    let ladder = typed(&fields)?;
    if let Err(fault) = chase::set_ladder(&app.store, &ctx, ladder.clone()).await {
        let today = ctx.today();
        return show(&app, &visitor, &ctx, today, Some((ladder, fault))).await;
    }
    let mut response = pages::go(PAGE);
    session::say_next(&app, &mut response, "chase-saved");
    Ok(response)
}

fn item(ladder: &Ladder) -> ChaseLadder {
    let rung = |r: &Rung| ChaseRung {
        key: r.key.clone(),
        of: r.of.word().to_owned(),
        days: r.days,
        to: r.to.word().to_owned(),
    };
    ChaseLadder { rungs: ladder.0.iter().map(rung).collect() }
}

async fn get(State(app): State<Arc<App>>, Signed(_, ctx): Signed) -> Result<Json<ChaseLadder>, Failure> {
    ctx.require(CHASE_CHANGE, &Resource::all("province"))?;
    Ok(Json(item(&chase::ladder(&mut app.store.read().await?).await?)))
}

async fn put(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Body(said): Body<ChaseLadder>,
) -> Result<Json<ChaseLadder>, Failure> {
    let bad = |field: &'static str| Fault::invalid("web-bad-form").arg("field", field).field(field);
    let rung = |r: ChaseRung| {
        let of = Of::from_word(&r.of).ok_or_else(|| bad("of"))?;
        let to = Role::from_word(&r.to).ok_or_else(|| bad("to"))?;
        Ok(Rung { key: r.key, of, days: r.days, to })
    };
    let ladder = Ladder(said.rungs.into_iter().map(rung).collect::<Result<_>>()?);
    chase::set_ladder(&app.store, &ctx, ladder).await?;
    Ok(Json(item(&chase::ladder(&mut app.store.read().await?).await?)))
}

async fn preview(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Asked(asked): Asked,
) -> Result<Json<ChaseNight>, Failure> {
    let day = asked.day("day")?.unwrap_or_else(|| ctx.today());
    let night = chase::preview(&app.store, &ctx, &app.boards, &app.directories, day).await?;
    let directory = app.directories.now().await?;
    let name = |id: &PersonId| directory.person(*id).map(|p| p.username.clone());
    let notice = |s: &chase::Saying| ChaseNotice {
        kind: s.kind.word().to_owned(),
        people: s.people.iter().filter_map(name).collect(),
        lines: s.lines.iter().map(|i| night.lines[*i].line.to_string()).collect(),
    };
    Ok(Json(ChaseNight {
        day: day.to_string(),
        reminders: night.rungs_told(),
        people: night.people().len(),
        unheard: night.unheard,
        notices: night.sayings.iter().map(notice).collect(),
    }))
}
