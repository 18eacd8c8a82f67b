//! What a night has to say, worked out in memory: which lines reached which rungs, whom that
//! concerns, and one saying for each group of people and kind of notice.
use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use kernel::{Day, LineId, PersonId, TaskId, UnitId, WorkCalendar};
use notify::Kind;
use org::Directory;
use plan::board::{Asked, Board, OpenLine};

use crate::{Ladder, Role, Stand, address::Addresses, db::SaidKey};

/// A line of which something is said or passed over.
#[derive(Clone, Debug)]
pub struct Touched {
    /// The line.
    pub line: LineId,
    /// Its task.
    pub task: TaskId,
    /// The task's name.
    pub name: Arc<str>,
    /// Its unit.
    pub unit: UnitId,
    /// The day its rungs count from.
    pub anchor: Day,
}

/// A rung of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// Place of the line in [`Night::lines`].
    pub line: usize,
    /// Place of the rung in [`Night::ladder`].
    pub rung: usize,
    /// Somebody is told; else it is passed over.
    pub told: bool,
}

/// Whom a unit's lines concern in a role that night.
#[derive(Clone, Debug)]
pub struct Address {
    /// The unit.
    pub unit: UnitId,
    /// The role.
    pub role: Role,
    /// Who was found in it, or above it.
    pub people: Vec<PersonId>,
    /// Places of the items they are told.
    items: Vec<usize>,
}

/// One notice: the same words to people who are told the same.
#[derive(Clone, Debug)]
pub struct Saying {
    /// Its kind.
    pub kind: Kind,
    /// To whom.
    pub people: Vec<PersonId>,
    /// Places of the lines in [`Night::lines`]; the longest due first.
    pub lines: Vec<usize>,
}

/// What one run says.
#[derive(Clone, Debug)]
pub struct Night {
    /// The day the rungs were measured on.
    pub day: Day,
    /// The ladder in force.
    pub ladder: Ladder,
    /// The lines concerned.
    pub lines: Vec<Touched>,
    /// Their rungs.
    pub items: Vec<Item>,
    /// Who is addressed.
    pub addresses: Vec<Address>,
    /// The notices.
    pub sayings: Vec<Saying>,
    /// Rungs reached that nobody is there to hear; they wait for somebody.
    pub unheard: usize,
    /// The event, once it was said.
    pub seq: Option<i64>,
}

/// A line that has reached something.
pub(crate) struct Candidate<'a> {
    line: OpenLine<'a>,
    anchor: Day,
    reached: Arc<[usize]>,
}
impl Candidate<'_> {
    /// The line itself and those whose work it goes on with.
    pub(crate) fn ids(&self) -> impl Iterator<Item = LineId> {
        std::iter::once(self.line.line).chain(self.line.continues.iter().copied())
    }
}

/// The lines that have reached any rung on that day.
pub(crate) fn candidates<'a>(
    board: &'a Board,
    asked: Asked,
    ladder: &Ladder,
    calendar: &WorkCalendar,
    day: Day,
) -> Vec<Candidate<'a>> {
    // Thousands of lines share a few hundred last days.
    let mut known: HashMap<Stand, Arc<[usize]>> = HashMap::new();
    let mut found = Vec::new();
    for line in board.open_lines(asked) {
        let stand = Stand::of(&line);
        let Some((_, anchor)) = stand.anchor() else { continue };
        let reached = known.entry(stand).or_insert_with(|| {
            let reached = ladder.reached(stand, day, calendar);
            (0..ladder.0.len()).filter(|i| reached.iter().any(|r| std::ptr::eq(*r, &raw const ladder.0[*i]))).collect()
        });
        if !reached.is_empty() {
            found.push(Candidate { reached: Arc::clone(reached), line, anchor });
        }
    }
    // The same order whatever the board's: notices name the longest due first.
    found.sort_by(|a, b| (a.anchor, a.line.name, a.line.line).cmp(&(b.anchor, b.line.name, b.line.line)));
    found
}

impl Night {
    pub(crate) fn new(ladder: Ladder, day: Day) -> Self {
        let (lines, items, addresses, sayings) = (vec![], vec![], vec![], vec![]);
        Self { day, ladder, lines, items, addresses, sayings, unheard: 0, seq: None }
    }
    /// Works the night out.
    pub(crate) fn of(
        ladder: Ladder,
        day: Day,
        candidates: &[Candidate<'_>],
        said: &HashSet<SaidKey>,
        directory: &Directory,
    ) -> Self {
        let mut night = Self::new(ladder, day);
        let addresses = Addresses::new(directory, day);
        let mut places: HashMap<(UnitId, Role), usize> = HashMap::new();
        for candidate in candidates {
            night.climb(candidate, said, &addresses, &mut places);
        }
        night.addresses.retain(|a| !a.people.is_empty());
        night.sayings = night.gather();
        night
    }
    fn climb(
        &mut self,
        candidate: &Candidate<'_>,
        said: &HashSet<SaidKey>,
        addresses: &Addresses<'_>,
        places: &mut HashMap<(UnitId, Role), usize>,
    ) {
        let (line, anchor) = (&candidate.line, candidate.anchor);
        let was = |rung: usize| candidate.ids().any(|id| said.contains(&(id, anchor, rung)));
        if candidate.reached.iter().all(|rung| was(*rung)) {
            return;
        }
        let place = |rung: &crate::Rung| self.ladder.0.iter().position(|r| r.key == rung.key).unwrap_or_default();
        let reached: Vec<_> = candidate.reached.iter().map(|i| &self.ladder.0[*i]).collect();
        let steps = Ladder::steps(&reached, anchor, self.day, |r| was(place(r)));
        let steps: Vec<(usize, Role, bool)> = steps.iter().map(|s| (place(s.rung), s.rung.to, s.told)).collect();
        let at = self.lines.len();
        let before = self.items.len();
        for (rung, role, told) in steps {
            let item = Item { line: at, rung, told };
            if !told {
                self.items.push(item);
                continue;
            }
            let all = &mut self.addresses;
            let address = *places.entry((line.unit, role)).or_insert_with(|| {
                let people = addresses.of(line.unit, role);
                all.push(Address { unit: line.unit, role, people, items: vec![] });
                all.len() - 1
            });
            let address = &mut self.addresses[address];
            if address.people.is_empty() {
                self.unheard += 1;
                continue;
            }
            address.items.push(self.items.len());
            self.items.push(item);
        }
        if self.items.len() > before {
            let name = line.name.into();
            self.lines.push(Touched { line: line.line, task: line.task, name, unit: line.unit, anchor });
        }
    }
    /// People who are addressed alike are told alike: work once for each such group.
    fn gather(&self) -> Vec<Saying> {
        let mut of_person: BTreeMap<PersonId, Vec<usize>> = BTreeMap::new();
        for (at, address) in self.addresses.iter().enumerate() {
            for person in &address.people {
                of_person.entry(*person).or_default().push(at);
            }
        }
        let mut groups: BTreeMap<Vec<usize>, Vec<PersonId>> = BTreeMap::new();
        for (person, addresses) in of_person {
            groups.entry(addresses).or_default().push(person);
        }
        let mut sayings = Vec::new();
        for (addresses, people) in groups {
            for (kind, lines) in self.told(&addresses) {
                sayings.push(Saying { kind, people: people.clone(), lines });
            }
        }
        sayings
    }
    /// What is told at these addresses together: each line once, by its most serious rung.
    fn told(&self, addresses: &[usize]) -> BTreeMap<Kind, Vec<usize>> {
        let mut of_line: BTreeMap<usize, Kind> = BTreeMap::new();
        for item in addresses.iter().flat_map(|a| &self.addresses[*a].items).map(|i| self.items[*i]) {
            let kind = self.ladder.0[item.rung].kind();
            let known = of_line.entry(item.line).or_insert(kind);
            if weight(kind) > weight(*known) {
                *known = kind;
            }
        }
        let mut by_kind: BTreeMap<Kind, Vec<usize>> = BTreeMap::new();
        for (line, kind) in of_line {
            by_kind.entry(kind).or_default().push(line);
        }
        by_kind
    }
    /// How many rungs are told.
    #[must_use]
    pub fn rungs_told(&self) -> usize {
        self.items.iter().filter(|i| i.told).count()
    }
    /// Everybody who is told something; those who stand in for them not counted.
    #[must_use]
    pub fn people(&self) -> BTreeSet<PersonId> {
        self.sayings.iter().flat_map(|s| s.people.iter().copied()).collect()
    }
}

/// How serious a kind is: what is one's own and late comes first.
fn weight(kind: Kind) -> u8 {
    match kind {
        Kind::Overdue => 3,
        Kind::Escalated => 2,
        Kind::Unconfirmed => 1,
        _ => 0,
    }
}
