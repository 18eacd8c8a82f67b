//! Statistics by unit, kind and field; every number opens its rows. And the deadlines by kind.
use std::sync::Arc;

use askama::Template;
use axum::{extract::State as Held, response::Response};
use kernel::Result;
use voice::{
    Field, Kind,
    list::{self, Tally},
    rule,
    state::{State, Timing},
};

use super::{VOICE, View, bad, book, moment, unit_name, view};
use crate::{
    app::App,
    errors::Failure,
    extract::{Asked, Fields},
    lang::L,
    pages::{self, Desk, Frame, Me, Problem, SayPart},
    registry::{Case, Route, route},
    session::{self, Signed},
    views,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        route!(GET "/voice/stats" Case::Signed => page),
        route!(POST "/voice/rules" Case::Province("voice.assign") => set_rule),
    ]
}

/// A number with the address of its rows.
struct Number {
    text: String,
    url: String,
    bad: bool,
}
struct Line {
    label: String,
    numbers: Vec<Number>,
}
struct Group {
    title: String,
    lines: Vec<Line>,
}
struct Rule {
    code: &'static str,
    label: String,
    days: String,
}
#[derive(Template)]
#[template(path = "voice_stats.html")]
struct StatsPage {
    l: L,
    me: Me,
    frame: Frame,
    say: Vec<SayPart>,
    as_of: String,
    as_of_iso: String,
    problems: Vec<Problem>,
    from: String,
    to: String,
    groups: Vec<Group>,
    simulated: bool,
    rules: Vec<Rule>,
    may_rule: bool,
}

/// The columns, in their order: received, answered, on time, late, overdue, satisfaction.
fn numbers(l: L, view: &View, (name, code): (&str, &str), tally: &Tally) -> Vec<Number> {
    let base = view.query.with(name, code);
    let number = |n: usize, parameter: &str, value: &str, bad: bool| Number {
        text: pages::count(l, n),
        url: base.with(parameter, value).at(VOICE),
        bad: bad && n > 0,
    };
    let open: Vec<&str> = State::ALL.iter().filter(|s| **s != State::Merged).map(|s| s.code()).collect();
    let satisfaction = tally.satisfaction().map_or_else(
        || "–".to_owned(),
        |mean| l.t2("voice-mean", "mean", pages::decimal(l, mean), "count", pages::count(l, tally.rated)),
    );
    vec![
        number(tally.received, "state", &open.join(","), false),
        number(tally.answered, "state", State::Answered.code(), false),
        number(tally.on_time, "timing", Timing::OnTime.code(), false),
        Number {
            text: pages::percent(l, tally.on_time, tally.answered),
            url: base.with("timing", Timing::OnTime.code()).at(VOICE),
            bad: false,
        },
        number(tally.late, "timing", Timing::Late.code(), true),
        number(tally.overdue, "timing", Timing::Overdue.code(), true),
        Number { text: satisfaction, url: base.with("rated", "1").at(VOICE), bad: false },
    ]
}

async fn page(
    Held(app): Held<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Asked(fields): Asked,
) -> Result<Response, Failure> {
    let Desk { l, me, frame } = pages::desk(&app, &visitor, "voice").await?;
    let view = view(&app, &fields, &ctx).await?;
    let ((book, calendar), directory) = (book(&app).await?, app.directories.now().await?);
    let rows = list::rows(&book, moment(view.as_of), &calendar, &views::sight(&ctx), &view.filter);
    let line = |label: String, name: &str, code: &str, tally: &Tally| Line {
        label,
        numbers: numbers(l, &view, (name, code), tally),
    };
    let kinds = list::by(&rows, |r| Some(r.kind));
    let about = list::by(&rows, |r| Some(r.field));
    let units = list::by(&rows, |r| r.standing.unit);
    let of_kind = |(k, t): (&Kind, &Tally)| line(l.t(k.message_id()), "kind", k.code(), t);
    let of_field = |(f, t): (&Field, &Tally)| line(l.t(f.message_id()), "field", f.code(), t);
    let mut of_unit: Vec<Line> =
        units.iter().map(|(u, t)| line(unit_name(&directory, *u), "unit", &u.to_string(), t)).collect();
    of_unit.sort_by(|a, b| a.label.cmp(&b.label));
    let rules = rule::rules(&mut app.store.read().await?).await?;
    let page = StatsPage {
        say: super::list::say(l, &view, &list::tally(&rows)),
        as_of: l.t1("as-of-line", "day", view.as_of),
        as_of_iso: view.as_of.vietnamese(),
        problems: vec![],
        from: view.query.get("from").to_owned(),
        to: view.query.get("to").to_owned(),
        groups: vec![
            Group { title: l.t("voice-by-kind"), lines: kinds.iter().map(of_kind).collect() },
            Group { title: l.t("voice-by-unit"), lines: of_unit },
            Group { title: l.t("voice-by-field"), lines: about.iter().map(of_field).collect() },
        ],
        simulated: rows.iter().any(|r| r.item.simulated),
        rules: rules
            .iter()
            .map(|(kind, days)| Rule { code: kind.code(), label: l.t(kind.message_id()), days: days.to_string() })
            .collect(),
        may_rule: pages::may(&ctx, "voice.assign"),
        l,
        me,
        frame,
    };
    pages::html(&page)
}

async fn set_rule(Held(app): Held<Arc<App>>, Signed(_, ctx): Signed, fields: Fields) -> Result<Response, Failure> {
    let kind = super::code(&fields, "kind", Kind::from_code)?.ok_or_else(|| bad("kind"))?;
    rule::set_rule(&app.store, &ctx, kind, fields.int("days")?.unwrap_or(0)).await?;
    let mut response = pages::go("/voice/stats");
    session::say_next(&app, &mut response, "voice-rule-set");
    Ok(response)
}
