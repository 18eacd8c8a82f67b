//! Conclusions typed once become tasks by the same way as a plan that was read, and the agenda lists what
//! was not done.
mod import_support;

use import_support::{TODAY, unit_id, worlds};
use kernel::FaultKind;
use plan::{
    board::{Asked, Boards, Sight},
    draft::{Accept, accept},
    import::ImportOptions,
    meeting::{Conclusion, KIND, Meeting, agenda, draft_conclusions, meetings},
    progress::{On, ReportDone, confirm, report_done},
    report::Letterhead,
};

fn conclusion(name: &str, lead: &str, deadline: &str) -> Conclusion {
    Conclusion { name: name.into(), lead: lead.into(), deadline: deadline.into(), ..Conclusion::default() }
}
fn meeting() -> Meeting {
    Meeting {
        number: "12/TB-BCĐ".into(),
        issued_on: "2026-05-04".parse().unwrap(),
        issuer: "Ban Chỉ đạo tỉnh".into(),
        name: "Phiên họp tháng 5 của Ban Chỉ đạo".into(),
        conclusions: vec![
            conclusion("Trình quy chế kho dữ liệu", "Sở Khoa học và Công nghệ", "Trước ngày 30/5/2026"),
            Conclusion::default(),
            conclusion("Rà soát kinh phí đường truyền", "Sở Tài chính", "Quý III/2026"),
        ],
    }
}

#[tokio::test]
async fn typed_conclusions_become_tasks_and_the_agenda_lists_what_is_left() {
    for w in worlds(1).await {
        let draft = draft_conclusions(w.store(), &w.ctx, &w.dirs, meeting()).await.unwrap();
        assert_eq!((draft.content.head.kind.as_str(), draft.content.rows.len()), (KIND, 2), "empty rows are left out");
        let again = draft_conclusions(w.store(), &w.ctx, &w.dirs, meeting()).await.unwrap();
        assert_eq!(again.id, draft.id, "the same words give the same draft");
        let input = Accept { seen: draft.version, options: ImportOptions::default() };
        accept(w.store(), &w.ctx, &w.dirs, draft.id, input).await.unwrap();

        let boards = Boards::new(w.test.store.clone());
        let board = boards.now().await.unwrap();
        let asked = Asked::on(TODAY.parse().unwrap());
        let all = meetings(&board, asked, &Sight::All).unwrap();
        assert_eq!((all.len(), all[0].all, all[0].open.len()), (1, 2, 2));
        assert_eq!(all[0].open[0].state.code(), "overdue", "what is late stands first");
        let line = all[0].open[0].line.as_ref().unwrap();
        assert_eq!(line.unit, unit_id("SKHCN"), "units are understood as in a document");
        assert_eq!(all[0].open[0].due_on, Some("2026-05-30".parse().unwrap()));

        let on = |seen| On { line: line.line, seen, key: None };
        let done = ReportDone {
            on: on(line.last_mark),
            done_on: TODAY.parse().unwrap(),
            note: String::new(),
            evidence: vec![],
        };
        let marked = report_done(w.store(), &w.ctx, done).await.unwrap();
        confirm(w.store(), &w.ctx, on(marked.seq), "").await.unwrap();
        let board = boards.now().await.unwrap();
        let left = meetings(&board, asked, &Sight::All).unwrap();
        assert_eq!(left[0].open.len(), 1);
        let words = |say: &kernel::Say| format!("{} {:?}", say.id, say.args);
        let paper = agenda(&left, asked, &Letterhead::default(), &words);
        let bytes = paper::write::docx(&paper).unwrap();
        let text = format!("{paper:?}");
        assert!(text.contains("Rà soát kinh phí đường truyền") && !text.contains("Trình quy chế kho dữ liệu"));
        assert!(bytes.starts_with(b"PK"));
        let before = Asked::on("2026-05-01".parse().unwrap());
        assert!(meetings(&board, before, &Sight::All).unwrap().is_empty(), "before the meeting there was none");
    }
}

#[tokio::test]
async fn what_is_missing_is_named() {
    for w in worlds(1).await {
        let lead_only = Conclusion { lead: "Sở Tư pháp".into(), ..Conclusion::default() };
        let cases = [
            (Meeting { number: " ".into(), ..meeting() }, "number"),
            (Meeting { name: String::new(), ..meeting() }, "name"),
            (Meeting { issued_on: "2027-01-01".parse().unwrap(), ..meeting() }, "issued_on"),
            (Meeting { conclusions: vec![Conclusion::default()], ..meeting() }, "conclusions"),
            (Meeting { conclusions: vec![lead_only], ..meeting() }, "conclusions"),
        ];
        for (input, field) in cases {
            let fault = draft_conclusions(w.store(), &w.ctx, &w.dirs, input).await.unwrap_err();
            assert_eq!((fault.kind, fault.field), (FaultKind::Invalid, Some(field)));
        }
        assert_eq!(w.count("draft").await, 0);
    }
}
