//! The book of targets in memory: every version, actual value and decision, so that any day's
//! standing is computed without asking the store. Brought up to date by sequence numbers.
use std::{collections::HashMap, sync::Arc};

use kernel::{ActualId, Day, Decimal, DocumentId, Result, TargetId, UnitId};
use store::{Row, Sql, Value, args};

use crate::{
    db,
    state::{self, Said, TargetState, Verdict},
    target::{TargetSays, YearValue},
};

/// One version of a target, as a document states it from a day on.
#[derive(Clone, Debug)]
pub struct Version {
    /// 1, 2, 3…
    pub version: i64,
    /// The first day on which it holds.
    pub from_day: Day,
    /// The document no longer has the target.
    pub withdrawn: bool,
    /// The event that wrote it.
    pub seq: i64,
    /// What the document says.
    pub says: TargetSays,
}

/// What was decided on an actual value.
#[derive(Clone, Debug)]
pub struct Decision {
    /// The event.
    pub seq: i64,
    /// The day on which it counts.
    pub day: Day,
    /// Confirmed, or else returned.
    pub confirmed: bool,
    /// The reason of a return.
    pub note: String,
}

/// A stated actual value; never changed, only confirmed, returned or replaced.
#[derive(Clone, Debug)]
pub struct Actual {
    /// Its id.
    pub id: ActualId,
    /// The year whose target it is held against.
    pub year: i16,
    /// The day it describes.
    pub as_of: Day,
    /// The number, if it is one.
    pub value: Option<Decimal>,
    /// The words, if it is none.
    pub quality: String,
    /// Unit of measure.
    pub unit: String,
    /// Where it comes from.
    pub source: String,
    /// Made up for the sample province.
    pub simulated: bool,
    /// The one it corrects.
    pub replaces: Option<ActualId>,
    /// The day on which it was recorded.
    pub recorded: Day,
    /// The event that recorded it.
    pub seq: i64,
    /// Who stated it.
    pub by_name: String,
    /// Decisions, oldest first.
    pub decisions: Vec<Decision>,
}

/// How a stated value stood as of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActualStanding {
    /// Waits for the focal department.
    Pending,
    /// Counts.
    Confirmed,
    /// Sent back with a reason.
    Returned,
    /// A confirmed correction stands in its place.
    Replaced,
}
impl ActualStanding {
    /// The id of its name in the Fluent files.
    #[must_use]
    pub fn message_id(self) -> &'static str {
        match self {
            Self::Pending => "indicator-actual-pending",
            Self::Confirmed => "indicator-actual-confirmed",
            Self::Returned => "indicator-actual-returned",
            Self::Replaced => "indicator-actual-replaced",
        }
    }
}

/// A moment of knowledge: what was known up to an event, about a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The day.
    pub day: Day,
    /// Events after this one are not known.
    pub known_seq: i64,
}
impl Asked {
    /// Everything known now about a day.
    #[must_use]
    pub fn on(day: Day) -> Self {
        Self { day, known_seq: i64::MAX }
    }
    fn sees(self, day: Day, seq: i64) -> bool {
        day <= self.day && seq <= self.known_seq
    }
}

/// A target with all its history.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Its id.
    pub id: TargetId,
    /// The document that sets it.
    pub document: DocumentId,
    /// Its place in the document.
    pub ordinal: i64,
    /// Versions, oldest first.
    pub versions: Vec<Version>,
    /// Stated values, oldest first.
    pub actuals: Vec<Actual>,
}

/// Where a target stands, with what says so.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// What the document says on that day.
    pub says: &'a TargetSays,
    /// The yearly value that counts.
    pub value: Option<&'a YearValue>,
    /// The year it is for.
    pub year: i16,
    /// The confirmed value that counts.
    pub actual: Option<&'a Actual>,
    /// The verdict on it.
    pub verdict: Option<Verdict>,
    /// The answer.
    pub state: TargetState,
}

impl Actual {
    fn last_decision(&self, asked: Asked) -> Option<&Decision> {
        self.decisions.iter().rfind(|d| asked.sees(d.day, d.seq))
    }
    fn is_confirmed(&self, asked: Asked) -> bool {
        asked.sees(self.recorded, self.seq) && self.last_decision(asked).is_some_and(|d| d.confirmed)
    }
    /// As compared with a target.
    #[must_use]
    pub fn said(&self) -> Said<'_> {
        Said { value: self.value, quality: &self.quality }
    }
}

impl Cell {
    /// The version that holds; `None` before the first and after a withdrawal.
    #[must_use]
    pub fn version(&self, asked: Asked) -> Option<&Version> {
        self.versions.iter().rfind(|v| asked.sees(v.from_day, v.seq)).filter(|v| !v.withdrawn)
    }
    /// How one of its stated values stands; `None` when it was not there yet.
    #[must_use]
    pub fn actual_standing(&self, actual: &Actual, asked: Asked) -> Option<ActualStanding> {
        if !asked.sees(actual.recorded, actual.seq) {
            return None;
        }
        Some(match actual.last_decision(asked) {
            Some(d) if d.confirmed && self.is_replaced(actual.id, asked) => ActualStanding::Replaced,
            Some(d) if d.confirmed => ActualStanding::Confirmed,
            Some(_) => ActualStanding::Returned,
            None if self.is_replaced(actual.id, asked) => ActualStanding::Replaced,
            None => ActualStanding::Pending,
        })
    }
    fn is_replaced(&self, id: ActualId, asked: Asked) -> bool {
        self.actuals.iter().any(|a| a.replaces == Some(id) && a.is_confirmed(asked))
    }
    /// The confirmed value that counts: the one about the latest day, the newest of equals.
    #[must_use]
    pub fn counting(&self, year: i16, asked: Asked) -> Option<&Actual> {
        self.actuals
            .iter()
            .filter(|a| a.year == year && a.as_of <= asked.day && a.is_confirmed(asked))
            .filter(|a| !self.is_replaced(a.id, asked))
            .max_by_key(|a| (a.as_of, a.seq))
    }
    /// Where the target stands; `None` when it does not hold on that day.
    #[must_use]
    pub fn standing(&self, asked: Asked) -> Option<Standing<'_>> {
        let says = &self.version(asked)?.says;
        let value = state::value_for(&says.values, asked.day);
        Some(self.standing_for(says, value, asked))
    }
    /// Where it stands against a named year's value, e.g. last year's on a scorecard.
    #[must_use]
    pub fn standing_in(&self, year: i16, asked: Asked) -> Option<Standing<'_>> {
        let says = &self.version(asked)?.says;
        let value = says.values.iter().find(|v| v.year == year && state::is_set(v))?;
        Some(self.standing_for(says, Some(value), asked))
    }
    fn standing_for<'a>(&'a self, says: &'a TargetSays, value: Option<&'a YearValue>, asked: Asked) -> Standing<'a> {
        let year = value.map_or(0, |v| v.year);
        let actual = value.and_then(|_| self.counting(year, asked));
        let verdict = value.zip(actual).map(|(v, a)| state::judge(v, &says.unit, &says.direction, a.said()));
        Standing { says, value, year, actual, verdict, state: state::state_of(verdict, year, asked.day) }
    }
    /// Its lead units on that day.
    pub fn leads(&self, asked: Asked) -> impl Iterator<Item = UnitId> + '_ {
        self.version(asked).into_iter().flat_map(|v| v.says.leads.iter().map(|(unit, _)| *unit))
    }
}

/// All targets. Cloning is cheap: cells are shared.
#[derive(Clone, Debug, Default)]
pub struct Book {
    cells: Vec<Arc<Cell>>,
    index: HashMap<TargetId, usize>,
}

impl Book {
    /// Every target, in the order in which they were written.
    #[must_use]
    pub fn cells(&self) -> &[Arc<Cell>] {
        &self.cells
    }
    /// One target.
    #[must_use]
    pub fn cell(&self, id: TargetId) -> Option<&Cell> {
        self.index.get(&id).map(|i| &*self.cells[*i])
    }
    fn cell_mut(&mut self, id: TargetId) -> Option<&mut Cell> {
        self.index.get(&id).map(|i| Arc::make_mut(&mut self.cells[*i]))
    }
    /// Adds everything written by events after `since`; 0 loads all.
    ///
    /// # Errors
    /// When the store can't be read.
    pub async fn refresh(&mut self, sql: &mut dyn Sql, since: i64) -> Result<()> {
        self.add_targets(sql, since).await?;
        self.add_versions(sql, "t.seq > $1", since.into()).await?;
        for row in sql.rows(ACTUALS, args![since]).await? {
            let actual = read_actual(&row)?;
            if let Some(cell) = self.cell_mut(row.id(12)?) {
                cell.actuals.push(actual);
            }
        }
        for row in sql.rows(MARKS, args![since]).await? {
            let id: ActualId = row.id(2)?;
            let decision = Decision {
                seq: row.int(0)?,
                day: row.millis(3)?.day(),
                confirmed: row.text(4)? == "confirmed",
                note: row.text(5)?,
            };
            let cell = self.cell_mut(row.id(1)?);
            if let Some(actual) = cell.and_then(|c| c.actuals.iter_mut().find(|a| a.id == id)) {
                actual.decisions.push(decision);
            }
        }
        Ok(())
    }
    /// One target alone, as the store has it now: for operations.
    ///
    /// # Errors
    /// When the store can't be read.
    pub async fn load_one(sql: &mut dyn Sql, id: TargetId) -> Result<Option<Cell>> {
        let text = "SELECT document_id, ordinal FROM target WHERE id = $1";
        let Some(row) = sql.opt(text, args![id]).await? else { return Ok(None) };
        let (versions, actuals) = (Vec::new(), Vec::new());
        let cell = Cell { id, document: row.id(0)?, ordinal: row.int(1)?, versions, actuals };
        let mut book = Self { cells: vec![Arc::new(cell)], index: HashMap::from([(id, 0)]) };
        book.add_versions(sql, "t.target_id = $1", id.into()).await?;
        Ok(book.cells.pop().map(Arc::unwrap_or_clone))
    }
    async fn add_targets(&mut self, sql: &mut dyn Sql, since: i64) -> Result<()> {
        let text = "SELECT id, document_id, ordinal FROM target WHERE seq > $1 ORDER BY seq, id";
        for row in sql.rows(text, args![since]).await? {
            let (id, ordinal) = (row.id(0)?, row.int(2)?);
            match self.cell_mut(id) {
                Some(cell) => cell.ordinal = ordinal,
                None => {
                    self.index.insert(id, self.cells.len());
                    let (versions, actuals) = (Vec::new(), Vec::new());
                    self.cells.push(Arc::new(Cell { id, document: row.id(1)?, ordinal, versions, actuals }));
                }
            }
        }
        Ok(())
    }
    async fn add_versions(&mut self, sql: &mut dyn Sql, which: &str, arg: Value) -> Result<()> {
        for row in sql.rows(&VERSIONS.replace("{which}", which), vec![arg.clone()]).await? {
            let version = read_version(&row)?;
            if let Some(cell) = self.cell_mut(row.id(0)?) {
                cell.versions.push(version);
            }
        }
        for row in sql.rows(&VALUES.replace("{which}", which), vec![arg.clone()]).await? {
            let value = YearValue {
                year: db::year(row.int(2)?)?,
                printed: row.text(3)?,
                op: row.text(4)?,
                value: row.text(5)?,
                quality: row.text(6)?,
                unit: row.text(7)?,
            };
            if let Some(says) = self.says_mut(row.id(0)?, row.int(1)?) {
                says.values.push(value);
            }
        }
        for row in sql.rows(&PARTS.replace("{which}", which), vec![arg]).await? {
            let lead = (row.id(2)?, row.text(3)?);
            if let Some(says) = self.says_mut(row.id(0)?, row.int(1)?) {
                says.leads.push(lead);
            }
        }
        Ok(())
    }
    fn says_mut(&mut self, id: TargetId, version: i64) -> Option<&mut TargetSays> {
        self.cell_mut(id)?.versions.iter_mut().find(|v| v.version == version).map(|v| &mut v.says)
    }
}

const VERSIONS: &str = "SELECT target_id, version, from_day, withdrawn, seq, section_no, section_title, no, name, unit, \
     direction, definition, lead_text, source_documents_text FROM target_version t WHERE {which} ORDER BY target_id, version";
const VALUES: &str = "SELECT v.target_id, v.version, v.year, v.printed, v.op, v.value, v.quality, v.unit \
     FROM target_value v JOIN target_version t ON t.target_id = v.target_id AND t.version = v.version \
     WHERE {which} ORDER BY v.target_id, v.version, v.year";
const PARTS: &str = "SELECT p.target_id, p.version, p.unit_id, p.group_code \
     FROM target_part p JOIN target_version t ON t.target_id = p.target_id AND t.version = p.version \
     WHERE {which} ORDER BY p.target_id, p.version, p.unit_id";
const ACTUALS: &str = "SELECT id, year, as_of, value, quality, unit, source, simulated, replaces, at, by_name, seq, target_id \
     FROM actual WHERE seq > $1 ORDER BY seq";
const MARKS: &str = "SELECT seq, target_id, actual_id, at, kind, note FROM actual_mark WHERE seq > $1 ORDER BY seq";

fn read_version(row: &Row) -> Result<Version> {
    Ok(Version {
        version: row.int(1)?,
        from_day: row.day(2)?,
        withdrawn: row.flag(3)?,
        seq: row.int(4)?,
        says: TargetSays {
            section_no: row.text(5)?,
            section_title: row.text(6)?,
            no: row.text(7)?,
            name: row.text(8)?,
            unit: row.text(9)?,
            direction: row.text(10)?,
            definition: row.text(11)?,
            lead_text: row.text(12)?,
            source_documents_text: row.text(13)?,
            values: Vec::new(),
            leads: Vec::new(),
        },
    })
}

fn read_actual(row: &Row) -> Result<Actual> {
    Ok(Actual {
        id: row.id(0)?,
        year: db::year(row.int(1)?)?,
        as_of: row.day(2)?,
        value: db::decimal(&row.text(3)?)?,
        quality: row.text(4)?,
        unit: row.text(5)?,
        source: row.text(6)?,
        simulated: row.flag(7)?,
        replaces: row.opt_id(8)?,
        recorded: row.millis(9)?.day(),
        by_name: row.text(10)?,
        seq: row.int(11)?,
        decisions: Vec::new(),
    })
}
