//! What was looked up by a secret's digest, kept for half a minute so that a busy page costs no SQL.
//! What ends in this process is dropped at once; what ends in another is seen within that time.
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use kernel::Millis;

const TTL_MILLIS: i64 = 30_000;
/// More than any province has open at once; beyond it, old entries go.
const MOST: usize = 20_000;

struct Kept<T> {
    entries: HashMap<String, (Millis, T)>,
    /// Counts droppings: what was read before one is not put in after it.
    round: u64,
}

pub(crate) struct Cache<T>(Mutex<Kept<T>>);
impl<T> Default for Cache<T> {
    fn default() -> Self {
        Self(Mutex::new(Kept { entries: HashMap::new(), round: 0 }))
    }
}
impl<T: Clone> Cache<T> {
    fn open(&self) -> MutexGuard<'_, Kept<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
    /// What is kept, or the round to give to [`put`](Self::put) after looking it up.
    pub(crate) fn get(&self, digest: &str, now: Millis) -> Result<T, u64> {
        let kept = self.open();
        match kept.entries.get(digest) {
            // A clock set back makes entries from the future: those don't count either.
            Some((at, value)) if (0..TTL_MILLIS).contains(&(now.0 - at.0)) => Ok(value.clone()),
            _ => Err(kept.round),
        }
    }
    pub(crate) fn put(&self, digest: String, now: Millis, value: T, round: u64) {
        let mut kept = self.open();
        if kept.round != round {
            return;
        }
        if kept.entries.len() >= MOST {
            kept.entries.retain(|_, (at, _)| now.0 - at.0 < TTL_MILLIS);
            if kept.entries.len() >= MOST {
                kept.entries.clear();
            }
        }
        kept.entries.insert(digest, (now, value));
    }
    /// Changes an entry in place without making it younger.
    pub(crate) fn touch(&self, digest: &str, change: impl FnOnce(&mut T)) {
        if let Some((_, value)) = self.open().entries.get_mut(digest) {
            change(value);
        }
    }
    pub(crate) fn drop_if(&self, gone: impl Fn(&T) -> bool) {
        let mut kept = self.open();
        kept.round += 1;
        kept.entries.retain(|_, (_, value)| !gone(value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn kept_for_half_a_minute_and_never_past_a_dropping() {
        let cache = Cache::default();
        let now = Millis(1_000_000);
        let round = cache.get("a", now).unwrap_err();
        cache.put("a".into(), now, 1, round);
        assert_eq!(cache.get("a", now.plus(29_999)), Ok(1));
        assert!(cache.get("a", now.plus(30_000)).is_err());
        assert!(cache.get("a", now.plus(-1)).is_err());
        let round = cache.get("b", now).unwrap_err();
        cache.drop_if(|_| true);
        // Looked up before the dropping, it may be what was dropped.
        cache.put("b".into(), now, 2, round);
        assert!(cache.get("b", now).is_err() && cache.get("a", now).is_err());
    }
}
