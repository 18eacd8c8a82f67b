//! What is held of a document: every task and target with what it says now and what the document's
//! own last edition said of it (an amendment may have changed it since).
use std::collections::{BTreeMap, HashSet};

use indicator::target::{self, TargetSays};
use kernel::{DocumentId, EditionId, Result, TargetId, TaskId};
use store::Sql;

use crate::{
    diff::HeldItem,
    document::{self, Document},
    edition::{self, Edition, EditionsOf, TaskSays},
};

/// A held document.
pub(crate) struct Held {
    pub document: Document,
    /// How many editions it has.
    pub editions: i64,
    /// Its newest edition.
    pub last: Option<Edition>,
    /// What its own last edition says, as a digest.
    pub own_digest: Option<String>,
    pub tasks: Vec<HeldItem<TaskId, TaskSays>>,
    pub targets: Vec<HeldItem<TargetId, TargetSays>>,
    /// Keys already used.
    pub task_identities: HashSet<String>,
    pub target_identities: HashSet<String>,
    /// Current version numbers of tasks.
    pub task_versions: BTreeMap<TaskId, i64>,
}

struct Version<I, S> {
    id: I,
    ordinal: i64,
    edition: EditionId,
    withdrawn: bool,
    says: S,
}

/// Loads it.
pub(crate) async fn load(sql: &mut dyn Sql, id: DocumentId) -> Result<Held> {
    let document = document::get(sql, id).await?;
    let editions = edition::list(sql, EditionsOf::Document(id)).await?;
    let amending: HashSet<EditionId> = editions.iter().filter(|e| e.amended_by.is_some()).map(|e| e.id).collect();
    let tasks = edition::versions_of_document(sql, id).await?;
    let targets = target::versions_of_document(sql, id).await?;
    let task_identities = tasks.iter().map(|v| v.identity.clone()).collect();
    let target_identities = targets.iter().map(|v| v.identity.clone()).collect();
    let task_versions = tasks.iter().map(|v| (v.task, v.version)).collect();
    let tasks = tasks.into_iter().map(|v| Version {
        id: v.task,
        ordinal: v.ordinal,
        edition: v.edition,
        withdrawn: v.withdrawn,
        says: v.says,
    });
    let targets = targets.into_iter().map(|v| Version {
        id: v.target,
        ordinal: v.ordinal,
        edition: v.edition,
        withdrawn: v.withdrawn,
        says: v.says,
    });
    Ok(Held {
        document,
        editions: editions.iter().map(|e| e.no).max().unwrap_or(0),
        own_digest: editions.iter().rev().find(|e| e.amended_by.is_none()).map(|e| e.content_digest.clone()),
        last: editions.into_iter().last(),
        tasks: items(tasks, &amending),
        targets: items(targets, &amending),
        task_identities,
        target_identities,
        task_versions,
    })
}

/// Versions come oldest first within their item.
fn items<I: Copy + PartialEq, S: Clone>(
    versions: impl Iterator<Item = Version<I, S>>,
    amending: &HashSet<EditionId>,
) -> Vec<HeldItem<I, S>> {
    let mut out: Vec<HeldItem<I, S>> = Vec::new();
    for v in versions {
        let own = !amending.contains(&v.edition);
        match out.last_mut().filter(|h| h.id == v.id) {
            Some(h) => {
                h.withdrawn = v.withdrawn;
                h.now = v.says;
                if own {
                    h.base = h.now.clone();
                    h.left_out = v.withdrawn;
                }
            }
            None => out.push(HeldItem {
                id: v.id,
                ordinal: v.ordinal,
                withdrawn: v.withdrawn,
                left_out: v.withdrawn,
                now: v.says.clone(),
                base: v.says,
            }),
        }
    }
    out
}
