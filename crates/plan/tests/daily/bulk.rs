//! The exported list comes back: what would change, what can't, and that it is written once.
use kernel::{Lang, Say};
use plan::{
    board::{Asked, Boards, Sight},
    bulk::{self, Leads, Preview},
    export::{self, Cell, Sheet},
    list::{Filter, Sort},
    progress::{self, On, ReportProgress},
};
use store::{Sql, Store, testing};
use words::Words;

use crate::{
    follow_common::{ROOMS, Sown, day, seed, sow, unit},
    people::Office,
};

fn say(s: &Say) -> String {
    Words::of(Lang::Vi).say(s)
}
async fn exported(store: &Store) -> Sheet {
    let board = Boards::new(store.clone()).now().await.unwrap();
    let (asked, sight) = (Asked::on(day("2026-03-01")), Sight::Units(vec![unit("a")]));
    let mut sql = store.read().await.unwrap();
    let filter = Filter::default();
    export::tasks(&mut sql, &board, (asked, &sight), &filter, Sort::Document, &say).await.unwrap()
}
fn column(sheet: &Sheet, id: &'static str) -> usize {
    let title = say(&Say::new(id));
    sheet.columns.iter().position(|c| c.title == title).unwrap()
}
fn set(sheet: &mut Sheet, row: usize, id: &'static str, cell: Cell) {
    let at = column(sheet, id);
    sheet.rows[row][at] = cell;
}
async fn previewed(store: &Store, sheet: &Sheet) -> Preview {
    let bytes = export::xlsx(std::slice::from_ref(sheet), day("2026-03-01")).unwrap();
    let board = Boards::new(store.clone()).now().await.unwrap();
    let (asked, sight) = (Asked::on(day("2026-03-01")), Sight::Units(vec![unit("a")]));
    let mut sql = store.read().await.unwrap();
    bulk::preview(&mut sql, &board, (asked, &sight), ("a.xlsx", &bytes), &[&say]).await.unwrap()
}
async fn sown(office: &Office) -> Vec<Sown> {
    let names = ["Một", "Hai", "Ba", "Bốn"];
    let seeds = names.iter().zip(1..).map(|(name, no)| seed(&format!("{no}"), name, "2026-06-30", &["a"])).collect();
    sow(&office.store, &office.program, "1/KH", "2026-01-05", seeds).await.1
}
async fn marks(store: &Store) -> i64 {
    store.read().await.unwrap().one("SELECT COUNT(*) FROM mark", vec![]).await.unwrap().int(0).unwrap()
}

#[tokio::test]
async fn what_was_changed_in_the_sheet_is_reported_once() {
    for test in testing::stores(ROOMS).await {
        let office = Office::open(&test.store, "2026-03-01").await;
        let (store, a1) = (&office.store, office.of("a1").await);
        sown(&office).await;
        let mut sheet = exported(store).await;
        assert_eq!(previewed(store, &sheet).await.changes(), 0, "as exported it changes nothing");
        set(&mut sheet, 0, "plan-report-c-percent", 40i64.into());
        set(&mut sheet, 0, "plan-report-c-note", "Đã trình".into());
        set(&mut sheet, 1, "plan-report-c-done-on", Cell::Day(day("2026-02-28")));
        let preview = previewed(store, &sheet).await;
        assert_eq!((preview.rows.len(), preview.changes(), preview.conflicts()), (4, 2, 0));
        assert!(matches!(&preview.rows[0].leads, Leads::Progress { from: None, to: 40, note } if note == "Đã trình"));
        assert!(matches!(preview.rows[1].leads, Leads::Done { on, .. } if on == day("2026-02-28")));
        let applied = bulk::apply(store, &a1, preview.clone(), true).await.unwrap();
        assert!(applied.iter().all(|a| a.fault.is_none()) && applied.len() == 2);
        bulk::apply(store, &a1, preview, true).await.unwrap();
        assert_eq!(marks(store).await, 2, "the same file again writes nothing");
        assert_eq!(previewed(store, &sheet).await.changes(), 0, "and changes nothing");
    }
}

#[tokio::test]
async fn a_conflict_names_its_row_and_stops_all_or_only_itself() {
    for test in testing::stores(ROOMS).await {
        let office = Office::open(&test.store, "2026-03-01").await;
        let (store, a1) = (&office.store, office.of("a1").await);
        let sown = sown(&office).await;
        let mut sheet = exported(store).await;
        let on = On { line: sown[1].lines[0], seen: 0, key: None };
        let meanwhile = ReportProgress { on, percent: 10, note: "Người khác".into(), evidence: vec![] };
        progress::report_progress(store, &a1, meanwhile).await.unwrap();
        for row in 0..3 {
            set(&mut sheet, row, "plan-report-c-percent", 50i64.into());
        }
        set(&mut sheet, 2, "plan-report-c-percent", "nhiều".into());
        set(&mut sheet, 3, bulk::LINE, sown[0].lines[0].to_string().into());
        set(&mut sheet, 3, "plan-report-c-percent", 60i64.into());
        let preview = previewed(store, &sheet).await;
        let conflicts: Vec<(usize, String)> = preview
            .rows
            .iter()
            .filter_map(|r| match &r.leads {
                Leads::Conflict(say) => Some((r.row, say.id.to_string())),
                _ => None,
            })
            .collect();
        let want = [(3, "plan-bulk-moved"), (4, "plan-bulk-bad-percent"), (5, "plan-bulk-twice")];
        assert_eq!(conflicts, want.map(|(row, id)| (row, id.to_owned())), "rows as the sheet counts them");
        let stopped = bulk::apply(store, &a1, preview.clone(), true).await.unwrap_err();
        assert_eq!(stopped.say.id, "plan-bulk-stopped");
        assert_eq!(marks(store).await, 1, "all or none");
        let each = bulk::apply(store, &a1, preview, false).await.unwrap();
        assert_eq!(
            each.iter().map(|a| (a.row, a.fault.is_none())).collect::<Vec<_>>(),
            [(2, true), (3, false), (4, false), (5, false)]
        );
        assert_eq!(marks(store).await, 2);
    }
}

#[tokio::test]
async fn when_all_is_asked_and_a_line_moves_after_the_preview_nothing_is_written() {
    for test in testing::stores(ROOMS).await {
        let office = Office::open(&test.store, "2026-03-01").await;
        let (store, a1, b1) = (&office.store, office.of("a1").await, office.of("b1").await);
        let sown = sown(&office).await;
        let mut sheet = exported(store).await;
        for row in 0..3 {
            set(&mut sheet, row, "plan-report-c-percent", 50i64.into());
        }
        let preview = previewed(store, &sheet).await;
        let on = On { line: sown[2].lines[0], seen: 0, key: None };
        let meanwhile = ReportProgress { on, percent: 10, note: String::new(), evidence: vec![] };
        progress::report_progress(store, &a1, meanwhile).await.unwrap();
        assert_eq!(bulk::apply(store, &a1, preview.clone(), true).await.unwrap_err().say.id, "plan-bulk-stopped");
        assert_eq!(marks(store).await, 1);
        // Somebody else's file is no way in.
        let foreign = bulk::apply(store, &b1, preview, false).await.unwrap();
        assert!(foreign.iter().all(|a| a.fault.is_some()));
    }
}

#[tokio::test]
async fn a_file_that_was_not_exported_is_refused_in_words() {
    for test in testing::stores(ROOMS).await {
        let board = Boards::new(test.store.clone()).now().await.unwrap();
        let mut sql = test.store.read().await.unwrap();
        let of = (Asked::on(day("2026-03-01")), &Sight::All);
        let columns = [("plan-report-c-task", 10)];
        let mut sheet = export::sheet(&say, "plan-report-sheet-tasks", &columns);
        sheet.rows.push(vec!["Một việc".into()]);
        let bytes = export::xlsx(&[sheet], day("2026-03-01")).unwrap();
        let fault = bulk::preview(&mut sql, &board, of, ("x.xlsx", &bytes), &[&say]).await.unwrap_err();
        assert_eq!((&*fault.say.id, fault.field), ("plan-bulk-no-columns", Some("file")));
        let broken = bulk::preview(&mut sql, &board, of, ("x.xlsx", b"PK\x03\x04 nothing"), &[&say]).await.unwrap_err();
        assert!(broken.say.id.starts_with("paper-"), "{broken:?}");
    }
}
