//! The province itself: former provinces and their merger, units, groups, printed names, people.
use std::collections::BTreeMap;

use futures::{StreamExt, TryStreamExt, stream};
use kernel::{Block, Ctx, Day, Lang, PersonId, Post, Result, UnitId};
use org::{
    AliasTarget, Directories, Directory, GroupMember, LearnAlias, MergeInto, MergeUnits, NewPerson, PutGroup,
    Resolution, Unit, UnitKind, create_person, create_unit, create_units, learn_alias, merge_units, put_group,
    set_calendar, set_province,
};
use store::Store;

use super::cast::reporter_name;
use crate::{
    calendar::calendar,
    people::{Role, people},
    units::{Body, Commune, Former, Units},
};

/// The first day of the former provinces as we tell it: long enough ago for old figures.
const LONG_AGO: (i16, i8, i8) = (2004, 1, 1);

/// The focal department.
pub const FOCAL: &str = "SKHCN";

/// The id of the unit with that code; stable, so that loading again finds it.
pub fn unit_id(code: &str) -> UnitId {
    UnitId::from_name(&format!("sample unit {code}"))
}
/// The id of a sample account.
pub fn person_id(login: &str) -> PersonId {
    PersonId::from_name(&format!("sample person {login}"))
}
/// The sign-in name of whoever reports for a unit in the simulation.
pub fn reporter(code: &str) -> String {
    format!("cb-{}", code.to_lowercase())
}

/// Creates what is missing.
///
/// # Errors
/// What the operations of `org` return.
pub async fn load(store: &Store, ctx: &Ctx, directories: &Directories, units: &Units) -> Result<()> {
    if directories.now().await?.by_code(&units.province.code).is_none() {
        province(store, ctx, units, &*directories.now().await?).await?;
    }
    let known = directories.now().await?;
    let missing = living(units).into_iter().filter(|u| known.by_code(&u.code).is_none()).collect::<Vec<_>>();
    if !missing.is_empty() {
        create_units(store, ctx, missing).await?;
    }
    settings(store, ctx, units).await?;
    groups(store, ctx, units, &known).await?;
    aliases(store, ctx, units, &*directories.now().await?).await?;
    persons(store, ctx, units, &*directories.now().await?).await?;
    Ok(())
}

/// The working calendar and the province's identity.
async fn settings(store: &Store, ctx: &Ctx, units: &Units) -> Result<()> {
    let identity = ::org::Province {
        code: units.province.code.clone(),
        name: units.province.name.clone(),
        short: short(&units.province.name),
        focal: Some(unit_id(FOCAL)),
        office: Some(unit_id("VPUBND")),
    };
    let mut sql = store.read().await?;
    let (was, days) = (::org::province(&mut sql).await?, ::org::calendar(&mut sql).await?);
    drop(sql);
    if days != calendar() {
        set_calendar(store, ctx, calendar()).await?;
    }
    if was != identity {
        set_province(store, ctx, identity).await?;
    }
    Ok(())
}

/// Three provinces, then one.
async fn province(store: &Store, ctx: &Ctx, units: &Units, known: &Directory) -> Result<()> {
    for former in units.former.iter().filter(|f| known.by_code(&f.code).is_none()) {
        create_unit(store, ctx, former_province(former)).await?;
    }
    let from = units.former.iter().map(|f| unit_id(&f.code)).collect();
    let head = units.bodies.iter().find(|b| b.code == "UBND").map_or(String::new(), |b| b.head.clone());
    let province = Unit {
        head_title: head,
        ..unit(&units.province.code, &units.province.name, UnitKind::Province, units.province.since)
    };
    merge_units(store, ctx, MergeUnits { from, into: MergeInto::New(province), on: units.province.since }).await?;
    Ok(())
}
fn former_province(former: &Former) -> Unit {
    let since = Day::new(LONG_AGO.0, LONG_AGO.1, LONG_AGO.2).unwrap_or(former.until);
    unit(&former.code, &former.name, UnitKind::Province, since)
}
fn unit(code: &str, name: &str, kind: UnitKind, since: Day) -> Unit {
    Unit {
        id: unit_id(code),
        code: code.to_owned(),
        name: name.to_owned(),
        short: short(name),
        kind,
        block: Block::Government,
        parent: None,
        valid_from: since,
        valid_to: None,
        head_title: String::new(),
        area_code: String::new(),
        tile: None,
    }
}
fn short(name: &str) -> String {
    name.strip_prefix("Tỉnh ").unwrap_or(name).to_owned()
}

/// All units that live today, parents first.
fn living(units: &Units) -> Vec<Unit> {
    let since = units.province.since;
    let mut bodies: Vec<&Body> = units.bodies.iter().collect();
    bodies.sort_by_key(|b| b.parent.is_some());
    let bodies = bodies.into_iter().map(|b| body(b, units, since));
    bodies.chain(units.communes.iter().map(|c| commune(c, since))).collect()
}
fn body(body: &Body, units: &Units, since: Day) -> Unit {
    let kind = match body.kind.as_str() {
        _ if body.department => UnitKind::Department,
        "university" | "school" => UnitKind::School,
        "central" => UnitKind::Other,
        _ => UnitKind::Body,
    };
    Unit {
        block: body.block,
        parent: Some(unit_id(body.parent.as_deref().unwrap_or(&units.province.code))),
        head_title: body.head.clone(),
        short: body.aliases.first().cloned().unwrap_or_else(|| body.name.clone()),
        ..unit(&body.code, &body.name, kind, since)
    }
}
fn commune(commune: &Commune, since: Day) -> Unit {
    let kind = match commune.kind.as_str() {
        "phường" => UnitKind::Ward,
        "đặc khu" => UnitKind::SpecialZone,
        _ => UnitKind::Commune,
    };
    Unit {
        parent: Some(unit_id("UBND")),
        head_title: format!("Chủ tịch {}", commune.committee()),
        short: commune.name.clone(),
        area_code: commune.code.clone(),
        tile: Some((i32::from(commune.col), i32::from(commune.row))),
        ..unit(&commune.code, &commune.committee(), kind, since)
    }
}

/// The groups plans name, and one for the communes of each former province.
async fn groups(store: &Store, ctx: &Ctx, units: &Units, known: &Directory) -> Result<()> {
    let since = units.province.since;
    let member = |code: String| GroupMember { unit: unit_id(&code), from: since, to: None };
    let mut groups: Vec<PutGroup> = vec![];
    for group in &units.groups {
        let members = units.members(group.rule).into_iter().map(member).collect();
        groups.push(PutGroup { code: group.code.clone(), name: group.name.clone(), members });
    }
    for former in &units.former {
        let of = units.communes.iter().filter(|c| c.former == former.key).map(|c| member(c.code.clone())).collect();
        let name = format!("Cấp xã thuộc {}", former.name);
        groups.push(PutGroup { code: format!("CX-{}", former.code), name, members: of });
    }
    for group in groups.into_iter().filter(|g| known.group(&g.code).is_none()) {
        put_group(store, ctx, group).await?;
    }
    Ok(())
}

/// Printed names that `org` does not already understand.
async fn aliases(store: &Store, ctx: &Ctx, units: &Units, known: &Directory) -> Result<()> {
    let mut names: Vec<(String, AliasTarget)> = vec![];
    for body in &units.bodies {
        names.extend(body.aliases.iter().map(|a| (a.clone(), AliasTarget::Unit(unit_id(&body.code)))));
    }
    for commune in &units.communes {
        names.extend(commune.aliases().into_iter().map(|a| (a, AliasTarget::Unit(unit_id(&commune.code)))));
    }
    for group in &units.groups {
        names.extend(group.aliases.iter().map(|a| (a.clone(), AliasTarget::Group(group.code.clone()))));
    }
    for (printed, target) in names {
        let understood = match (known.resolve(&printed, ctx.today()), &target) {
            (Resolution::Unit { id, near: false }, AliasTarget::Unit(wanted)) => id == *wanted,
            (Resolution::Group { code, near: false, .. }, AliasTarget::Group(wanted)) => code == *wanted,
            _ => false,
        };
        if !understood {
            learn_alias(store, ctx, LearnAlias { printed, target, learned: false }).await?;
        }
    }
    Ok(())
}

/// The sample accounts, and for every unit somebody who reports in the simulation (without a way in).
async fn persons(store: &Store, ctx: &Ctx, units: &Units, known: &Directory) -> Result<()> {
    let new = |login: String, name: String, unit: &str, posts: Vec<Post>| NewPerson {
        id: Some(person_id(&login)),
        username: login,
        name,
        email: String::new(),
        unit: unit_id(unit),
        posts,
        lang: Lang::Vi,
    };
    let accounts = people().into_iter().map(|p| new(p.login, p.name, &p.unit, posts(p.role)));
    let bodies = units.bodies.iter().map(|b| (b.code.as_str(), b.name.clone()));
    let communes = units.communes.iter().map(|c| (c.code.as_str(), c.committee()));
    let all: BTreeMap<&str, String> = bodies.chain(communes).collect();
    let reporters =
        all.into_iter().map(|(code, name)| new(reporter(code), reporter_name(&name), code, vec![Post::Officer]));
    let missing = accounts.chain(reporters).filter(|p| known.by_username(&p.username).is_none());
    // Together: they share the store's commits.
    stream::iter(missing.map(|person| create_person(store, ctx, person))).buffered(64).try_collect::<Vec<_>>().await?;
    Ok(())
}
/// What an account is in its unit.
pub fn posts(role: Role) -> Vec<Post> {
    match role {
        Role::Focal => vec![Post::Officer, Post::Focal],
        Role::Head => vec![Post::Head],
        Role::Officer | Role::Commune => vec![Post::Officer],
        Role::Leader => vec![Post::Leader],
        Role::Admin => vec![Post::Admin],
    }
}
