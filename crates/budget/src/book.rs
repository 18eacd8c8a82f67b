//! The book of a year's money: every project with its versions, amounts and decisions, so that any
//! day's standing is computed without asking the store again.
use std::collections::{BTreeSet, HashMap};

use kernel::{Day, Dong, FigureId, ProjectId, Result, UnitId};
use plan::board::{Asked, Sight};
use store::{Row, Sql, args};

use crate::{Fund, Level, Measure, Nature, Pace, db, pace, project::Says};

/// What is said of a project from an event on.
#[derive(Clone, Debug)]
pub struct Version {
    /// 1, 2, 3…
    pub version: i64,
    /// The day of the event.
    pub day: Day,
    /// The event.
    pub seq: i64,
    /// What is said.
    pub says: Says,
}

/// What was decided on an amount.
#[derive(Clone, Debug)]
pub struct Decision {
    /// The event.
    pub seq: i64,
    /// Its day.
    pub day: Day,
    /// Confirmed, or else returned.
    pub confirmed: bool,
    /// The reason of a return.
    pub note: String,
    /// Who decided.
    pub by_name: String,
}

/// A stated amount; never changed, only confirmed, returned or corrected.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Its id.
    pub id: FigureId,
    /// The budget year.
    pub year: i16,
    /// The fund.
    pub fund: Fund,
    /// What it says.
    pub measure: Measure,
    /// The month it plans for; 0 for all other measures.
    pub month: i8,
    /// The day it describes.
    pub as_of: Day,
    /// The amount.
    pub amount: Dong,
    /// The document or report it comes from.
    pub source: String,
    /// What else was said.
    pub note: String,
    /// Made up for the sample province.
    pub simulated: bool,
    /// The one it corrects.
    pub replaces: Option<FigureId>,
    /// The day on which it was stated.
    pub recorded: Day,
    /// The event.
    pub seq: i64,
    /// Who stated it.
    pub by_name: String,
    /// The decision, if there is one.
    pub decision: Option<Decision>,
}

/// How a stated amount stands as of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FigureStanding {
    /// Waits for the focal department.
    Pending,
    /// Counts.
    Confirmed,
    /// Sent back with a reason.
    Returned,
    /// A confirmed correction stands in its place.
    Replaced,
}
impl FigureStanding {
    /// Its code: `pending`, `confirmed`, `returned`, `replaced`.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.message_id().trim_start_matches("budget-figure-")
    }
    /// The id of its name in the Fluent files.
    #[must_use]
    pub fn message_id(self) -> &'static str {
        match self {
            Self::Pending => "budget-figure-pending",
            Self::Confirmed => "budget-figure-confirmed",
            Self::Returned => "budget-figure-returned",
            Self::Replaced => "budget-figure-replaced",
        }
    }
}

/// Amounts added up: of one fund of one project, of a project, of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Assigned for the year.
    pub assigned: Dong,
    /// Carried over from earlier years.
    pub carried: Dong,
    /// Net adjustments.
    pub adjusted: Dong,
    /// Disbursed since 1 January.
    pub disbursed: Dong,
    /// Whether anybody stated what is disbursed: nothing stated is not the same as zero.
    pub stated: bool,
    /// What should have been disbursed by the day.
    pub expected: Dong,
    /// What will have been disbursed by the year's end if it goes on so; an estimate.
    pub estimate: Option<Dong>,
}
impl Sums {
    /// All that may be disbursed in the year.
    #[must_use]
    pub fn available(&self) -> Dong {
        self.assigned + self.adjusted + self.carried
    }
    /// Disbursed of what is available, in per cent.
    #[must_use]
    pub fn rate(&self) -> Option<kernel::Decimal> {
        if self.stated { self.disbursed.percent_of(self.available()) } else { None }
    }
    /// Disbursed of what is assigned alone, in per cent, as some reports count.
    #[must_use]
    pub fn rate_of_assigned(&self) -> Option<kernel::Decimal> {
        if self.stated { self.disbursed.percent_of(self.assigned + self.adjusted) } else { None }
    }
    /// What should have been disbursed by the day and was not; nothing when it was.
    #[must_use]
    pub fn delay(&self) -> Dong {
        (self.expected - self.disbursed).max(Dong::ZERO)
    }
    /// The pace.
    #[must_use]
    pub fn pace(&self) -> Pace {
        pace::pace(self.stated.then_some(self.disbursed), self.expected)
    }
    /// More was disbursed than there was: one of the amounts is wrong.
    #[must_use]
    pub fn overdrawn(&self) -> bool {
        self.stated && self.disbursed > self.available()
    }
    /// Adds another.
    pub fn add(&mut self, other: &Self) {
        self.assigned = self.assigned + other.assigned;
        self.carried = self.carried + other.carried;
        self.adjusted = self.adjusted + other.adjusted;
        self.disbursed = self.disbursed + other.disbursed;
        self.expected = self.expected + other.expected;
        self.stated |= other.stated;
        self.estimate = match (self.estimate, other.estimate) {
            (Some(a), Some(b)) => Some(a + b),
            (a, b) => a.or(b),
        };
    }
}

/// A project with the amounts of one year.
#[derive(Clone, Debug)]
pub struct Project {
    /// Its id.
    pub id: ProjectId,
    /// Its code.
    pub code: String,
    /// Versions, oldest first.
    pub versions: Vec<Version>,
    /// Amounts of the year, oldest first.
    pub figures: Vec<Figure>,
}

fn sees(asked: Asked, day: Day, seq: i64) -> bool {
    day <= asked.day && seq <= asked.known_seq
}

impl Project {
    /// What holds of it; `None` before it was added.
    #[must_use]
    pub fn version(&self, asked: Asked) -> Option<&Version> {
        self.versions.iter().rfind(|v| sees(asked, v.day, v.seq))
    }
    fn decision<'a>(&self, figure: &'a Figure, asked: Asked) -> Option<&'a Decision> {
        figure.decision.as_ref().filter(|d| sees(asked, d.day, d.seq))
    }
    fn is_confirmed(&self, figure: &Figure, asked: Asked) -> bool {
        sees(asked, figure.recorded, figure.seq) && self.decision(figure, asked).is_some_and(|d| d.confirmed)
    }
    fn is_replaced(&self, id: FigureId, asked: Asked) -> bool {
        self.figures.iter().any(|f| f.replaces == Some(id) && self.is_confirmed(f, asked))
    }
    /// How one of its amounts stands; `None` when it was not there yet.
    #[must_use]
    pub fn standing(&self, figure: &Figure, asked: Asked) -> Option<FigureStanding> {
        if !sees(asked, figure.recorded, figure.seq) {
            return None;
        }
        Some(match self.decision(figure, asked) {
            Some(d) if !d.confirmed => FigureStanding::Returned,
            _ if self.is_replaced(figure.id, asked) => FigureStanding::Replaced,
            Some(_) => FigureStanding::Confirmed,
            None => FigureStanding::Pending,
        })
    }
    /// The confirmed amount that counts: about the latest day up to `upto`, the newest of equals.
    #[must_use]
    pub fn counting(&self, asked: Asked, fund: Fund, measure: Measure, month: i8, upto: Day) -> Option<&Figure> {
        self.figures
            .iter()
            .filter(|f| (f.fund, f.measure, f.month) == (fund, measure, month) && f.as_of <= upto)
            .filter(|f| self.is_confirmed(f, asked) && !self.is_replaced(f.id, asked))
            .max_by_key(|f| (f.as_of, f.seq))
    }
    /// The funds from which anything is stated.
    #[must_use]
    pub fn funds(&self) -> BTreeSet<Fund> {
        self.figures.iter().map(|f| f.fund).collect()
    }
    /// Where one fund stands.
    #[must_use]
    pub fn sums(&self, asked: Asked, year: i16, fund: Fund) -> Sums {
        let of = |measure| self.counting(asked, fund, measure, 0, asked.day);
        let amount = |measure| of(measure).map_or(Dong::ZERO, |f| f.amount);
        let disbursed = of(Measure::Disbursed);
        let mut sums = Sums {
            assigned: amount(Measure::Assigned),
            carried: amount(Measure::Carried),
            adjusted: amount(Measure::Adjusted),
            disbursed: disbursed.map_or(Dong::ZERO, |f| f.amount),
            stated: disbursed.is_some(),
            ..Sums::default()
        };
        let available = sums.available();
        sums.expected = pace::expected(available, &self.planned(asked, fund), year, asked.day);
        sums.estimate = disbursed.and_then(|f| pace::estimate(f.amount, available, year, f.as_of));
        sums
    }
    /// The stated monthly plan: month and total to be disbursed by its end.
    #[must_use]
    pub fn planned(&self, asked: Asked, fund: Fund) -> Vec<(i8, Dong)> {
        let of = |month| self.counting(asked, fund, Measure::Planned, month, asked.day).map(|f| (month, f.amount));
        (1..=12).filter_map(of).collect()
    }
    /// The newest day that a stated disbursement describes.
    #[must_use]
    pub fn newest(&self, asked: Asked) -> Option<Day> {
        let of = |fund| self.counting(asked, fund, Measure::Disbursed, 0, asked.day).map(|f| f.as_of);
        self.funds().into_iter().filter_map(of).max()
    }
}

/// All projects with the amounts of one year, in order of codes.
#[derive(Clone, Debug, Default)]
pub struct Book {
    /// The year.
    pub year: i16,
    projects: Vec<Project>,
    index: HashMap<ProjectId, usize>,
}
impl Book {
    /// Reads a year.
    ///
    /// # Errors
    /// When the store can't be read.
    pub async fn load(sql: &mut dyn Sql, year: i16) -> Result<Self> {
        let mut book = Self { year, ..Self::default() };
        for row in sql.rows(PROJECTS, vec![]).await? {
            book.index.insert(row.id(0)?, book.projects.len());
            let (versions, figures) = (Vec::new(), Vec::new());
            book.projects.push(Project { id: row.id(0)?, code: row.text(1)?, versions, figures });
        }
        for row in sql.rows(VERSIONS, vec![]).await? {
            let version = read_version(&row)?;
            if let Some(project) = book.project_mut(row.id(0)?) {
                project.versions.push(version);
            }
        }
        for row in sql.rows(FIGURES, args![year]).await? {
            let figure = read_figure(&row)?;
            if let Some(project) = book.project_mut(row.id(1)?) {
                project.figures.push(figure);
            }
        }
        Ok(book)
    }
    /// Every project.
    #[must_use]
    pub fn projects(&self) -> &[Project] {
        &self.projects
    }
    /// One of them.
    #[must_use]
    pub fn project(&self, id: ProjectId) -> Option<&Project> {
        self.index.get(&id).map(|at| &self.projects[*at])
    }
    fn project_mut(&mut self, id: ProjectId) -> Option<&mut Project> {
        self.index.get(&id).map(|at| &mut self.projects[*at])
    }
    /// Projects that there are on the day and that the reader may see, with what holds of them.
    pub fn seen<'a>(&'a self, asked: Asked, sight: &'a Sight) -> impl Iterator<Item = (&'a Project, &'a Says)> {
        let held = self.projects.iter().filter_map(move |p| Some((p, &p.version(asked)?.says)));
        held.filter(move |(_, says)| may_see(sight, says.owner))
    }
}

/// Whether a reader sees what that unit owns.
#[must_use]
pub fn may_see(sight: &Sight, owner: UnitId) -> bool {
    match sight {
        Sight::All => true,
        Sight::Units(own) => own.contains(&owner),
    }
}

/// Years for which anything is stated, newest first.
///
/// # Errors
/// When the store can't be read.
pub async fn years(sql: &mut dyn Sql) -> Result<Vec<i16>> {
    let rows = sql.rows("SELECT DISTINCT year FROM budget_figure ORDER BY year DESC", vec![]).await?;
    rows.iter().map(|row| db::small(row, 0)).collect()
}

const PROJECTS: &str = "SELECT id, code FROM budget_project ORDER BY code_key";
const VERSIONS: &str = "SELECT project_id, version, at, seq, name, document_id, owner_unit, level, nature, part_of, total, \
     simulated FROM budget_project_version ORDER BY seq";
const FIGURES: &str = "SELECT f.id, f.project_id, f.year, f.fund, f.measure, f.month, f.as_of, f.amount, f.source, f.note, \
     f.simulated, f.replaces, f.at, f.seq, f.by_name, m.seq, m.at, m.kind, m.note, m.by_name \
     FROM budget_figure f LEFT JOIN budget_mark m ON m.figure_id = f.id WHERE f.year = $1 ORDER BY f.seq";

fn read_version(row: &Row) -> Result<Version> {
    Ok(Version {
        version: row.int(1)?,
        day: row.millis(2)?.day(),
        seq: row.int(3)?,
        says: Says {
            name: row.text(4)?,
            document: row.opt_id(5)?,
            owner: row.id(6)?,
            level: db::code(row, 7, Level::from_code)?,
            nature: db::code(row, 8, Nature::from_code)?,
            part_of: row.opt_id(9)?,
            total: row.opt_int(10)?.map(Dong::new),
            simulated: row.flag(11)?,
        },
    })
}

fn read_figure(row: &Row) -> Result<Figure> {
    let decision = match row.opt_int(15)? {
        Some(seq) => Some(Decision {
            seq,
            day: row.millis(16)?.day(),
            confirmed: row.text(17)? == "confirmed",
            note: row.text(18)?,
            by_name: row.text(19)?,
        }),
        None => None,
    };
    Ok(Figure {
        id: row.id(0)?,
        year: db::small(row, 2)?,
        fund: db::code(row, 3, Fund::from_code)?,
        measure: db::code(row, 4, Measure::from_code)?,
        month: db::small(row, 5)?,
        as_of: row.day(6)?,
        amount: Dong::new(row.int(7)?),
        source: row.text(8)?,
        note: row.text(9)?,
        simulated: row.flag(10)?,
        replaces: row.opt_id(11)?,
        recorded: row.millis(12)?.day(),
        seq: row.int(13)?,
        by_name: row.text(14)?,
        decision,
    })
}
