//! Load over HTTP: closed loops of readers and writers on loopback, latencies in order.
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Result, ensure};
use reqwest::Client;

/// Latencies of one kind of request, milliseconds.
#[derive(Clone, Debug, Default)]
pub struct Latencies(Vec<f64>);
impl Latencies {
    pub fn add(&mut self, began: Instant) {
        self.0.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    pub fn merge(&mut self, other: Self) {
        self.0.extend(other.0);
    }
    pub fn count(&self) -> usize {
        self.0.len()
    }
    /// The value below which that share lies.
    pub fn at(&self, share: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "an index")]
        let index = ((sorted.len() as f64 - 1.0) * share).round() as usize;
        sorted.get(index).copied().unwrap_or(f64::NAN)
    }
}

/// One request of a loop: given the turn, does it and fails if the answer is not what it should be.
pub type Turn = Arc<dyn Fn(usize) -> futures::future::BoxFuture<'static, Result<()>> + Send + Sync>;

/// Runs `people` loops until `stop`, each pausing `pause` between its requests.
pub async fn run(people: usize, pause: Duration, stop: Arc<AtomicBool>, turn: Turn) -> Result<Latencies> {
    let loops = (0..people).map(|person| {
        let (stop, turn) = (Arc::clone(&stop), Arc::clone(&turn));
        tokio::spawn(async move {
            let mut latencies = Latencies::default();
            let mut n = person;
            // Spread over the pause, as people are.
            tokio::time::sleep(pause.mul_f64(fraction(person, people))).await;
            while !stop.load(Ordering::Relaxed) {
                let began = Instant::now();
                turn(n).await?;
                latencies.add(began);
                n += people;
                tokio::time::sleep(pause).await;
            }
            anyhow::Ok(latencies)
        })
    });
    let mut all = Latencies::default();
    for each in loops.collect::<Vec<_>>() {
        all.merge(each.await??);
    }
    Ok(all)
}

#[expect(clippy::cast_precision_loss, reason = "small numbers")]
fn fraction(n: usize, of: usize) -> f64 {
    n as f64 / of.max(1) as f64
}

/// A page, with the session's cookie; the whole body is read.
pub async fn get(client: &Client, url: &str, cookie: &str) -> Result<usize> {
    let answer = client.get(url).header("cookie", cookie).header("accept-encoding", "gzip").send().await?;
    let status = answer.status();
    let body = answer.bytes().await?;
    ensure!(status.is_success(), "{url}: {status}");
    Ok(body.len())
}
