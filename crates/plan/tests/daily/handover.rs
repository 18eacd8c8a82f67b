//! Units merged, divided, dissolved in mid-task: open lines go on, closed ones stay, and every past day
//! answers with the units of that day.
use org::{MergeInto, MergeUnits, Part, SplitUnit};
use plan::{
    board::{Asked, Boards, Sight},
    extension::{self, DecideExtension, RequestExtension},
    handover::{self, HandedOver},
    history,
    list::{Filter, PageAsk, Row, last_words},
    progress::{self, On, ReportDone, ReportProgress},
    state::State,
};
use store::{Store, testing};

use crate::{
    follow_common::{ROOMS, day, seed, sow, unit},
    people::{Office, a_unit},
};

async fn rows(store: &Store, on: &str, sight: &Sight) -> Vec<Row> {
    let board = Boards::new(store.clone()).now().await.unwrap();
    board.list(Asked::on(day(on)), sight, &Filter::default(), &PageAsk::default()).unwrap().rows
}
fn on(line: kernel::LineId, seen: i64) -> On {
    On { line, seen, key: None }
}
async fn merge(office: &Office, from: &[&str], into: MergeInto) {
    let merge = MergeUnits { from: Office::units(from), into, on: day("2026-03-01") };
    org::merge_units(&office.store, &office.program, merge).await.unwrap();
}

#[tokio::test]
async fn the_successor_goes_on_where_the_merged_unit_stood() {
    for test in testing::stores(ROOMS).await {
        let office = Office::open(&test.store, "2026-01-10").await;
        let (store, ctx) = (&office.store, &office.program);
        let seeds = vec![
            seed("1", "Đang làm", "2026-03-31", &["a"]),
            seed("2", "Đã báo xong", "2026-03-31", &["a"]),
            seed("3", "Xong rồi", "2026-03-31", &["a"]),
        ];
        let (_, sown) = sow(store, ctx, "1/KH", "2026-01-05", seeds).await;
        let [running, reported, closed] = [0, 1, 2].map(|i: usize| sown[i].lines[0]);
        let half = ReportProgress { on: on(running, 0), percent: 50, note: "Một nửa".into(), evidence: vec![] };
        let half = progress::report_progress(store, ctx, half).await.unwrap();
        let until = RequestExtension {
            line: running,
            until: day("2026-04-30"),
            reason: "Sáp nhập".into(),
            evidence: vec![],
            key: None,
        };
        let asked = extension::request_extension(store, ctx, until).await.unwrap().request;
        let grant = DecideExtension { request: asked, grant: Some(day("2026-04-30")), reason: String::new() };
        extension::decide_extension(store, ctx, grant).await.unwrap();
        let done =
            |line| ReportDone { on: on(line, 0), done_on: day("2026-01-09"), note: String::new(), evidence: vec![] };
        progress::report_done(store, ctx, done(reported)).await.unwrap();
        let seen = progress::report_done(store, ctx, done(closed)).await.unwrap().seq;
        progress::confirm(store, ctx, on(closed, seen), "").await.unwrap();

        let early = handover::hand_over(store, ctx, &office.dirs, unit("a")).await.unwrap_err();
        assert_eq!(early.say.id, "plan-handover-living");
        office.go("2026-03-05");
        merge(&office, &["a", "b"], MergeInto::New(a_unit("ab"))).await;
        let boards = Boards::new(store.clone());
        let waiting =
            handover::waiting(&boards.now().await.unwrap(), &office.dirs.now().await.unwrap(), day("2026-03-05"));
        assert_eq!((waiting.len(), waiting[0].lines, waiting[0].successors.clone()), (1, 2, vec![unit("ab")]));
        let done = handover::hand_over_all(store, ctx, &office.dirs, &boards.now().await.unwrap()).await.unwrap();
        assert_eq!(done, HandedOver { tasks: 2, lines: 2 });
        let again = handover::hand_over(store, ctx, &office.dirs, unit("a")).await.unwrap();
        assert_eq!(again, HandedOver::default(), "once is enough");

        // A board that was there before and a new one say the same.
        let fresh = rows(store, "2026-03-05", &Sight::Units(vec![unit("ab")])).await;
        let asked = (Asked::on(day("2026-03-05")), Sight::Units(vec![unit("ab")]));
        let held =
            boards.now().await.unwrap().list(asked.0, &asked.1, &Filter::default(), &PageAsk::default()).unwrap();
        let states = |rows: &[Row]| rows.iter().map(|r| (r.no.clone(), r.state, r.due_on)).collect::<Vec<_>>();
        assert_eq!(states(&fresh), states(&held.rows));
        let want = [("2", State::Running, "2026-03-31"), ("1", State::Running, "2026-04-30")];
        assert_eq!(states(&fresh), want.map(|(no, state, due)| (no.to_owned(), state, Some(day(due)))));
        let then = rows(store, "2026-02-28", &Sight::Units(vec![unit("ab")])).await;
        assert!(then.is_empty(), "before the merger it led nothing");
        assert_eq!(rows(store, "2026-02-28", &Sight::Units(vec![unit("a")])).await.len(), 3);
        let of_old = rows(store, "2026-03-05", &Sight::Units(vec![unit("a")])).await;
        assert_eq!(of_old.iter().map(|r| (r.no.as_str(), r.state)).collect::<Vec<_>>(), [("3", State::DoneOnTime)]);

        // The successor's people go on: the picture, the percentage and the history are there.
        let line = fresh[1].line.as_ref().unwrap();
        assert_eq!((line.last_mark, line.continues), (half.seq, Some(running)));
        let words = last_words(&mut store.read().await.unwrap(), &[line.line]).await.unwrap();
        assert_eq!((words[0].percent, words[0].note.as_str()), (Some(50), "Một nửa"));
        let sight = Sight::Units(vec![unit("ab")]);
        let detail = boards.now().await.unwrap().task(sown[0].task, asked.0, &sight).unwrap();
        let mut sql = store.read().await.unwrap();
        let entries = history::task_timeline(&mut sql, &detail, &sight, &|_| "x".into(), None, 50).await.unwrap();
        let kinds: Vec<&str> = entries.iter().map(|e| e.kind.as_str()).collect();
        assert_eq!(kinds, ["task.handed_over", "task.extended", "task.extension_requested", "task.progressed"]);
        drop(sql);
        let more =
            ReportProgress { on: on(line.line, line.last_mark), percent: 60, note: String::new(), evidence: vec![] };
        progress::report_progress(store, ctx, more).await.unwrap();
        let waits = fresh[0].line.as_ref().unwrap();
        progress::confirm(store, ctx, on(waits.line, waits.last_mark), "").await.unwrap();
        let after = rows(store, "2026-03-05", &sight).await;
        assert_eq!(
            after.iter().find(|r| r.no == "2").unwrap().state,
            State::DoneOnTime,
            "done on the day the old unit said"
        );
        let dead = ReportProgress { on: on(running, half.seq), percent: 1, note: String::new(), evidence: vec![] };
        let dead = progress::report_progress(store, ctx, dead).await.unwrap_err();
        assert_eq!(dead.say.id, "plan-line-ended");
    }
}

#[tokio::test]
async fn who_led_it_already_goes_on_with_more_to_do() {
    for test in testing::stores(ROOMS).await {
        let office = Office::open(&test.store, "2026-01-10").await;
        let (store, ctx) = (&office.store, &office.program);
        let (_, sown) =
            sow(store, ctx, "1/KH", "2026-01-05", vec![seed("1", "Chung", "2026-03-31", &["a", "b", "c"])]).await;
        let b = sown[0].lines[1];
        let done = ReportDone { on: on(b, 0), done_on: day("2026-01-09"), note: String::new(), evidence: vec![] };
        let seen = progress::report_done(store, ctx, done).await.unwrap().seq;
        progress::confirm(store, ctx, on(b, seen), "").await.unwrap();
        office.go("2026-03-05");
        merge(&office, &["a"], MergeInto::Existing(unit("b"))).await;
        assert_eq!(rows(store, "2026-03-05", &Sight::All).await[0].lines, 3, "nothing passes by itself");
        handover::hand_over(store, ctx, &office.dirs, unit("a")).await.unwrap();
        let row = &rows(store, "2026-03-05", &Sight::All).await[0];
        assert_eq!((row.lines, row.closed), (2, 0), "b is opened again: its area has grown");
        assert_eq!(rows(store, "2026-02-28", &Sight::All).await[0].lines, 3);
        assert_eq!(store::event::verify(store).await.unwrap().broken_at, None);
    }
}

#[tokio::test]
async fn a_divided_unit_s_line_goes_on_in_each_part_and_a_dissolved_one_waits_for_a_document() {
    for test in testing::stores(ROOMS).await {
        let office = Office::open(&test.store, "2026-01-10").await;
        let (store, ctx) = (&office.store, &office.program);
        let seeds = vec![seed("1", "Của a", "2026-03-31", &["a"]), seed("2", "Của c", "2026-03-31", &["c"])];
        sow(store, ctx, "1/KH", "2026-01-05", seeds).await;
        office.go("2026-03-05");
        let part = |name: &str| Part { unit: a_unit(name), permille: 500 };
        let split = SplitUnit { unit: unit("a"), parts: vec![part("x"), part("y")], on: day("2026-03-01") };
        org::split_unit(store, ctx, split).await.unwrap();
        let end = org::ChangeUnit { valid_to: Some(Some(day("2026-02-28"))), ..Default::default() };
        org::change_unit(store, ctx, unit("c"), end).await.unwrap();
        handover::hand_over(store, ctx, &office.dirs, unit("a")).await.unwrap();
        let nobody = handover::hand_over(store, ctx, &office.dirs, unit("c")).await.unwrap_err();
        assert_eq!(nobody.say.id, "plan-handover-nobody");
        let all = rows(store, "2026-03-05", &Sight::All).await;
        assert_eq!(all.iter().map(|r| r.lines).collect::<Vec<_>>(), [2, 1]);
        let board = Boards::new(store.clone()).now().await.unwrap();
        let left = handover::waiting(&board, &office.dirs.now().await.unwrap(), day("2026-03-05"));
        assert_eq!((left.len(), left[0].unit, left[0].successors.len()), (1, unit("c"), 0), "it stays on the list");
    }
}
