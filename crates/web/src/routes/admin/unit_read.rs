//! What a form about units says is to be done: read, checked as the operation will check it, and
//! looked at for its effect.
use kernel::{Block, Day, Fault, Result, UnitId, number::parse_vietnamese};
use org::{ChangeUnit, Directory, MergeInto, MergeUnits, Part, SplitUnit, Unit, UnitKind};

use super::unit_effect::{Effect, Looker};
use crate::{days, extract::Fields};

/// What is to be done.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    New,
    Change,
    End,
    Split,
    Merge,
}
impl What {
    pub(super) const ALL: [Self; 5] = [Self::New, Self::Change, Self::End, Self::Split, Self::Merge];
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Change => "change",
            Self::End => "end",
            Self::Split => "split",
            Self::Merge => "merge",
        }
    }
    pub(super) fn of(code: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|w| w.code() == code).ok_or_else(|| Fault::not_found("fault-not-found"))
    }
    pub(super) fn address(self) -> String {
        format!("/admin/units/form/{}", self.code())
    }
    /// It is about a unit that there is.
    pub(super) fn needs_unit(self) -> bool {
        matches!(self, Self::Change | Self::End | Self::Split)
    }
}

/// A change that was read from a form and can be done.
pub(super) enum Deed {
    New(Unit),
    Change(UnitId, ChangeUnit),
    Split(SplitUnit),
    Merge(MergeUnits),
}

/// A split is entered in so many rows; empty ones say nothing.
pub(super) const PARTS: usize = 4;

fn text(fields: &Fields, name: &str) -> String {
    fields.get(name).to_owned()
}

/// The unit that a form describes; what it does not say it has from `model`.
fn described(fields: &Fields, model: Option<&Unit>, from: Day) -> Result<Unit> {
    let kind = UnitKind::from_word(fields.get("kind")).or(model.map(|m| m.kind)).unwrap_or(UnitKind::Other);
    let block = Block::from_word(fields.get("block")).or(model.map(|m| m.block)).unwrap_or(Block::Government);
    let name = text(fields, "name");
    Ok(Unit {
        id: UnitId::new(),
        code: text(fields, "code"),
        short: fields.opt("short").map_or_else(|| name.clone(), str::to_owned),
        name,
        kind,
        block,
        parent: fields.id("parent")?.or(model.and_then(|m| m.parent)),
        valid_from: from,
        valid_to: None,
        head_title: text(fields, "head_title"),
        area_code: text(fields, "area_code"),
        tile: model.and_then(|m| m.tile),
    })
}

/// Names and codes are asked for here as well as by the operation: a preview must not promise more.
fn checked(directory: &Directory, unit: &Unit, name: &'static str, code: &'static str) -> Result<()> {
    if unit.name.is_empty() {
        return Err(Fault::invalid("org-unit-needs-name").field(name));
    }
    if unit.code.is_empty() {
        return Err(Fault::invalid("org-unit-needs-code").arg("name", &unit.name).field(code));
    }
    if directory.by_code(&unit.code).is_some() {
        return Err(Fault::conflict("org-code-taken").arg("code", &unit.code).field(code));
    }
    Ok(())
}

fn merge_of(fields: &Fields, directory: &Directory) -> Result<MergeUnits> {
    let on = days::needed(fields, "on")?;
    let ids = fields.all("from").map(|id| id.parse().map_err(|_| Fault::not_found("fault-not-found")));
    let from: Vec<UnitId> = ids.collect::<Result<_>>()?;
    let chosen: Option<UnitId> = fields.id("into")?;
    let ending: Vec<UnitId> = from.iter().copied().filter(|id| Some(*id) != chosen).collect();
    let model = ending.first().and_then(|id| directory.unit(*id));
    if model.is_none() {
        return Err(Fault::invalid("org-merge-needs-units").field("from"));
    }
    for id in &ending {
        directory.can_end(*id, on).map_err(|f| f.field("from"))?;
    }
    let into = match chosen {
        Some(id) => {
            let unit = directory.unit(id).ok_or_else(|| Fault::not_found("fault-not-found"))?;
            if !unit.is_valid_on(on) {
                return Err(Fault::invalid("org-unit-not-living").arg("name", &unit.name).arg("day", on).field("into"));
            }
            MergeInto::Existing(id)
        }
        None => {
            let unit = described(fields, model, on)?;
            checked(directory, &unit, "name", "code")?;
            MergeInto::New(unit)
        }
    };
    Ok(MergeUnits { from, into, on })
}

fn split_of(fields: &Fields, directory: &Directory, old: &Unit) -> Result<SplitUnit> {
    let on = days::needed(fields, "on")?;
    directory.can_end(old.id, on).map_err(|f| f.field("on"))?;
    let mut parts = Vec::new();
    for no in 1..=PARTS {
        let of = |what: &str| fields.get(&format!("{what}-{no}")).to_owned();
        let (name, code, share) = (of("name"), of("code"), of("share"));
        if name.is_empty() && code.is_empty() && share.is_empty() {
            continue;
        }
        // Hundredths with one decimal are thousandths.
        let permille = parse_vietnamese(share.trim_end_matches(['%', ' ']))
            .map(|percent| percent * kernel::Decimal::from(10))
            .and_then(|n| n.normalize().to_string().parse::<i64>().ok())
            .ok_or_else(|| Fault::invalid("unit-share-wrong").arg("text", &share).field("parts"))?;
        let unit = Unit { code, short: name.clone(), name, ..described(&Fields::default(), Some(old), on)? };
        checked(directory, &unit, "parts", "parts")?;
        parts.push(Part { unit, permille });
    }
    let whole: i64 = parts.iter().map(|p| p.permille).sum();
    if parts.len() < 2 || whole != 1000 || parts.iter().any(|p| p.permille < 0) {
        return Err(Fault::invalid("org-split-not-whole").arg("sum", whole).field("parts"));
    }
    Ok(SplitUnit { unit: old.id, parts, on })
}

fn change_of(fields: &Fields) -> Result<ChangeUnit> {
    Ok(ChangeUnit {
        name: Some(text(fields, "name")),
        short: Some(text(fields, "short")),
        head_title: Some(text(fields, "head_title")),
        parent: Some(fields.id("parent")?),
        area_code: Some(text(fields, "area_code")),
        ..ChangeUnit::default()
    })
}

/// The last day of a unit that nothing follows, or none: it goes on.
fn end_of(fields: &Fields, directory: &Directory, unit: &Unit) -> Result<ChangeUnit> {
    let goes_on = fields.ticked("goes_on");
    if goes_on {
        return Ok(ChangeUnit { valid_to: Some(None), ..ChangeUnit::default() });
    }
    let last = days::needed(fields, "on")?;
    directory.can_end(unit.id, last.plus_days(1)).map_err(|f| f.field("on"))?;
    Ok(ChangeUnit { valid_to: Some(Some(last)), ..ChangeUnit::default() })
}

/// Reads what the form says to do, and what that would mean.
pub(super) fn read(what: What, fields: &Fields, unit: Option<&Unit>, look: &Looker<'_>) -> Result<(Deed, Effect)> {
    let missing = || Fault::not_found("fault-not-found");
    match what {
        What::New => {
            let new = described(fields, None, days::needed(fields, "on")?)?;
            checked(look.directory, &new, "name", "code")?;
            let effect = look.create(&new);
            Ok((Deed::New(new), effect))
        }
        What::Change => {
            let (unit, change) = (unit.ok_or_else(missing)?, change_of(fields)?);
            if fields.get("name").is_empty() {
                return Err(Fault::invalid("org-unit-needs-name").field("name"));
            }
            Ok((Deed::Change(unit.id, change), look.change(unit, fields.get("name"))))
        }
        What::End => {
            let unit = unit.ok_or_else(missing)?;
            let change = end_of(fields, look.directory, unit)?;
            let last = change.valid_to.flatten();
            Ok((Deed::Change(unit.id, change), look.end(unit, last)))
        }
        What::Split => {
            let split = split_of(fields, look.directory, unit.ok_or_else(missing)?)?;
            let effect = look.split(&split);
            Ok((Deed::Split(split), effect))
        }
        What::Merge => {
            let merge = merge_of(fields, look.directory)?;
            let effect = look.merge(&merge);
            Ok((Deed::Merge(merge), effect))
        }
    }
}
