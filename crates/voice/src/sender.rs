//! Who sent it: personal data in a table of its own, in no event, shown to those who handle it; and
//! the sender's own way in, the secret link.
use access::Secret;
use kernel::{Ctx, Fault, Result, VoiceId};
use store::{Store, blob, blob::Blob};

use crate::{
    VOICE_SENDER, db,
    mark::{self, Change, MarkKind, Marked, On, resource},
    state::State,
};
use plan::progress::Evidence;

/// Longest of each, in characters.
const LIMIT: usize = 200;

/// Name of the sender and ways to reach them; each may be empty.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Sender {
    /// Name.
    pub name: String,
    /// Telephone.
    pub phone: String,
    /// Mail.
    pub email: String,
    /// Address.
    pub address: String,
}
/// Personal data stays out of logs.
impl std::fmt::Debug for Sender {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sender(…)")
    }
}
impl Sender {
    pub(crate) fn check(&self) -> Result<()> {
        let fields = [("name", &self.name), ("phone", &self.phone), ("email", &self.email), ("address", &self.address)];
        match fields.into_iter().find(|(_, text)| text.chars().count() > LIMIT) {
            Some((field, _)) => Err(Fault::invalid("voice-sender-too-long").arg("limit", LIMIT).field(field)),
            None => Ok(()),
        }
    }
}

/// Who sent it, for those who handle it.
///
/// # Errors
/// `Forbidden`, or `NotFound`.
pub async fn sender(store: &Store, ctx: &Ctx, id: VoiceId) -> Result<Sender> {
    let mut sql = store.read().await?;
    let now = db::look(&mut sql, id).await?.ok_or_else(|| Fault::not_found("fault-not-found"))?;
    ctx.require(VOICE_SENDER, &resource(&now))?;
    db::sender(&mut sql, id).await
}

/// What the sender sees through the secret link.
#[derive(Clone, Debug)]
pub struct Told {
    /// The one.
    pub voice: VoiceId,
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Where it stands; of one that was merged, where the other stands.
    pub state: State,
    /// The answer, once it is sent; or why it was declined.
    pub answer: Option<String>,
    /// The day of the answer.
    pub answered: Option<kernel::Day>,
    /// Files with the answer.
    pub files: Vec<Evidence>,
    /// The rating given, 1 to 5.
    pub rating: Option<i64>,
    /// Its last mark.
    pub seen: i64,
}

/// What the sender sees. The secret is the permission.
///
/// # Errors
/// `NotFound` for a link that leads nowhere.
pub async fn told(store: &Store, secret: &Secret) -> Result<Told> {
    let mut sql = store.read().await?;
    let nothing = || Fault::not_found("voice-link-dead");
    let id = db::find_secret(&mut sql, &secret.digest()).await?.ok_or_else(nothing)?;
    let now = db::look(&mut sql, id).await?.ok_or_else(nothing)?;
    // Of duplicates the answer to the first one is everybody's.
    let main = match now.into {
        Some(into) => db::look(&mut sql, into).await?.ok_or_else(nothing)?,
        None => now.clone(),
    };
    let said = match main.state {
        State::Answered => db::last_said(&mut sql, main.id, &[MarkKind::Drafted]).await?,
        State::Declined => db::last_said(&mut sql, main.id, &[MarkKind::Declined]).await?,
        _ => None,
    };
    let rating = db::rating(&mut sql, id).await?;
    Ok(Told {
        voice: id,
        number: now.number,
        title: now.title,
        state: main.state,
        answered: main.closed_on.filter(|_| main.state == State::Answered),
        files: said.as_ref().map(|s| s.evidence.clone()).unwrap_or_default(),
        answer: said.map(|s| s.text),
        rating,
        seen: now.last_mark,
    })
}

/// A file of the answer, for the sender.
///
/// # Errors
/// `NotFound` for a link that leads nowhere, or where the answer has no such file.
pub async fn told_file(store: &Store, secret: &Secret, digest: &str) -> Result<(Evidence, Blob)> {
    let told = told(store, secret).await?;
    let nothing = || Fault::not_found("fault-not-found");
    let file = told.files.into_iter().find(|f| f.digest == digest).ok_or_else(nothing)?;
    let blob = blob::load(&mut store.read().await?, digest).await?.ok_or_else(nothing)?;
    Ok((file, blob))
}

/// The sender rates the answer, once.
///
/// # Errors
/// `NotFound` for a link that leads nowhere, `Invalid` for another score than 1 to 5, or `Conflict`
/// when it is not answered yet, or rated already.
pub async fn rate(store: &Store, ctx: &Ctx, secret: &Secret, score: i64, comment: &str) -> Result<Marked> {
    if !(1..=5).contains(&score) {
        return Err(Fault::invalid("voice-score-wrong").field("score"));
    }
    let told = told(store, secret).await?;
    if told.rating.is_some() {
        return Err(Fault::conflict("voice-rated-already"));
    }
    if !matches!(told.state, State::Answered | State::Declined) {
        return Err(Fault::conflict("voice-not-answered"));
    }
    let on = On { voice: told.voice, seen: told.seen, key: None };
    let mut change = Change::new(ctx, on, MarkKind::Rated, comment)?;
    change.score = Some(score);
    store.write(ctx, move |tx| Box::pin(async move { mark::apply(tx, change).await.map(|(marked, _)| marked) })).await
}
