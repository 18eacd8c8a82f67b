//! All of them with their marks, without the texts: enough to say where each stood on any day.
use std::collections::HashMap;

use kernel::{Day, PersonId, Result, UnitId, VoiceId, WorkCalendar, text};
use plan::board::{Asked, Sight};
use store::{Sql, args};

use crate::{
    Channel, Field, Kind, SenderKind, db,
    mark::MarkKind,
    state::{SOON, Standing, State, Timing},
};

/// A mark, without what was said.
#[derive(Clone, Debug)]
pub struct Mark {
    /// The event.
    pub seq: i64,
    /// Its day.
    pub day: Day,
    /// What was done.
    pub kind: MarkKind,
    /// The unit it was given to.
    pub unit: Option<UnitId>,
    /// Working days to answer.
    pub days: Option<i64>,
    /// The last day, where one was set.
    pub due_on: Option<Day>,
    /// The one it was merged into.
    pub into: Option<VoiceId>,
    /// Kind and field as set right.
    pub new: Option<(Kind, Field)>,
    /// Points or rating.
    pub score: Option<i64>,
    /// Accepted or not.
    pub accepted: Option<bool>,
}

/// One, without its content and its sender.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its id.
    pub id: VoiceId,
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: String,
    /// The place it is about.
    pub place: String,
    kind: Kind,
    field: Field,
    /// How it came in.
    pub channel: Channel,
    /// The day it came in.
    pub received_on: Day,
    /// The day it was recorded.
    pub recorded: Day,
    /// The event.
    pub seq: i64,
    /// Who sent it, in general.
    pub sender_kind: SenderKind,
    /// The unit that sent it.
    pub sender_unit: Option<UnitId>,
    /// Who took it in.
    pub by_person: Option<PersonId>,
    /// The unit that took it in.
    pub by_unit: Option<UnitId>,
    /// Its newest mark; 0 for none.
    pub last_mark: i64,
    /// Made up for the sample province.
    pub simulated: bool,
    /// Marks, oldest first.
    pub marks: Vec<Mark>,
}

fn sees(asked: Asked, day: Day, seq: i64) -> bool {
    day <= asked.day && seq <= asked.known_seq
}

impl Item {
    fn known(&self, asked: Asked) -> impl DoubleEndedIterator<Item = &Mark> {
        self.marks.iter().filter(move |m| sees(asked, m.day, m.seq))
    }
    /// Was it there on that day?
    #[must_use]
    pub fn was_there(&self, asked: Asked) -> bool {
        sees(asked, self.recorded, self.seq)
    }
    /// Kind and field as classified by then.
    #[must_use]
    pub fn class(&self, asked: Asked) -> (Kind, Field) {
        self.known(asked).filter_map(|m| m.new).next_back().unwrap_or((self.kind, self.field))
    }
    /// Where it stood. The deadline is counted on the calendar as it is known now: where the calendar
    /// was put right, deadlines move with it.
    #[must_use]
    pub fn standing(&self, asked: Asked, calendar: &WorkCalendar) -> Standing {
        let mut standing = Standing {
            state: State::Received,
            timing: Timing::Free,
            unit: None,
            due: None,
            answered: None,
            into: None,
            evaluation: None,
            rating: None,
            returned: false,
        };
        let mut deadline = None;
        for mark in self.known(asked) {
            standing.state = standing.state.after(mark.kind).unwrap_or(standing.state);
            standing.unit = mark.unit.or(standing.unit);
            standing.into = mark.into.or(standing.into);
            if mark.days.is_some() || mark.due_on.is_some() {
                deadline = Some((mark.day, mark.days, mark.due_on));
            }
            match mark.kind {
                MarkKind::Sent => standing.answered = Some(mark.day),
                MarkKind::Evaluated => standing.evaluation = mark.accepted.map(|yes| (yes, mark.score)),
                MarkKind::Rated => standing.rating = mark.score,
                _ => {}
            }
            standing.returned = mark.kind == MarkKind::DraftReturned || (standing.returned && !ends_return(mark.kind));
        }
        standing.due = db::due(deadline, calendar);
        standing.timing = timing(standing.state, standing.due, standing.answered, asked.day, calendar);
        standing
    }
    /// May the reader see it? A unit sees what it has or had, and what it took in.
    #[must_use]
    pub fn is_seen(&self, sight: &Sight) -> bool {
        match sight {
            Sight::All => true,
            Sight::Units(own) => {
                self.marks.iter().filter_map(|m| m.unit).chain(self.by_unit).any(|unit| own.contains(&unit))
            }
        }
    }
}

fn ends_return(kind: MarkKind) -> bool {
    matches!(kind, MarkKind::Drafted | MarkKind::Transferred | MarkKind::GivenBack | MarkKind::Merged)
}

fn timing(state: State, due: Option<Day>, answered: Option<Day>, day: Day, calendar: &WorkCalendar) -> Timing {
    match (state, due, answered) {
        (State::Answered, Some(due), Some(on)) if on > due => Timing::Late,
        (State::Answered, ..) => Timing::OnTime,
        (State::Processing | State::Drafted | State::Approved, Some(due), _) => {
            if day > due {
                Timing::Overdue
            } else if calendar.working_days_between(day, due) <= SOON {
                Timing::DueSoon
            } else {
                Timing::Open
            }
        }
        _ => Timing::Free,
    }
}

/// All of them, newest first.
#[derive(Clone, Debug, Default)]
pub struct Book {
    items: Vec<Item>,
}
impl Book {
    /// Reads all.
    ///
    /// # Errors
    /// When the store can't be read.
    pub async fn load(sql: &mut dyn Sql) -> Result<Self> {
        let mut book = Self::default();
        let mut index: HashMap<VoiceId, usize> = HashMap::new();
        for row in sql.rows(ITEMS, vec![]).await? {
            let year = i16::try_from(row.int(1)?).map_err(kernel::Fault::internal)?;
            index.insert(row.id(0)?, book.items.len());
            book.items.push(Item {
                id: row.id(0)?,
                number: db::number(year, row.int(2)?),
                title: row.text(3)?,
                place: row.text(4)?,
                kind: db::code(&row, 5, Kind::from_code)?,
                field: db::code(&row, 6, Field::from_code)?,
                channel: db::code(&row, 7, Channel::from_code)?,
                received_on: row.day(8)?,
                recorded: row.millis(9)?.day(),
                seq: row.int(10)?,
                sender_kind: db::code(&row, 11, SenderKind::from_code)?,
                sender_unit: row.opt_id(12)?,
                by_person: row.text(13)?.parse().ok(),
                by_unit: row.opt_id(14)?,
                last_mark: row.int(15)?,
                simulated: row.flag(16)?,
                marks: Vec::new(),
            });
        }
        for row in sql.rows(MARKS, vec![]).await? {
            let Some(at) = index.get(&row.id(1)?) else { continue };
            let new = Kind::from_code(&row.text(7)?).zip(Field::from_code(&row.text(8)?));
            book.items[*at].marks.push(Mark {
                seq: row.int(0)?,
                day: row.millis(2)?.day(),
                kind: db::code(&row, 3, MarkKind::from_code)?,
                unit: row.opt_id(4)?,
                days: row.opt_int(5)?,
                due_on: row.opt_day(6)?,
                into: row.opt_id(9)?,
                new,
                score: row.opt_int(10)?,
                accepted: row.opt_int(11)?.map(|n| n != 0),
            });
        }
        Ok(book)
    }
    /// Every one.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }
    /// One of them.
    #[must_use]
    pub fn item(&self, id: VoiceId) -> Option<&Item> {
        self.items.iter().find(|i| i.id == id)
    }
}

/// Those whose number, title, content or place hold all the words; accents and case do not matter.
/// `None` for no words: all.
///
/// # Errors
/// When the store can't be read.
pub async fn search(sql: &mut dyn Sql, words: &str) -> Result<Option<Vec<VoiceId>>> {
    let folded = text::fold_words(words);
    let words: Vec<&str> = folded.split(' ').filter(|w| !w.is_empty()).take(12).collect();
    if words.is_empty() {
        return Ok(None);
    }
    let clauses: Vec<String> = (1..=words.len()).map(|i| format!("folded LIKE ${i}")).collect();
    let text = format!("SELECT id FROM voice WHERE {}", clauses.join(" AND "));
    let values = words.iter().map(|w| format!("%{w}%").into()).collect();
    sql.rows(&text, values).await?.iter().map(|row| row.id(0)).collect::<Result<Vec<_>>>().map(Some)
}

/// What was said, and the files: of one, for its page.
///
/// # Errors
/// When the store can't be read.
pub(crate) async fn content(sql: &mut dyn Sql, id: VoiceId) -> Result<Option<(String, String)>> {
    let row = sql.opt("SELECT content, evidence FROM voice WHERE id = $1", args![id]).await?;
    row.map(|row| Ok((row.text(0)?, row.text(1)?))).transpose()
}

const ITEMS: &str = "SELECT id, year, no, title, place, kind, field, channel, received_on, at, seq, sender_kind, sender_unit, \
     by_person, by_unit, last_mark, simulated FROM voice ORDER BY seq DESC";
const MARKS: &str = "SELECT seq, voice_id, at, kind, unit_id, days, due_on, new_kind, new_field, into_id, score, accepted \
     FROM voice_mark ORDER BY seq";
