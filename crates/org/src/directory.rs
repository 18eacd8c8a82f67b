//! The whole org in memory: answers of units, groups, people and names as of any day, without SQL.
use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, RwLock},
    time::{Duration, Instant},
};

use kernel::{Day, Fault, PersonId, Result, UnitId};
use store::Store;

use crate::{
    db,
    person::{Delegation, People, Person},
    resolve::{NameIndex, Named, Resolution},
    unit::{Alias, Group, GroupMember, Lineage, Succession, Unit, UnitKind},
};

/// Units, groups, aliases and lineage.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    pub(crate) units: Vec<Unit>,
    by_id: HashMap<UnitId, usize>,
    by_code: HashMap<String, usize>,
    children: HashMap<UnitId, Vec<usize>>,
    successions: Vec<Succession>,
    pub(crate) groups: Vec<(Group, Vec<GroupMember>)>,
    aliases: Vec<Alias>,
    names: NameIndex,
}
impl Tree {
    pub(crate) fn new(
        mut units: Vec<Unit>,
        successions: Vec<Succession>,
        groups: Vec<(Group, Vec<GroupMember>)>,
        aliases: Vec<Alias>,
    ) -> Self {
        units.sort_by(|a, b| a.code.cmp(&b.code));
        let by_id = units.iter().enumerate().map(|(i, u)| (u.id, i)).collect();
        let by_code = units.iter().enumerate().map(|(i, u)| (u.code.clone(), i)).collect();
        let mut children: HashMap<UnitId, Vec<usize>> = HashMap::new();
        for (i, unit) in units.iter().enumerate() {
            if let Some(parent) = unit.parent {
                children.entry(parent).or_default().push(i);
            }
        }
        let names = NameIndex::new(&units, &groups, &aliases);
        Self { units, by_id, by_code, children, successions, groups, aliases, names }
    }
}

/// The org as it is known now. Cheap to keep: two shared pointers.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    tree: Arc<Tree>,
    people: Arc<People>,
}

impl Directory {
    pub(crate) fn of(tree: Arc<Tree>, people: Arc<People>) -> Self {
        Self { tree, people }
    }
    /// The unit with that id, whatever the day.
    #[must_use]
    pub fn unit(&self, id: UnitId) -> Option<&Unit> {
        self.tree.by_id.get(&id).map(|i| &self.tree.units[*i])
    }
    /// The unit with that code, whatever the day.
    #[must_use]
    pub fn by_code(&self, code: &str) -> Option<&Unit> {
        self.tree.by_code.get(code).map(|i| &self.tree.units[*i])
    }
    /// Every unit there ever was, by code.
    #[must_use]
    pub fn units(&self) -> &[Unit] {
        &self.tree.units
    }
    /// The units that exist on that day, by code.
    pub fn units_on(&self, day: Day) -> impl Iterator<Item = &Unit> {
        self.tree.units.iter().filter(move |u| u.is_valid_on(day))
    }
    /// The units of the commune level on that day.
    pub fn communes_on(&self, day: Day) -> impl Iterator<Item = &Unit> {
        self.units_on(day).filter(|u| u.kind.is_commune())
    }
    /// The units that report on that day: *các sở, ban, ngành* and the communes.
    pub fn reporting_units(&self, day: Day) -> impl Iterator<Item = &Unit> {
        self.units_on(day).filter(|u| u.kind == UnitKind::Department || u.kind.is_commune())
    }
    /// The units right beneath one, on that day.
    #[must_use]
    pub fn children(&self, id: UnitId, day: Day) -> Vec<&Unit> {
        let all = self.tree.children.get(&id).map_or(&[][..], Vec::as_slice);
        all.iter().map(|i| &self.tree.units[*i]).filter(|u| u.is_valid_on(day)).collect()
    }
    /// Is `unit` the unit `above` or somewhere beneath it?
    #[must_use]
    pub fn is_within(&self, unit: UnitId, above: UnitId) -> bool {
        let mut at = Some(unit);
        // No tree is so deep; a circle in damaged data ends here.
        for _ in 0..16 {
            match at {
                Some(id) if id == above => return true,
                Some(id) => at = self.unit(id).and_then(|u| u.parent),
                None => return false,
            }
        }
        false
    }
    /// The province on that day.
    #[must_use]
    pub fn province_on(&self, day: Day) -> Option<&Unit> {
        self.units_on(day).find(|u| u.kind == UnitKind::Province)
    }
    /// The group with that code.
    #[must_use]
    pub fn group(&self, code: &str) -> Option<&Group> {
        self.tree.groups.iter().map(|(g, _)| g).find(|g| g.code == code)
    }
    /// All groups.
    pub fn groups(&self) -> impl Iterator<Item = &Group> {
        self.tree.groups.iter().map(|(g, _)| g)
    }
    /// The members of a group on that day, by code; ended units never are.
    #[must_use]
    pub fn members(&self, code: &str, day: Day) -> Vec<UnitId> {
        let Some((_, members)) = self.tree.groups.iter().find(|(g, _)| g.code == code) else { return vec![] };
        let on: BTreeSet<usize> = members
            .iter()
            .filter(|m| m.from <= day && m.to.is_none_or(|last| day <= last))
            .filter_map(|m| self.tree.by_id.get(&m.unit).copied())
            .filter(|i| self.tree.units[*i].is_valid_on(day))
            .collect();
        on.into_iter().map(|i| self.tree.units[i].id).collect()
    }
    /// Every alias.
    #[must_use]
    pub fn aliases(&self) -> &[Alias] {
        &self.tree.aliases
    }
    /// Which unit or group a printed name means on that day. Never guesses: see [`Resolution`].
    #[must_use]
    pub fn resolve(&self, text: &str, day: Day) -> Resolution {
        self.tree.names.resolve(self, text, day)
    }
    /// Reads a whole cell that may name several: divided where that makes sense, each name resolved.
    #[must_use]
    pub fn resolve_cell(&self, text: &str, day: Day) -> Vec<Named> {
        self.tree.names.resolve_cell(self, text, day)
    }
    /// Which unit somebody answers for, from their printed title (`Giám đốc Sở Tài chính`).
    #[must_use]
    pub fn unit_of_head(&self, title: &str, day: Day) -> Option<UnitId> {
        self.tree.names.unit_of_head(self, title, day)
    }
    /// What a unit came from and became, one step each way.
    #[must_use]
    pub fn lineage(&self, id: UnitId) -> Lineage {
        let all = &self.tree.successions;
        Lineage {
            predecessors: all.iter().filter(|s| s.to == id).copied().collect(),
            successors: all.iter().filter(|s| s.from == id).copied().collect(),
        }
    }
    /// Could the unit end the day before `on`, as a merger or a split has it? The same answer as the
    /// operation's, for showing what it would do.
    ///
    /// # Errors
    /// `NotFound`; `Invalid` when it does not live on both sides of that day; `Conflict` when units
    /// beneath it go on living.
    pub fn can_end(&self, id: UnitId, on: Day) -> Result<()> {
        let unit = self.unit(id).ok_or_else(|| Fault::not_found("org-no-such-unit").arg("unit", id.to_string()))?;
        let last = on.plus_days(-1);
        if !unit.is_valid_on(last) || !unit.is_valid_on(on) {
            return Err(Fault::invalid("org-unit-not-living").arg("name", &unit.name).arg("day", last));
        }
        match self.children(id, on).first() {
            None => Ok(()),
            Some(child) => {
                Err(Fault::conflict("org-unit-has-children").arg("name", &unit.name).arg("child", &child.name))
            }
        }
    }
    /// The groups that a unit is a member of on that day.
    pub fn groups_of(&self, id: UnitId, day: Day) -> impl Iterator<Item = &Group> {
        let holds = move |m: &GroupMember| m.unit == id && m.from <= day && m.to.is_none_or(|last| day <= last);
        self.tree.groups.iter().filter(move |(_, members)| members.iter().any(holds)).map(|(group, _)| group)
    }
    /// The units that carry on `id` on that day: itself while it exists, else what it became.
    #[must_use]
    pub fn successors_on(&self, id: UnitId, day: Day) -> Vec<UnitId> {
        self.follow(id, day, |s| (s.from, s.to))
    }
    /// The units that `id` was on that day: itself if it existed, else what it came from.
    #[must_use]
    pub fn predecessors(&self, id: UnitId, day: Day) -> Vec<UnitId> {
        self.follow(id, day, |s| (s.to, s.from))
    }
    fn follow(&self, id: UnitId, day: Day, step: impl Fn(&Succession) -> (UnitId, UnitId)) -> Vec<UnitId> {
        let (mut open, mut seen, mut found) = (vec![id], BTreeSet::new(), Vec::new());
        while let Some(at) = open.pop() {
            if !seen.insert(at) {
                continue;
            }
            if self.unit(at).is_some_and(|u| u.is_valid_on(day)) {
                found.push(at);
            } else {
                open.extend(self.tree.successions.iter().map(&step).filter(|(from, _)| *from == at).map(|(_, to)| to));
            }
        }
        found.sort_by_key(|id| self.tree.by_id.get(id).copied());
        found
    }
    /// The person with that id.
    #[must_use]
    pub fn person(&self, id: PersonId) -> Option<&Person> {
        self.people.person(id)
    }
    /// The person with that sign-in name (any case).
    #[must_use]
    pub fn by_username(&self, username: &str) -> Option<&Person> {
        self.people.by_username(&username.trim().to_lowercase())
    }
    /// Everybody, by sign-in name.
    #[must_use]
    pub fn people(&self) -> &[Person] {
        &self.people.all
    }
    /// Everybody in a unit.
    pub fn people_of(&self, unit: UnitId) -> impl Iterator<Item = &Person> {
        self.people.all.iter().filter(move |p| p.unit == unit)
    }
    /// Every delegation.
    #[must_use]
    pub fn delegations(&self) -> &[Delegation] {
        &self.people.delegations
    }
    /// For whom this person may act on that day: active people who delegated to them.
    #[must_use]
    pub fn on_behalf(&self, person: PersonId, day: Day) -> Vec<&Person> {
        let days =
            self.people.delegations.iter().filter(|d| d.to == person && d.valid_from <= day && day <= d.valid_to);
        days.filter_map(|d| self.person(d.from)).filter(|p| p.active).collect()
    }
}

/// Keeps the directory in memory and loads again only what a change of units or of people touched.
#[derive(Clone)]
pub struct Directories {
    store: Store,
    kept: Arc<RwLock<Kept>>,
}
/// How often the store is asked whether another program changed units or people.
const OTHERS: Duration = Duration::from_secs(1);

#[derive(Default)]
struct Kept {
    /// The event head up to which `marks` is known to hold; -1 before the first load.
    head: i64,
    marks: db::Marks,
    asked: Option<Instant>,
    directory: Arc<Directory>,
}
impl Kept {
    /// Nothing of ours can have changed: no event at all, or none of this program's and none that
    /// another could have made unseen for longer than a second.
    fn is_fresh(&self, head: i64) -> bool {
        let lately = self.asked.is_some_and(|at| at.elapsed() < OTHERS);
        self.head >= head || (self.head >= 0 && lately && db::noted() <= self.head)
    }
}

impl Directories {
    /// Nothing is loaded before it is asked for.
    #[must_use]
    pub fn new(store: Store) -> Self {
        Self { store, kept: Arc::new(RwLock::new(Kept { head: -1, ..Kept::default() })) }
    }
    /// The directory as of the newest event of this program; at most about a second behind others.
    ///
    /// # Errors
    /// When the store can't be read.
    pub async fn now(&self) -> Result<Arc<Directory>> {
        let head = self.store.head().await?;
        let (marks, old) = {
            let kept = self.kept.read().unwrap_or_else(std::sync::PoisonError::into_inner);
            if kept.is_fresh(head) {
                return Ok(Arc::clone(&kept.directory));
            }
            ((kept.head >= 0).then_some(kept.marks), Arc::clone(&kept.directory))
        };
        // Most events are none of ours: two marks tell which half has to be read again.
        let asked = Some(Instant::now());
        let mut sql = self.store.read().await?;
        let now = db::marks(&mut sql).await?;
        let same = |a: fn(&db::Marks) -> i64| marks.as_ref().is_some_and(|m| a(m) == a(&now));
        let (tree, people) = (same(|m| m.tree), same(|m| m.people));
        let directory = if tree && people {
            old
        } else {
            let tree = if tree { Arc::clone(&old.tree) } else { Arc::new(db::load_tree(&mut sql).await?) };
            let people = if people { Arc::clone(&old.people) } else { Arc::new(db::load_people(&mut sql).await?) };
            Arc::new(Directory::of(tree, people))
        };
        let mut kept = self.kept.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        if kept.head < head {
            *kept = Kept { head, marks: now, asked, directory: Arc::clone(&directory) };
        }
        Ok(directory)
    }
}
