//! Small things every page needs and that seldom change, kept in memory until an event is newer:
//! the working calendar, the province's identity, the boundaries of its communes.
use std::sync::{Arc, Mutex, PoisonError};

use kernel::{Result, WorkCalendar};
use store::Store;

/// What is kept, of one moment.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    /// Which days are worked.
    pub(crate) calendar: WorkCalendar,
    /// Whose installation this is.
    pub(crate) province: org::Province,
}

/// Keeps them.
#[derive(Debug, Default)]
pub struct Kept(Mutex<Option<(i64, Arc<Settings>)>>);

impl Kept {
    /// The settings as of the newest event.
    pub(crate) async fn settings(&self, store: &Store) -> Result<Arc<Settings>> {
        let head = store.head().await?;
        if let Some((at, kept)) = &*self.0.lock().unwrap_or_else(PoisonError::into_inner)
            && *at == head
        {
            return Ok(Arc::clone(kept));
        }
        let mut sql = store.read().await?;
        let fresh = Arc::new(Settings {
            calendar: org::calendar(&mut sql).await?,
            province: org::province(&mut sql).await?,
        });
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((head, Arc::clone(&fresh)));
        Ok(fresh)
    }
}
