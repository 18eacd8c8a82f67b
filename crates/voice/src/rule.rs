//! How long an answer may take, by kind, in working days: data that the focal department changes. The
//! rule of the day of assignment holds; a later change moves no deadline that was given.
use std::collections::BTreeMap;

use kernel::{Ctx, Fault, Resource, Result};
use serde_json::json;
use store::{NewEvent, Sql, Store, args};

use crate::{Kind, VOICE_ASSIGN};

/// Working days where nothing was set: as the province's offices are used to; to be set by each.
#[must_use]
pub fn usual(kind: Kind) -> i64 {
    match kind {
        Kind::Feedback => 10,
        Kind::Petition => 15,
        Kind::Initiative | Kind::Solution => 30,
    }
}

/// The rules that hold now.
///
/// # Errors
/// When the store can't be read.
pub async fn rules(sql: &mut dyn Sql) -> Result<BTreeMap<Kind, i64>> {
    let mut rules: BTreeMap<Kind, i64> = Kind::ALL.iter().map(|kind| (*kind, usual(*kind))).collect();
    for row in sql.rows("SELECT kind, days FROM voice_rule ORDER BY seq", vec![]).await? {
        if let Some(kind) = Kind::from_code(&row.text(0)?) {
            rules.insert(kind, row.int(1)?);
        }
    }
    Ok(rules)
}

/// Sets how many working days an answer to that kind may take, for assignments from now on.
///
/// # Errors
/// `Forbidden`, or `Invalid` for less than 1 or more than 250.
pub async fn set_rule(store: &Store, ctx: &Ctx, kind: Kind, days: i64) -> Result<()> {
    ctx.require(VOICE_ASSIGN, &Resource::all("voice"))?;
    if !(1..=250).contains(&days) {
        return Err(Fault::invalid("voice-days-wrong").field("days"));
    }
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                let facts = json!({ "kind": kind.code(), "days": days });
                let seq = tx.append(NewEvent::new("voice.rule_set", "voice:", facts)).await?;
                let row = args![seq, kind.code(), days];
                tx.exec("INSERT INTO voice_rule (seq, kind, days) VALUES ($1,$2,$3)", row).await.map(drop)
            })
        })
        .await
}
