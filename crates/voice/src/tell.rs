//! Notices: to the unit on assignment and on a returned draft, to its heads when a draft waits, to the
//! focal department when one comes back, and to the unit once when the last day has passed. Titles
//! only: what people wrote and who they are stays in the room.
use kernel::{Ctx, Day, PersonId, Post, Result, UnitId, VoiceId};
use notify::{Kind, Notice};
use plan::board::Asked;
use serde_json::json;
use store::{Sql, Store, Tx};

use crate::{book::Book, db, state::Timing};

async fn people(sql: &mut dyn Sql, unit: UnitId, posts: &[Post]) -> Result<Vec<PersonId>> {
    let all = org::people_of_units(sql, &[unit]).await?;
    Ok(all.into_iter().filter(|p| posts.iter().any(|post| p.posts.contains(post))).map(|p| p.id).collect())
}
async fn unit_name(sql: &mut dyn Sql, unit: UnitId) -> Result<String> {
    Ok(org::unit_names(sql, &[unit]).await?.remove(&unit).unwrap_or_default())
}
fn notice(kind: Kind, key: &str, id: VoiceId, facts: serde_json::Value) -> Notice {
    Notice { kind, key: format!("voice:{id}:{key}"), subject: id.subject(), path: format!("/voice/{id}"), facts }
}

/// The unit was given it.
pub(crate) async fn given(tx: &mut Tx, id: VoiceId, unit: UnitId, seq: i64) -> Result<()> {
    let Some(now) = db::look(tx, id).await? else { return Ok(()) };
    let calendar = org::calendar(tx).await?;
    let facts = json!({
        "title": now.said(), "unit": unit_name(tx, unit).await?, "due": now.due(&calendar),
        "by": tx.ctx().actor.name.clone(),
    });
    let to = people(tx, unit, &[Post::Officer, Post::Head]).await?;
    notify::post(tx, &to, &notice(Kind::Assigned, &format!("given:{seq}"), id, facts)).await
}

/// Something waits for the focal department.
pub(crate) async fn focal(tx: &mut Tx, now: &db::Now, key: &str, seq: i64) -> Result<()> {
    let Some(unit) = org::province(tx).await?.focal else { return Ok(()) };
    let to = people(tx, unit, &[Post::Focal]).await?;
    let by = match now.unit {
        Some(unit) => unit_name(tx, unit).await?,
        None => String::new(),
    };
    let facts = json!({ "title": now.said(), "unit": by, "by": tx.ctx().actor.name.clone() });
    notify::post(tx, &to, &notice(Kind::Awaiting, &format!("{key}:{seq}"), now.id, facts)).await
}

/// A draft waits for the unit's heads.
pub(crate) async fn heads(tx: &mut Tx, now: &db::Now, seq: i64) -> Result<()> {
    let Some(unit) = now.unit else { return Ok(()) };
    let to = people(tx, unit, &[Post::Head]).await?;
    let facts = json!({
        "title": now.said(), "unit": unit_name(tx, unit).await?, "by": tx.ctx().actor.name.clone(),
    });
    notify::post(tx, &to, &notice(Kind::Awaiting, &format!("drafted:{seq}"), now.id, facts)).await
}

/// The draft came back.
pub(crate) async fn returned(tx: &mut Tx, now: &db::Now, reason: &str, seq: i64) -> Result<()> {
    let Some(unit) = now.unit else { return Ok(()) };
    let to = people(tx, unit, &[Post::Officer, Post::Head]).await?;
    let facts = json!({
        "title": now.said(), "unit": unit_name(tx, unit).await?, "by": tx.ctx().actor.name.clone(), "reason": reason,
    });
    notify::post(tx, &to, &notice(Kind::Returned, &format!("returned:{seq}"), now.id, facts)).await
}

/// Tells the units whose last day has passed, once for each and deadline; gives how many are overdue.
/// For the nightly run: called again, it tells nobody twice.
///
/// # Errors
/// When the store can't be read or written.
pub async fn tell_overdue(store: &Store, ctx: &Ctx) -> Result<usize> {
    let today = ctx.today();
    let mut sql = store.read().await?;
    let calendar = org::calendar(&mut sql).await?;
    let book = Book::load(&mut sql).await?;
    drop(sql);
    let asked = Asked::on(today);
    let mut late: Vec<(VoiceId, UnitId, Day, String)> = Vec::new();
    for item in book.items() {
        let standing = item.standing(asked, &calendar);
        if let (Timing::Overdue, Some(unit), Some(due)) = (standing.timing, standing.unit, standing.due) {
            late.push((item.id, unit, due, format!("{} {}", item.number, item.title)));
        }
    }
    let count = late.len();
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                for (id, unit, due, title) in late {
                    let facts = json!({ "title": title, "unit": unit_name(tx, unit).await?, "due": due });
                    let to = people(tx, unit, &[Post::Officer, Post::Head]).await?;
                    notify::post(tx, &to, &notice(Kind::Overdue, &format!("overdue:{due}"), id, facts)).await?;
                }
                Ok(())
            })
        })
        .await?;
    Ok(count)
}
