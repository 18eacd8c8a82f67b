//! The real plans next to the repository: counts and spot checks, no text of theirs.
use std::{collections::BTreeMap, fs, path::PathBuf};

use paper::read::{DeadlineKind, Flag, Limits, Plan, TableKind, Value, read_plan};

/// The corpus, or a line saying that it is not here.
fn corpus() -> Option<PathBuf> {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    let path = std::env::var_os("BAZAN_CORPUS").map_or(here, PathBuf::from);
    if path.is_dir() {
        return Some(path);
    }
    println!("skipped: the corpus is not here (BAZAN_CORPUS names it)");
    None
}

fn plans(name: &str) -> Vec<Plan> {
    let Some(folder) = corpus() else { return Vec::new() };
    ["txt", "docx"]
        .iter()
        .map(|ext| {
            let file = format!("{name}.{ext}");
            read_plan(&file, &fs::read(folder.join(&file)).unwrap(), &Limits::default()).unwrap()
        })
        .collect()
}

fn by_section<'a>(
    rows: impl Iterator<Item = (&'a Option<String>, &'a Option<String>)>,
) -> BTreeMap<String, Vec<String>> {
    let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (section, no) in rows {
        out.entry(section.clone().unwrap()).or_default().push(no.clone().unwrap());
    }
    out
}

fn counts(sections: &BTreeMap<String, Vec<String>>) -> Vec<(&str, usize)> {
    sections.iter().map(|(k, v)| (k.as_str(), v.len())).collect()
}

#[test]
fn the_yearly_plan_is_read_whole() {
    for plan in plans("plan-nq57-2026") {
        let head = &plan.document;
        assert_eq!(head.kind.as_deref(), Some("Kế hoạch"));
        assert_eq!(head.number.as_deref(), Some("3450/KH-UBND"));
        assert_eq!(head.issued_on.unwrap().to_string(), "2026-03-17");
        assert_eq!(head.issuer.as_deref(), Some("Ủy ban nhân dân tỉnh Lâm Đồng"));
        assert!(head.flags.contains(&Flag::HeadDisagrees), "the appendices give two dates");
        assert_eq!(head.bases.len(), 10, "{:?}", head.bases);
        assert_eq!(head.bases[0], "Quyết định số 11/QĐ-BCĐCP ngày 27/02/2026");
        assert!(plan.unread.is_empty(), "{:?}", plan.unread);

        let targets = by_section(plan.targets.iter().map(|t| (&t.section_no, &t.no)));
        assert_eq!(counts(&targets), [("I", 3), ("II", 8), ("III", 11), ("IV", 10), ("V", 23)]);
        assert!(!targets["V"].contains(&"7".to_owned()), "the print leaves out V.7");
        let tasks = by_section(plan.tasks.iter().map(|t| (&t.section_no, &t.no)));
        // 139 rows are printed; VIII goes to 33 and leaves out 5.
        let want = [("I", 8), ("II", 14), ("III", 27), ("IV", 8), ("V", 41), ("VI", 3), ("VII", 6), ("VIII", 32)];
        assert_eq!(counts(&tasks), want);
        assert!(!tasks["VIII"].contains(&"5".to_owned()), "the print leaves out VIII.5");

        for row in &plan.targets {
            assert_eq!(row.targets.iter().map(|t| t.year).collect::<Vec<_>>(), [Some(2026), Some(2030)]);
            assert!(row.lead_text.is_some() && row.source_documents_text.is_some());
            assert!(row.flags.is_empty() && row.carried.is_empty(), "{row:?}");
        }
        for row in &plan.tasks {
            assert!(!row.lead.is_empty() && row.deadline.text.is_some() && row.product.is_some());
            assert!(row.responsible_text.is_some() && row.source_documents_text.is_some());
            assert!(row.flags.is_empty() && row.carried.is_empty(), "{row:?}");
        }
        let recurring = plan.tasks.iter().filter(|t| t.deadline.kind == DeadlineKind::Recurring).count();
        assert_eq!(recurring, 86);
        assert_eq!(plan.tasks.iter().filter(|t| t.deadline.kind == DeadlineKind::Month).count(), 51);
        assert_eq!(
            plan.tasks.iter().filter(|t| t.coordinating_text.is_none()).count(),
            1,
            "V.2 has no coordinating unit"
        );

        let index =
            plan.targets.iter().find(|t| t.section_no.as_deref() == Some("V") && t.no.as_deref() == Some("1")).unwrap();
        assert_eq!(index.targets[0].text.as_deref(), Some("≥ 0,65"));
        assert_eq!(index.targets[0].value, Some(Value::Number("0.65".parse().unwrap())));
        assert_eq!(index.targets[0].op.map(|o| o.code()), Some(">="));
        let signature = plan
            .targets
            .iter()
            .find(|t| t.section_no.as_deref() == Some("V") && t.no.as_deref() == Some("13"))
            .unwrap();
        assert_eq!(signature.targets[1].text.as_deref(), Some("-"));
        assert_eq!(signature.targets[1].value, None);
        let budget = plan
            .targets
            .iter()
            .find(|t| t.section_no.as_deref() == Some("II") && t.no.as_deref() == Some("2"))
            .unwrap();
        assert_eq!(budget.targets[0].unit.as_deref(), Some("% GRDP"));
    }
}

#[test]
fn the_law_plan_is_read_whole() {
    for plan in plans("plan-digital-law") {
        let head = &plan.document;
        assert_eq!(head.kind.as_deref(), Some("Kế hoạch"));
        assert_eq!((&head.number, &head.issued_on), (&None, &None), "neither is filled in");
        assert_eq!(
            head.bases,
            ["Quyết định số 268/QĐ-TTg ngày 12/02/2026", "Tờ trình số 1250/TTr-SKH-CN ngày 07/4/2026"]
        );
        assert!(plan.targets.is_empty() && plan.unread.is_empty());
        let tasks = by_section(plan.tasks.iter().map(|t| (&t.section_no, &t.no)));
        assert_eq!(counts(&tasks), [("I", 4), ("II", 5), ("III", 2)]);
        let due: Vec<String> = plan
            .tasks
            .iter()
            .map(|t| t.deadline.due_on.map_or_else(|| t.deadline.kind.code().into(), |d| d.to_string()))
            .collect();
        let want = [
            "2026-04-25",
            "2026-04-30",
            "2026-05-31",
            "2026-09-30",
            "external",
            "recurring",
            "2026-12-31",
            "2026-12-31",
            "2026-12-31",
            "recurring",
            "recurring",
        ];
        assert_eq!(due, want);
        assert_eq!(plan.tasks[7].lead, ["Báo và Phát thanh, Truyền hình Lâm Đồng", "Văn phòng UBND tỉnh"]);
        assert!(plan.tasks.iter().all(|t| t.flags.is_empty() && t.carried.is_empty()));
    }
}

#[test]
fn text_and_document_say_the_same() {
    for name in ["plan-nq57-2026", "plan-digital-law"] {
        let plans = plans(name);
        let [text, document] = &plans[..] else { return };
        let bare = |p: &Plan| {
            let mut p = p.clone();
            p.outline.clear();
            p.tasks.iter_mut().for_each(|t| t.line = 0);
            p.targets.iter_mut().for_each(|t| t.line = 0);
            p
        };
        assert_eq!(bare(text), bare(document), "{name}");
        for plan in &plans {
            let tables =
                plan.outline.iter().filter_map(|b| if let paper::read::Block::Table(t) = b { Some(t) } else { None });
            assert!(tables.into_iter().all(|t| matches!(t.kind, TableKind::Tasks | TableKind::Targets)));
        }
    }
}

#[test]
fn a_report_is_no_plan() {
    let Some(folder) = corpus() else { return };
    for ext in ["txt", "docx"] {
        let file = format!("report-18-months.{ext}");
        let fault = read_plan(&file, &fs::read(folder.join(&file)).unwrap(), &Limits::default()).unwrap_err();
        assert_eq!(fault.say.id, "paper-no-table");
        assert!(format!("{fault}").contains(&file));
    }
}
