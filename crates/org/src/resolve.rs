//! From a printed name to a unit or group: exactly, through aliases, or by a near miss that says so;
//! what does not resolve comes back with ranked suggestions and is never guessed.
use std::collections::{HashMap, HashSet};

use kernel::{Day, UnitId};
use serde::Serialize;

mod cell;
mod frame;
mod similar;
mod vague;

use crate::{
    directory::Directory,
    name::key,
    unit::{Alias, AliasTarget, Group, GroupMember, Unit, UnitKind},
};

/// What a printed name means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Resolution {
    /// One unit.
    Unit {
        /// Which.
        id: UnitId,
        /// One letter differs from every known name, or something around the name was left out:
        /// a person should look.
        near: bool,
    },
    /// A group.
    Group {
        /// Its code.
        code: String,
        /// Its members on that day.
        members: Vec<UnitId>,
        /// See [`Resolution::Unit`].
        near: bool,
    },
    /// Words that name nobody in particular: `các đơn vị có liên quan`.
    Unspecific,
    /// No unit or group of that name on that day.
    Unknown {
        /// Units that come nearest, best first, at most five.
        suggestions: Vec<UnitId>,
    },
}

/// A piece of a cell and what it means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Named {
    /// The piece as printed, ends trimmed.
    pub text: String,
    /// What it means.
    pub is: Resolution,
}

/// What a known name leads to; numbers are places in the directory's lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Unit(usize),
    Group(usize),
}

/// Known names by key, and what is needed to find near ones.
#[derive(Debug, Default)]
pub(crate) struct NameIndex {
    /// Taught names: they win over everything.
    taught: HashMap<String, Target>,
    known: HashMap<String, Vec<Target>>,
    heads: HashMap<String, Vec<usize>>,
    /// Keys by length, for near misses.
    by_length: Vec<Vec<(String, Target)>>,
    similar: similar::Similar,
    /// The first group that is all departments, and all communes, by its name.
    class_groups: [Option<usize>; 2],
}

impl NameIndex {
    pub(crate) fn new(units: &[Unit], groups: &[(Group, Vec<GroupMember>)], aliases: &[Alias]) -> Self {
        let mut index = Self::default();
        let place: HashMap<UnitId, usize> = units.iter().enumerate().map(|(i, u)| (u.id, i)).collect();
        for (i, unit) in units.iter().enumerate() {
            index.add_unit(i, unit, units, &place);
        }
        for (i, (group, _)) in groups.iter().enumerate() {
            let name = without_cac(&key(&group.name)).to_owned();
            if let Some(class) = vague::class(&name) {
                index.class_groups[class as usize].get_or_insert(i);
            }
            index.add(name, Target::Group(i));
        }
        for alias in aliases {
            let target = match &alias.target {
                AliasTarget::Unit(id) => place.get(id).map(|i| Target::Unit(*i)),
                AliasTarget::Group(code) => groups.iter().position(|(g, _)| g.code == *code).map(Target::Group),
            };
            if let Some(target) = target {
                let name = key(&alias.printed);
                index.add(without_cac(&name).to_owned(), target);
                index.taught.insert(name, target);
            }
        }
        for (name, targets) in &index.known {
            if index.by_length.len() <= name.len() {
                index.by_length.resize_with(name.len() + 1, Vec::new);
            }
            if let [only] = targets[..] {
                index.by_length[name.len()].push((name.clone(), only));
            }
        }
        index
    }

    fn add(&mut self, name: String, target: Target) {
        if name.is_empty() {
            return;
        }
        let targets = self.known.entry(name).or_default();
        if !targets.contains(&target) {
            targets.push(target);
        }
    }

    fn add_unit(&mut self, i: usize, unit: &Unit, units: &[Unit], place: &HashMap<UnitId, usize>) {
        let own = own_province(unit, units, place);
        let mut names = vec![key(&unit.name), key(&unit.short)];
        if unit.kind.is_commune() {
            names.extend(commune_names(unit.kind, &names[0]));
        }
        self.similar.add(i, &names[0]);
        names.extend(short_forms(&names[0]));
        for name in names {
            if let Some(own) = &own {
                self.add(without_province(&name, own).to_owned(), Target::Unit(i));
            }
            self.add(name, Target::Unit(i));
        }
        if !unit.head_title.is_empty() {
            let title = key(&unit.head_title);
            let short = own.map(|own| without_province(&title, &own).to_owned());
            for title in short.into_iter().chain([title]) {
                let units = self.heads.entry(title).or_default();
                if !units.contains(&i) {
                    units.push(i);
                }
            }
        }
    }

    /// See [`Directory::resolve`].
    pub(crate) fn resolve(&self, org: &Directory, text: &str, day: Day) -> Resolution {
        let text = frame::bare(text);
        let full = key(frame::without_lead_words(text));
        if full.is_empty() {
            return Resolution::Unknown { suggestions: vec![] };
        }
        if let Some(found) = self.exact(org, &full, text, day) {
            return self.answer(org, found, false, day);
        }
        // Parts a reader passes over: what stands in brackets, "có liên quan".
        if let Some(outer) = frame::without_brackets(text)
            && let Some(found) = self.exact(org, &key(frame::without_lead_words(&outer)), &outer, day)
        {
            return self.answer(org, found, !frame::says_only_the_part(text), day);
        }
        if let Some(shorter) = vague::without_relevant(&full)
            && let Some(found) = self.exact(org, shorter, text, day)
        {
            return self.answer(org, found, true, day);
        }
        if vague::is_unspecific(&full) {
            return Resolution::Unspecific;
        }
        if let Some(found) = self.near(org, &full, day) {
            return self.answer(org, found, true, day);
        }
        Resolution::Unknown { suggestions: self.suggest(org, &full, day) }
    }

    fn answer(&self, org: &Directory, target: Target, near: bool, day: Day) -> Resolution {
        match target {
            Target::Unit(i) => Resolution::Unit { id: org.units()[i].id, near },
            Target::Group(i) => {
                let code = org.groups().nth(i).map(|g| g.code.clone()).unwrap_or_default();
                Resolution::Group { members: org.members(&code, day), code, near }
            }
        }
    }

    /// Taught, then known as it stands, then without the province at its end, then by class.
    fn exact(&self, org: &Directory, full: &str, text: &str, day: Day) -> Option<Target> {
        let bare = without_cac(full);
        for name in [full, bare] {
            if let Some(target) = self.taught.get(name).filter(|t| lives(org, **t, day)) {
                return Some(*target);
            }
        }
        if let Some(found) = self.one_of(org, bare, text, day) {
            return Some(found);
        }
        let province = org.province_on(day).map(|p| province_words(&p.name)).unwrap_or_default();
        let shorter = without_province(bare, &province);
        if shorter != bare {
            if let Some(target) = self.taught.get(shorter).filter(|t| lives(org, **t, day)) {
                return Some(*target);
            }
            if let Some(found) = self.one_of(org, shorter, text, day) {
                return Some(found);
            }
        }
        let class = vague::class(shorter).or_else(|| vague::class(bare))?;
        self.class_groups[class as usize].map(Target::Group)
    }

    /// The only living one of that name; among several the one printed with the very same accents.
    fn one_of(&self, org: &Directory, name: &str, text: &str, day: Day) -> Option<Target> {
        let mut living = self.known.get(name)?.iter().copied().filter(|t| lives(org, *t, day));
        let (first, second) = (living.next()?, living.next());
        if second.is_none() {
            return Some(first);
        }
        let accented = |s: &str| kernel::text::squeeze(&kernel::text::nfc(s)).to_lowercase();
        let printed = accented(text);
        let mut same = self.known.get(name)?.iter().copied().filter(|t| {
            let Target::Unit(i) = *t else { return false };
            lives(org, *t, day) && accented(&org.units()[i].name).ends_with(&printed)
        });
        match (same.next(), same.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        }
    }

    /// The only living name that differs by one letter (never by a digit), if the name is long
    /// enough for that to mean something.
    fn near(&self, org: &Directory, full: &str, day: Day) -> Option<Target> {
        let bare = without_cac(full);
        if bare.len() < 8 {
            return None;
        }
        let mut found: Option<Target> = None;
        let lengths = bare.len() - 1..=(bare.len() + 1).min(self.by_length.len().saturating_sub(1));
        for length in lengths {
            for (name, target) in self.by_length.get(length).into_iter().flatten() {
                if similar::one_letter_apart(bare.as_bytes(), name.as_bytes()) && lives(org, *target, day) {
                    if found.is_some_and(|other| other != *target) {
                        return None;
                    }
                    found = Some(*target);
                }
            }
        }
        found
    }

    /// Living units whose names are most like it; an ended unit of that very name gives its heirs.
    fn suggest(&self, org: &Directory, full: &str, day: Day) -> Vec<UnitId> {
        let mut out = Vec::new();
        for target in self.known.get(without_cac(full)).into_iter().flatten() {
            if let Target::Unit(i) = target {
                out.extend(org.successors_on(org.units()[*i].id, day));
            }
        }
        let ranked = self.similar.rank(full);
        out.extend(ranked.into_iter().map(|i| &org.units()[i]).filter(|u| u.is_valid_on(day)).map(|u| u.id));
        let mut seen = HashSet::new();
        out.retain(|id| seen.insert(*id));
        out.truncate(5);
        out
    }

    /// See [`Directory::resolve_cell`].
    pub(crate) fn resolve_cell(&self, org: &Directory, text: &str, day: Day) -> Vec<Named> {
        cell::split(text, |piece| self.resolve(org, piece, day))
    }

    /// See [`Directory::unit_of_head`].
    pub(crate) fn unit_of_head(&self, org: &Directory, title: &str, day: Day) -> Option<UnitId> {
        let full = key(frame::without_lead_words(frame::bare(title)));
        let province = org.province_on(day).map(|p| province_words(&p.name)).unwrap_or_default();
        let found = self.heads.get(&full).or_else(|| self.heads.get(without_province(&full, &province)))?;
        let mut living = found.iter().map(|i| &org.units()[*i]).filter(|u| u.is_valid_on(day));
        match (living.next(), living.next()) {
            (Some(only), None) => Some(only.id),
            _ => None,
        }
    }
}

fn lives(org: &Directory, target: Target, day: Day) -> bool {
    match target {
        Target::Unit(i) => org.units()[i].is_valid_on(day),
        Target::Group(_) => true,
    }
}

fn without_cac(name: &str) -> &str {
    name.strip_prefix("cac ").unwrap_or(name)
}

/// `Tỉnh Lâm Đồng (cũ)` gives `lam dong`.
fn province_words(name: &str) -> String {
    let name = key(name);
    let name = ["tinh ", "thanh pho "].iter().find_map(|kind| name.strip_prefix(kind)).unwrap_or(&name);
    name.strip_suffix(" cu").unwrap_or(name).to_owned()
}

/// The words of the province a unit belongs to: the one above it, else the one of its time.
fn own_province(unit: &Unit, units: &[Unit], place: &HashMap<UnitId, usize>) -> Option<String> {
    let mut at = unit.parent;
    for _ in 0..16 {
        let Some(above) = at.and_then(|id| place.get(&id)).map(|i| &units[*i]) else { break };
        if above.kind == UnitKind::Province {
            return Some(province_words(&above.name));
        }
        at = above.parent;
    }
    let of_its_time = |u: &&Unit| u.kind == UnitKind::Province && u.id != unit.id && u.is_valid_on(unit.valid_from);
    let mut all = units.iter().filter(of_its_time);
    match (all.next(), all.next()) {
        (Some(only), None) => Some(province_words(&only.name)),
        _ => None,
    }
}

/// Names that say too little without their `tỉnh`: every commune has one too.
const NEEDS_LEVEL: [&str; 3] = ["uy ban nhan dan", "hoi dong nhan dan", "dang uy"];

/// Without `tỉnh`, `tỉnh Lâm Đồng`, `Lâm Đồng`, `thuộc tỉnh`, `trên địa bàn tỉnh` at its end.
fn without_province<'n>(name: &'n str, province: &str) -> &'n str {
    let mut rest = name;
    if !province.is_empty() {
        rest = rest.strip_suffix(province).map_or(rest, str::trim_end);
    }
    for level in [" tinh", " thanh pho"] {
        rest = rest.strip_suffix(level).unwrap_or(rest);
    }
    for link in [" tren dia ban", " thuoc", " cua"] {
        rest = rest.strip_suffix(link).unwrap_or(rest);
    }
    if rest.is_empty() || rest == "tinh" || NEEDS_LEVEL.contains(&rest) { keep_level(name, province) } else { rest }
}

/// `UBND tỉnh Lâm Đồng` loses the province's name but keeps its level.
fn keep_level<'n>(name: &'n str, province: &str) -> &'n str {
    let rest = name.strip_suffix(province).map_or(name, str::trim_end);
    if rest.ends_with(" tinh") { rest } else { name }
}

/// What people leave out: "Trường" before "Đại học …", "Tỉnh ủy" after one of its boards.
fn short_forms(name: &str) -> Option<String> {
    let school = name.strip_prefix("truong ").filter(|n| n.starts_with("dai hoc ") || n.starts_with("cao dang "));
    let board = name.strip_suffix(" tinh uy").filter(|n| n.starts_with("ban ") || n.starts_with("uy ban "));
    school.or(board).map(str::to_owned)
}

/// The ways a commune's name is printed, from any one of them.
fn commune_names(kind: UnitKind, name: &str) -> Vec<String> {
    let mut core = name;
    for lead in ["uy ban nhan dan ", "xa ", "phuong ", "dac khu ", "thi tran "] {
        core = core.strip_prefix(lead).unwrap_or(core);
    }
    let word = match kind {
        UnitKind::Ward => "phuong",
        UnitKind::SpecialZone => "dac khu",
        _ => "xa",
    };
    vec![
        core.to_owned(),
        format!("{word} {core}"),
        format!("uy ban nhan dan {word} {core}"),
        format!("uy ban nhan dan {core}"),
        format!("dia phuong {core}"),
    ]
}
