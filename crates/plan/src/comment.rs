//! What people write to each other about a task, with mentions (`@name`), and notes that only their own
//! unit reads; and who watches a task. Visible to nobody who may not see the task.
use std::collections::BTreeSet;

use kernel::{Actor, Ctx, Fault, Millis, PersonId, Resource, Result, TaskId, UnitId};
use org::{Directories, Directory, Person};
use serde_json::json;
use store::{NewEvent, Sql, Store, Tx, args};

pub use crate::part::TASK_READ;
use crate::{part, progress, tell};

/// Most people that one comment mentions.
const MENTIONS: usize = 20;

/// A comment about to be written.
#[derive(Clone, Debug)]
pub struct NewComment {
    /// The task.
    pub task: TaskId,
    /// What is said; `@name` mentions whoever signs in with that name.
    pub text: String,
    /// Only for one's own unit.
    pub internal: bool,
    /// The client's own id of this request: sent twice, it is done once.
    pub key: Option<String>,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commented {
    /// The number of the event.
    pub comment: i64,
    /// Names mentioned that are nobody's, or of people who may not see the task: they are not told.
    pub not_told: Vec<String>,
}

/// A comment.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Comment {
    /// The number of its event.
    pub comment: i64,
    /// What is said.
    pub text: String,
    /// Only this unit reads it.
    pub only: Option<UnitId>,
    /// When.
    pub at: Millis,
    /// Who wrote it.
    pub by: Option<PersonId>,
    /// Their name as it was then.
    pub by_name: String,
    /// Their unit then.
    pub by_unit: Option<UnitId>,
}

/// A person as policies see them when somebody else asks for them.
pub(crate) fn actor_of(person: &Person, directory: Option<&Directory>) -> Actor {
    Actor {
        person: Some(person.id),
        name: person.name.clone(),
        unit: Some(person.unit),
        block: directory.and_then(|d| d.unit(person.unit)).map(|u| u.block),
        posts: person.posts.clone(),
        on_behalf_of: None,
        via: kernel::Via::Page,
    }
}

/// The names mentioned, each once, in order.
fn mentioned(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-');
    for (at, _) in text.match_indices('@') {
        // `a@b` is an address, no mention.
        if text[..at].ends_with(fits) {
            continue;
        }
        let rest = &text[at + 1..];
        let name = rest.split(|c| !fits(c)).next().unwrap_or_default().trim_end_matches('.').to_lowercase();
        if !name.is_empty() && !names.contains(&name) && names.len() < MENTIONS {
            names.push(name);
        }
    }
    names
}

/// Says something about a task.
///
/// # Errors
/// `NotFound` where the actor may not see the task, `Forbidden` for the program; `Invalid` when empty.
pub async fn comment(store: &Store, ctx: &Ctx, dirs: &Directories, new: NewComment) -> Result<Commented> {
    let text = progress::short(&kernel::text::nfc(&new.text))?;
    if text.is_empty() {
        return Err(Fault::invalid("plan-comment-empty").field("text"));
    }
    if ctx.actor.person.is_none() || (new.internal && ctx.actor.unit.is_none()) {
        return Err(Fault::forbidden("fault-forbidden"));
    }
    let key = progress::own_key(ctx, new.key.clone());
    let new = NewComment { text, key, ..new };
    let directory = dirs.now().await?;
    store.write(ctx, move |tx| Box::pin(async move { comment_in(tx, &directory, new).await })).await
}

async fn comment_in(tx: &mut Tx, directory: &Directory, new: NewComment) -> Result<Commented> {
    let ctx = tx.ctx().clone();
    let (resource, _) = seen(tx, &ctx, new.task).await?;
    if let Some(key) = &new.key
        && let Some(row) = tx.opt("SELECT seq FROM comment WHERE request_key = $1", args![key]).await?
    {
        return Ok(Commented { comment: row.int(0)?, not_told: vec![] });
    }
    let only = ctx.actor.unit.filter(|_| new.internal);
    let (mut told, mut not_told) = (BTreeSet::new(), Vec::new());
    for name in mentioned(&new.text) {
        let person = directory.by_username(&name).filter(|p| p.active);
        let may = |p: &&Person| {
            let own = only.is_none_or(|unit| unit == p.unit);
            own && ctx.gate.allows(&actor_of(p, Some(directory)), TASK_READ, &resource)
        };
        match person.filter(may) {
            Some(person) => drop(told.insert(person.id)),
            None => not_told.push(name),
        }
    }
    // What only one unit reads stays out of the task's history, which others read.
    let event = match only {
        Some(unit) => NewEvent::new("task.noted", unit.subject(), json!({ "task": new.task })),
        None => NewEvent::new("task.commented", new.task.subject(), json!({ "note": new.text })),
    };
    let seq = tx.append(event).await?;
    let (person, by) = progress::writer(tx);
    let mentions = serde_json::to_string(&told).map_err(Fault::internal)?;
    tx.exec(
        "INSERT INTO comment (seq, task_id, unit_id, text, mentions, at, by_person, by_name, by_unit, request_key) \
         VALUES ($1,$2,$3,$4,$5,(SELECT at FROM event WHERE seq = $1),$6,$7,$8,$9)",
        args![
            seq,
            new.task,
            only,
            &new.text,
            mentions,
            person,
            by,
            ctx.actor.unit.map(|u| u.to_string()).unwrap_or_default(),
            new.key.as_deref()
        ],
    )
    .await?;
    tell::commented(tx, new.task, seq, &new.text, &told, only.is_some()).await?;
    Ok(Commented { comment: seq, not_told })
}

/// The task, where the actor may see it; that there is one they may not see is not said.
async fn seen(tx: &mut Tx, ctx: &Ctx, task: TaskId) -> Result<(Resource, String)> {
    let (resource, name) = part::of_task(tx, task).await?;
    ctx.require(TASK_READ, &resource).map_err(|_| Fault::not_found("fault-not-found"))?;
    Ok((resource, name))
}

/// The newest comments on a task, oldest of them first: those for everybody, and the notes of `own`.
/// The caller has made sure that the reader may see the task.
///
/// # Errors
/// When the store can't be read.
pub async fn comments(sql: &mut dyn Sql, task: TaskId, own: Option<UnitId>, limit: usize) -> Result<Vec<Comment>> {
    let text = format!(
        "SELECT seq, text, unit_id, at, by_person, by_name, by_unit FROM comment \
         WHERE task_id = $1 AND (unit_id IS NULL OR unit_id = $2) ORDER BY seq DESC LIMIT {limit}"
    );
    let own = own.map(|u| u.to_string()).unwrap_or_default();
    let mut all = Vec::new();
    for row in sql.rows(&text, args![task, own]).await? {
        all.push(Comment {
            comment: row.int(0)?,
            text: row.text(1)?,
            only: row.opt_id(2)?,
            at: row.millis(3)?,
            by: row.text(4)?.parse().ok(),
            by_name: row.text(5)?,
            by_unit: row.text(6)?.parse().ok(),
        });
    }
    all.reverse();
    Ok(all)
}

/// Begins or ends watching a task.
///
/// # Errors
/// `NotFound` where the actor may not see the task, `Forbidden` for the program.
pub async fn watch(store: &Store, ctx: &Ctx, task: TaskId, watching: bool) -> Result<()> {
    let person = ctx.actor.person.ok_or_else(|| Fault::forbidden("fault-forbidden"))?;
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                let ctx = tx.ctx().clone();
                seen(tx, &ctx, task).await?;
                if watches(tx, task, person).await? == watching {
                    return Ok(());
                }
                let kind = if watching { "task.watched" } else { "task.unwatched" };
                let seq = tx.append(NewEvent::new(kind, person.subject(), json!({ "task": task }))).await?;
                tx.exec(
                    "INSERT INTO watch (task_id, person_id, watching, seq) VALUES ($1,$2,$3,$4) \
                     ON CONFLICT (task_id, person_id) DO UPDATE SET watching = excluded.watching, seq = excluded.seq",
                    args![task, person, watching, seq],
                )
                .await
                .map(drop)
            })
        })
        .await
}

/// Does this person watch the task?
///
/// # Errors
/// When the store can't be read.
pub async fn watches(sql: &mut dyn Sql, task: TaskId, person: PersonId) -> Result<bool> {
    let text = "SELECT watching FROM watch WHERE task_id = $1 AND person_id = $2";
    Ok(sql.opt(text, args![task, person]).await?.map(|row| row.flag(0)).transpose()?.unwrap_or(false))
}

/// The tasks that a person watches.
///
/// # Errors
/// When the store can't be read.
pub async fn watched(sql: &mut dyn Sql, person: PersonId) -> Result<Vec<TaskId>> {
    let text = "SELECT task_id FROM watch WHERE person_id = $1 AND watching = 1 ORDER BY seq DESC";
    sql.rows(text, args![person]).await?.iter().map(|row| row.id(0)).collect()
}

#[cfg(test)]
mod tests {
    use super::mentioned;
    #[test]
    fn mentions_are_names_and_addresses_are_not() {
        assert_eq!(mentioned("@An.stp, xem giúp; @binh và @an.stp. a@b.vn @"), ["an.stp", "binh"]);
        assert!(mentioned("không ai").is_empty());
    }
}
