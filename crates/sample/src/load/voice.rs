//! Feedback and proposals: taken in and assigned by the focal officer, answered by the units, rated by
//! their senders.
use std::collections::HashMap;

use ::voice::{
    Channel, Field, Kind, On, SenderKind, answer,
    book::Book,
    handle::{Assign, assign},
    receive::{NewVoice, receive, renew_link},
    sender::{Sender, rate},
};
use access::Secret;
use kernel::{Fault, Result, VoiceId};

use super::{Sample, cast::Cast, org::unit_id};
use crate::voice::{Act, Step, Voice};

/// Links of the senders, as far as this run gave them.
#[derive(Default)]
pub struct Links(HashMap<usize, Secret>);

fn id(at: usize) -> VoiceId {
    VoiceId::from_name(&format!("sample voice {at}"))
}
/// A code of the data file; one that is not known is a mistake in it.
fn known<T>(text: &str, read: fn(&str) -> Option<T>) -> Result<T> {
    read(text).ok_or_else(|| Fault::internal(format!("unknown code {text:?}")))
}

/// Takes the steps of one day, in order.
///
/// # Errors
/// What the operations return; a step already taken is no fault.
pub async fn day(sample: &Sample, cast: &Cast, links: &mut Links, voices: &[Voice], steps: &[Step]) -> Result<()> {
    for step in steps {
        let Some(voice) = voices.get(step.at) else { continue };
        one(sample, cast, links, voice, *step).await?;
    }
    Ok(())
}

async fn one(sample: &Sample, cast: &Cast, links: &mut Links, voice: &Voice, step: Step) -> Result<()> {
    let (store, day) = (&sample.store, step.day);
    if step.act == Act::Receive {
        let done = receive(store, &cast.focal(day, 570), new(voice, step.at)?).await?;
        links.0.extend(done.secret.map(|secret| (step.at, secret)));
        return Ok(());
    }
    let book = Book::load(&mut store.read().await?).await?;
    let seen = book.item(id(step.at)).map_or(0, |item| item.last_mark);
    let on = On { voice: id(step.at), seen, key: Some(format!("sample-{:?}-{}", step.act, step.at)) };
    let unit = cast.reporter(voice.unit, day, 660);
    match step.act {
        Act::Receive => {}
        Act::Assign => {
            let input = Assign { on, unit: unit_id(voice.unit), due_on: None, note: String::new() };
            assign(store, &cast.focal(day, 600), input).await?;
        }
        Act::Draft => drop(answer::draft(store, &unit, on, voice.answer, vec![]).await?),
        Act::Approve => drop(answer::approve(store, &cast.focal(day, 700), on).await?),
        Act::Send => drop(answer::send(store, &cast.reporter(voice.unit, day, 720), on).await?),
        Act::Rate => {
            let secret = match links.0.remove(&step.at) {
                Some(secret) => secret,
                // Loading again: the link of then is not known any more.
                None => renew_link(store, &cast.focal(day, 730), on.voice).await?,
            };
            match rate(store, &cast.sender(day), &secret, voice.score.unwrap_or(3), "").await {
                Err(fault) if fault.say.id == "voice-rated-already" => {}
                other => drop(other?),
            }
        }
    }
    Ok(())
}

fn new(voice: &Voice, at: usize) -> Result<NewVoice> {
    let [kind, field, channel, sender] = voice.codes;
    Ok(NewVoice {
        id: Some(id(at)),
        kind: known(kind, Kind::from_code)?,
        field: known(field, Field::from_code)?,
        channel: known(channel, Channel::from_code)?,
        title: voice.title.into(),
        content: voice.content.into(),
        place: voice.place.into(),
        received_on: voice.day,
        sender_kind: known(sender, SenderKind::from_code)?,
        sender_unit: None,
        sender: Sender { name: format!("Người gửi mẫu {}", at + 1), ..Sender::default() },
        evidence: vec![],
        simulated: true,
        key: Some(format!("sample-{at}")),
    })
}
