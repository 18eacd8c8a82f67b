//! An amending plan that comes before the plan it amends: its rows are tasks of its own until the
//! other is there; then the amendment is offered, and applied with its history.
mod import_support;

use import_support::{World, first_plan, plan, task, worlds};
use kernel::FaultKind;
use paper::read::Plan;
use plan::{
    document,
    import::{Amend, ImportOptions, waiting},
};

fn amending() -> Plan {
    plan(
        "130/KH-UBND",
        "Sửa đổi, bổ sung một số nội dung của Kế hoạch số 100/KH-UBND ngày 15/01/2026",
        Some("2026-04-01"),
        vec![
            task("I", "1", "Điều chỉnh thời hạn nhiệm vụ số 2 mục II", "Sở Tài chính", "Quý IV/2026"),
            task("I", "2", "Tổ chức hội thi tin học trẻ", "Sở Nội vụ", "8/2026"),
        ],
        vec![],
    )
}
fn all() -> ImportOptions {
    ImportOptions { amend: Amend::All, ..ImportOptions::default() }
}
async fn waits(w: &World) -> Vec<(String, String)> {
    let all = waiting(&mut w.store().read().await.unwrap()).await.unwrap();
    all.into_iter().map(|w| (w.file_name, w.amended.head.number)).collect()
}
/// Names of a document's tasks that still hold.
async fn holding(w: &World, document: kernel::DocumentId) -> i64 {
    let text = format!(
        "SELECT COUNT(*) FROM task t JOIN task_version v ON v.task_id = t.id AND v.version = t.version \
         WHERE t.document_id = '{document}' AND v.withdrawn = 0"
    );
    w.number(&text).await
}

#[tokio::test]
async fn it_waits_is_offered_and_applies_once() {
    for w in worlds(2).await {
        let early = w.import_with("sua-doi.docx", amending(), all()).await.unwrap();
        assert!(early.difference.amendments.is_empty() && early.amendments_waiting.is_empty());
        assert_eq!(holding(&w, early.document).await, 2, "its rows are tasks of its own");
        assert!(waits(&w).await.is_empty());

        let late = w.import("ke-hoach.docx", first_plan()).await.unwrap();
        let said = &late.amendments_waiting;
        assert_eq!((said.len(), said[0].amending.id), (1, early.document));
        assert_eq!(waits(&w).await, [("sua-doi.docx".to_owned(), "100/KH-UBND".to_owned())]);

        // Never silently: somebody says of each row whether it amends.
        let asked = w.import("sua-doi.docx", amending()).await.unwrap_err();
        assert_eq!((asked.kind, asked.say.id.as_ref()), (FaultKind::Conflict, "plan-import-questions"));
        let done = w.import_with("sua-doi.docx", amending(), all()).await.unwrap();
        assert_eq!((done.document, done.edition_no), (early.document, 2));
        assert_eq!((done.difference.amendments.len(), done.difference.withdrawn.len()), (1, 1));
        assert_eq!(holding(&w, early.document).await, 1, "what amends is no task of its own any more");
        let now = format!(
            "SELECT v.deadline_text FROM task t JOIN task_version v ON v.task_id = t.id AND v.version = t.version \
             WHERE t.document_id = '{}' AND v.no = '2' AND v.section_no = 'II'",
            late.document
        );
        assert_eq!(w.texts(&now).await, ["Quý IV/2026"]);
        let mut sql = w.store().read().await.unwrap();
        let of_late = document::history(&mut sql, late.document).await.unwrap();
        assert_eq!((of_late.editions.len(), of_late.amended_by[0].id), (2, early.document));
        drop(sql);

        assert!(waits(&w).await.is_empty(), "applied, and still offered");
        assert!(w.import_with("sua-doi.docx", amending(), all()).await.unwrap().unchanged);
        assert!(w.import("ke-hoach.docx", first_plan()).await.unwrap().unchanged);
    }
}

#[tokio::test]
async fn whoever_says_no_keeps_the_tasks_as_they_are() {
    for w in worlds(2).await {
        let early = w.import("sua-doi.docx", amending()).await.unwrap();
        w.import("ke-hoach.docx", first_plan()).await.unwrap();
        let no = Amend::Rows { yes: [].into(), no: [0, 1, 2, 3].into() };
        let kept = w.import_with("sua-doi.docx", amending(), ImportOptions { amend: no, ..Default::default() }).await;
        assert!(kept.unwrap().unchanged);
        assert_eq!(holding(&w, early.document).await, 2);
        assert_eq!(waits(&w).await.len(), 1, "it may be applied another day");
    }
}
