//! The province as a map by a measure: communes as polygons where boundaries are known, else as an
//! ordered grid; and its key.
use kernel::UnitId;
use org::Unit;
use plan::{board::Sight, status::Measure};

use super::scene::Scene;
use crate::{
    draw,
    geo::Shapes,
    lang::L,
    names::initials,
    pages::{self, Choice},
    url::{self, Query},
};

pub(super) struct Tile {
    pub(super) code: String,
    pub(super) x: String,
    pub(super) y: String,
    pub(super) short: String,
    pub(super) step: String,
    pub(super) title: String,
    pub(super) url: String,
}
pub(super) struct Shape {
    pub(super) code: String,
    pub(super) path: String,
    pub(super) step: String,
    pub(super) title: String,
    pub(super) url: String,
}
pub(super) struct MapKey {
    pub(super) step: String,
    pub(super) label: String,
}

/// What is drawn.
pub(super) struct Map {
    pub(super) tiles: Vec<Tile>,
    pub(super) shapes: Vec<Shape>,
    pub(super) key: Vec<MapKey>,
    pub(super) width: i32,
    pub(super) height: i32,
}

/// Draws the communes by that measure.
pub(super) fn map(scene: &Scene<'_>, measure: Measure, drawn: Option<&Shapes>) -> Map {
    let l = scene.l;
    let by_unit: std::collections::HashMap<UnitId, _> =
        scene.board.by_unit(scene.moment, &Sight::All).into_iter().map(|u| (u.unit, u.tally)).collect();
    let communes: Vec<&Unit> = scene.directory.communes_on(scene.moment.day).collect();
    let number = |unit: UnitId| by_unit.get(&unit).and_then(|t| measure.of(t)).map(|n| n as usize);
    let edges = draw::steps(&communes.iter().filter_map(|u| number(u.id)).collect::<Vec<_>>());
    let share = matches!(measure, Measure::DoneShare | Measure::OnTimeShare);
    let words = |n: usize| if share { pages::percent(l, n, 1000) } else { pages::count(l, n) };
    let step = |unit: &Unit| number(unit.id).map_or(0, |n| draw::step(&edges, n)).to_string();
    let title = |unit: &Unit| {
        let figure = number(unit.id).map_or_else(|| l.t("no-figure"), words);
        format!("{}: {} ({})", unit.name, figure, l.t(measure.message_id()))
    };
    let open = |unit: &Unit| scene.day.with("unit", unit.id).with("role", "lead").at(url::TASKS);
    let tile = |unit: &&Unit| {
        let (column, row) = unit.tile?;
        Some(Tile {
            code: unit.code.clone(),
            x: (column * 30).to_string(),
            y: (row * 30).to_string(),
            short: initials(&unit.short),
            step: step(unit),
            title: title(unit),
            url: open(unit),
        })
    };
    let shape = |unit: &&Unit| {
        let path = drawn?.paths.get(&unit.area_code)?.clone();
        Some(Shape { code: unit.code.clone(), path, step: step(unit), title: title(unit), url: open(unit) })
    };
    let shapes: Vec<Shape> = communes.iter().filter_map(shape).collect();
    // Polygons only when every commune has one: a map with holes misleads.
    let whole = !shapes.is_empty() && shapes.len() == communes.len();
    let mut key: Vec<MapKey> = vec![MapKey { step: "0".into(), label: l.t("no-figure") }];
    let mut low = 0;
    key.extend(edges.iter().enumerate().map(|(i, edge)| {
        let from = std::mem::replace(&mut low, edge + 1);
        let label = match (share, from == *edge) {
            (true, _) => l.t1("map-up-to", "value", words(*edge)),
            (false, true) => words(*edge),
            (false, false) => format!("{}–{}", words(from), words(*edge)),
        };
        MapKey { step: (i + 1).to_string(), label }
    }));
    if let (true, Some(drawn)) = (whole, drawn) {
        return Map { tiles: vec![], shapes, key, width: drawn.width, height: drawn.height };
    }
    let far = |f: fn(&(i32, i32)) -> i32| communes.iter().filter_map(|u| u.tile.as_ref()).map(f).max().unwrap_or(0);
    let tiles = communes.iter().filter_map(tile).collect();
    Map { tiles, shapes: vec![], key, width: (far(|t| t.0) + 1) * 30, height: (far(|t| t.1) + 1) * 30 }
}

/// The measures to choose from.
pub(super) fn measures(l: L, query: &Query, now: Measure) -> Vec<Choice> {
    Measure::ALL
        .map(|m| Choice {
            label: l.t(m.message_id()),
            url: query.with("measure", m.code()).at(url::DASHBOARD),
            on: m == now,
            count: String::new(),
        })
        .into()
}
