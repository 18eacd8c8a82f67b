//! Small things every page needs and that seldom change, kept in memory until an event is newer:
//! the working calendar, the province's identity; and sign-ins that wait for their second step.
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use kernel::{Millis, Result, WorkCalendar};
use store::Store;

/// What is kept, of one moment.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    /// Which days are worked.
    pub(crate) calendar: WorkCalendar,
    /// Whose installation this is.
    pub(crate) province: org::Province,
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

/// Keeps them.
#[derive(Default)]
pub struct Kept {
    settings: Mutex<Option<(i64, Arc<Settings>)>>,
    steps: Mutex<HashMap<String, Step>>,
}

fn open<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Kept {
    /// The settings as of the newest event.
    pub(crate) async fn settings(&self, store: &Store) -> Result<Arc<Settings>> {
        let head = store.head().await?;
        if let Some((at, kept)) = &*open(&self.settings)
            && *at == head
        {
            return Ok(Arc::clone(kept));
        }
        let mut sql = store.read().await?;
        let fresh = Arc::new(Settings {
            calendar: org::calendar(&mut sql).await?,
            province: org::province(&mut sql).await?,
        });
        *open(&self.settings) = Some((head, Arc::clone(&fresh)));
        Ok(fresh)
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
