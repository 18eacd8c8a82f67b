//! How a person wants to be told: ways, kinds, quiet hours, the digest's hour. Stored as one text a
//! person; nothing stored means the usual.
use std::collections::{BTreeMap, HashMap};

use kernel::{Ctx, Fault, Millis, PersonId, Resource, Result, WorkCalendar};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{NewEvent, Sql, Store, args};

use crate::{Kind, NOTIFY_OWN, When};

/// How much goes out by a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// Nothing.
    Off,
    /// The daily digest only.
    Digest,
    /// The digest, and at once what is chosen to come at once.
    All,
}
impl Reach {
    /// The word in forms and message ids.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Digest => "digest",
            Self::All => "all",
        }
    }
    /// Reads [`word`](Self::word) back.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Off, Self::Digest, Self::All].into_iter().find(|r| r.word() == word)
    }
}

/// Hours in which nothing may disturb; what comes up meanwhile waits until they end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quiet {
    /// Begin, minutes after midnight. The same as `to`: no quiet hours.
    pub from: u16,
    /// End; earlier than `from` means the next morning.
    pub to: u16,
    /// Days off (weekends, Tết and other holidays by the working calendar) are quiet throughout.
    pub days_off: bool,
}
const MINUTE: i64 = 60_000;
impl Quiet {
    fn holds_minute(self, minute: u16) -> bool {
        if self.from <= self.to {
            (self.from..self.to).contains(&minute)
        } else {
            minute >= self.from || minute < self.to
        }
    }
    /// The first instant from `at` on at which the person may be disturbed.
    #[must_use]
    pub fn open_from(self, at: Millis, calendar: &WorkCalendar) -> Millis {
        let mut at = at;
        // No row of days off is longer than a few weeks; a calendar gone wrong must not hold back for ever.
        for _ in 0..60 {
            let day = at.day();
            if self.days_off && !calendar.is_working(day) {
                at = Millis::start_of(day.plus_days(1));
                continue;
            }
            let minute = u16::try_from((at.0 - Millis::start_of(day).0) / MINUTE).unwrap_or(0);
            if !self.holds_minute(minute) {
                return at;
            }
            let end = if minute < self.to { day } else { day.plus_days(1) };
            at = Millis::start_of(end).plus(i64::from(self.to) * MINUTE);
        }
        at
    }
}

/// One person's choices.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choices {
    /// Mail.
    pub mail: Reach,
    /// The browsers that were allowed to show notices (Web Push).
    pub push: Reach,
    /// May systems connected to their unit be told of their notices?
    pub webhook: bool,
    /// Kinds told otherwise than usually.
    pub kinds: BTreeMap<Kind, When>,
    /// When not to disturb.
    pub quiet: Quiet,
    /// The hour of the digest, 0 to 23.
    pub digest_hour: u8,
}
impl Default for Choices {
    fn default() -> Self {
        Self {
            mail: Reach::All,
            push: Reach::All,
            webhook: true,
            kinds: BTreeMap::new(),
            quiet: Quiet { from: 19 * 60, to: 7 * 60, days_off: true },
            digest_hour: 7,
        }
    }
}
impl Choices {
    /// When that kind leaves the program.
    #[must_use]
    pub fn when(&self, kind: Kind) -> When {
        self.kinds.get(&kind).copied().unwrap_or_else(|| kind.usually())
    }
    fn check(&self) -> Result<()> {
        for (kind, when) in &self.kinds {
            if *when == When::Off && !kind.may_be_off() {
                return Err(Fault::invalid("notify-must-hear").field("kinds"));
            }
            if *when == When::AtOnce && !kind.may_be_at_once() {
                return Err(Fault::invalid("notify-only-in-digest").field("kinds"));
            }
        }
        if self.mail == Reach::Off && self.push == Reach::Off {
            return Err(Fault::invalid("notify-one-way-stays").field("mail"));
        }
        if self.quiet.from >= 24 * 60 || self.quiet.to >= 24 * 60 {
            return Err(Fault::invalid("notify-quiet-hours").field("quiet_from"));
        }
        if self.digest_hour > 23 || self.quiet.holds_minute(u16::from(self.digest_hour) * 60) {
            return Err(Fault::invalid("notify-digest-in-quiet").field("digest_hour"));
        }
        Ok(())
    }
}

/// What these people chose; who is not in the answer chose nothing. An unreadable choice (of a
/// newer program) counts as none.
pub(crate) async fn choices_of(sql: &mut dyn Sql, people: &[PersonId]) -> Result<HashMap<PersonId, Choices>> {
    let mut found = HashMap::new();
    for chunk in people.chunks(500) {
        let text = format!(
            "SELECT person_id, choices FROM notice_choice WHERE person_id IN ({})",
            store::places(1, chunk.len())
        );
        for row in sql.rows(&text, chunk.iter().map(|id| (*id).into()).collect()).await? {
            found.insert(row.id(0)?, serde_json::from_str(&row.text(1)?).unwrap_or_default());
        }
    }
    Ok(found)
}

/// What a person chose, or the usual.
///
/// # Errors
/// When the store can't be read.
pub async fn choices(sql: &mut dyn Sql, person: PersonId) -> Result<Choices> {
    Ok(choices_of(sql, &[person]).await?.remove(&person).unwrap_or_default())
}

/// The person who acts, for what is their own.
pub(crate) fn own(ctx: &Ctx) -> Result<PersonId> {
    let id = ctx.actor.person.ok_or_else(|| Fault::forbidden("fault-forbidden"))?;
    ctx.require(NOTIFY_OWN, &Resource { kind: "person", id: id.to_string(), owner: Some(id), ..Resource::default() })?;
    Ok(id)
}

/// Chooses how to be told; everybody for themselves.
///
/// # Errors
/// `Forbidden` for whoever is no person; `Invalid` for choices under which they would not hear of
/// what is overdue or returned, or whose digest falls into their quiet hours.
pub async fn choose(store: &Store, ctx: &Ctx, mut choices: Choices) -> Result<()> {
    let person = own(ctx)?;
    choices.kinds.retain(|kind, when| *when != kind.usually());
    choices.check()?;
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                let event = NewEvent::new("notify.chosen", person.subject(), json!({ "choices": choices }));
                let seq = tx.append(event).await?;
                let text = serde_json::to_string(&choices).map_err(Fault::internal)?;
                let sql = "INSERT INTO notice_choice (person_id, choices, seq) VALUES ($1,$2,$3) \
                           ON CONFLICT (person_id) DO UPDATE SET choices = excluded.choices, seq = excluded.seq";
                tx.exec(sql, args![person, text, seq]).await.map(drop)
            })
        })
        .await
}

#[cfg(test)]
mod tests {
    use kernel::Day;

    use super::*;
    fn at(day: &str, hour: i64, minute: i64) -> Millis {
        Millis::start_of(day.parse().unwrap()).plus((hour * 60 + minute) * MINUTE)
    }
    /// 16 to 20 February 2026 is Tết; Saturday 28 is worked instead.
    fn calendar() -> WorkCalendar {
        WorkCalendar {
            off: (16..=20).map(|d| Day::new(2026, 2, d).unwrap()).collect(),
            worked: ["2026-02-28".parse().unwrap()].into(),
        }
    }
    #[test]
    fn quiet_hours_end_in_the_morning_of_a_working_day() {
        let quiet = Choices::default().quiet;
        let open = |t| quiet.open_from(t, &calendar());
        assert_eq!(open(at("2026-02-12", 9, 0)), at("2026-02-12", 9, 0));
        assert_eq!(open(at("2026-02-12", 19, 0)), at("2026-02-13", 7, 0));
        assert_eq!(open(at("2026-02-12", 6, 59)), at("2026-02-12", 7, 0));
        assert_eq!(open(at("2026-02-13", 20, 30)), at("2026-02-23", 7, 0), "across Tết and two weekends");
        assert_eq!(open(at("2026-02-28", 10, 0)), at("2026-02-28", 10, 0), "a Saturday worked instead");
        let always = Quiet { from: 0, to: 0, days_off: false };
        assert_eq!(always.open_from(at("2026-02-15", 3, 0), &calendar()), at("2026-02-15", 3, 0));
        let lunch = Quiet { from: 11 * 60, to: 13 * 60, days_off: false };
        assert_eq!(lunch.open_from(at("2026-02-15", 12, 0), &calendar()), at("2026-02-15", 13, 0));
    }
    #[test]
    fn nobody_can_shut_out_what_they_must_hear() {
        let mut choices = Choices::default();
        choices.kinds.insert(Kind::Overdue, When::Off);
        assert_eq!(choices.check().unwrap_err().say.id, "notify-must-hear");
        let choices = Choices { mail: Reach::Off, push: Reach::Off, ..Choices::default() };
        assert_eq!(choices.check().unwrap_err().say.id, "notify-one-way-stays");
        let choices = Choices { digest_hour: 22, ..Choices::default() };
        assert_eq!(choices.check().unwrap_err().say.id, "notify-digest-in-quiet");
        assert!(Choices::default().check().is_ok());
    }
}
