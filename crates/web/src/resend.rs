//! A form sent twice (a double click, a page loaded again, a weak line) is done once and answered
//! the same. Every form carries a key of its own page (`once`, made with the form token); key, path
//! and content together name the sending. Content counts, so that whoever goes back, changes a word
//! and sends again is heard.
//!
//! Answers that did something are kept in memory for a while. Where an operation takes a `key`, the
//! name is handed on to it ([`Fields::key`](crate::extract::Fields::key)) and a restart forgets nothing.
use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    body::{Body, Bytes, to_bytes},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use kernel::{Fault, Millis};
use sha2::{Digest, Sha256};
use tokio::sync::watch;

use crate::errors::Failure;

/// The field that carries the key.
pub(crate) const FIELD: &str = "once";
/// How long an answer is kept: longer than anybody waits before pressing again.
const KEEP_MILLIS: i64 = 600_000;
/// All kept answers together; the oldest go first.
const KEEP_BYTES: usize = 8_000_000;

/// A key for the forms of one page, as it is drawn.
pub(crate) fn fresh() -> String {
    hex::encode(rand::random::<[u8; 16]>())
}

/// The name of one sending: in a request's extensions, for the extractors.
#[derive(Clone, Debug)]
pub(crate) struct Sending(pub(crate) String);

/// Gathers what names a sending. Parts have their length before them: no two forms look the same.
pub(crate) struct Naming(Sha256);
impl Naming {
    /// Of a form that a session sends to a path.
    pub(crate) fn new(session: &str, once: &str, path: &str) -> Self {
        let mut naming = Self(Sha256::new());
        naming.add(session.as_bytes());
        naming.add(once.as_bytes());
        naming.add(path.as_bytes());
        naming
    }
    /// With this in it.
    pub(crate) fn add(&mut self, part: &[u8]) {
        self.0.update((part.len() as u64).to_be_bytes());
        self.0.update(part);
    }
    /// The name.
    pub(crate) fn end(self) -> Sending {
        Sending(hex::encode(self.0.finalize()))
    }
}

/// An answer that can be given again.
#[derive(Clone, Debug)]
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}
impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.body));
        (*response.status_mut(), *response.headers_mut()) = (self.status, self.headers);
        response
    }
}

struct Entry {
    until: Millis,
    answer: watch::Receiver<Option<Answer>>,
}
#[derive(Default)]
struct Table {
    entries: HashMap<String, Entry>,
    /// Answered ones with their size, oldest first.
    answered: VecDeque<(String, usize)>,
    bytes: usize,
}

/// The sendings of the last minutes.
#[derive(Clone, Default)]
pub(crate) struct Resends(Arc<Mutex<Table>>);

/// Whose turn it is.
pub(crate) enum Turn {
    /// Nobody sent this before: do it, and tell the outcome.
    First(Claim),
    /// It was sent before, and this is the answer.
    Again(Response),
}

impl Resends {
    /// Asks for the turn; waits while the first sending is still being done.
    pub(crate) async fn turn(&self, sending: &Sending, now: Millis) -> Turn {
        let mut waiting = {
            let mut table = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            match table.entries.get(&sending.0) {
                // One that is being done is never too old.
                Some(entry) if entry.until > now || entry.answer.borrow().is_none() => entry.answer.clone(),
                _ => {
                    let (tell, answer) = watch::channel(None);
                    table.entries.insert(sending.0.clone(), Entry { until: now.plus(KEEP_MILLIS), answer });
                    return Turn::First(Claim { table: self.clone(), name: sending.0.clone(), tell });
                }
            }
        };
        let answer = waiting.wait_for(Option::is_some).await.ok().and_then(|answer| answer.clone());
        // The first one broke off: nobody knows what it did, and it may be sent again.
        Turn::Again(
            answer.map_or_else(
                || Failure(Fault::unavailable("web-broke-off")).into_response(),
                IntoResponse::into_response,
            ),
        )
    }
    fn forget(&self, name: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).entries.remove(name);
    }
    fn keep(&self, name: &str, size: usize) {
        let mut table = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        table.answered.push_back((name.to_owned(), size));
        table.bytes += size;
        while table.bytes > KEEP_BYTES {
            let Some((oldest, size)) = table.answered.pop_front() else { break };
            table.entries.remove(&oldest);
            table.bytes -= size;
        }
    }
}

/// The duty to tell how the first sending ended.
pub(crate) struct Claim {
    table: Resends,
    name: String,
    tell: watch::Sender<Option<Answer>>,
}
impl Claim {
    /// Tells everybody who waits. Only what did something is kept: a refused form may be sent again.
    async fn end(self, response: Response) -> Response {
        let (parts, body) = response.into_parts();
        let Ok(body) = to_bytes(body, usize::MAX).await else {
            return Failure(Fault::unavailable("web-broke-off")).into_response();
        };
        let answer = Answer { status: parts.status, headers: parts.headers, body };
        if answer.status.is_success() || answer.status.is_redirection() {
            self.table.keep(&self.name, answer.body.len() + 1024);
        } else {
            self.table.forget(&self.name);
        }
        self.tell.send_replace(Some(answer.clone()));
        answer.into_response()
    }
}
impl Drop for Claim {
    fn drop(&mut self) {
        // Dropped without an answer: a panic, or an upload that ended in the middle.
        if self.tell.borrow().is_none() {
            self.table.forget(&self.name);
        }
    }
}

/// Where a request's claim lies until it is answered: the guard looks there at the end, whoever
/// found the name, the guard itself or the reader of an upload.
#[derive(Clone, Default)]
pub(crate) struct Slot(Arc<Mutex<Option<Claim>>>);
impl Slot {
    /// Lays it there.
    pub(crate) fn put(&self, claim: Claim) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(claim);
    }
    /// Tells the answer, if there is a claim.
    pub(crate) async fn end(&self, response: Response) -> Response {
        let claim = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        match claim {
            Some(claim) => claim.end(response).await,
            None => response,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Millis = Millis(1_000_000);
    fn name(text: &str) -> Sending {
        Naming::new("session", text, "/path").end()
    }
    async fn first(table: &Resends, sending: &Sending, now: Millis) -> Option<Claim> {
        match table.turn(sending, now).await {
            Turn::First(claim) => Some(claim),
            Turn::Again(_) => None,
        }
    }

    #[tokio::test]
    async fn what_succeeded_is_answered_again_and_what_failed_is_tried_again() {
        let table = Resends::default();
        let claim = first(&table, &name("a"), NOW).await.unwrap();
        claim.end(StatusCode::CONFLICT.into_response()).await;
        let claim = first(&table, &name("a"), NOW).await.unwrap();
        claim.end((StatusCode::SEE_OTHER, [("location", "/there")]).into_response()).await;
        let Turn::Again(response) = table.turn(&name("a"), NOW).await else { panic!("it is done twice") };
        assert_eq!(
            (response.status(), &response.headers()["location"]),
            (StatusCode::SEE_OTHER, &"/there".parse().unwrap())
        );
        assert!(first(&table, &name("b"), NOW).await.is_some());
        assert!(first(&table, &name("a"), NOW.plus(KEEP_MILLIS)).await.is_some(), "kept for ever");
    }
    #[tokio::test]
    async fn the_second_waits_for_the_first_even_if_that_breaks_off() {
        let table = Resends::default();
        let claim = first(&table, &name("a"), NOW).await.unwrap();
        let other = table.clone();
        let second = tokio::spawn(async move { first(&other, &name("a"), NOW).await.is_some() });
        tokio::task::yield_now().await;
        claim.end("done".into_response()).await;
        assert!(!second.await.unwrap());

        let claim = first(&table, &name("b"), NOW).await.unwrap();
        drop(claim);
        assert!(first(&table, &name("b"), NOW).await.is_some(), "a broken-off form can never be sent again");
    }
    #[tokio::test]
    async fn memory_is_bounded() {
        let table = Resends::default();
        for n in 0..20 {
            let claim = first(&table, &name(&n.to_string()), NOW).await.unwrap();
            claim.end("x".repeat(KEEP_BYTES / 10).into_response()).await;
        }
        assert!(table.0.lock().unwrap().bytes <= KEEP_BYTES);
        assert!(first(&table, &name("19"), NOW).await.is_none());
        assert!(first(&table, &name("0"), NOW).await.is_some());
    }
}
