//! Long work: queued in the transaction that asks for it, run with visible progress, resumed after
//! a crash (the lease runs out), cancellable.
use std::{collections::HashMap, sync::Arc};

use futures::future::BoxFuture;
use kernel::{Actor, Ctx, Fault, JobId, Millis, Result, Via, id::JobKind};
use serde::Serialize;
use serde_json::Value as Json;

use crate::{
    Store, args,
    sql::{Row, Sql},
    writer::Tx,
};

type JobIdOf = kernel::Id<JobKind>;

/// A job as people see it.
#[derive(Clone, Debug, Serialize)]
pub struct Job {
    /// Its id.
    pub id: JobIdOf,
    /// What it does; a handler of that name runs it.
    pub kind: String,
    /// `queued`, `running`, `done`, `failed`, `cancelled`.
    pub state: String,
    /// Steps done.
    pub done: i64,
    /// Steps in all; 0 while unknown.
    pub total: i64,
    /// What it is at, or why it failed.
    pub note: String,
    /// What it gave.
    pub output: Json,
    /// How often it was begun.
    pub attempts: i64,
    /// When it was asked for.
    pub created_at: Millis,
    /// By whom (name).
    pub created_by: String,
    /// When it ended.
    pub ended_at: Option<Millis>,
}
const COLUMNS: &str = "id, kind, state, done, total, note, output, attempts, created_at, created_by, ended_at";
fn from_row(row: &Row) -> Result<Job> {
    Ok(Job {
        id: row.id(0)?,
        kind: row.text(1)?,
        state: row.text(2)?,
        done: row.int(3)?,
        total: row.int(4)?,
        note: row.text(5)?,
        output: serde_json::from_str(&row.text(6)?).unwrap_or_default(),
        attempts: row.int(7)?,
        created_at: row.millis(8)?,
        created_by: row.text(9)?,
        ended_at: row.opt_millis(10)?,
    })
}

/// How long a runner may be silent before its job counts as abandoned.
const LEASE_MILLIS: i64 = 60_000;
/// How often a failing job is tried.
const ATTEMPTS: i64 = 5;

impl Tx {
    /// Queues work. With a `unique_key`, asking twice queues once.
    ///
    /// # Errors
    /// When the store can't be written.
    pub async fn enqueue(
        &mut self,
        kind: &str,
        unique_key: Option<&str>,
        input: &Json,
        run_at: Millis,
    ) -> Result<JobIdOf> {
        let id = JobId::new();
        let (now, by) = (self.ctx.now(), self.ctx.actor.name.clone());
        self.exec(
            "INSERT INTO job (id, kind, unique_key, input, state, done, total, note, output, attempts, run_at, lease_until, created_at, created_by) \
             VALUES ($1,$2,$3,$4,'queued',0,0,'','null',0,$5,0,$6,$7) ON CONFLICT (unique_key) DO NOTHING",
            args![id, kind, unique_key, input.to_string(), run_at, now, by],
        )
        .await?;
        match unique_key {
            None => Ok(id),
            Some(key) => self.one("SELECT id FROM job WHERE unique_key = $1", args![key]).await?.id(0),
        }
    }
    /// Asks a job to stop; a running one stops at its next step.
    ///
    /// # Errors
    /// When the store can't be written.
    pub async fn cancel_job(&mut self, id: JobIdOf) -> Result<bool> {
        let now = self.ctx.now();
        let sql = "UPDATE job SET state = 'cancelled', ended_at = $2 WHERE id = $1 AND state IN ('queued','running')";
        Ok(self.exec(sql, args![id, now]).await? > 0)
    }
}

/// Jobs, newest first.
///
/// # Errors
/// When the store can't be read.
pub async fn list(sql: &mut dyn Sql, limit: usize) -> Result<Vec<Job>> {
    let text = format!("SELECT {COLUMNS} FROM job ORDER BY created_at DESC, id DESC LIMIT {limit}");
    sql.rows(&text, vec![]).await?.iter().map(from_row).collect()
}
/// One job.
///
/// # Errors
/// When the store can't be read.
pub async fn find(sql: &mut dyn Sql, id: JobIdOf) -> Result<Option<Job>> {
    let text = format!("SELECT {COLUMNS} FROM job WHERE id = $1");
    sql.opt(&text, args![id]).await?.as_ref().map(from_row).transpose()
}

/// What a handler gets beside its input.
#[derive(Clone)]
pub struct JobRun {
    /// The store.
    pub store: Store,
    /// A context in the name of the program.
    pub ctx: Ctx,
    id: JobIdOf,
}
impl JobRun {
    /// Says how far it is and renews the lease.
    ///
    /// # Errors
    /// `Conflict` when the job was cancelled: the handler passes it on and so stops.
    pub async fn progress(&self, done: i64, total: i64, note: &str) -> Result<()> {
        let (id, note) = (self.id, note.to_owned());
        self.store
            .write(&self.ctx, move |tx| {
                Box::pin(async move {
                    let lease = tx.ctx().now().plus(LEASE_MILLIS);
                    let sql = "UPDATE job SET done = $2, total = $3, note = $4, lease_until = $5 WHERE id = $1 AND state = 'running'";
                    if tx.exec(sql, args![id, done, total, note, lease]).await? == 0 {
                        return Err(Fault::conflict("store-job-cancelled"));
                    }
                    Ok(())
                })
            })
            .await
    }
}

type Handler = Arc<dyn Fn(JobRun, Json) -> BoxFuture<'static, Result<Json>> + Send + Sync>;

/// Runs queued jobs with the handlers it was given.
#[derive(Clone)]
pub struct Runner {
    store: Store,
    ctx: Ctx,
    handlers: HashMap<&'static str, Handler>,
}
impl Runner {
    /// A runner without handlers.
    #[must_use]
    pub fn new(store: Store, mut ctx: Ctx) -> Self {
        ctx.actor = Actor::program("job", Via::Job);
        Self { store, ctx, handlers: HashMap::new() }
    }
    /// With a handler for jobs of that kind.
    #[must_use]
    pub fn handle(
        mut self,
        kind: &'static str,
        handler: impl Fn(JobRun, Json) -> BoxFuture<'static, Result<Json>> + Send + Sync + 'static,
    ) -> Self {
        self.handlers.insert(kind, Arc::new(handler));
        self
    }
    /// Runs all jobs that are due, one after the other; returns how many.
    ///
    /// # Errors
    /// When the store can't be written; a failing job is not an error but noted at the job.
    pub async fn drain(&self) -> Result<usize> {
        let mut count = 0;
        while let Some((id, kind, input)) = self.claim().await? {
            count += 1;
            let outcome = match self.handlers.get(kind.as_str()) {
                Some(handler) => handler(JobRun { store: self.store.clone(), ctx: self.ctx.clone(), id }, input).await,
                None => Err(Fault::internal(format!("no handler for jobs of kind {kind}"))),
            };
            self.end(id, outcome).await?;
        }
        Ok(count)
    }
    async fn claim(&self) -> Result<Option<(JobIdOf, String, Json)>> {
        self.store
            .write(&self.ctx, |tx| {
                Box::pin(async move {
                    let now = tx.ctx().now();
                    let due = "SELECT id, kind, input FROM job WHERE (state = 'queued' AND run_at <= $1) OR (state = 'running' AND lease_until < $1) ORDER BY run_at, id LIMIT 1";
                    let Some(row) = tx.opt(due, args![now]).await? else { return Ok(None) };
                    let id: JobIdOf = row.id(0)?;
                    let sql = "UPDATE job SET state = 'running', attempts = attempts + 1, lease_until = $2 WHERE id = $1";
                    tx.exec(sql, args![id, now.plus(LEASE_MILLIS)]).await?;
                    Ok(Some((id, row.text(1)?, serde_json::from_str(&row.text(2)?).unwrap_or_default())))
                })
            })
            .await
    }
    async fn end(&self, id: JobIdOf, outcome: Result<Json>) -> Result<()> {
        self.store
            .write(&self.ctx, move |tx| {
                Box::pin(async move {
                    let now = tx.ctx().now();
                    match outcome {
                        Ok(output) => {
                            let sql = "UPDATE job SET state = 'done', output = $2, ended_at = $3, done = CASE WHEN total > 0 THEN total ELSE done END WHERE id = $1 AND state = 'running'";
                            tx.exec(sql, args![id, output.to_string(), now]).await?;
                        }
                        Err(fault) => {
                            // Only what may pass by itself is tried again, each time later.
                            let again = matches!(fault.kind, kernel::FaultKind::Unavailable | kernel::FaultKind::Internal);
                            let sql = "UPDATE job SET state = CASE WHEN $3 = 1 AND attempts < $4 THEN 'queued' ELSE 'failed' END, note = $2, run_at = $5 + 1000 * attempts * attempts, ended_at = $5 WHERE id = $1 AND state = 'running'";
                            tx.exec(sql, args![id, fault.to_string(), again, ATTEMPTS, now]).await?;
                        }
                    }
                    Ok(())
                })
            })
            .await
    }
}
