//! Creating, changing, merging and splitting units.
use std::collections::BTreeSet;

use kernel::{Ctx, Day, Fault, Resource, Result, UnitId, text::squeeze};
use serde_json::json;
use store::{NewEvent, Store, Tx};

use super::group;
use crate::{
    AliasTarget, GroupMember, ORG_CHANGE, Succession, SuccessionKind, Unit,
    db::{self, Half},
};

/// Creates one unit.
///
/// # Errors
/// `Forbidden`; `Invalid` for an empty name or code, a parent that does not exist then, or days in
/// the wrong order; `Conflict` for a code that is taken.
pub async fn create_unit(store: &Store, ctx: &Ctx, unit: Unit) -> Result<UnitId> {
    let id = unit.id;
    create_units(store, ctx, vec![unit]).await?;
    Ok(id)
}

/// Creates units, all or none; a parent comes before its children.
///
/// # Errors
/// See [`create_unit`].
pub async fn create_units(store: &Store, ctx: &Ctx, units: Vec<Unit>) -> Result<()> {
    ctx.require(ORG_CHANGE, &Resource::all("unit"))?;
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                for unit in units {
                    create_in(tx, unit).await?;
                }
                Ok(())
            })
        })
        .await
}

async fn create_in(tx: &mut Tx, mut unit: Unit) -> Result<()> {
    unit.name = squeeze(&kernel::text::nfc(&unit.name));
    unit.code = squeeze(&unit.code);
    check(&unit)?;
    if db::code_taken(tx, &unit.code).await? || db::find_unit(tx, unit.id).await?.is_some() {
        return Err(Fault::conflict("org-code-taken").arg("code", &unit.code).field("code"));
    }
    check_parent(tx, &unit).await?;
    let facts = json!({ "code": unit.code, "name": unit.name, "kind": unit.kind, "block": unit.block,
        "parent": unit.parent, "valid_from": unit.valid_from, "valid_to": unit.valid_to });
    let seq = db::note(tx, Half::Tree, NewEvent::new("unit.created", unit.id.subject(), facts)).await?;
    db::put_unit(tx, &unit, seq).await
}

fn check(unit: &Unit) -> Result<()> {
    if unit.name.is_empty() {
        return Err(Fault::invalid("org-unit-needs-name").field("name"));
    }
    if unit.code.is_empty() {
        return Err(Fault::invalid("org-unit-needs-code").arg("name", &unit.name).field("code"));
    }
    if unit.valid_to.is_some_and(|last| last < unit.valid_from) {
        return Err(Fault::invalid("org-unit-ends-before-it-begins").arg("name", &unit.name).field("valid_to"));
    }
    Ok(())
}

/// The parent exists and is not beneath the unit itself.
async fn check_parent(tx: &mut Tx, unit: &Unit) -> Result<()> {
    let mut at = unit.parent;
    for _ in 0..16 {
        let Some(id) = at else { return Ok(()) };
        if id == unit.id {
            break;
        }
        at = db::need_unit(tx, id).await?.parent;
    }
    Err(Fault::invalid("org-unit-in-circle").arg("name", &unit.name).field("parent"))
}

/// What to change of a unit; what is `None` stays.
#[derive(Clone, Debug, Default)]
pub struct ChangeUnit {
    /// The new full name; the old one stays known as an alias.
    pub name: Option<String>,
    /// The new short name.
    pub short: Option<String>,
    /// The new title of its head.
    pub head_title: Option<String>,
    /// The new unit above it.
    pub parent: Option<Option<UnitId>>,
    /// The new area code.
    pub area_code: Option<String>,
    /// The new place in the grid.
    pub tile: Option<Option<(i32, i32)>>,
    /// Its last day: ends a unit that nothing follows (what is merged or split ends by itself).
    pub valid_to: Option<Option<Day>>,
}

/// Changes a unit.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` as in [`create_unit`].
pub async fn change_unit(store: &Store, ctx: &Ctx, id: UnitId, change: ChangeUnit) -> Result<()> {
    ctx.require(ORG_CHANGE, &Resource { kind: "unit", id: id.to_string(), ..Resource::default() })?;
    store.write(ctx, move |tx| Box::pin(change_in(tx, id, change))).await
}

async fn change_in(tx: &mut Tx, id: UnitId, change: ChangeUnit) -> Result<()> {
    let old = db::need_unit(tx, id).await?;
    let mut new = old.clone();
    if let Some(name) = change.name {
        new.name = squeeze(&kernel::text::nfc(&name));
    }
    new.short = change.short.unwrap_or(new.short);
    new.head_title = change.head_title.unwrap_or(new.head_title);
    new.parent = change.parent.unwrap_or(new.parent);
    new.area_code = change.area_code.unwrap_or(new.area_code);
    new.tile = change.tile.unwrap_or(new.tile);
    new.valid_to = change.valid_to.unwrap_or(new.valid_to);
    if new == old {
        return Ok(());
    }
    check(&new)?;
    check_parent(tx, &new).await?;
    let facts = json!({ "code": new.code, "name": new.name, "was": old, "now": new });
    let seq = db::note(tx, Half::Tree, NewEvent::new("unit.changed", id.subject(), facts)).await?;
    db::put_unit(tx, &new, seq).await?;
    if new.name != old.name {
        group::put_alias(tx, &old.name, &AliasTarget::Unit(id), false, seq).await?;
    }
    Ok(())
}

/// What merged units become.
#[derive(Clone, Debug)]
pub enum MergeInto {
    /// One of them, or another unit that goes on living.
    Existing(UnitId),
    /// A new unit; its first day is set to the day of the merge.
    New(Unit),
}

/// Several units become one.
#[derive(Clone, Debug)]
pub struct MergeUnits {
    /// The units that end.
    pub from: Vec<UnitId>,
    /// What they become.
    pub into: MergeInto,
    /// First day of the new order; the old ones end the day before.
    pub on: Day,
}

/// Merges units. What they had stays theirs and answerable; the new unit joins the groups they were in.
///
/// # Errors
/// `Forbidden`; `NotFound`; `Invalid` when one does not exist on the day before; `Conflict` when one
/// still has living units beneath it.
pub async fn merge_units(store: &Store, ctx: &Ctx, merge: MergeUnits) -> Result<UnitId> {
    ctx.require(ORG_CHANGE, &Resource::all("unit"))?;
    store.write(ctx, move |tx| Box::pin(merge_in(tx, merge))).await
}

async fn merge_in(tx: &mut Tx, merge: MergeUnits) -> Result<UnitId> {
    let into = match merge.into {
        MergeInto::Existing(id) => {
            let unit = db::need_unit(tx, id).await?;
            if !unit.is_valid_on(merge.on) {
                return Err(Fault::invalid("org-unit-not-living").arg("name", &unit.name).arg("day", merge.on));
            }
            id
        }
        MergeInto::New(mut unit) => {
            unit.valid_from = merge.on;
            let id = unit.id;
            create_in(tx, unit).await?;
            id
        }
    };
    let ending: BTreeSet<UnitId> = merge.from.into_iter().filter(|id| *id != into).collect();
    if ending.is_empty() {
        return Err(Fault::invalid("org-merge-needs-units").field("from"));
    }
    let mut names = Vec::new();
    let mut ended = Vec::new();
    for id in ending {
        let unit = end_unit(tx, id, merge.on).await?;
        names.push(unit.name.clone());
        ended.push(unit);
    }
    let name = db::need_unit(tx, into).await?.name;
    let facts = json!({ "name": name, "from": ended.iter().map(|u| u.id).collect::<Vec<_>>(),
        "from_names": names, "on": merge.on });
    let seq = db::note(tx, Half::Tree, NewEvent::new("unit.merged", into.subject(), facts)).await?;
    for unit in ended {
        db::put_unit(tx, &unit, seq).await?;
        let edge = Succession { from: unit.id, to: into, on: merge.on, kind: SuccessionKind::Merge, permille: 1000 };
        db::put_succession(tx, &edge, seq).await?;
        inherit_groups(tx, unit.id, into, merge.on).await?;
    }
    Ok(into)
}

/// The unit with its last day set to the one before `on`; not yet written.
async fn end_unit(tx: &mut Tx, id: UnitId, on: Day) -> Result<Unit> {
    let mut unit = db::need_unit(tx, id).await?;
    let last = on.plus_days(-1);
    // It lived the day before and would go on living: what has ended can't end again.
    if !unit.is_valid_on(last) || !unit.is_valid_on(on) {
        return Err(Fault::invalid("org-unit-not-living").arg("name", &unit.name).arg("day", last));
    }
    let beneath = db::children_of(tx, id).await?;
    if let Some(child) = beneath.iter().find(|c| c.is_valid_on(on)) {
        let fault = Fault::conflict("org-unit-has-children").arg("name", &unit.name);
        return Err(fault.arg("child", &child.name));
    }
    unit.valid_to = Some(last);
    Ok(unit)
}

async fn inherit_groups(tx: &mut Tx, from: UnitId, to: UnitId, on: Day) -> Result<()> {
    for code in db::groups_of(tx, from).await? {
        let members = db::members_of(tx, &code).await?;
        let lives = |m: &GroupMember| m.from <= on && m.to.is_none_or(|last| on <= last);
        let was = members.iter().any(|m| m.unit == from && m.from < on && m.to.is_none_or(|last| on <= last));
        if was && !members.iter().any(|m| m.unit == to && lives(m)) {
            db::put_member(tx, &code, &GroupMember { unit: to, from: on, to: None }).await?;
        }
    }
    Ok(())
}

/// One part of a unit that is divided.
#[derive(Clone, Debug)]
pub struct Part {
    /// The new unit; its first day is set to the day of the split.
    pub unit: Unit,
    /// How many thousandths of the old one it is, for dividing old figures.
    pub permille: i64,
}

/// One unit becomes several.
#[derive(Clone, Debug)]
pub struct SplitUnit {
    /// The unit that ends.
    pub unit: UnitId,
    /// What it becomes; the thousandths add up to 1000.
    pub parts: Vec<Part>,
    /// First day of the new order.
    pub on: Day,
}

/// Splits a unit; the parts join the groups it was in.
///
/// # Errors
/// As [`merge_units`]; `Invalid` when the parts do not add up to the whole.
pub async fn split_unit(store: &Store, ctx: &Ctx, split: SplitUnit) -> Result<()> {
    ctx.require(ORG_CHANGE, &Resource { kind: "unit", id: split.unit.to_string(), ..Resource::default() })?;
    store.write(ctx, move |tx| Box::pin(split_in(tx, split))).await
}

async fn split_in(tx: &mut Tx, split: SplitUnit) -> Result<()> {
    let whole: i64 = split.parts.iter().map(|p| p.permille).sum();
    if split.parts.len() < 2 || whole != 1000 || split.parts.iter().any(|p| p.permille < 0) {
        return Err(Fault::invalid("org-split-not-whole").arg("sum", whole).field("parts"));
    }
    let old = end_unit(tx, split.unit, split.on).await?;
    let mut edges = Vec::new();
    let mut names = Vec::new();
    for mut part in split.parts {
        part.unit.valid_from = split.on;
        names.push(part.unit.name.clone());
        let kind = SuccessionKind::Split;
        edges.push(Succession { from: old.id, to: part.unit.id, on: split.on, kind, permille: part.permille });
        create_in(tx, part.unit).await?;
    }
    let into = edges.iter().map(|e| e.to).collect::<Vec<_>>();
    let facts = json!({ "name": old.name, "into": into, "into_names": names, "on": split.on });
    let seq = db::note(tx, Half::Tree, NewEvent::new("unit.split", old.id.subject(), facts)).await?;
    db::put_unit(tx, &old, seq).await?;
    for edge in edges {
        db::put_succession(tx, &edge, seq).await?;
        inherit_groups(tx, old.id, edge.to, split.on).await?;
    }
    Ok(())
}
