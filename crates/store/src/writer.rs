//! The one writer: operations queue here, each runs in its own savepoint, and all that wait at the
//! same time share one commit. So twenty people who report at once cost one disk flush, not twenty,
//! and each is told only when the flush is done.
use std::{
    panic::AssertUnwindSafe,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use futures::{FutureExt, future::BoxFuture};
use kernel::{Ctx, Fault, Result};
use sqlx::{AnyConnection, Connection, Executor};
use tokio::sync::{mpsc, oneshot};

use crate::{
    engine::Engine,
    event::Head,
    sql::{Sql, fault},
};

/// How many operations may share a commit.
const BATCH: usize = 64;

/// A transaction in which an operation runs.
pub struct Tx {
    conn: AnyConnection,
    pub(crate) engine: Engine,
    pub(crate) head: Head,
    pub(crate) ctx: Ctx,
}
impl Sql for Tx {
    fn raw(&mut self) -> &mut AnyConnection {
        &mut self.conn
    }
}
impl Tx {
    /// The context of the operation that is running.
    #[must_use]
    pub fn ctx(&self) -> &Ctx {
        &self.ctx
    }
}

type Tell = Box<dyn FnOnce(Result<()>) + Send>;
struct Done {
    keep: bool,
    tell: Tell,
}
type Work = Box<dyn for<'a> FnOnce(&'a mut Tx) -> BoxFuture<'a, Done> + Send>;
struct Order {
    ctx: Ctx,
    work: Work,
}

pub(crate) struct Writer {
    queue: std::sync::Mutex<Option<mpsc::Sender<Order>>>,
    task: tokio::sync::Mutex<Option<tokio::task::JoinHandle<()>>>,
}

impl Writer {
    pub(crate) fn start(engine: Engine, url: String, seen: Arc<AtomicI64>) -> Self {
        let (queue, orders) = mpsc::channel(1024);
        let task = tokio::spawn(serve(engine, url, orders, seen));
        Self { queue: std::sync::Mutex::new(Some(queue)), task: tokio::sync::Mutex::new(Some(task)) }
    }
    /// Lets what is queued finish, then ends.
    pub(crate) async fn stop(&self) {
        drop(self.queue.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take());
        if let Some(task) = self.task.lock().await.take() {
            let _ = task.await;
        }
    }
    pub(crate) async fn run<T, F>(&self, ctx: Ctx, op: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'a> FnOnce(&'a mut Tx) -> BoxFuture<'a, Result<T>> + Send + 'static,
    {
        let (send, answer) = oneshot::channel::<Result<T>>();
        let work: Work = Box::new(move |tx| {
            Box::pin(async move {
                match AssertUnwindSafe(op(tx)).catch_unwind().await {
                    Ok(Ok(value)) => {
                        Done { keep: true, tell: Box::new(move |outcome| drop(send.send(outcome.map(|()| value)))) }
                    }
                    Ok(Err(fault)) => Done { keep: false, tell: Box::new(move |_| drop(send.send(Err(fault)))) },
                    Err(_) => Done {
                        keep: false,
                        tell: Box::new(move |_| drop(send.send(Err(Fault::internal("an operation panicked"))))),
                    },
                }
            })
        });
        let queue = self.queue.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
        let queue = queue.ok_or_else(|| Fault::unavailable("store-closed"))?;
        queue.send(Order { ctx, work }).await.map_err(|_| Fault::unavailable("store-closed"))?;
        answer.await.map_err(|_| Fault::unavailable("store-unreachable"))?
    }
}

async fn serve(engine: Engine, url: String, mut orders: mpsc::Receiver<Order>, seen: Arc<AtomicI64>) {
    let mut kept: Option<Tx> = None;
    let mut batch = Vec::with_capacity(BATCH);
    while orders.recv_many(&mut batch, BATCH).await > 0 {
        let orders = std::mem::take(&mut batch);
        let tx = match kept.take() {
            Some(tx) => Ok(tx),
            None => connect(engine, &url, &orders[0].ctx).await,
        };
        match tx {
            Ok(mut tx) => {
                if run_batch(&mut tx, orders, &seen).await {
                    kept = Some(tx);
                }
            }
            // Orders dropped here answer "unreachable": nothing of them was kept.
            Err(error) => tracing::error!(%error, "the writing connection can't be opened"),
        }
    }
    if let Some(tx) = kept {
        let _ = tx.conn.close().await;
    }
}

async fn connect(engine: Engine, url: &str, ctx: &Ctx) -> Result<Tx, sqlx::Error> {
    let mut conn = AnyConnection::connect(url).await?;
    engine.set_up_writer(&mut conn).await?;
    Ok(Tx { conn, engine, head: Head::default(), ctx: ctx.clone() })
}

/// Runs all orders and commits once. `false`: the connection is not to be used again.
async fn run_batch(tx: &mut Tx, orders: Vec<Order>, seen: &AtomicI64) -> bool {
    let mut done = Vec::with_capacity(orders.len());
    let outcome = try_batch(tx, orders, &mut done).await;
    let healthy = outcome.is_ok();
    if healthy {
        // Before anybody is told: whoever reads after their own write must find it.
        seen.fetch_max(tx.head.seq, Ordering::SeqCst);
    } else {
        let _ = tx.conn.execute("ROLLBACK").await;
    }
    for Done { keep, tell } in done {
        match (&outcome, keep) {
            (Ok(()), _) | (Err(_), false) => tell(Ok(())),
            (Err(fault), true) => tell(Err(Fault {
                kind: fault.kind,
                say: fault.say.clone(),
                field: None,
                cause: Some(fault.to_string().into()),
            })),
        }
    }
    healthy
}

async fn try_batch(tx: &mut Tx, orders: Vec<Order>, done: &mut Vec<Done>) -> Result<()> {
    tx.conn.execute(tx.engine.begin_write()).await.map_err(fault)?;
    tx.load_head().await?;
    for order in orders {
        tx.ctx = order.ctx;
        let head = tx.head.clone();
        tx.conn.execute("SAVEPOINT op").await.map_err(fault)?;
        let outcome = (order.work)(tx).await;
        let keep = outcome.keep;
        done.push(outcome);
        if !keep {
            tx.head = head;
            tx.conn.execute("ROLLBACK TO SAVEPOINT op").await.map_err(fault)?;
        }
        tx.conn.execute("RELEASE SAVEPOINT op").await.map_err(fault)?;
    }
    tx.save_head().await?;
    tx.conn.execute("COMMIT").await.map_err(fault)?;
    Ok(())
}
