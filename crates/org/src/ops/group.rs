//! Groups of units, and printed names: what they mean is learned once and kept.
use kernel::{Ctx, Fault, Resource, Result, text::squeeze};
use serde_json::json;
use store::{NewEvent, Sql, Store, Tx, args};

use crate::{
    ALIAS_LEARN, AliasTarget, GroupMember, ORG_CHANGE,
    db::{self, Half},
    name,
};

/// A group and everybody who is or was in it.
#[derive(Clone, Debug)]
pub struct PutGroup {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The whole membership; replaces what was there.
    pub members: Vec<GroupMember>,
}

/// Creates a group or replaces it.
///
/// # Errors
/// `Forbidden`, `Invalid` without code or name, `NotFound` for a member that is no unit.
pub async fn put_group(store: &Store, ctx: &Ctx, group: PutGroup) -> Result<()> {
    ctx.require(ORG_CHANGE, &Resource::all("group"))?;
    if group.code.trim().is_empty() || group.name.trim().is_empty() {
        return Err(Fault::invalid("org-group-needs-name").field("name"));
    }
    store.write(ctx, move |tx| Box::pin(put_group_in(tx, group))).await
}

async fn put_group_in(tx: &mut Tx, group: PutGroup) -> Result<()> {
    for member in &group.members {
        db::need_unit(tx, member.unit).await?;
    }
    let facts = json!({ "code": group.code, "name": group.name, "members": group.members });
    let event = NewEvent::new("group.put", format!("group:{}", group.code), facts);
    let seq = db::note(tx, Half::Tree, event).await?;
    let sql = "INSERT INTO unit_group (code, name, seq) VALUES ($1,$2,$3) \
               ON CONFLICT (code) DO UPDATE SET name = excluded.name, seq = excluded.seq";
    tx.exec(sql, args![&group.code, squeeze(&group.name), seq]).await?;
    tx.exec("DELETE FROM unit_group_member WHERE group_code = $1", args![&group.code]).await?;
    for member in &group.members {
        db::put_member(tx, &group.code, member).await?;
    }
    Ok(())
}

/// What a printed name means.
#[derive(Clone, Debug)]
pub struct LearnAlias {
    /// As printed.
    pub printed: String,
    /// The unit or group.
    pub target: AliasTarget,
    /// From a correction, as opposed to entered with the unit.
    pub learned: bool,
}

/// Learns what a printed name means; a later lesson replaces an earlier one.
///
/// # Errors
/// `Forbidden`, `Invalid` for a name without letters, `NotFound` for a target that does not exist.
pub async fn learn_alias(store: &Store, ctx: &Ctx, alias: LearnAlias) -> Result<()> {
    ctx.require(ALIAS_LEARN, &Resource::all("alias"))?;
    store.write(ctx, move |tx| Box::pin(async move { learn_alias_in(tx, &alias).await })).await
}

/// [`learn_alias`] as part of another room's operation, which has authorised it.
///
/// # Errors
/// As [`learn_alias`], but never `Forbidden`.
pub async fn learn_alias_in(tx: &mut Tx, alias: &LearnAlias) -> Result<()> {
    let meaning = match &alias.target {
        AliasTarget::Unit(id) => db::need_unit(tx, *id).await?.name,
        AliasTarget::Group(code) if db::group_exists(tx, code).await? => code.clone(),
        AliasTarget::Group(code) => return Err(Fault::not_found("org-no-such-group").arg("code", code)),
    };
    let folded = name::key(&alias.printed);
    if folded.is_empty() {
        return Err(Fault::invalid("org-alias-empty").arg("text", &alias.printed).field("printed"));
    }
    let facts = json!({ "text": alias.printed, "name": meaning, "target": alias.target, "learned": alias.learned });
    let event = NewEvent::new("alias.learned", format!("alias:{folded}"), facts);
    let seq = db::note(tx, Half::Tree, event).await?;
    put_alias(tx, &alias.printed, &alias.target, alias.learned, seq).await
}

/// Writes the row only.
pub(crate) async fn put_alias(tx: &mut Tx, printed: &str, target: &AliasTarget, learned: bool, seq: i64) -> Result<()> {
    let (unit, group) = match target {
        AliasTarget::Unit(id) => (Some(*id), None),
        AliasTarget::Group(code) => (None, Some(code.clone())),
    };
    tx.exec(
        "INSERT INTO unit_alias (folded, printed, unit_id, group_code, learned, seq) VALUES ($1,$2,$3,$4,$5,$6) \
         ON CONFLICT (folded) DO UPDATE SET printed = excluded.printed, unit_id = excluded.unit_id, \
         group_code = excluded.group_code, learned = excluded.learned, seq = excluded.seq",
        args![name::key(printed), squeeze(printed), unit, group, learned, seq],
    )
    .await
    .map(drop)
}

/// Forgets a printed name.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn forget_alias(store: &Store, ctx: &Ctx, printed: String) -> Result<()> {
    ctx.require(ORG_CHANGE, &Resource::all("alias"))?;
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                let folded = name::key(&printed);
                if tx.exec("DELETE FROM unit_alias WHERE folded = $1", args![&folded]).await? == 0 {
                    return Err(Fault::not_found("org-no-such-alias").arg("text", printed));
                }
                let facts = json!({ "text": printed });
                let event = NewEvent::new("alias.forgotten", format!("alias:{folded}"), facts);
                db::note(tx, Half::Tree, event).await.map(drop)
            })
        })
        .await
}
