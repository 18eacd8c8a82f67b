//! Marks: everything that is done to one after it was taken in stays for ever. Who acts on an old
//! picture gets `Conflict`; a request that is sent twice is done once.
use kernel::{Action, Ctx, Day, Fault, Resource, Result, UnitId, VoiceId};
use plan::progress::{self, Evidence};
use serde_json::{Value as Json, json};
use store::{NewEvent, Tx};

use crate::{Field, Kind, VOICE_ANSWER, VOICE_APPROVE, VOICE_ASSIGN, code::codes, db, state::State};

codes! {
    /// What was done.
    MarkKind "mark" {
        /// Kind or field were set right.
        Classified "classified",
        /// Given to a unit, with a deadline.
        Assigned "assigned",
        /// Given to another unit; the deadline stays unless another is set.
        Transferred "transferred",
        /// Given back by the unit, with a reason.
        GivenBack "given_back",
        /// An answer was drafted.
        Drafted "drafted",
        /// The draft was returned, with a reason.
        DraftReturned "draft_returned",
        /// The draft was approved.
        Approved "approved",
        /// The answer was sent.
        Sent "sent",
        /// Found to be the same as another one.
        Merged "merged",
        /// Not taken up, with a reason.
        Declined "declined",
        /// An initiative or solution was evaluated.
        Evaluated "evaluated",
        /// The sender rated the answer.
        Rated "rated",
    }
}
impl MarkKind {
    fn event(self) -> &'static str {
        match self {
            Self::Classified => "voice.classified",
            Self::Assigned => "voice.assigned",
            Self::Transferred => "voice.transferred",
            Self::GivenBack => "voice.given_back",
            Self::Drafted => "voice.drafted",
            Self::DraftReturned => "voice.draft_returned",
            Self::Approved => "voice.approved",
            Self::Sent => "voice.answered",
            Self::Merged => "voice.merged",
            Self::Declined => "voice.declined",
            Self::Evaluated => "voice.evaluated",
            Self::Rated => "voice.rated",
        }
    }
    /// What has to be allowed; the sender's rating is allowed by the secret link.
    fn action(self) -> Option<Action> {
        match self {
            Self::Classified | Self::Assigned | Self::Transferred | Self::Merged | Self::Declined | Self::Evaluated => {
                Some(VOICE_ASSIGN)
            }
            Self::GivenBack | Self::Drafted | Self::Sent => Some(VOICE_ANSWER),
            Self::DraftReturned | Self::Approved => Some(VOICE_APPROVE),
            Self::Rated => None,
        }
    }
}

/// Which one is meant, and the picture it is based on.
#[derive(Clone, Debug)]
pub struct On {
    /// The one.
    pub voice: VoiceId,
    /// Its last mark as the writer saw it; 0 for none.
    pub seen: i64,
    /// The client's own id of this request: sent twice, it is done once.
    pub key: Option<String>,
}

/// What a mark led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marked {
    /// The one.
    pub voice: VoiceId,
    /// The event; its last mark from now on.
    pub seq: i64,
}

/// A mark about to be made.
pub(crate) struct Change {
    pub(crate) on: On,
    pub(crate) kind: MarkKind,
    pub(crate) unit: Option<UnitId>,
    pub(crate) days: Option<i64>,
    pub(crate) due_on: Option<Day>,
    pub(crate) into: Option<VoiceId>,
    pub(crate) new: Option<(Kind, Field)>,
    pub(crate) score: Option<i64>,
    pub(crate) accepted: Option<bool>,
    pub(crate) text: String,
    pub(crate) evidence: Vec<Evidence>,
}

/// Longest text of a mark, in characters; answers are long.
const TEXT: usize = 20_000;

impl Change {
    pub(crate) fn new(ctx: &Ctx, mut on: On, kind: MarkKind, text: &str) -> Result<Self> {
        let text = kernel::text::nfc(text.trim());
        if text.chars().count() > TEXT {
            return Err(Fault::invalid("voice-text-too-long").arg("limit", TEXT).field("text"));
        }
        // A request's id belongs to who sent it: nobody can hit or learn another's.
        let person = ctx.actor.person.map(|p| p.to_string()).unwrap_or_default();
        on.key = on.key.map(|key| format!("{person}:{key}"));
        Ok(Self {
            on,
            kind,
            unit: None,
            days: None,
            due_on: None,
            into: None,
            new: None,
            score: None,
            accepted: None,
            text,
            evidence: Vec::new(),
        })
    }
    /// The same with a text that may not be empty.
    pub(crate) fn reasoned(ctx: &Ctx, on: On, kind: MarkKind, reason: &str) -> Result<Self> {
        if reason.trim().is_empty() {
            return Err(Fault::invalid("voice-reason-missing").field("text"));
        }
        Self::new(ctx, on, kind, reason)
    }
}

/// One as policies see it: the unit that has it leads, the one that took it in has a part, and it is
/// the very own of the person who took it in.
pub(crate) fn resource(now: &db::Now) -> Resource {
    Resource {
        kind: "voice",
        id: now.id.to_string(),
        leads: now.unit.into_iter().collect(),
        parts: now.by_unit.into_iter().collect(),
        block: None,
        owner: now.by_person,
    }
}

/// Makes the mark, with its event. `Ok(None)`: the same request was done before.
pub(crate) async fn apply(tx: &mut Tx, mut change: Change) -> Result<(Marked, db::Now)> {
    progress::check_files(&change.evidence)?;
    let now = db::look(tx, change.on.voice).await?.ok_or_else(|| Fault::not_found("fault-not-found"))?;
    if let Some(action) = change.kind.action() {
        tx.ctx().require(action, &resource(&now))?;
    }
    if let Some(key) = &change.on.key
        && let Some((voice, kind, seq)) = db::find_request(tx, key).await?
    {
        let same = voice == change.on.voice && kind == change.kind.code();
        return if same { Ok((Marked { voice, seq }, now)) } else { Err(Fault::conflict("voice-key-reused")) };
    }
    if now.last_mark != change.on.seen {
        return Err(Fault::conflict("voice-moved"));
    }
    if now.state.after(change.kind).is_none() {
        return Err(unfit(now.state));
    }
    progress::resolve_files(tx, &mut change.evidence).await?;
    let event = NewEvent::new(change.kind.event(), now.id.subject(), facts(&change, &now));
    let seq = tx.append(event).await?;
    db::put_mark(tx, &change, seq).await?;
    Ok((Marked { voice: now.id, seq }, now))
}

/// Facts for the log. Neither the sender nor what the sender wrote is among them.
fn facts(change: &Change, now: &db::Now) -> Json {
    let said = if change.kind == MarkKind::Rated { "" } else { change.text.as_str() };
    json!({
        "number": now.number, "unit": change.unit.or(now.unit), "due": change.due_on, "days": change.days,
        "into": change.into, "kind": change.new.map(|n| n.0.code()), "field": change.new.map(|n| n.1.code()),
        "score": change.score, "accepted": change.accepted, "note": said, "evidence": change.evidence,
    })
}

fn unfit(state: State) -> Fault {
    match state {
        State::Received | State::GivenBack => Fault::conflict("voice-not-assigned"),
        State::Answered | State::Declined | State::Merged => Fault::conflict("voice-closed"),
        State::Processing | State::Drafted | State::Approved => Fault::conflict("voice-other-step"),
    }
}
