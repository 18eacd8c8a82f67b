//! The sample plans: documents written by us in the shape of real ones, as plain rows.
use kernel::Day;
use serde::Deserialize;

use crate::embedded;

/// The year all sample plans are for.
pub const YEAR: i16 = 2026;

/// The form a plan is handed out in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// A text document.
    Docx,
    /// A sheet.
    Xlsx,
}
/// A column as it is printed.
#[derive(Clone, Debug, Deserialize)]
pub struct Column {
    /// Which field stands in it: `no`, `name`, `lead`, `coordinating`, `product`, `deadline`, `sources`,
    /// `responsible`; for targets also `unit` and the years.
    pub field: String,
    /// Its header.
    pub title: String,
}
/// A task as printed: no, name, lead, coordinating, product, deadline, number in `assigning`.
#[derive(Clone, Debug, Deserialize)]
pub struct TaskRow(String, String, String, String, String, String, String);
/// A target as printed: no, name, unit, value of 2026, of 2030, lead, number in `target_assigning`.
#[derive(Clone, Debug, Deserialize)]
pub struct TargetRow(String, String, String, String, String, String, String);
/// A section of the task table.
#[derive(Clone, Debug, Deserialize)]
pub struct Section {
    /// Number as printed.
    pub no: String,
    /// Title.
    pub title: String,
    /// Tasks.
    pub rows: Vec<TaskRow>,
}
/// A section of the target table.
#[derive(Clone, Debug, Deserialize)]
pub struct TargetSection {
    /// Number as printed.
    pub no: String,
    /// Title.
    pub title: String,
    /// Targets.
    pub rows: Vec<TargetRow>,
}
/// One plan.
#[derive(Clone, Debug, Deserialize)]
pub struct Plan {
    /// Short key, also the stem of the file name.
    pub key: String,
    /// Form of the file.
    pub format: Format,
    /// `Kế hoạch`, `Chương trình`.
    pub kind: String,
    /// Number and sign.
    pub number: String,
    /// Date of issue.
    pub issued_on: Day,
    /// The body above the issuing one, as in the head; empty for none.
    pub superior: String,
    /// The issuing body in words.
    pub issuer: String,
    /// The issuing body as in the head.
    pub issuer_heading: String,
    /// The head follows the Party's rules.
    pub party: bool,
    /// Place of issue.
    pub place: String,
    /// Title.
    pub title: String,
    /// Says on the document that it is a sample.
    pub sample_label: String,
    /// Documents it rests on.
    pub bases: Vec<String>,
    /// First sentences.
    pub intro: Vec<String>,
    /// The text; lines with a numeral are headings.
    pub body: Vec<String>,
    /// `KT. CHỦ TỊCH`.
    pub signer_authority: String,
    /// `PHÓ CHỦ TỊCH`.
    pub signer_post: String,
    /// A sample name.
    pub signer: String,
    /// Who receives it.
    pub recipients: Vec<String>,
    /// Documents that assign the tasks.
    pub assigning: Vec<String>,
    /// Documents that assign the targets.
    #[serde(default)]
    pub target_assigning: Vec<String>,
    /// Title over the target table.
    #[serde(default)]
    pub target_title: String,
    /// Title over the task table.
    pub task_title: String,
    /// Columns of the target table.
    #[serde(default, rename = "target_column")]
    pub target_columns: Vec<Column>,
    /// Columns of the task table.
    #[serde(rename = "column")]
    pub columns: Vec<Column>,
    /// Targets.
    #[serde(default, rename = "target_section")]
    pub target_sections: Vec<TargetSection>,
    /// Tasks.
    #[serde(rename = "section")]
    pub sections: Vec<Section>,
}

impl TaskRow {
    /// Number as printed.
    #[must_use]
    pub fn no(&self) -> &str {
        &self.0
    }
    /// Name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.1
    }
    /// Lead units as printed.
    #[must_use]
    pub fn lead(&self) -> &str {
        &self.2
    }
    /// Coordinating units as printed.
    #[must_use]
    pub fn coordinating(&self) -> &str {
        &self.3
    }
    /// Product.
    #[must_use]
    pub fn product(&self) -> &str {
        &self.4
    }
    /// Deadline as printed.
    #[must_use]
    pub fn deadline(&self) -> &str {
        &self.5
    }
    /// The last day of the deadline, if it has one.
    #[must_use]
    pub fn due_on(&self) -> Option<Day> {
        paper::read::deadline::parse(&self.5, Some(YEAR)).due_on
    }
    /// The assigning document, out of the plan's list.
    #[must_use]
    pub fn assigned_by<'a>(&self, plan: &'a Plan) -> &'a str {
        nth(&plan.assigning, &self.6)
    }
}
impl TargetRow {
    /// Number as printed.
    #[must_use]
    pub fn no(&self) -> &str {
        &self.0
    }
    /// Name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.1
    }
    /// Unit as printed.
    #[must_use]
    pub fn unit(&self) -> &str {
        &self.2
    }
    /// Value to reach in 2026, as printed.
    #[must_use]
    pub fn in_2026(&self) -> &str {
        &self.3
    }
    /// Value to reach by 2030, as printed.
    #[must_use]
    pub fn by_2030(&self) -> &str {
        &self.4
    }
    /// Units that follow it, as printed.
    #[must_use]
    pub fn lead(&self) -> &str {
        &self.5
    }
    /// The assigning document, out of the plan's list.
    #[must_use]
    pub fn assigned_by<'a>(&self, plan: &'a Plan) -> &'a str {
        nth(&plan.target_assigning, &self.6)
    }
}
impl Plan {
    /// Every task with its section.
    pub fn tasks(&self) -> impl Iterator<Item = (&Section, &TaskRow)> {
        self.sections.iter().flat_map(|s| s.rows.iter().map(move |r| (s, r)))
    }
    /// Every target with its section.
    pub fn targets(&self) -> impl Iterator<Item = (&TargetSection, &TargetRow)> {
        self.target_sections.iter().flat_map(|s| s.rows.iter().map(move |r| (s, r)))
    }
}
fn nth<'a>(list: &'a [String], number: &str) -> &'a str {
    number.parse::<usize>().ok().and_then(|n| list.get(n.checked_sub(1)?)).map_or("", String::as_str)
}

/// The sample plans, in order of their numbers; the last one was issued after the June report.
#[must_use]
pub fn plans() -> Vec<Plan> {
    [
        ("9001.toml", include_str!("../data/plans/9001.toml")),
        ("9002.toml", include_str!("../data/plans/9002.toml")),
        ("9003.toml", include_str!("../data/plans/9003.toml")),
        ("9004.toml", include_str!("../data/plans/9004.toml")),
        ("9005.toml", include_str!("../data/plans/9005.toml")),
        ("9006.toml", include_str!("../data/plans/9006.toml")),
        ("9007.toml", include_str!("../data/plans/9007.toml")),
    ]
    .into_iter()
    .map(|(name, text)| embedded::toml(name, text))
    .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use kernel::text::fold;

    use super::*;
    use crate::units::units;
    #[test]
    fn tasks_and_targets_are_as_many_as_in_the_report() {
        let june: Day = "2026-06-19".parse().unwrap();
        let plans: Vec<Plan> = plans().into_iter().filter(|p| p.issued_on <= june).collect();
        assert_eq!(plans.iter().map(|p| p.tasks().count()).sum::<usize>(), 264);
        assert_eq!(plans.iter().map(|p| p.targets().count()).sum::<usize>(), 55);
        assert!(plans.iter().any(|p| p.format == Format::Xlsx) && plans.iter().any(|p| p.format == Format::Docx));
    }
    #[test]
    fn every_task_has_its_own_name_and_number() {
        let plans = plans();
        let names: BTreeSet<String> = plans.iter().flat_map(|p| p.tasks().map(|(_, t)| fold(t.name()))).collect();
        assert_eq!(names.len(), plans.iter().map(|p| p.tasks().count()).sum::<usize>());
        for plan in &plans {
            let numbers: BTreeSet<_> = plan.tasks().map(|(s, t)| (&s.no, t.no())).collect();
            assert_eq!(numbers.len(), plan.tasks().count(), "{}", plan.number);
        }
    }
    #[test]
    fn every_unit_named_is_known() {
        let units = units();
        for plan in plans() {
            for (_, task) in plan.tasks() {
                assert!(!task.lead().is_empty());
                for cell in [task.lead(), task.coordinating()] {
                    assert!(units.resolve(cell).is_some(), "{}: {cell}", plan.number);
                }
                assert!(!units.heads(task.lead()).is_empty(), "{}", task.lead());
                assert!(!task.assigned_by(&plan).is_empty() && !task.product().is_empty(), "{}", task.name());
            }
            for (_, target) in plan.targets() {
                assert!(units.resolve(target.lead()).is_some() && !target.assigned_by(&plan).is_empty());
            }
        }
    }
    #[test]
    fn deadlines_come_in_their_printed_variety() {
        use paper::read::{DeadlineKind as K, deadline::parse};
        let kinds: Vec<K> = plans()
            .iter()
            .flat_map(|p| p.tasks().map(|(_, t)| parse(t.deadline(), None).kind).collect::<Vec<_>>())
            .collect();
        for kind in [K::Recurring, K::Day, K::Month, K::Quarter, K::Year, K::Years, K::External] {
            assert!(kinds.contains(&kind), "{kind:?}");
        }
        assert!(!kinds.contains(&K::None));
    }
}
