//! Small named values: identity of the province, calendar, switches that a person sets.
use kernel::Result;

use crate::{args, sql::Sql, writer::Tx};

/// Reads a setting.
///
/// # Errors
/// When the store can't be read.
pub async fn get(sql: &mut dyn Sql, name: &str) -> Result<Option<String>> {
    sql.opt("SELECT value FROM setting WHERE name = $1", args![name]).await?.map(|r| r.text(0)).transpose()
}

impl Tx {
    /// Sets a setting. The operation that does so appends the event.
    ///
    /// # Errors
    /// When the store can't be written.
    pub async fn set_setting(&mut self, name: &str, value: &str) -> Result<()> {
        let sql =
            "INSERT INTO setting (name, value) VALUES ($1,$2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        self.exec(sql, args![name, value]).await.map(drop)
    }
}
