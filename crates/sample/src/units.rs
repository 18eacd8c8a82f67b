//! The bodies and communes of the province, the merger they come from, and the groups plans name.
use std::collections::BTreeMap;

use kernel::{Block, Day, text::fold};
use serde::Deserialize;

use crate::embedded;

/// The province itself.
#[derive(Clone, Debug, Deserialize)]
pub struct Province {
    /// National code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// When it was formed as it is.
    pub since: Day,
}
/// A province that went into it.
#[derive(Clone, Debug, Deserialize)]
pub struct Former {
    /// National code, marked where it is used again.
    pub code: String,
    /// Its name.
    pub name: String,
    /// How communes refer to it.
    pub key: String,
    /// Its last day.
    pub until: Day,
}
/// A provincial body.
#[derive(Clone, Debug, Deserialize)]
pub struct Body {
    /// Short code, ours.
    pub code: String,
    /// The body above it.
    pub parent: Option<String>,
    /// Official name.
    pub name: String,
    /// Block of the political system.
    pub block: Block,
    /// What kind of body.
    pub kind: String,
    /// A member of *các sở, ban, ngành*.
    #[serde(default)]
    pub department: bool,
    /// Title of its head.
    pub head: String,
    /// Other names documents print.
    #[serde(default)]
    pub aliases: Vec<String>,
}
/// Who belongs to a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Bodies marked as departments.
    Departments,
    /// People's committees of all communes.
    Communes,
    /// Universities.
    Universities,
    /// Socio-political organisations.
    Unions,
}
/// A group that plans name as one.
#[derive(Clone, Debug, Deserialize)]
pub struct Group {
    /// Short code, ours.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Who belongs to it.
    pub rule: Rule,
    /// Their heads, as plans print them.
    pub head: String,
    /// Other wordings.
    #[serde(default)]
    pub aliases: Vec<String>,
}
/// A commune: xã, phường or đặc khu.
#[derive(Clone, Debug)]
pub struct Commune {
    /// National code.
    pub code: String,
    /// `xã`, `phường` or `đặc khu`.
    pub kind: String,
    /// Name without kind.
    pub name: String,
    /// Key of the former province.
    pub former: String,
    /// Column in the tile grid.
    pub col: u8,
    /// Row in the tile grid.
    pub row: u8,
}
impl Commune {
    /// `xã Bảo Lâm 1`.
    #[must_use]
    pub fn full_name(&self) -> String {
        format!("{} {}", self.kind, self.name)
    }
    /// The reporting unit: `UBND xã Bảo Lâm 1`.
    #[must_use]
    pub fn committee(&self) -> String {
        format!("UBND {}", self.full_name())
    }
    /// Other names documents print, both spellings of the tone mark (hoà, hòa) among them.
    #[must_use]
    pub fn aliases(&self) -> Vec<String> {
        let full = self.full_name();
        let mut list = vec![format!("Ủy ban nhân dân {full}"), full.clone()];
        let modern = modern_tones(&full);
        if modern != full {
            list.extend([format!("UBND {modern}"), format!("Ủy ban nhân dân {modern}"), modern]);
        }
        list
    }
}

/// `Hoà` as `Hòa`, `Thuỷ` as `Thủy`; `qu` is no vowel.
fn modern_tones(text: &str) -> String {
    let pairs = [("oà", "òa"), ("oá", "óa"), ("uỷ", "ủy"), ("uỹ", "ũy"), ("uỳ", "ùy")];
    let mut out = text.to_owned();
    for (old, new) in pairs {
        out = out.replace(&format!("Q{old}"), "\u{1}").replace(&format!("q{old}"), "\u{2}");
        out = out.replace(old, new).replace('\u{1}', &format!("Q{old}")).replace('\u{2}', &format!("q{old}"));
    }
    out
}

/// Everything about the units.
#[derive(Clone, Debug)]
pub struct Units {
    /// The province.
    pub province: Province,
    /// The provinces it was made of.
    pub former: Vec<Former>,
    /// Provincial bodies.
    pub bodies: Vec<Body>,
    /// Groups.
    pub groups: Vec<Group>,
    /// Communes.
    pub communes: Vec<Commune>,
    known: BTreeMap<String, Vec<String>>,
}
#[derive(Deserialize)]
struct File {
    province: Province,
    former: Vec<Former>,
    body: Vec<Body>,
    group: Vec<Group>,
}

/// The units of the sample province.
#[must_use]
pub fn units() -> Units {
    let file: File = embedded::toml("units.toml", include_str!("../data/units.toml"));
    let communes = embedded::rows(include_str!("../data/communes.tsv"))
        .map(|[code, kind, name, former, col, row]| Commune {
            code: code.into(),
            kind: kind.into(),
            name: name.into(),
            former: former.into(),
            col: col.parse().expect("column of the tile grid"),
            row: row.parse().expect("row of the tile grid"),
        })
        .collect();
    let mut units = Units {
        province: file.province,
        former: file.former,
        bodies: file.body,
        groups: file.group,
        communes,
        known: BTreeMap::new(),
    };
    units.known = units.names();
    units
}

impl Units {
    /// Codes of a group's members.
    #[must_use]
    pub fn members(&self, rule: Rule) -> Vec<String> {
        let bodies =
            |wanted: &dyn Fn(&Body) -> bool| self.bodies.iter().filter(|b| wanted(b)).map(|b| b.code.clone()).collect();
        match rule {
            Rule::Departments => bodies(&|b| b.department),
            Rule::Universities => bodies(&|b| b.kind == "university"),
            Rule::Unions => bodies(&|b| b.kind == "union"),
            Rule::Communes => self.communes.iter().map(|c| c.code.clone()).collect(),
        }
    }
    /// Codes of the reporting units: departments and communes, 144 in all.
    #[must_use]
    pub fn reporting(&self) -> Vec<String> {
        [self.members(Rule::Departments), self.members(Rule::Communes)].concat()
    }
    /// The name of the unit with that code.
    #[must_use]
    pub fn name_of(&self, code: &str) -> Option<String> {
        let body = self.bodies.iter().find(|b| b.code == code).map(|b| b.name.clone());
        body.or_else(|| self.communes.iter().find(|c| c.code == code).map(Commune::committee))
    }
    /// Codes of all units named in a cell, groups as their members; `None` when a name is unknown.
    #[must_use]
    pub fn resolve(&self, text: &str) -> Option<Vec<String>> {
        let mut codes = vec![];
        for name in text.split(';').map(str::trim).filter(|n| !n.is_empty()) {
            codes.extend(self.known.get(&fold(name))?.iter().cloned());
        }
        Some(codes)
    }
    /// Titles of the heads who answer for the units named in a cell.
    #[must_use]
    pub fn heads(&self, text: &str) -> String {
        let mut heads: Vec<&str> = vec![];
        for name in text.split(';').map(str::trim) {
            let Some(codes) = self.known.get(&fold(name)) else { continue };
            let group = self.groups.iter().find(|g| self.members(g.rule) == *codes);
            let body = || self.bodies.iter().find(|b| codes.contains(&b.code)).map(|b| b.head.as_str());
            heads.extend(group.map(|g| g.head.as_str()).or_else(body));
        }
        heads.join("; ")
    }
    fn names(&self) -> BTreeMap<String, Vec<String>> {
        let mut known = BTreeMap::new();
        for body in &self.bodies {
            for name in body.aliases.iter().chain([&body.name]) {
                known.insert(fold(name), vec![body.code.clone()]);
            }
        }
        for commune in &self.communes {
            for name in commune.aliases().iter().chain([&commune.committee()]) {
                known.insert(fold(name), vec![commune.code.clone()]);
            }
        }
        for group in &self.groups {
            for name in group.aliases.iter().chain([&group.name]) {
                known.insert(fold(name), self.members(group.rule));
            }
        }
        known
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    #[test]
    fn communes_and_reporting_units_are_as_many_as_in_the_province() {
        let units = units();
        assert_eq!(units.communes.len(), 124);
        assert_eq!(units.reporting().len(), 144);
        let of = |kind: &str| units.communes.iter().filter(|c| c.kind == kind).count();
        assert_eq!((of("xã"), of("phường"), of("đặc khu")), (103, 20, 1));
        let from = |former: &Former| units.communes.iter().filter(|c| c.former == former.key).count();
        assert_eq!(units.former.iter().map(from).collect::<Vec<_>>(), [51, 45, 28]);
    }
    #[test]
    fn codes_and_tiles_are_taken_once() {
        let units = units();
        let codes = units.bodies.iter().map(|b| &b.code).chain(units.communes.iter().map(|c| &c.code));
        let codes: Vec<_> = codes.chain(units.groups.iter().map(|g| &g.code)).collect();
        assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), codes.len());
        let tiles: BTreeSet<_> = units.communes.iter().map(|c| (c.col, c.row)).collect();
        assert_eq!(tiles.len(), 124);
        assert!(tiles.iter().all(|t| t.0 < 15 && t.1 < 15));
    }
    #[test]
    fn no_name_means_two_units() {
        let units = units();
        let mut seen: BTreeMap<String, String> = BTreeMap::new();
        let bodies = units.bodies.iter().map(|b| (&b.code, [b.aliases.clone(), vec![b.name.clone()]].concat()));
        let communes = units.communes.iter().map(|c| (&c.code, [c.aliases(), vec![c.committee()]].concat()));
        let groups = units.groups.iter().map(|g| (&g.code, [g.aliases.clone(), vec![g.name.clone()]].concat()));
        for (code, names) in bodies.chain(communes).chain(groups) {
            for name in names {
                let other = seen.insert(fold(&name), code.clone());
                assert!(other.is_none_or(|o| &o == code), "{name} names two units");
            }
        }
    }
    #[test]
    fn printed_names_resolve() {
        let units = units();
        assert_eq!(units.resolve("VP UBND tỉnh; Sở KH&CN").unwrap(), ["VPUBND", "SKHCN"]);
        assert_eq!(units.resolve("Các sở, ban, ngành; UBND cấp xã").unwrap().len(), 144);
        assert_eq!(units.resolve("UBND xã Hòa Thắng"), units.resolve("UBND xã Hoà Thắng"));
        assert_eq!(units.resolve("Sở Không Có"), None);
        assert_eq!(modern_tones("đặc khu Phú Quý, Quỳ, Thuỷ"), "đặc khu Phú Quý, Quỳ, Thủy");
    }
    #[test]
    fn every_body_has_its_parent() {
        let units = units();
        for body in &units.bodies {
            assert!(body.parent.as_ref().is_none_or(|p| units.name_of(p).is_some()), "{}", body.code);
        }
    }
}
