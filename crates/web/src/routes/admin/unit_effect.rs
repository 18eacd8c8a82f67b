//! What a change of units would do, before it is done: from which day, to whose tasks, accounts,
//! groups and printed names.
use kernel::{Ctx, Day, UnitId};
use org::{AliasTarget, Directory, MergeInto, MergeUnits, SplitUnit, Unit};
use plan::{
    board::{Board, Sight},
    list,
    state::State as TaskState,
};

use crate::{
    lang::L,
    pages,
    url::{self, Query},
    views,
};

/// The effect, in sentences and by unit.
#[derive(Default)]
pub(super) struct Effect {
    pub(super) sentences: Vec<String>,
    pub(super) rows: Vec<EffectRow>,
}
/// What hangs on a unit.
pub(super) struct EffectRow {
    pub(super) name: String,
    pub(super) url: String,
    pub(super) open: String,
    pub(super) people: String,
    pub(super) people_url: String,
    pub(super) aliases: String,
    pub(super) groups: String,
}

/// Looks at what is held now.
pub(super) struct Looker<'a> {
    pub(super) l: L,
    pub(super) ctx: &'a Ctx,
    pub(super) directory: &'a Directory,
    pub(super) board: &'a Board,
}

impl Looker<'_> {
    fn name(&self, id: UnitId) -> String {
        self.directory.unit(id).map(|u| u.name.clone()).unwrap_or_default()
    }
    fn names(&self, ids: &[UnitId]) -> String {
        ids.iter().map(|id| self.name(*id)).collect::<Vec<_>>().join(", ")
    }
    /// Lines of progress that the unit leads and that are not closed.
    fn open(&self, id: UnitId) -> u32 {
        let tally = self.board.status(views::asked(self.ctx.today()), &Sight::All, &list::Filter::mine(id)).tasks;
        let closed: u32 = TaskState::ALL.into_iter().filter(|s| s.is_closed()).map(|s| tally.of(s)).sum();
        tally.total() - closed
    }
    fn people(&self, id: UnitId) -> usize {
        self.directory.people_of(id).filter(|p| p.active).count()
    }
    fn groups(&self, ids: &[UnitId], on: Day) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for group in ids.iter().flat_map(|id| self.directory.groups_of(*id, on)) {
            if !all.contains(&group.name) {
                all.push(group.name.clone());
            }
        }
        all
    }
    fn row(&self, id: UnitId, on: Day) -> EffectRow {
        let names = self.directory.aliases().iter().filter(|a| a.target == AliasTarget::Unit(id));
        let name = self.name(id);
        EffectRow {
            url: url::unit(id),
            open: pages::count(self.l, self.open(id)),
            people: pages::count(self.l, self.people(id)),
            people_url: Query::new().with("q", &name).at("/admin/people"),
            aliases: names.map(|a| a.printed.clone()).collect::<Vec<_>>().join("; "),
            groups: self.groups(&[id], on).join("; "),
            name,
        }
    }
    /// Sentences on what hangs on units that end: tasks, accounts, printed names.
    fn ending(&self, ids: &[UnitId], heirs: &[String], on: Day) -> Vec<String> {
        let l = self.l;
        let sum =
            |of: &dyn Fn(UnitId) -> usize| i64::try_from(ids.iter().map(|id| of(*id)).sum::<usize>()).unwrap_or(0);
        let (open, people) = (sum(&|id| self.open(id) as usize), sum(&|id| self.people(id)));
        let mut all = Vec::new();
        if open > 0 {
            all.push(l.tn("effect-open", &open));
        }
        match heirs {
            _ if people == 0 => {}
            [] => all.push(l.tn("effect-people-end", &people)),
            [one] => all.push(l.with("effect-people-one", &[("count", people.into()), ("unit", one.into())])),
            _ => all.push(l.tn("effect-people-many", &people)),
        }
        if !heirs.is_empty() {
            all.push(l.t2("effect-names", "units", heirs.join(", "), "day", on));
        }
        all
    }
    fn joins(&self, from: &[UnitId], heirs: &[String], on: Day) -> Option<String> {
        let groups = self.groups(from, on.plus_days(-1));
        (!groups.is_empty()).then(|| self.l.t2("effect-groups", "units", heirs.join(", "), "groups", groups.join("; ")))
    }

    pub(super) fn merge(&self, merge: &MergeUnits) -> Effect {
        let into = match &merge.into {
            MergeInto::Existing(id) => self.name(*id),
            MergeInto::New(unit) => unit.name.clone(),
        };
        let own = if let MergeInto::Existing(id) = &merge.into { Some(*id) } else { None };
        let from: Vec<UnitId> = merge.from.iter().copied().filter(|id| Some(*id) != own).collect();
        let heirs = [into.clone()];
        let args = [
            ("from", self.names(&from).into()),
            ("into", into.into()),
            ("day", merge.on.into()),
            ("last", merge.on.plus_days(-1).into()),
        ];
        let mut sentences = vec![self.l.with("effect-merge", &args)];
        sentences.extend(self.ending(&from, &heirs, merge.on));
        sentences.extend(self.joins(&from, &heirs, merge.on));
        let rows = from.iter().chain(&own).map(|id| self.row(*id, merge.on.plus_days(-1))).collect();
        Effect { sentences, rows }
    }
    pub(super) fn split(&self, split: &SplitUnit) -> Effect {
        let heirs: Vec<String> = split.parts.iter().map(|p| p.unit.name.clone()).collect();
        let share = |p: &org::Part| {
            let permille = usize::try_from(p.permille).unwrap_or(0);
            format!("{} ({})", p.unit.name, pages::percent(self.l, permille, 1000))
        };
        let args = [
            ("from", self.name(split.unit).into()),
            ("into", split.parts.iter().map(share).collect::<Vec<_>>().join(", ").into()),
            ("day", split.on.into()),
            ("last", split.on.plus_days(-1).into()),
        ];
        let mut sentences = vec![self.l.with("effect-split", &args)];
        sentences.extend(self.ending(&[split.unit], &heirs, split.on));
        sentences.extend(self.joins(&[split.unit], &heirs, split.on));
        Effect { sentences, rows: vec![self.row(split.unit, split.on.plus_days(-1))] }
    }
    pub(super) fn end(&self, unit: &Unit, last: Option<Day>) -> Effect {
        let mut sentences = match last {
            Some(day) => vec![self.l.t2("effect-end", "unit", &unit.name, "day", day)],
            None => vec![self.l.t1("effect-goes-on", "unit", &unit.name)],
        };
        if let Some(day) = last {
            sentences.extend(self.ending(&[unit.id], &[], day.plus_days(1)));
        }
        Effect { sentences, rows: vec![self.row(unit.id, last.unwrap_or_else(|| self.ctx.today()))] }
    }
    pub(super) fn change(&self, unit: &Unit, name: &str) -> Effect {
        let mut sentences = vec![self.l.t1("effect-change", "unit", &unit.name)];
        if name != unit.name {
            sentences.push(self.l.t2("effect-renamed", "before", &unit.name, "after", name));
        }
        Effect { sentences, rows: vec![self.row(unit.id, self.ctx.today())] }
    }
    pub(super) fn create(&self, unit: &Unit) -> Effect {
        let said = self.l.t2("effect-create", "unit", &unit.name, "day", unit.valid_from);
        Effect { sentences: vec![said], rows: vec![] }
    }
}
