//! Projects and budget items whose money is followed. What is said of one has versions; the newest
//! known on a day holds.
use kernel::{Ctx, DocumentId, Dong, Fault, ProjectId, Resource, Result, UnitId, text};
use serde_json::json;
use store::{NewEvent, Sql, Store, Tx};

use crate::{BUDGET_MANAGE, Level, Nature, db};

/// What is said of a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Says {
    /// Its name.
    pub name: String,
    /// The plan or decision it belongs to.
    pub document: Option<DocumentId>,
    /// The unit that spends and answers for it.
    pub owner: UnitId,
    /// The level that spends.
    pub level: Level,
    /// Recurrent or investment.
    pub nature: Nature,
    /// The item that this is a part of: in sums the whole counts, not its parts.
    pub part_of: Option<ProjectId>,
    /// Total investment over all years, where there is one.
    pub total: Option<Dong>,
    /// Made up for the sample province.
    pub simulated: bool,
}

/// A project about to be added.
#[derive(Clone, Debug)]
pub struct NewProject {
    /// Its id, where the caller needs to know it beforehand.
    pub id: Option<ProjectId>,
    /// Its code, unique without regard to case and accents.
    pub code: String,
    /// What is said of it.
    pub says: Says,
}

/// Adds a project.
///
/// # Errors
/// `Forbidden`, `Invalid` naming the field, or `Conflict` when the code is taken.
pub async fn add_project(store: &Store, ctx: &Ctx, new: NewProject) -> Result<ProjectId> {
    ctx.require(BUDGET_MANAGE, &Resource::all("project"))?;
    let code = text::squeeze(&new.code);
    if code.is_empty() || code.chars().count() > 40 {
        return Err(Fault::invalid("budget-code-missing").field("code"));
    }
    let id = new.id.unwrap_or_default();
    let says = checked(new.says)?;
    store.write(ctx, move |tx| Box::pin(async move { add_in(tx, id, &code, says).await })).await
}

async fn add_in(tx: &mut Tx, id: ProjectId, code: &str, says: Says) -> Result<ProjectId> {
    let key = text::fold(code);
    if db::find_code(tx, &key).await?.is_some() {
        return Err(Fault::conflict("budget-code-taken").arg("code", code).field("code"));
    }
    check_links(tx, id, &says).await?;
    let seq = append(tx, "project.added", id, code, &says).await?;
    db::put_project(tx, id, (code, &key), seq).await?;
    db::put_version(tx, id, 1, &says, seq).await?;
    Ok(id)
}

/// Says something else of a project from today on; its code stays.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` naming the field, or `Conflict` when it changed since `seen`
/// (the number of the version that was looked at).
pub async fn change_project(store: &Store, ctx: &Ctx, id: ProjectId, seen: i64, says: Says) -> Result<()> {
    ctx.require(BUDGET_MANAGE, &Resource::all("project"))?;
    let says = checked(says)?;
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                let (code, version) = db::head(tx, id).await?.ok_or_else(|| Fault::not_found("fault-not-found"))?;
                if version != seen {
                    return Err(Fault::conflict("budget-project-moved"));
                }
                check_links(tx, id, &says).await?;
                let seq = append(tx, "project.changed", id, &code, &says).await?;
                db::move_project(tx, id, version + 1, seq).await?;
                db::put_version(tx, id, version + 1, &says, seq).await
            })
        })
        .await
}

fn checked(mut says: Says) -> Result<Says> {
    says.name = text::nfc(&text::squeeze(&says.name));
    if says.name.is_empty() || says.name.chars().count() > 500 {
        return Err(Fault::invalid("budget-name-missing").field("name"));
    }
    if says.total.is_some_and(|t| t < Dong::ZERO) {
        return Err(Fault::invalid("budget-amount-negative").field("total"));
    }
    Ok(says)
}

/// The document is held here, and a part belongs to a whole that is no part itself.
async fn check_links(sql: &mut dyn Sql, id: ProjectId, says: &Says) -> Result<()> {
    if let Some(document) = says.document {
        plan::document::get(sql, document).await.map_err(|fault| fault.field("document"))?;
    }
    let Some(whole) = says.part_of else { return Ok(()) };
    if whole == id || db::has_parts(sql, id).await? || !db::is_whole(sql, whole).await? {
        return Err(Fault::invalid("budget-part-of-part").field("part_of"));
    }
    Ok(())
}

async fn append(tx: &mut Tx, kind: &'static str, id: ProjectId, code: &str, says: &Says) -> Result<i64> {
    let facts = json!({
        "code": code, "name": says.name, "unit": says.owner, "level": says.level.code(), "nature": says.nature.code(),
        "part_of": says.part_of, "total": says.total, "simulated": says.simulated,
    });
    let event = NewEvent::new(kind, id.subject(), facts);
    tx.append(match says.document {
        Some(document) => event.from_document(document.subject()),
        None => event,
    })
    .await
}
