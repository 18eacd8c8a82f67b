//! Drafts: corrected, learned from, accepted by one person at a time.
mod import_support;

use import_support::{World, first_plan, plan, some, task, unit_id, worlds};
use kernel::FaultKind;
use paper::read::{Flag, Unread, Why};
use plan::{
    diff::ItemKind,
    draft::{
        Accept, AddRow, Certainty, CorrectHead, CorrectRow, Decide, Draft, DraftState, ReadDraft, RowField, RowIs,
        UnitChoice, accept, add_row, correct_head, correct_row, discard, draft_of_plan, drop_row, keep_row, load,
        preview,
    },
    import::ImportOptions,
};

async fn draft(w: &World, file: &str, plan: paper::read::Plan) -> Draft {
    let input = ReadDraft { file_name: file.into(), bytes: file.as_bytes().to_vec() };
    draft_of_plan(w.store(), &w.ctx, &w.dirs, input, plan).await.unwrap()
}

fn flagged() -> paper::read::Plan {
    let mut read = plan(
        "9/KH-UBND",
        "Bản đọc mẫu",
        Some("2026-03-01"),
        vec![
            task("I", "1", "Việc rõ ràng", "Sở Tư pháp", "5/2026"),
            task("I", "2", "Việc có đơn vị lạ", "Trung tâm Dữ liệu Mẫu", "6/2026"),
            task("I", "3", "Việc có đơn vị lạ nữa", "Trung tâm Dữ liệu Mẫu; Sở Tư pháp", "6/2026"),
            task("I", "4", "Tổng cộng", "Sở Nội vụ", "6/2026"),
        ],
        vec![],
    );
    read.tasks[3].flags.push(Flag::DeadlineUnclear);
    read.unread.push(Unread { line: 11, text: "5 | Việc chưa đọc được".into(), why: Why::CellsUnclear });
    read
}

fn units(printed: &str, code: &str) -> CorrectRow {
    let choice = UnitChoice { printed: printed.into(), unit: Some(unit_id(code)), group: None };
    CorrectRow { row: 2, units: vec![choice], ..CorrectRow::default() }
}

#[tokio::test]
async fn a_unit_explained_once_is_understood_everywhere_and_next_time() {
    for w in worlds(1).await {
        let read = draft(&w, "a", flagged()).await;
        let look: Vec<u32> =
            read.content.rows.iter().filter(|r| r.certainty() == Certainty::Look).map(|r| r.row).collect();
        assert_eq!(look, [2, 3, 4]);
        assert_eq!(draft(&w, "a", flagged()).await.id, read.id);
        let after =
            correct_row(w.store(), &w.ctx, &w.dirs, read.id, 1, units("Trung tâm Dữ liệu Mẫu", "SKHCN")).await.unwrap();
        assert_eq!(after.version, 2);
        let look: Vec<u32> =
            after.content.rows.iter().filter(|r| r.certainty() == Certainty::Look).map(|r| r.row).collect();
        assert_eq!(look, [4]);
        // The same click again changes nothing.
        let again =
            correct_row(w.store(), &w.ctx, &w.dirs, read.id, 1, units("Trung tâm Dữ liệu Mẫu", "SKHCN")).await.unwrap();
        assert_eq!(again.version, 2);
        let next = draft(
            &w,
            "b",
            plan("10/KH-UBND", "Bản khác", None, vec![task("I", "1", "Việc", "Trung tâm Dữ liệu Mẫu", "")], vec![]),
        )
        .await;
        assert_eq!(next.content.rows[0].certainty(), Certainty::Certain);
        assert_eq!(
            w.number("SELECT COUNT(*) FROM event WHERE kind = 'alias.learned' AND data LIKE '%\"learned\":true%'")
                .await,
            1
        );
    }
}

#[tokio::test]
async fn rows_are_corrected_dropped_kept_and_added_and_nothing_is_lost() {
    for w in worlds(1).await {
        let id = draft(&w, "a", flagged()).await.id;
        let (store, ctx, dirs) = (w.store(), &w.ctx, &w.dirs);
        let fields =
            vec![(RowField::Deadline, "Quý III/2026".to_owned()), (RowField::Name, " Việc  rõ hơn ".to_owned())];
        let d =
            correct_row(store, ctx, dirs, id, 1, CorrectRow { row: 4, fields, ..CorrectRow::default() }).await.unwrap();
        let RowIs::Task(t) = &d.content.row(4).unwrap().is else { panic!("a task stays a task") };
        assert_eq!((t.name.as_str(), t.deadline.due_on), ("Việc rõ hơn", "2026-09-30".parse().ok()));
        assert_eq!(d.content.row(4).unwrap().certainty(), Certainty::Certain);
        let no_reason = drop_row(store, ctx, dirs, id, 2, Decide { row: 4, reason: " ".into() }).await.unwrap_err();
        assert_eq!(no_reason.say.id.as_ref(), "plan-drop-needs-reason");
        drop_row(store, ctx, dirs, id, 2, Decide { row: 4, reason: "dòng cộng".into() }).await.unwrap();
        keep_row(store, ctx, dirs, id, 3, Decide { row: 3, reason: String::new() }).await.unwrap();
        let content = CorrectRow {
            fields: vec![(RowField::Name, "Việc chưa đọc được".into()), (RowField::LeadText, "Sở Nội vụ".into())],
            ..CorrectRow::default()
        };
        let add = AddRow { line: Some(11), item: ItemKind::Task, content };
        let d = add_row(store, ctx, dirs, id, 4, add.clone()).await.unwrap();
        assert_eq!((d.version, d.content.rows.len(), d.content.unread[0].row), (5, 5, Some(5)));
        assert_eq!(d.content.rows[2].row, 5, "it stands where its line stands");
        assert_eq!(
            add_row(store, ctx, dirs, id, 4, add.clone()).await.unwrap().version,
            5,
            "a second click adds nothing"
        );
        assert_eq!(add_row(store, ctx, dirs, id, 5, add).await.unwrap_err().say.id.as_ref(), "plan-unread-taken");
        let head = CorrectHead { number: some("19/KH-UBND"), issued_on: some("2/3/2026"), ..CorrectHead::default() };
        let d = correct_head(store, ctx, dirs, id, 5, head).await.unwrap();
        assert_eq!(d.content.head.number, "19/KH-UBND");
        let bad = CorrectHead { issued_on: some("31/2/2026"), ..CorrectHead::default() };
        assert_eq!(correct_head(store, ctx, dirs, id, 6, bad).await.unwrap_err().field, Some("issued_on"));
        let done = accept(store, ctx, dirs, id, Accept { seen: 6, ..Accept::default() }).await.unwrap();
        assert_eq!((done.difference.added.len(), w.count("task").await), (4, 4));
        assert_eq!(done.without_lead, [2]);
    }
}

#[tokio::test]
async fn two_people_and_one_draft() {
    for w in worlds(1).await {
        let id = draft(&w, "a", flagged()).await.id;
        let (lan, minh) = (w.person("Lan"), w.person("Minh"));
        let fix =
            |name: &str| CorrectRow { row: 1, fields: vec![(RowField::Name, name.into())], ..CorrectRow::default() };
        correct_row(w.store(), &lan, &w.dirs, id, 1, fix("Việc của Lan")).await.unwrap();
        let late = correct_row(w.store(), &minh, &w.dirs, id, 1, fix("Việc của Minh")).await.unwrap_err();
        assert_eq!((late.kind, late.say.id.as_ref()), (FaultKind::Conflict, "plan-draft-changed"));
        assert!(format!("{late}").contains("Lan"));
        let take = |ctx| accept(w.store(), ctx, &w.dirs, id, Accept { seen: 2, ..Accept::default() });
        let (a, b) = tokio::join!(take(&lan), take(&minh));
        let (won, lost) = if a.is_ok() { (a, b) } else { (b, a) };
        let lost = lost.unwrap_err();
        assert_eq!((lost.kind, lost.say.id.as_ref()), (FaultKind::Conflict, "plan-draft-accepted"));
        assert_eq!((w.count("document").await, w.count("edition").await, w.count("task").await), (1, 1, 4));
        let winner = load(&mut w.store().read().await.unwrap(), id).await.unwrap();
        assert!(format!("{lost}").contains(&winner.by_name));
        // The winner's second click answers like the first and writes nothing.
        let before = store::backup::digest(w.store()).await.unwrap();
        let again = take(if winner.by_name == "Lan" { &lan } else { &minh }).await.unwrap();
        assert!(again.unchanged && again.edition == won.unwrap().edition);
        assert_eq!(store::backup::digest(w.store()).await.unwrap(), before);
    }
}

#[tokio::test]
async fn certain_rows_first_and_the_rest_later() {
    for w in worlds(1).await {
        let id = draft(&w, "a", flagged()).await.id;
        let only = ImportOptions { only_certain: true, ..ImportOptions::default() };
        let seen = preview(w.store(), &w.ctx, &w.dirs, id, &only).await.unwrap();
        assert_eq!((seen.difference.added.len(), seen.difference.waiting), (1, 3));
        let done = accept(w.store(), &w.ctx, &w.dirs, id, Accept { seen: 1, options: only }).await.unwrap();
        assert_eq!((done.difference.added.len(), w.count("task").await), (1, 1));
        let open = load(&mut w.store().read().await.unwrap(), id).await.unwrap();
        assert_eq!((open.state, open.version), (DraftState::Open, 2));
        // Even with another number it stays the document that it has become part of.
        let head = CorrectHead { number: some("99/KH-UBND"), ..CorrectHead::default() };
        correct_head(w.store(), &w.ctx, &w.dirs, id, 2, head).await.unwrap();
        let rest = accept(w.store(), &w.ctx, &w.dirs, id, Accept { seen: 3, ..Accept::default() }).await.unwrap();
        assert_eq!((rest.document, w.count("document").await), (done.document, 1));
        assert_eq!((rest.edition_no, rest.difference.added.len(), rest.difference.withdrawn.len()), (2, 3, 0));
        assert_eq!(w.count("task").await, 4);
    }
}

#[tokio::test]
async fn a_discarded_draft_takes_nothing_over() {
    for w in worlds(1).await {
        let id = draft(&w, "a", first_plan()).await.id;
        discard(w.store(), &w.ctx, id, 1).await.unwrap();
        discard(w.store(), &w.ctx, id, 1).await.unwrap();
        let refused =
            accept(w.store(), &w.ctx, &w.dirs, id, Accept { seen: 2, ..Accept::default() }).await.unwrap_err();
        assert_eq!(refused.say.id.as_ref(), "plan-draft-discarded");
        assert_eq!(w.count("document").await, 0);
        assert_ne!(draft(&w, "a", first_plan()).await.id, id);
    }
}

/// Lets nobody do anything.
struct Closed;
impl kernel::Gate for Closed {
    fn allows(&self, _: &kernel::Actor, _: kernel::Action, _: &kernel::Resource) -> bool {
        false
    }
}

#[tokio::test]
async fn who_may_not_import_changes_and_sees_nothing() {
    for w in worlds(1).await {
        let id = draft(&w, "a", flagged()).await.id;
        let before = store::backup::digest(w.store()).await.unwrap();
        let ctx = kernel::Ctx { gate: std::sync::Arc::new(Closed), ..w.ctx.clone() };
        let (store, dirs) = (w.store(), &w.dirs);
        let forbidden = |kind: Option<FaultKind>| assert_eq!(kind, Some(FaultKind::Forbidden));
        let kind = |f: kernel::Fault| f.kind;
        let file = || ReadDraft { file_name: "b".into(), bytes: vec![2] };
        let whole =
            || plan::import::ImportPlan { file_name: "b".into(), bytes: vec![2], options: ImportOptions::default() };
        let add = AddRow { line: Some(11), item: ItemKind::Task, content: named("Việc") };
        forbidden(draft_of_plan(store, &ctx, dirs, file(), flagged()).await.err().map(kind));
        forbidden(plan::draft::read_draft(store, &ctx, dirs, file()).await.err().map(kind));
        forbidden(preview(store, &ctx, dirs, id, &ImportOptions::default()).await.err().map(kind));
        forbidden(correct_row(store, &ctx, dirs, id, 1, units("Lạ", "STP")).await.err().map(kind));
        forbidden(correct_head(store, &ctx, dirs, id, 1, CorrectHead::default()).await.err().map(kind));
        forbidden(drop_row(store, &ctx, dirs, id, 1, Decide { row: 1, reason: "x".into() }).await.err().map(kind));
        forbidden(keep_row(store, &ctx, dirs, id, 1, Decide { row: 1, reason: "x".into() }).await.err().map(kind));
        forbidden(add_row(store, &ctx, dirs, id, 1, add).await.err().map(kind));
        forbidden(accept(store, &ctx, dirs, id, Accept { seen: 1, ..Accept::default() }).await.err().map(kind));
        forbidden(discard(store, &ctx, id, 1).await.err().map(kind));
        forbidden(plan::import::import_plan(store, &ctx, dirs, whole()).await.err().map(kind));
        forbidden(plan::import::import_read_plan(store, &ctx, dirs, whole(), flagged()).await.err().map(kind));
        forbidden(plan::import::preview_plan(store, &ctx, dirs, whole()).await.err().map(kind));
        forbidden(plan::link::offer_links(store, &ctx, kernel::DocumentId::new()).await.err().map(kind));
        forbidden(plan::link::accept_link(store, &ctx, kernel::LinkId::new()).await.err().map(kind));
        forbidden(plan::link::decline_link(store, &ctx, kernel::LinkId::new()).await.err().map(kind));
        assert_eq!(store::backup::digest(w.store()).await.unwrap(), before);
    }
}

fn named(name: &str) -> CorrectRow {
    CorrectRow { fields: vec![(RowField::Name, name.to_owned())], ..CorrectRow::default() }
}
