//! Migrations: append-only, numbered within their room, each applied once in a transaction of its
//! own; a changed old migration is refused.
use kernel::{Ctx, Fault, Result};
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, Connection, Executor};

use crate::{
    Store, args,
    sql::{Sql, fault},
};

/// One step. `sql` holds statements separated by `;` at a line's end, in the portable subset.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// The room it belongs to.
    pub room: &'static str,
    /// 1, 2, 3… within the room.
    pub no: i64,
    /// The statements.
    pub sql: &'static str,
}

/// The store's own tables.
pub(crate) const OWN: &[Migration] = &[
    Migration { room: "store", no: 1, sql: include_str!("../migrations/0001.sql") },
    Migration { room: "store", no: 2, sql: include_str!("../migrations/0002.sql") },
    Migration { room: "store", no: 3, sql: include_str!("../migrations/0003.sql") },
];

struct Plain(sqlx::AnyConnection);
impl Sql for Plain {
    fn raw(&mut self) -> &mut sqlx::AnyConnection {
        &mut self.0
    }
}

impl Store {
    /// Applies what is missing, in order. Rooms pass theirs from lower to higher.
    ///
    /// # Errors
    /// `Conflict` when an applied migration was changed or is newer than this program.
    pub async fn migrate(&self, wanted: &[Migration]) -> Result<usize> {
        let mut conn = Plain(sqlx::AnyConnection::connect(&self.0.url).await.map_err(fault)?);
        self.0.engine.set_up_writer(&mut conn.0).await.map_err(fault)?;
        conn.exec(
            "CREATE TABLE IF NOT EXISTS migration (room TEXT NOT NULL, no BIGINT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (room, no))",
            vec![],
        )
        .await?;
        let mut applied = 0;
        for step in wanted {
            let digest = hex::encode(Sha256::digest(step.sql.as_bytes()));
            conn.0.execute(self.0.engine.begin_write()).await.map_err(fault)?;
            let known =
                conn.opt("SELECT digest FROM migration WHERE room = $1 AND no = $2", args![step.room, step.no]).await?;
            match known {
                Some(row) if row.text(0)? == digest => {}
                Some(_) => {
                    return Err(Fault::conflict("store-migration-changed").arg("room", step.room).arg("no", step.no));
                }
                None => {
                    for statement in self.0.engine.translate_ddl(step.sql).split(";\n") {
                        if !statement.trim().is_empty() {
                            conn.0.execute(AssertSqlSafe(statement.to_owned())).await.map_err(fault)?;
                        }
                    }
                    let row = args![step.room, step.no, digest];
                    conn.exec("INSERT INTO migration (room, no, digest) VALUES ($1,$2,$3)", row).await?;
                    applied += 1;
                }
            }
            conn.0.execute("COMMIT").await.map_err(fault)?;
        }
        conn.0.close().await.map_err(fault)?;
        Ok(applied)
    }
}

/// A context for the store's own tests and for rooms below `access`.
#[must_use]
pub fn program_ctx(
    name: &str,
    clock: std::sync::Arc<dyn kernel::Clock>,
    gate: std::sync::Arc<dyn kernel::Gate>,
) -> Ctx {
    Ctx {
        actor: kernel::Actor::program(name, kernel::Via::Command),
        clock,
        gate,
        trace: String::new(),
        lang: kernel::Lang::Vi,
    }
}
