//! Writing many rows at once: one statement for up to 200 rows, so that a plan with thousands of
//! lines is kept in a fraction of a second on both engines.
use kernel::Result;

use crate::{
    sql::{Sql, Value},
    writer::Tx,
};

/// Rows in one statement; with at most twenty columns far below both engines' limits.
const CHUNK: usize = 200;

impl Tx {
    /// Inserts all rows; `into` is the table with its columns: `"line (id, task_id)"`.
    ///
    /// # Errors
    /// When the store can't be written, or a row is there already.
    pub async fn insert_many(&mut self, into: &str, rows: Vec<Vec<Value>>) -> Result<()> {
        self.put_many(into, rows, "").await.map(drop)
    }
    /// As [`insert_many`](Self::insert_many), but rows that are there already (by any unique index)
    /// stay as they are; returns how many are new.
    ///
    /// # Errors
    /// When the store can't be written.
    pub async fn insert_missing(&mut self, into: &str, rows: Vec<Vec<Value>>) -> Result<u64> {
        self.put_many(into, rows, " ON CONFLICT DO NOTHING").await
    }
    /// As [`insert_many`](Self::insert_many), with what to do about rows that are there already:
    /// `ON CONFLICT (id) DO UPDATE SET …`. No two of `rows` may be the same row.
    ///
    /// # Errors
    /// When the store can't be written.
    pub async fn upsert_many(&mut self, into: &str, rows: Vec<Vec<Value>>, conflict: &str) -> Result<u64> {
        self.put_many(into, rows, &format!(" {conflict}")).await
    }
    async fn put_many(&mut self, into: &str, rows: Vec<Vec<Value>>, conflict: &str) -> Result<u64> {
        let mut touched = 0;
        let mut rows = rows.into_iter().peekable();
        while rows.peek().is_some() {
            let chunk: Vec<Vec<Value>> = rows.by_ref().take(CHUNK).collect();
            let mut no = 0;
            let groups: Vec<String> = chunk
                .iter()
                .map(|row| {
                    let marks: Vec<String> = row
                        .iter()
                        .map(|_| {
                            no += 1;
                            format!("${no}")
                        })
                        .collect();
                    format!("({})", marks.join(","))
                })
                .collect();
            let sql = format!("INSERT INTO {into} VALUES {}{conflict}", groups.join(","));
            touched += self.exec(&sql, chunk.into_iter().flatten().collect()).await?;
        }
        Ok(touched)
    }
}

/// The places of a list in a statement: `places(2, 3)` is `$2,$3,$4`. Lists longer than a few hundred
/// go in chunks.
#[must_use]
pub fn places(first: usize, count: usize) -> String {
    (first..first + count).map(|no| format!("${no}")).collect::<Vec<_>>().join(",")
}
