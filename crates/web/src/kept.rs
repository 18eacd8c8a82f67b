//! Small things every page needs and that seldom change, kept in memory until an event is newer:
//! the working calendar, the province's identity, its boundaries; sign-ins that wait for their second step; forms answered lately.
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use kernel::{Millis, Result, WorkCalendar};
use store::Store;

use crate::{
    geo::{self, Shapes},
    resend::Resends,
};

/// What is kept, of one moment.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    /// Which days are worked.
    pub(crate) calendar: WorkCalendar,
    /// Whose installation this is.
    pub(crate) province: org::Province,
    /// The communes as polygons, where a file of boundaries was given.
    pub(crate) shapes: Option<Arc<Shapes>>,
    /// Which file that was.
    digest: String,
}

/// A sign-in whose password was right and whose code is awaited.
struct Step {
    until: Millis,
    tries: u8,
    name: String,
    password: String,
}
const STEP_MILLIS: i64 = 300_000;
const STEP_TRIES: u8 = 5;

/// Settings with the event and the moment of their reading.
struct Now {
    head: i64,
    read: Instant,
    settings: Arc<Settings>,
}
/// While events come in by the second, settings are read anew at most so often.
const FRESH: Duration = Duration::from_millis(500);

/// Keeps them.
#[derive(Default)]
pub struct Kept {
    settings: Mutex<Option<Now>>,
    steps: Mutex<HashMap<String, Step>>,
    /// Forms that were answered, for when they are sent again.
    pub(crate) resends: Resends,
}

fn open<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Kept {
    /// The settings as of the newest event, or half a second before.
    pub(crate) async fn settings(&self, store: &Store) -> Result<Arc<Settings>> {
        let head = store.head().await?;
        let before = match &*open(&self.settings) {
            Some(now) if now.head == head || now.read.elapsed() < FRESH => return Ok(Arc::clone(&now.settings)),
            now => now.as_ref().map(|n| Arc::clone(&n.settings)),
        };
        let fresh = Arc::new(read(store, before.as_deref()).await?);
        *open(&self.settings) = Some(Now { head, read: Instant::now(), settings: Arc::clone(&fresh) });
        Ok(fresh)
    }
    /// A setting was changed here: the next page shows it.
    pub(crate) fn forget_settings(&self) {
        *open(&self.settings) = None;
    }
    /// Begins the second step; gives its secret name.
    pub(crate) fn begin_step(&self, now: Millis, name: &str, password: &str) -> String {
        let secret = hex::encode(rand::random::<[u8; 32]>());
        let step =
            Step { until: now.plus(STEP_MILLIS), tries: 0, name: name.to_owned(), password: password.to_owned() };
        let mut steps = open(&self.steps);
        steps.retain(|_, s| s.until > now);
        steps.insert(secret.clone(), step);
        secret
    }
    /// Name and password of a step that still waits; a few tries use it up.
    pub(crate) fn step(&self, now: Millis, secret: &str) -> Option<(String, String)> {
        let mut steps = open(&self.steps);
        let step = steps.get_mut(secret)?;
        step.tries += 1;
        if step.until <= now || step.tries > STEP_TRIES {
            steps.remove(secret);
            return None;
        }
        Some((step.name.clone(), step.password.clone()))
    }
    /// The step is over.
    pub(crate) fn end_step(&self, secret: &str) {
        open(&self.steps).remove(secret);
    }
}

async fn read(store: &Store, before: Option<&Settings>) -> Result<Settings> {
    let mut sql = store.read().await?;
    let digest = org::boundaries_digest(&mut sql).await?;
    let shapes = match before {
        Some(before) if before.digest == digest => before.shapes.clone(),
        _ => org::boundaries(&mut sql, &digest).await?.map(|areas| Arc::new(geo::shapes(&areas))),
    };
    Ok(Settings { calendar: org::calendar(&mut sql).await?, province: org::province(&mut sql).await?, shapes, digest })
}
