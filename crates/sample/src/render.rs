//! The sample plans as files: laid out by `paper::write`, so that reading them back tests both halves.
use kernel::Result;
use paper::write::model::{
    Appendix, Column as Width, HeadCell, HeadStyle, OfficialDocument, Para, Row, Run, Signature, Table,
};

use crate::{
    plans::{Column, Format, Plan, Section, TargetRow, TargetSection, TaskRow},
    units::Units,
};

/// The plan as a document. Every word is data of the plan; here is only where it stands.
#[must_use]
pub fn document(plan: &Plan, units: &Units) -> OfficialDocument {
    let style = if plan.party { HeadStyle::Party } else { HeadStyle::State };
    OfficialDocument {
        style,
        superior_body: Some(plan.superior.clone()).filter(|s| !s.is_empty()),
        issuing_body: plan.issuer_heading.clone(),
        number: plan.number.clone(),
        place: plan.place.clone(),
        date: Some(plan.issued_on),
        kind: plan.kind.to_uppercase(),
        title: plan.title.clone(),
        addressees: vec![],
        body: text(plan),
        recipients: plan.recipients.clone(),
        signature: Signature {
            lines: vec![plan.signer_authority.clone(), plan.signer_post.clone()],
            name: plan.signer.clone(),
        },
        appendices: appendices(plan, units),
    }
}

fn text(plan: &Plan) -> Vec<Para> {
    let mut paras = vec![Para::Text(vec![Run::italic(format!("({})", plan.sample_label))])];
    paras.extend(plan.bases.iter().map(|b| Para::Text(vec![Run::italic(format!("{b};"))])));
    paras.extend(plan.intro.iter().map(Para::text));
    paras.extend(plan.body.iter().map(|line| match line.split_once(". ") {
        // Headings are those in capitals behind a numeral.
        Some((_, words)) if words.chars().all(|c| !c.is_lowercase()) => Para::heading(1, line),
        _ => Para::text(line),
    }));
    paras
}

fn appendices(plan: &Plan, units: &Units) -> Vec<Appendix> {
    let mut tables = vec![];
    if !plan.target_sections.is_empty() {
        tables.push((plan.target_title.clone(), targets(plan)));
    }
    tables.push((plan.task_title.clone(), tasks(plan, units)));
    let numbered = tables.len() > 1;
    let attached_to = plan.attached_to();
    let of = |(i, (title, table)): (usize, (String, Table))| Appendix {
        label: if numbered { format!("Phụ lục {}", ["I", "II"][i]) } else { "Phụ lục".into() },
        title,
        attached_to: attached_to.clone(),
        landscape: true,
        body: vec![Para::Table(table)],
    };
    tables.into_iter().enumerate().map(of).collect()
}

impl Plan {
    /// `(Kèm theo Kế hoạch số 9002/KH-UBND ngày 28 tháng 01 năm 2026 của Ủy ban nhân dân tỉnh)`.
    #[must_use]
    pub fn attached_to(&self) -> String {
        let (day, month, year) = (self.issued_on.day(), self.issued_on.month(), self.issued_on.year());
        format!(
            "(Kèm theo {} số {} ngày {day:02} tháng {month:02} năm {year} của {})",
            self.kind, self.number, self.issuer
        )
    }
    /// The name of its file, in letters that every system keeps.
    #[must_use]
    pub fn file_name(&self) -> String {
        let ending = match self.format {
            Format::Docx => "docx",
            Format::Xlsx => "xlsx",
        };
        format!("{}.{ending}", self.number.replace('/', "-").replace('Đ', "D"))
    }
}

fn table(columns: &[Column], sections: impl Iterator<Item = Vec<Row>>) -> Table {
    Table {
        caption: None,
        columns: columns.iter().map(|c| width(&c.field)).collect(),
        head: vec![columns.iter().map(|c| HeadCell::new(&c.title)).collect()],
        rows: sections.flatten().collect(),
    }
}
fn width(field: &str) -> Width {
    match field {
        "no" => Width::center(6),
        "name" => Width::left(30),
        "unit" | "2026" | "2030" | "deadline" => Width::center(11),
        _ => Width::left(16),
    }
}
fn tasks(plan: &Plan, units: &Units) -> Table {
    let row = |t: &TaskRow| Row::plain(plan.columns.iter().map(|c| task_cell(plan, units, t, &c.field)));
    let section = |s: &Section| group(&s.no, &s.title, plan.columns.len(), s.rows.iter().map(row));
    table(&plan.columns, plan.sections.iter().map(section))
}
fn targets(plan: &Plan) -> Table {
    let row = |t: &TargetRow| Row::plain(plan.target_columns.iter().map(|c| target_cell(plan, t, &c.field)));
    let section = |s: &TargetSection| group(&s.no, &s.title, plan.target_columns.len(), s.rows.iter().map(row));
    table(&plan.target_columns, plan.target_sections.iter().map(section))
}
fn group(no: &str, title: &str, columns: usize, rows: impl Iterator<Item = Row>) -> Vec<Row> {
    let columns = u16::try_from(columns).unwrap_or(u16::MAX);
    std::iter::once(Row::group(no, title, columns)).chain(rows).collect()
}
fn task_cell(plan: &Plan, units: &Units, task: &TaskRow, field: &str) -> String {
    match field {
        "no" => task.no().into(),
        "name" => task.name().into(),
        "lead" => task.lead().into(),
        "coordinating" => task.coordinating().into(),
        "product" => task.product().into(),
        "deadline" => task.deadline().into(),
        "sources" => task.assigned_by(plan).into(),
        "responsible" => units.heads(task.lead()),
        _ => String::new(),
    }
}
fn target_cell(plan: &Plan, target: &TargetRow, field: &str) -> String {
    match field {
        "no" => target.no().into(),
        "name" => target.name().into(),
        "unit" => target.unit().into(),
        "2026" => target.in_2026().into(),
        "2030" => target.by_2030().into(),
        "lead" => target.lead().into(),
        "sources" => target.assigned_by(plan).into(),
        _ => String::new(),
    }
}

/// The plan as the bytes of its file, DOCX or XLSX.
///
/// # Errors
/// When the document can't be laid out.
pub fn file(plan: &Plan, units: &Units) -> Result<Vec<u8>> {
    let document = document(plan, units);
    match plan.format {
        Format::Docx => paper::write::docx(&document),
        Format::Xlsx => {
            let tall = plan.columns.iter().position(|c| c.field == "lead").unwrap_or(usize::MAX);
            crate::sheet::xlsx(&document, &plan.sample_label, tall)
        }
    }
}

#[cfg(test)]
mod tests {
    use paper::read::{Limits, read_plan};

    use super::*;
    use crate::{plans::plans, units::units};
    #[test]
    fn every_plan_is_read_back_as_it_was_written() {
        let units = units();
        for plan in plans() {
            let bytes = file(&plan, &units).unwrap();
            assert_eq!(bytes, file(&plan, &units).unwrap(), "the same plan, the same bytes");
            let read = read_plan(&plan.file_name(), &bytes, &Limits::default()).unwrap();
            assert_eq!(read.document.number.as_deref(), Some(plan.number.as_str()));
            assert_eq!(read.document.issued_on, Some(plan.issued_on), "{}", plan.number);
            assert_eq!(read.unread, [], "{}", plan.number);
            let wanted: Vec<_> = plan.tasks().collect();
            assert_eq!(read.tasks.len(), wanted.len(), "{}", plan.number);
            for (row, (section, task)) in read.tasks.iter().zip(wanted) {
                assert_eq!(row.section_no.as_deref(), Some(section.no.as_str()), "{}", task.name());
                assert_eq!(row.no.as_deref(), Some(task.no()));
                assert_eq!(row.name, task.name());
                assert_eq!(row.lead_text.as_deref(), Some(task.lead()), "{}", task.name());
                assert_eq!(row.deadline.due_on, task.due_on(), "{}", task.deadline());
                assert_eq!(row.flags, [], "{} {}", plan.number, task.name());
            }
            let wanted: Vec<_> = plan.targets().collect();
            assert_eq!(read.targets.len(), wanted.len(), "{}", plan.number);
            for (row, (section, target)) in read.targets.iter().zip(wanted) {
                assert_eq!(row.section_no.as_deref(), Some(section.no.as_str()));
                assert_eq!((row.no.as_deref(), row.name.as_str()), (Some(target.no()), target.name()));
                assert_eq!(row.flags, [], "{}", target.name());
            }
        }
    }
}
