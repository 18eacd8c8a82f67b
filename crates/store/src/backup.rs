//! Backup and restore: a portable archive of every table, taken from one consistent moment while
//! others write, the same for both engines (so it also moves a province from SQLite to PostgreSQL).
//! The manifest holds a digest of each table; a restored copy is proved equal by computing it again.
use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read, Seek, Write},
};

use futures::StreamExt;
use kernel::{Ctx, Fault, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::{
    Store,
    sql::{Row, Sql, Value},
};

/// What an archive holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Format of the archive.
    pub format: u32,
    /// Newest event in it.
    pub head: String,
    /// Rows and digest of each table.
    pub tables: BTreeMap<String, TableDigest>,
}
/// A table's content, whatever the order of its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableDigest {
    /// How many rows.
    pub rows: u64,
    /// Sum of the rows' SHA-256 (first 16 bytes each, modulo 2^128), hex.
    pub digest: String,
}

#[derive(Default)]
struct Summing {
    rows: u64,
    sum: u128,
}
impl Summing {
    fn add(&mut self, line: &str) {
        let hash = Sha256::digest(line.as_bytes());
        let mut first = [0; 16];
        first.copy_from_slice(&hash[..16]);
        self.sum = self.sum.wrapping_add(u128::from_be_bytes(first));
        self.rows += 1;
    }
    fn digest(&self) -> TableDigest {
        TableDigest { rows: self.rows, digest: format!("{:032x}", self.sum) }
    }
}

fn to_line(row: &Row) -> String {
    let cells = row.names().into_iter().zip(row.values()).map(|(name, value)| {
        let json = match value {
            Value::Text(None) | Value::Int(None) | Value::Real(None) | Value::Bytes(None) => Json::Null,
            Value::Text(Some(t)) => json!(t),
            Value::Int(Some(n)) => json!(n),
            Value::Real(Some(n)) => json!({ "real": n }),
            Value::Bytes(Some(b)) => json!({ "hex": hex::encode(b) }),
        };
        (name, json)
    });
    Json::Object(cells.collect()).to_string()
}

fn from_json(json: Json) -> Result<Value> {
    Ok(match json {
        Json::Null => Value::Text(None),
        Json::String(t) => Value::Text(Some(t)),
        Json::Number(n) => Value::Int(n.as_i64()),
        Json::Object(o) => match (o.get("hex"), o.get("real")) {
            (Some(Json::String(h)), _) => Value::Bytes(Some(hex::decode(h).map_err(Fault::internal)?)),
            (_, Some(n)) => Value::Real(n.as_f64()),
            _ => return Err(damaged()),
        },
        _ => return Err(damaged()),
    })
}
fn damaged() -> Fault {
    Fault::invalid("store-backup-damaged")
}
fn disk(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Fault {
    Fault::unavailable("store-backup-disk").because(error)
}

/// Writes the archive; `out` is complete only when this returns.
///
/// # Errors
/// `Unavailable` when the store can't be read or the disk is full.
pub async fn backup(store: &Store, out: impl Write + Seek + Send) -> Result<Manifest> {
    let mut reader = store.read().await?;
    let tables: Vec<String> =
        reader.rows(store.engine().list_tables(), vec![]).await?.iter().map(|r| r.text(0)).collect::<Result<_>>()?;
    let head = reader.one("SELECT hash FROM event_head WHERE id = 1", vec![]).await?.text(0)?;
    let mut manifest = Manifest { format: 1, head, tables: BTreeMap::new() };
    let mut zip = ZipWriter::new(out);
    let options = SimpleFileOptions::default().large_file(true);
    for table in tables {
        zip.start_file(format!("{table}.jsonl"), options).map_err(disk)?;
        let mut sum = Summing::default();
        let sql = format!("SELECT * FROM {table}");
        let mut rows = reader.stream(&sql, vec![]);
        while let Some(row) = rows.next().await {
            let line = to_line(&row?);
            sum.add(&line);
            zip.write_all(line.as_bytes()).and_then(|()| zip.write_all(b"\n")).map_err(disk)?;
        }
        manifest.tables.insert(table, sum.digest());
    }
    zip.start_file("manifest.json", options).map_err(disk)?;
    serde_json::to_writer_pretty(&mut zip, &manifest).map_err(disk)?;
    zip.finish().map_err(disk)?.flush().map_err(disk)?;
    Ok(manifest)
}

/// Digests of all tables as they are now.
///
/// # Errors
/// When the store can't be read.
pub async fn digest(store: &Store) -> Result<BTreeMap<String, TableDigest>> {
    let mut reader = store.read().await?;
    let mut all = BTreeMap::new();
    for row in reader.rows(store.engine().list_tables(), vec![]).await? {
        let table = row.text(0)?;
        let mut sum = Summing::default();
        let sql = format!("SELECT * FROM {table}");
        let mut rows = reader.stream(&sql, vec![]);
        while let Some(row) = rows.next().await {
            sum.add(&to_line(&row?));
        }
        drop(rows);
        all.insert(table, sum.digest());
    }
    Ok(all)
}

/// Fills a new, migrated store without events from an archive and proves it equal.
///
/// # Errors
/// `Conflict` when the store already holds events, `Invalid` when the archive is damaged or was
/// made with other migrations; in every such case nothing is kept.
pub async fn restore(store: &Store, ctx: &Ctx, input: impl Read + Seek + Send + 'static) -> Result<Manifest> {
    let mut zip = ZipArchive::new(input).map_err(|e| damaged().because(e))?;
    let manifest: Manifest = {
        let file = zip.by_name("manifest.json").map_err(|e| damaged().because(e))?;
        serde_json::from_reader(file).map_err(|e| damaged().because(e))?
    };
    let wanted = manifest.clone();
    let engine = store.engine();
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                if tx.next_seq() > 1 {
                    return Err(Fault::conflict("store-restore-not-empty"));
                }
                let known: Vec<String> =
                    tx.rows(engine.list_tables(), vec![]).await?.iter().map(|r| r.text(0)).collect::<Result<_>>()?;
                for table in wanted.tables.keys() {
                    if !known.contains(table) {
                        return Err(Fault::invalid("store-restore-other-version").arg("table", table));
                    }
                    if table == "migration" {
                        continue; // already there: the same program made them
                    }
                    tx.exec(&format!("DELETE FROM {table}"), vec![]).await?;
                    let file = zip.by_name(&format!("{table}.jsonl")).map_err(|e| damaged().because(e))?;
                    for line in BufReader::new(file).lines() {
                        let line = line.map_err(|e| damaged().because(e))?;
                        let Ok(Json::Object(cells)) = serde_json::from_str(&line) else { return Err(damaged()) };
                        insert(tx, table, cells).await?;
                    }
                }
                tx.load_head().await
            })
        })
        .await?;
    let now = digest(store).await?;
    for (table, want) in &manifest.tables {
        if now.get(table) != Some(want) {
            return Err(Fault::internal(format!("restored table {table} differs from the archive")));
        }
    }
    Ok(manifest)
}

async fn insert(tx: &mut crate::Tx, table: &str, cells: serde_json::Map<String, Json>) -> Result<()> {
    let names: Vec<&String> = cells.keys().collect();
    // Names come from the archive: only what can be a column name passes into SQL. Nulls are left
    // out, because a null parameter would need its column's type.
    if names.iter().any(|n| !n.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')) {
        return Err(damaged());
    }
    let present: Vec<(String, Json)> = cells.into_iter().filter(|(_, v)| !v.is_null()).collect();
    let columns: Vec<&str> = present.iter().map(|(n, _)| n.as_str()).collect();
    let marks: Vec<String> = (1..=present.len()).map(|i| format!("${i}")).collect();
    let sql = format!("INSERT INTO {table} ({}) VALUES ({})", columns.join(","), marks.join(","));
    let values = present.iter().map(|(_, v)| from_json(v.clone())).collect::<Result<Vec<_>>>()?;
    tx.exec(&sql, values).await.map(drop)
}
