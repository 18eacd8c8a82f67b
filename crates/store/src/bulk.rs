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
            let sql = format!("INSERT INTO {into} VALUES {}", groups.join(","));
            self.exec(&sql, chunk.into_iter().flatten().collect()).await?;
        }
        Ok(())
    }
}
