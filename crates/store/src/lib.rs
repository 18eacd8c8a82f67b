//! The operational store: SQLite in one file by default, PostgreSQL by URL. Transactions with
//! group commit, migrations, the hash-chained event log, outbox, jobs, blobs and backup.
//!
//! One SQL text runs on both engines: `$1` parameters, columns of TEXT, BIGINT (0/1, milliseconds,
//! day numbers), DOUBLE PRECISION and BLOB. What only one engine can do is a function in `engine`.
pub mod backup;
pub mod blob;
mod bulk;
mod engine;
pub mod event;
pub mod job;
pub mod migrate;
pub mod outbox;
pub mod setting;
mod sql;
pub mod testing;
mod writer;

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, Instant},
};

pub use bulk::places;
pub use engine::Engine;
pub use event::{Event, NewEvent};
use kernel::{Ctx, Fault, Result};
pub use migrate::Migration;
pub use sql::{Row, Sql, Value};
use sqlx::{AnyPool, any::AnyPoolOptions};
pub use writer::Tx;

/// Where the store is and how many readers it may have at once.
#[derive(Clone, Debug)]
pub struct StoreConfig {
    /// `sqlite:///path/to/bazan.db` or `postgres://…`.
    pub url: String,
    /// Connections for reading; writes share one of their own.
    pub readers: u32,
}
impl StoreConfig {
    /// An embedded store in that folder.
    #[must_use]
    pub fn embedded(dir: &std::path::Path) -> Self {
        Self { url: format!("sqlite://{}", dir.join("bazan.db").display()), readers: 8 }
    }
}

/// The store. Cheap to clone.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    pool: AnyPool,
    engine: Engine,
    writer: writer::Writer,
    head: Arc<AtomicI64>,
    looked: std::sync::Mutex<Option<Instant>>,
    url: String,
}

/// A consistent picture of the store: everything read through it is of one moment.
pub struct Reader(sqlx::Transaction<'static, sqlx::Any>);
impl Sql for Reader {
    fn raw(&mut self) -> &mut sqlx::AnyConnection {
        &mut self.0
    }
}

impl Store {
    /// Opens (and for SQLite creates) the store, and brings the store's own tables up to date.
    ///
    /// # Errors
    /// `Unavailable` when the file or server can't be reached.
    pub async fn open(config: &StoreConfig) -> Result<Self> {
        sqlx::any::install_default_drivers();
        let engine = Engine::of_url(&config.url)?;
        engine.prepare(&config.url)?;
        let url = engine.connect_url(&config.url);
        let pool = AnyPoolOptions::new()
            .max_connections(config.readers)
            .acquire_timeout(Duration::from_secs(20))
            .after_connect(move |conn, _| Box::pin(async move { engine.set_up_reader(conn).await }))
            .connect(&url)
            .await
            .map_err(|e| {
                Fault::unavailable("store-cannot-open").arg("url", engine::without_password(&config.url)).because(e)
            })?;
        let head = Arc::new(AtomicI64::new(0));
        let writer = writer::Writer::start(engine, url.clone(), Arc::clone(&head));
        let store = Self(Arc::new(Inner { pool, engine, writer, head, looked: std::sync::Mutex::new(None), url }));
        store.migrate(migrate::OWN).await?;
        Ok(store)
    }
    /// Which engine is behind it.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.0.engine
    }
    /// The address it was opened with, without password.
    #[must_use]
    pub fn address(&self) -> String {
        engine::without_password(&self.0.url)
    }
    /// Begins a consistent reading.
    ///
    /// # Errors
    /// `Unavailable` when no connection is free within 20 seconds.
    pub async fn read(&self) -> Result<Reader> {
        let begin = self.0.engine.begin_read();
        Ok(Reader(self.0.pool.begin_with(begin).await.map_err(sql::fault)?))
    }
    /// Runs one operation in one transaction: all of it is kept, durably, when this returns `Ok`,
    /// and nothing of it otherwise. Operations that wait at the same time share one commit.
    ///
    /// # Errors
    /// What `work` returns, or `Unavailable` when the commit failed (nothing was kept).
    pub async fn write<T, F>(&self, ctx: &Ctx, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'a> FnOnce(&'a mut Tx) -> futures::future::BoxFuture<'a, Result<T>> + Send + 'static,
    {
        self.0.writer.run(ctx.clone(), work).await
    }
    /// Sequence number of the newest event; at most a fifth of a second old where another process
    /// writes, exact for this one.
    ///
    /// # Errors
    /// When the store can't be read.
    pub async fn head(&self) -> Result<i64> {
        let fresh = {
            let looked = self.0.looked.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            looked.is_some_and(|at| at.elapsed() < Duration::from_millis(200))
        };
        if !fresh {
            let seq = self.read().await?.one("SELECT seq FROM event_head WHERE id = 1", vec![]).await?.int(0)?;
            self.0.head.fetch_max(seq, Ordering::SeqCst);
            *self.0.looked.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(Instant::now());
        }
        Ok(self.0.head.load(Ordering::SeqCst))
    }
    /// Closes connections; what was acknowledged is on disk already.
    pub async fn close(&self) {
        self.0.writer.stop().await;
        self.0.pool.close().await;
    }
}
