//! Saved filters of work lists: a name for an address's parameters, one's own or shared with one's unit.
use kernel::{Ctx, Fault, Result, text::squeeze};
use serde_json::json;
use store::{NewEvent, Sql, Store, args};

/// Longest name and longest query, in characters.
const NAME_LIMIT: usize = 80;
const QUERY_LIMIT: usize = 1000;
/// Most of one's own.
const MOST: i64 = 50;

/// A view about to be saved.
#[derive(Clone, Debug)]
pub struct SaveView {
    /// Its name.
    pub name: String,
    /// The address's parameters, as `a=b&c=d`.
    pub query: String,
    /// The whole unit sees it.
    pub shared: bool,
}

/// A saved view.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct SavedView {
    /// The number of the event that saved it.
    pub view: i64,
    /// Its name.
    pub name: String,
    /// The address's parameters.
    pub query: String,
    /// The unit sees it.
    pub shared: bool,
    /// It is the reader's own, so theirs to remove.
    pub own: bool,
}

/// Saves a view under a name; the same name again replaces it.
///
/// # Errors
/// `Forbidden` for the program; `Invalid` for a name or query that is empty or too long; `Conflict` when
/// there are fifty already.
pub async fn save_view(store: &Store, ctx: &Ctx, view: SaveView) -> Result<i64> {
    let person = ctx.actor.person.ok_or_else(|| Fault::forbidden("fault-forbidden"))?;
    let name = squeeze(&kernel::text::nfc(&view.name));
    if name.is_empty() || name.chars().count() > NAME_LIMIT {
        return Err(Fault::invalid("plan-view-name").arg("limit", NAME_LIMIT).field("name"));
    }
    let query = view.query.trim_start_matches('?').to_owned();
    if query.is_empty() || query.len() > QUERY_LIMIT || query.contains(['\r', '\n', '#']) {
        return Err(Fault::invalid("plan-view-query").field("query"));
    }
    let unit = ctx.actor.unit.filter(|_| view.shared);
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                let own = "SELECT COUNT(*) FROM saved_view WHERE person_id = $1 AND removed = 0 AND name <> $2";
                if tx.one(own, args![person, &name]).await?.int(0)? >= MOST {
                    return Err(Fault::conflict("plan-view-too-many").arg("limit", MOST));
                }
                let facts = json!({ "name": name, "shared": unit.is_some() });
                let seq = tx.append(NewEvent::new("person.view_saved", person.subject(), facts)).await?;
                let same = "UPDATE saved_view SET removed = 1 WHERE person_id = $1 AND name = $2";
                tx.exec(same, args![person, &name]).await?;
                tx.exec(
                    "INSERT INTO saved_view (seq, person_id, unit_id, name, query, removed) VALUES ($1,$2,$3,$4,$5,0)",
                    args![seq, person, unit, &name, &query],
                )
                .await?;
                Ok(seq)
            })
        })
        .await
}

/// Removes one's own saved view.
///
/// # Errors
/// `NotFound` where it is not one's own.
pub async fn remove_view(store: &Store, ctx: &Ctx, view: i64) -> Result<()> {
    let person = ctx.actor.person.ok_or_else(|| Fault::forbidden("fault-forbidden"))?;
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                let text = "UPDATE saved_view SET removed = 1 WHERE seq = $1 AND person_id = $2 AND removed = 0";
                if tx.exec(text, args![view, person]).await? == 0 {
                    return Err(Fault::not_found("fault-not-found"));
                }
                let event = NewEvent::new("person.view_removed", person.subject(), json!({ "view": view }));
                tx.append(event).await.map(drop)
            })
        })
        .await
}

/// The views a person sees: their own, then those shared in their unit, by name.
///
/// # Errors
/// When the store can't be read.
pub async fn views(sql: &mut dyn Sql, ctx: &Ctx) -> Result<Vec<SavedView>> {
    let Some(person) = ctx.actor.person else { return Ok(vec![]) };
    let text = "SELECT seq, name, query, unit_id, person_id FROM saved_view \
         WHERE removed = 0 AND (person_id = $1 OR unit_id = $2)";
    let unit = ctx.actor.unit.map(|u| u.to_string()).unwrap_or_default();
    let mut all = Vec::new();
    for row in sql.rows(text, args![person, unit]).await? {
        all.push(SavedView {
            view: row.int(0)?,
            name: row.text(1)?,
            query: row.text(2)?,
            shared: row.opt_text(3)?.is_some(),
            own: row.text(4)? == person.to_string(),
        });
    }
    all.sort_by(|a, b| (!a.own, &a.name).cmp(&(!b.own, &b.name)));
    Ok(all)
}
