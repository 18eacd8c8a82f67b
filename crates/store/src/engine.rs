//! What differs between SQLite and PostgreSQL, each difference one named function.
use kernel::{Fault, Result};
use sqlx::{AnyConnection, AssertSqlSafe, Executor};

/// The database engine behind the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// One file, no server.
    Sqlite,
    /// A server.
    Postgres,
}

impl Engine {
    pub(crate) fn of_url(url: &str) -> Result<Self> {
        if url.starts_with("sqlite:") {
            Ok(Self::Sqlite)
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            Ok(Self::Postgres)
        } else {
            Err(Fault::invalid("store-bad-url").arg("url", without_password(url)))
        }
    }
    /// Makes the folder of a SQLite file.
    pub(crate) fn prepare(self, url: &str) -> Result<()> {
        if self == Self::Sqlite
            && let Some(dir) = std::path::Path::new(file_of(url)).parent()
        {
            std::fs::create_dir_all(dir)
                .map_err(|e| Fault::unavailable("store-cannot-open").arg("url", url).because(e))?;
        }
        Ok(())
    }
    pub(crate) fn connect_url(self, url: &str) -> String {
        match self {
            Self::Sqlite if !url.contains('?') => format!("{url}?mode=rwc"),
            _ => url.to_owned(),
        }
    }
    /// Settings of every reading connection.
    pub(crate) async fn set_up_reader(self, conn: &mut AnyConnection) -> sqlx::Result<()> {
        if self == Self::Sqlite {
            // WAL so that readers never wait. Lists and counts come from memory, so 2 MB of pages for
            // each connection are enough; the rest is the system's file cache, which it may take back.
            for pragma in
                ["journal_mode=WAL", "synchronous=FULL", "busy_timeout=15000", "cache_size=-2000", "temp_store=MEMORY"]
            {
                conn.execute(AssertSqlSafe(format!("PRAGMA {pragma}"))).await?;
            }
        }
        Ok(())
    }
    /// Settings of the writing connection: full durability.
    pub(crate) async fn set_up_writer(self, conn: &mut AnyConnection) -> sqlx::Result<()> {
        match self {
            Self::Sqlite => self.set_up_reader(conn).await,
            Self::Postgres => conn.execute("SET synchronous_commit = on").await.map(drop),
        }
    }
    pub(crate) fn begin_read(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN",
            Self::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        }
    }
    pub(crate) fn begin_write(self) -> &'static str {
        match self {
            // IMMEDIATE takes the write lock at once, so that a second process waits here and
            // never fails in the middle.
            Self::Sqlite => "BEGIN IMMEDIATE",
            Self::Postgres => "BEGIN",
        }
    }
    /// Reads the chain's head and keeps other processes from appending until the commit.
    pub(crate) fn lock_head(self) -> &'static str {
        match self {
            Self::Sqlite => "SELECT seq, at, hash FROM event_head WHERE id = 1",
            Self::Postgres => "SELECT seq, at, hash FROM event_head WHERE id = 1 FOR UPDATE",
        }
    }
    /// Column types in migrations are written in SQLite's words.
    pub(crate) fn translate_ddl(self, ddl: &str) -> String {
        match self {
            Self::Sqlite => ddl.to_owned(),
            Self::Postgres => ddl.replace(" BLOB", " BYTEA"),
        }
    }
    /// Names of all tables, sorted.
    pub(crate) fn list_tables(self) -> &'static str {
        match self {
            Self::Sqlite => {
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
            }
            Self::Postgres => {
                "SELECT CAST(table_name AS TEXT) AS name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY 1"
            }
        }
    }
}

fn file_of(url: &str) -> &str {
    let path = url.trim_start_matches("sqlite:").trim_start_matches("//");
    path.split('?').next().unwrap_or(path)
}

/// For logs and messages: the address without the password.
pub(crate) fn without_password(url: &str) -> String {
    match (url.find("://"), url.rfind('@')) {
        (Some(scheme), Some(at)) if at > scheme => {
            let user = url[scheme + 3..at].split(':').next().unwrap_or("");
            format!("{}://{user}@{}", &url[..scheme], &url[at + 1..])
        }
        _ => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn passwords_stay_out_of_messages() {
        assert_eq!(super::without_password("postgres://u:p@h/db"), "postgres://u@h/db");
        assert_eq!(super::without_password("sqlite:///a/b.db"), "sqlite:///a/b.db");
        assert_eq!(super::file_of("sqlite:///a/b.db?mode=rwc"), "/a/b.db");
    }
}
