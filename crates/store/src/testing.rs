//! Fresh stores for tests of all rooms: always SQLite in a temporary folder, and a new PostgreSQL
//! schema beside it where `BAZAN_TEST_POSTGRES` names a server.
use std::sync::Arc;

use kernel::{Actor, Ctx, Day, FixedClock, Lang, Via, ctx::OpenGate};

use crate::{Migration, Store, StoreConfig};

/// A store that lives as long as this does.
pub struct TestStore {
    /// The store.
    pub store: Store,
    /// The file or schema it is in.
    pub config: StoreConfig,
    dir: Option<std::path::PathBuf>,
}
impl Drop for TestStore {
    fn drop(&mut self) {
        if let Some(dir) = &self.dir {
            let _ = std::fs::remove_dir_all(dir);
        }
    }
}

/// One fresh store per available engine, migrated.
///
/// # Panics
/// When a store can't be made: there is nothing to test then.
pub async fn stores(migrations: &[&[Migration]]) -> Vec<TestStore> {
    let name = format!("bazan_t{}", kernel::JobId::new().to_string().replace('-', ""));
    let dir = std::env::temp_dir().join(&name);
    let mut all = vec![open(StoreConfig::embedded(&dir), Some(dir), migrations).await];
    match std::env::var("BAZAN_TEST_POSTGRES") {
        Ok(url) if !url.is_empty() => {
            make_schema(&url, &name).await;
            let mark = if url.contains('?') { '&' } else { '?' };
            let url = format!("{url}{mark}options=-c%20search_path%3D{name}");
            all.push(open(StoreConfig { url, readers: 4 }, None, migrations).await);
        }
        _ => eprintln!("PostgreSQL is not tested: BAZAN_TEST_POSTGRES names no server"),
    }
    all
}

async fn open(config: StoreConfig, dir: Option<std::path::PathBuf>, migrations: &[&[Migration]]) -> TestStore {
    let store = Store::open(&config).await.expect("a fresh store opens");
    for room in migrations {
        store.migrate(room).await.expect("migrations apply to a fresh store");
    }
    TestStore { store, config, dir }
}

async fn make_schema(url: &str, name: &str) {
    use sqlx::{Connection, Executor};
    sqlx::any::install_default_drivers();
    let mut conn = sqlx::AnyConnection::connect(url).await.expect("BAZAN_TEST_POSTGRES can be reached");
    conn.execute(sqlx::AssertSqlSafe(format!("CREATE SCHEMA {name}"))).await.expect("a schema can be made");
}

/// A context that may everything, at nine o'clock of that day; the clock can be moved.
///
/// # Panics
/// When `day` is no date.
#[must_use]
pub fn ctx(day: &str) -> (Ctx, FixedClock) {
    let clock = FixedClock::on(day.parse::<Day>().expect("a date"));
    let ctx = Ctx {
        actor: Actor::program("test", Via::Command),
        clock: Arc::new(clock.clone()),
        gate: Arc::new(OpenGate),
        trace: "test".into(),
        lang: Lang::Vi,
    };
    (ctx, clock)
}
