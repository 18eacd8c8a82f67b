//! Links between the same task or target in two documents: offered by likeness, accepted or declined
//! by a person, never merged. Linked targets stand side by side with their documents.
mod candidates;
mod side;

use std::collections::HashSet;

use kernel::{Ctx, DocumentId, Fault, LinkId, Result};
use serde::Serialize;
use serde_json::json;
use store::{NewEvent, Sql, Store, Tx, Value, args};

pub use side::{SideBySide, SideTarget, side_by_side};

use crate::{
    diff::ItemKind,
    import::{ACCEPT, may},
};

impl ItemKind {
    /// `task` or `target`, as stored.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Task => "task",
            Self::Target => "target",
        }
    }
}

/// Where a link stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkState {
    /// Waiting for a person.
    Offered,
    /// The same thing in two documents.
    Accepted,
    /// Two different things; not offered again.
    Declined,
}
impl LinkState {
    fn word(self) -> &'static str {
        match self {
            Self::Offered => "offered",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
        }
    }
    fn of(word: &str) -> Self {
        [Self::Accepted, Self::Declined].into_iter().find(|s| s.word() == word).unwrap_or(Self::Offered)
    }
}

/// One end of a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LinkEnd {
    /// The task's or target's id.
    pub id: String,
    /// Its number.
    pub no: String,
    /// Its name.
    pub name: String,
    /// Its document.
    pub document: DocumentId,
    /// That document's number.
    pub document_number: String,
    /// That document's title.
    pub document_title: String,
}

/// A link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link {
    /// Its id.
    pub id: LinkId,
    /// Of tasks or of targets.
    pub item: ItemKind,
    /// One end.
    pub a: LinkEnd,
    /// The other.
    pub b: LinkEnd,
    /// Likeness, 0 to 1000.
    pub permille: i64,
    /// Where it stands.
    pub state: LinkState,
    /// Who decided, or for whom it was offered.
    pub by_name: String,
}

/// Which links to list.
#[derive(Clone, Debug, Default)]
pub struct LinkFilter {
    /// Only those in this state.
    pub state: Option<LinkState>,
    /// Only those with an end in this document.
    pub document: Option<DocumentId>,
    /// Only those with this task or target as an end.
    pub item: Option<String>,
}

/// Links, likeliest first, at most 500.
///
/// # Errors
/// When the store can't be read.
pub async fn links(sql: &mut dyn Sql, filter: &LinkFilter) -> Result<Vec<Link>> {
    let mut out = Vec::new();
    for (item, noun) in [(ItemKind::Task, "task"), (ItemKind::Target, "target")] {
        let mut text = format!(
            "SELECT l.id, l.permille, l.state, l.by_name, l.a, va.no, va.name, da.id, da.number, da.title, \
             l.b, vb.no, vb.name, db.id, db.number, db.title FROM link l \
             JOIN {noun} ta ON ta.id = l.a JOIN {noun}_version va ON va.{noun}_id = ta.id AND va.version = ta.version \
             JOIN document da ON da.id = ta.document_id \
             JOIN {noun} tb ON tb.id = l.b JOIN {noun}_version vb ON vb.{noun}_id = tb.id AND vb.version = tb.version \
             JOIN document db ON db.id = tb.document_id WHERE l.kind = $1"
        );
        let mut values = args![noun];
        let mut and = |clause: &str, value: Value| {
            values.push(value);
            text.push_str(&clause.replace("$?", &format!("${}", values.len())));
        };
        if let Some(state) = filter.state {
            and(" AND l.state = $?", state.word().into());
        }
        if let Some(document) = filter.document {
            and(" AND (da.id = $? OR db.id = $?)", document.into());
        }
        if let Some(id) = &filter.item {
            and(" AND (l.a = $? OR l.b = $?)", id.into());
        }
        text.push_str(" ORDER BY l.permille DESC, l.id LIMIT 500");
        for row in sql.rows(&text, values).await? {
            let end = |i: usize| -> Result<LinkEnd> {
                Ok(LinkEnd {
                    id: row.text(i)?,
                    no: row.text(i + 1)?,
                    name: row.text(i + 2)?,
                    document: row.id(i + 3)?,
                    document_number: row.text(i + 4)?,
                    document_title: row.text(i + 5)?,
                })
            };
            out.push(Link {
                id: row.id(0)?,
                item,
                permille: row.int(1)?,
                state: LinkState::of(&row.text(2)?),
                by_name: row.text(3)?,
                a: end(4)?,
                b: end(10)?,
            });
        }
    }
    out.sort_by_key(|l| -l.permille);
    out.truncate(500);
    Ok(out)
}

/// Offers links between a document's tasks and targets and those of others; offers that exist, also
/// declined ones, stay as they are. Returns how many are new.
///
/// # Errors
/// `Forbidden`, or when the store can't be read or written.
pub async fn offer_links(store: &Store, ctx: &Ctx, document: DocumentId) -> Result<usize> {
    may(ctx, ACCEPT)?;
    let mut reader = store.read().await?;
    let mut offers = candidates::find(&mut reader, document, ItemKind::Task).await?;
    offers.extend(candidates::find(&mut reader, document, ItemKind::Target).await?);
    let known = known(&mut reader).await?;
    drop(reader);
    offers.retain(|o| !known.contains(&o.key()));
    if offers.is_empty() {
        return Ok(0);
    }
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                let known = self::known(tx).await?;
                let (mut rows, mut facts) = (Vec::new(), Vec::new());
                for offer in offers.iter().filter(|o| !known.contains(&o.key())) {
                    facts.push(
                        json!({ "kind": offer.item.word(), "a": offer.a, "b": offer.b, "permille": offer.permille }),
                    );
                    rows.push(args![
                        LinkId::new(),
                        offer.item.word(),
                        &offer.a,
                        &offer.b,
                        offer.permille,
                        LinkState::Offered.word(),
                        &tx.ctx().actor.name,
                        tx.next_seq()
                    ]);
                }
                let count = rows.len();
                if count > 0 {
                    tx.insert_many("link (id, kind, a, b, permille, state, by_name, seq)", rows).await?;
                    let event =
                        NewEvent::new("link.offered", document.subject(), json!({ "links": facts, "count": count }));
                    tx.append(event.from_document(document.subject())).await?;
                }
                Ok(count)
            })
        })
        .await
}

async fn known(sql: &mut dyn Sql) -> Result<HashSet<(String, String, String)>> {
    let rows = sql.rows("SELECT kind, a, b FROM link", vec![]).await?;
    rows.iter().map(|r| Ok((r.text(0)?, r.text(1)?, r.text(2)?))).collect()
}

/// Says that both ends are the same thing. Again changes nothing.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Conflict` naming who declined it.
pub async fn accept_link(store: &Store, ctx: &Ctx, id: LinkId) -> Result<()> {
    decide(store, ctx, id, LinkState::Accepted).await
}

/// Says that the ends are different things. Again changes nothing.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Conflict` naming who accepted it.
pub async fn decline_link(store: &Store, ctx: &Ctx, id: LinkId) -> Result<()> {
    decide(store, ctx, id, LinkState::Declined).await
}

async fn decide(store: &Store, ctx: &Ctx, id: LinkId, state: LinkState) -> Result<()> {
    may(ctx, ACCEPT)?;
    store.write(ctx, move |tx| Box::pin(decide_in(tx, id, state))).await
}

async fn decide_in(tx: &mut Tx, id: LinkId, state: LinkState) -> Result<()> {
    let row = tx.opt("SELECT state, by_name, kind, a, b FROM link WHERE id = $1", args![id]).await?;
    let row = row.ok_or_else(|| Fault::not_found("plan-link-unknown"))?;
    let was = LinkState::of(&row.text(0)?);
    if was == state {
        return Ok(());
    }
    if was != LinkState::Offered {
        return Err(Fault::conflict("plan-link-decided").arg("who", row.text(1)?));
    }
    let name = tx.ctx().actor.name.clone();
    let values = args![state.word(), name, tx.next_seq(), id];
    tx.exec("UPDATE link SET state = $1, by_name = $2, seq = $3 WHERE id = $4", values).await?;
    let kind = if state == LinkState::Accepted { "link.accepted" } else { "link.declined" };
    let facts = json!({ "kind": row.text(2)?, "a": row.text(3)?, "b": row.text(4)? });
    tx.append(NewEvent::new(kind, id.subject(), facts)).await.map(drop)
}
