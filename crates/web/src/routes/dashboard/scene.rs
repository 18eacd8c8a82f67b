//! What the leader's screen says, part by part: the sentence, six figures, who is late, what will be
//! due, targets and documents. Every number opens its rows.
use indicator::{
    book::{Cell, Standing},
    explain,
};
use kernel::{Day, Decimal, Result, UnitId};
use org::Directory;
use plan::{
    board::{Asked as Moment, Board, Sight},
    list::{self, PageAsk},
    state::State as TaskState,
    status::Status,
};

use super::super::tasks::RowMaker;
use crate::{
    draw,
    lang::L,
    pages::{self, Due, SayPart, Slice},
    url::{self, Query},
    views,
};

pub(super) struct Figure {
    pub(super) state: String,
    pub(super) value: String,
    pub(super) of: String,
    pub(super) label: String,
    pub(super) note: String,
    pub(super) url: String,
}
pub(super) struct LateUnit {
    pub(super) unit: String,
    pub(super) url: String,
    pub(super) code: String,
    pub(super) words: String,
    pub(super) names: Vec<NamedLink>,
}
pub(super) struct NamedLink {
    pub(super) text: String,
    pub(super) url: String,
}
pub(super) struct SoonRow {
    pub(super) name: String,
    pub(super) url: String,
    pub(super) lead: String,
    pub(super) due: Due,
}
pub(super) struct TargetLine {
    pub(super) name: String,
    pub(super) url: String,
    pub(super) goal: String,
    pub(super) actual: String,
    pub(super) state: String,
    pub(super) points: String,
    pub(super) goal_y: String,
}
pub(super) struct DocumentBar {
    pub(super) short: String,
    pub(super) title: String,
    pub(super) url: String,
    pub(super) slices: Vec<Slice>,
}

/// How many days ahead "due soon" looks on this screen.
pub(super) const AHEAD: u16 = 30;

/// Open tasks whose last day is near: only the rows that are shown are put together, all are counted.
pub(super) fn soon(board: &Board, moment: Moment, limit: usize) -> Result<list::Page> {
    let filter = list::Filter {
        states: TaskState::ALL.into_iter().filter(|s| !s.is_closed() && *s != TaskState::Overdue).collect(),
        due_from: Some(moment.day),
        due_to: Some(moment.day.plus_days(AHEAD.into())),
        ..list::Filter::default()
    };
    board.list(moment, &Sight::All, &filter, &PageAsk { limit, ..PageAsk::default() })
}

/// What the screen is drawn from.
pub(super) struct Scene<'a> {
    pub(super) l: L,
    pub(super) board: &'a Board,
    pub(super) directory: &'a Directory,
    pub(super) rows: RowMaker<'a>,
    pub(super) moment: Moment,
    /// The day in addresses.
    pub(super) day: Query,
    pub(super) status: Status,
}

impl Scene<'_> {
    pub(super) fn tasks(&self, state: TaskState) -> String {
        self.day.with("state", state.code()).at(url::TASKS)
    }
    pub(super) fn say(&self) -> Vec<SayPart> {
        let (l, tasks, targets) = (self.l, &self.status.tasks, &self.status.targets);
        let links = [
            SayPart::link(l.tn("dash-say-tasks", &tasks.total().into()), self.day.at(url::TASKS)),
            SayPart::link(
                l.tn("dash-say-overdue", &tasks.of(TaskState::Overdue).into()),
                self.tasks(TaskState::Overdue),
            ),
            SayPart::link(l.tn("dash-say-soon", &tasks.of(TaskState::DueSoon).into()), self.tasks(TaskState::DueSoon)),
            SayPart::link(
                l.t2("dash-say-targets", "met", i64::from(targets.met), "total", i64::from(targets.total)),
                self.day.at(url::TARGETS),
            ),
        ];
        pages::sentence(&l.t("dash-say"), &links)
    }
    pub(super) fn figures(&self) -> Vec<Figure> {
        use TaskState as S;
        let (l, tally) = (self.l, &self.status.tasks);
        let total = tally.total() as usize;
        let mut all: Vec<Figure> = [S::DoneOnTime, S::DoneLate, S::Running, S::DueSoon, S::Overdue]
            .map(|state| Figure {
                state: state.code().to_owned(),
                value: pages::count(l, tally.of(state)),
                of: String::new(),
                label: l.tk("state", state.code()),
                note: l.t1("dash-share", "share", pages::percent(l, tally.of(state) as usize, total)),
                url: self.tasks(state),
            })
            .into();
        let targets = &self.status.targets;
        all.push(Figure {
            state: "met".to_owned(),
            value: pages::count(l, targets.met),
            of: format!("/{}", pages::count(l, targets.total)),
            label: l.t("dash-targets-met"),
            note: l.tn("dash-targets-exceeded", &targets.exceeded.into()),
            url: self.day.with("state", "met").at(url::TARGETS),
        });
        all
    }
    pub(super) fn late(&self, limit: usize) -> Vec<LateUnit> {
        let worst = self.board.worst_units(self.moment, &Sight::All, usize::MAX);
        let overdue = worst.iter().filter(|u| u.tally.of(TaskState::Overdue) > 0).take(limit);
        let units: Vec<_> =
            overdue.filter_map(|u| Some((self.directory.unit(u.unit)?, u.tally.of(TaskState::Overdue)))).collect();
        let ids: Vec<UnitId> = units.iter().map(|(unit, _)| unit.id).collect();
        let names = self.board.late_of(self.moment, &ids, 2);
        let named = units.into_iter().zip(names);
        named
            .map(|((unit, count), rows)| {
                let view = self.day.with("state", TaskState::Overdue.code()).with("unit", unit.id);
                LateUnit {
                    unit: unit.name.clone(),
                    url: view.with("role", "lead").at(url::TASKS),
                    code: unit.code.clone(),
                    words: self.l.tn("dash-late-count", &count.into()),
                    names: rows.into_iter().map(|r| NamedLink { text: r.name, url: url::task(r.task) }).collect(),
                }
            })
            .collect()
    }
    pub(super) fn soon(&self, limit: usize) -> Result<(Vec<SoonRow>, u32)> {
        let page = soon(self.board, self.moment, limit)?;
        let row = |r: &list::Row| SoonRow {
            name: r.name.clone(),
            url: url::task(r.task),
            lead: self.rows.lead(r).0,
            due: self.rows.due(r),
        };
        Ok((page.rows.iter().map(row).collect(), page.total))
    }
    pub(super) fn targets(&self, limit: usize) -> Vec<TargetLine> {
        let cells = self.board.targets().cells();
        let mut all: Vec<_> = cells.iter().filter_map(|c| Some((c, c.standing(self.moment)?))).collect();
        // What is not reached yet comes first; with a figure before without one.
        all.sort_by_key(|(c, s)| (s.state.is_met(), s.actual.is_none(), c.ordinal));
        all.iter().take(limit).map(|(cell, standing)| target_line(self.l, cell, standing, self.moment)).collect()
    }
    pub(super) fn documents(&self) -> Vec<DocumentBar> {
        let by_document = self.status.by_document.iter().rev();
        by_document
            .map(|d| {
                let view = self.day.with("document", d.document.id);
                DocumentBar {
                    short: d.document.number.clone(),
                    title: d.document.title.clone(),
                    url: url::document(d.document.id),
                    slices: views::slices(self.l, &d.tally, &view),
                }
            })
            .collect()
    }
}

fn float(value: Decimal) -> Option<f64> {
    value.to_string().parse().ok()
}

/// Confirmed values over time, for a small line.
pub(crate) fn history(cell: &Cell, moment: Moment) -> Vec<(Day, f64)> {
    use indicator::book::ActualStanding as A;
    let counts = cell.actuals.iter().filter(|a| cell.actual_standing(a, moment) == Some(A::Confirmed));
    let mut all: Vec<(Day, f64)> = counts.filter_map(|a| Some((a.as_of, float(a.value?)?))).collect();
    all.sort_by_key(|(day, _)| *day);
    all
}

/// The target's own number, where it is one.
pub(crate) fn goal(standing: &Standing<'_>) -> Option<f64> {
    standing.value.and_then(|v| v.value.parse().ok())
}

fn target_line(l: L, cell: &Cell, standing: &Standing<'_>, moment: Moment) -> TargetLine {
    let drawn = draw::spark(&history(cell, moment), goal(standing), 72.0, 20.0);
    TargetLine {
        name: standing.says.name.clone(),
        url: url::target(cell.id),
        goal: standing.value.map(explain::printed).unwrap_or_default(),
        actual: standing.actual.map_or_else(|| l.t("no-figure"), explain::stated),
        state: standing.state.code().to_owned(),
        points: drawn.points,
        goal_y: drawn.goal_y,
    }
}
