//! The board against the store: grown step by step it equals one read anew, a past day keeps its
//! numbers, and nobody sees more than their part; on every engine.
mod follow_common;

use std::collections::{BTreeMap, BTreeSet};

use follow_common::{ROOMS, Seed, Sown, day, resow, seed, sow, unit};
use kernel::{Block, Ctx, FixedClock, LineId, Millis};
use plan::{
    board::{Asked, Board, Boards, Sight},
    list::{Filter, PageAsk, Role, Sort},
    progress::{self, On, ReportDone, ReportProgress},
    state::State,
    status::{Measure, to_json},
};
use store::{Store, testing};

fn on(line: LineId, seen: i64) -> On {
    On { line, seen, key: None }
}
async fn report(store: &Store, ctx: &Ctx, line: LineId, seen: i64) -> i64 {
    let input = ReportProgress { on: on(line, seen), percent: 30, note: String::new(), evidence: vec![] };
    progress::report_progress(store, ctx, input).await.unwrap().seq
}
async fn done(store: &Store, ctx: &Ctx, line: LineId, seen: i64, done_on: &str) -> i64 {
    let input = ReportDone { on: on(line, seen), done_on: day(done_on), note: String::new(), evidence: vec![] };
    progress::report_done(store, ctx, input).await.unwrap().seq
}
async fn confirm(store: &Store, ctx: &Ctx, line: LineId, seen: i64) -> i64 {
    progress::confirm(store, ctx, on(line, seen), "").await.unwrap().seq
}
fn go_to(clock: &FixedClock, to: &str) {
    clock.set(Millis::start_of(day(to)).plus(1));
}
fn count(board: &Board, on: &str) -> BTreeMap<&'static str, u32> {
    let status = board.status(Asked::on(day(on)), &Sight::All, &Filter::default());
    State::ALL.into_iter().filter(|s| status.tasks.of(*s) > 0).map(|s| (s.code(), status.tasks.of(s))).collect()
}
/// Everything a reader can see on some days, as text.
fn picture(board: &Board) -> String {
    let mut text = String::new();
    for on in ["2026-01-20", "2026-02-15", "2026-03-15", "2026-06-30"] {
        let asked = Asked::on(day(on));
        text += &to_json(&board.status(asked, &Sight::All, &Filter::default())).to_string();
        let page = board.list(asked, &Sight::All, &Filter::default(), &PageAsk::default()).unwrap();
        text += &format!("{:?}{:?}", page.rows, board.by_unit(asked, &Sight::All));
        for row in &page.rows {
            text += &format!("{:?}", board.task(row.task, asked, &Sight::All).unwrap().lines);
        }
    }
    text
}

/// Two documents: single, group, recurring, external and undated tasks.
async fn province(store: &Store, ctx: &Ctx) -> (Vec<Sown>, Vec<Sown>) {
    let first: Vec<Seed> = vec![
        seed("1", "Ban hành kế hoạch chuyển đổi số", "2026-01-31", &["a"]),
        seed("1.1", "Rà soát thủ tục hành chính", "2026-02-28", &["b"]),
        seed("2", "Số hóa hồ sơ", "2026-03-31", &["x1", "x2", "x3"]),
        seed("3", "Tuyên truyền thường xuyên", "recurring", &["a", "b"]),
    ];
    let mut helped = seed("1", "Kết nối nền tảng của Bộ", "external", &["b"]);
    helped.coordinating = vec![unit("a"), unit("x1")];
    let second = vec![
        helped,
        seed("2", "Đường truyền Đam Rông", "none", &["a"]),
        seed("3", "Chưa ai chủ trì", "2026-05-01", &[]),
    ];
    let (_, first) = sow(store, ctx, "10/KH-UBND", "2026-01-05", first).await;
    let (_, second) = sow(store, ctx, "20/QĐ-UBND", "2026-01-12", second).await;
    (first, second)
}

#[tokio::test]
async fn a_board_grown_step_by_step_equals_one_read_anew_and_the_past_stands() {
    for test in testing::stores(ROOMS).await {
        let store = &test.store;
        let (ctx, clock) = testing::ctx("2026-01-15");
        let boards = Boards::new(store.clone());
        let (first, second) = province(store, &ctx).await;
        let mut past: Vec<(&str, BTreeMap<&str, u32>)> = Vec::new();
        let mut seen: BTreeMap<LineId, i64> = BTreeMap::new();
        let group = &first[2].lines;
        let steps: [(&str, &str, LineId); 14] = [
            ("2026-01-16", "report", first[0].lines[0]),
            ("2026-01-30", "done", first[0].lines[0]),
            ("2026-02-03", "confirm", first[0].lines[0]),
            ("2026-02-04", "report", group[0]),
            ("2026-02-20", "done", group[0]),
            ("2026-02-21", "confirm", group[0]),
            ("2026-03-01", "report", first[1].lines[0]),
            ("2026-03-05", "done", first[1].lines[0]),
            ("2026-03-06", "confirm", first[1].lines[0]),
            ("2026-03-20", "done", group[1]),
            ("2026-03-21", "confirm", group[1]),
            ("2026-04-10", "done", group[2]),
            ("2026-04-11", "confirm", group[2]),
            ("2026-04-12", "report", second[1].lines[0]),
        ];
        for (on, what, line) in steps {
            go_to(&clock, on);
            let before = seen.get(&line).copied().unwrap_or(0);
            let after = match what {
                "report" => report(store, &ctx, line, before).await,
                "done" => done(store, &ctx, line, before, on).await,
                _ => confirm(store, &ctx, line, before).await,
            };
            seen.insert(line, after);
            let board = boards.now().await.unwrap();
            assert_eq!(board.seq(), after);
            past.push((on, count(&board, on)));
            for (earlier, counts) in &past {
                assert_eq!(&count(&board, earlier), counts, "{on} changed the numbers of {earlier}");
            }
        }
        let grown = boards.now().await.unwrap();
        let anew = Boards::new(store.clone()).now().await.unwrap();
        assert_eq!(picture(&grown), picture(&anew));
        let end = count(&anew, "2026-04-12");
        let want = [
            ("done_late", 2),
            ("done_on_time", 1),
            ("not_started", 1),
            ("recurring", 1),
            ("running", 1),
            ("waiting", 1),
        ];
        assert_eq!(end, want.into());
        assert_eq!(count(&anew, "2026-04-30")["due_soon"], 1, "also a task that nobody leads");
        assert_eq!(count(&anew, "2026-05-02")["overdue"], 1);
        assert_eq!(count(&anew, "2026-01-04"), BTreeMap::new(), "before the documents there is nothing");
        // Half of the group: overdue for those who have not done it, done for the others.
        let units = anew.by_unit(Asked::on(day("2026-04-05")), &Sight::All);
        let of = |name: &str| units.iter().find(|u| u.unit == unit(name)).unwrap().tally;
        assert_eq!((of("x1").of(State::DoneOnTime), of("x3").of(State::Overdue)), (1, 1));
        let worst = anew.worst_units(Asked::on(day("2026-04-05")), &Sight::All, 1);
        assert_eq!(worst[0].unit, unit("x3"));
        let measured = anew.measure(Asked::on(day("2026-04-05")), &Sight::All, Measure::DoneShare);
        assert!(measured.contains(&(unit("x1"), 1000)) && measured.contains(&(unit("x3"), 0)));
        let block = |u| (u == unit("a")).then_some(Block::Party);
        let blocks = anew.by_block(Asked::on(day("2026-04-05")), &Sight::All, &block);
        assert_eq!(blocks.len(), 1);
        assert_eq!(blocks[0].1.total(), 3);
    }
}

#[tokio::test]
async fn a_later_edition_changes_what_it_says_and_nothing_that_was_known() {
    for test in testing::stores(ROOMS).await {
        let store = &test.store;
        let (ctx, clock) = testing::ctx("2026-01-15");
        let boards = Boards::new(store.clone());
        let (first, _) = province(store, &ctx).await;
        go_to(&clock, "2026-03-10");
        let known = boards.now().await.unwrap();
        let closing = Asked { day: day("2026-03-10"), known_seq: known.seq() };
        let before = format!("{:?}", known.status(closing, &Sight::All, &Filter::default()));
        // The edition holds from February on and is entered in March: later dates, another lead.
        let mut changed = seed("1.1", "Rà soát thủ tục hành chính", "2026-06-30", &["a", "b"]);
        changed.product = "Danh mục".into();
        let lines = resow(store, &ctx, first[1].task, "2026-02-01", changed, false).await;
        resow(store, &ctx, first[0].task, "2026-02-01", seed("1", "Việc", "2026-01-31", &["a"]), true).await;
        let board = boards.now().await.unwrap();
        let asked = Asked::on(day("2026-03-10"));
        let task = board.task(first[1].task, asked, &Sight::All).unwrap();
        assert_eq!((task.row.state, task.lines.len(), task.versions.len()), (State::NotStarted, 2, 2));
        assert_eq!(task.lines.iter().map(|l| l.line).collect::<BTreeSet<_>>(), lines.into_iter().collect());
        assert!(board.task(first[0].task, asked, &Sight::All).is_none(), "withdrawn");
        let old = board.task(first[1].task, Asked::on(day("2026-01-31")), &Sight::All).unwrap();
        assert_eq!((old.row.product.as_str(), old.lines.len()), ("Báo cáo", 1), "the version of that day");
        assert_eq!(
            format!("{:?}", board.status(closing, &Sight::All, &Filter::default())),
            before,
            "what was closed stays"
        );
        assert_eq!(picture(&board), picture(&Boards::new(store.clone()).now().await.unwrap()));
    }
}

#[tokio::test]
async fn nobody_sees_more_than_their_part() {
    for test in testing::stores(ROOMS).await {
        let store = &test.store;
        let (ctx, _) = testing::ctx("2026-01-15");
        let (first, second) = province(store, &ctx).await;
        let board = Boards::new(store.clone()).now().await.unwrap();
        let asked = Asked::on(day("2026-04-05"));
        let (x1, nobody) = (Sight::Units(vec![unit("x1")]), Sight::Units(vec![unit("zz")]));
        let page = board.list(asked, &x1, &Filter::default(), &PageAsk::default()).unwrap();
        let seen: BTreeSet<_> = page.rows.iter().map(|r| r.task).collect();
        assert_eq!(seen, [first[2].task, second[0].task].into(), "leads one, helps with another");
        let own = board.task(first[2].task, asked, &x1).unwrap();
        assert_eq!(own.lines.len(), 1, "of a group task only its own line");
        assert_eq!(own.lines[0].unit, unit("x1"));
        assert!(board.task(first[0].task, asked, &x1).is_none());
        assert_eq!(board.by_unit(asked, &x1).len(), 1);
        assert!(board.late(asked, &x1, &Filter::default(), 0).iter().all(|r| r.task == first[2].task));
        let other = Filter { unit: Some(unit("x2")), ..Filter::default() };
        assert_eq!(board.list(asked, &x1, &other, &PageAsk::default()).unwrap().total, 0, "nor by asking for another");
        assert_eq!(board.status(asked, &nobody, &Filter::default()).tasks.total(), 0);
        assert_eq!(board.measure(asked, &nobody, Measure::Overdue), vec![]);
        assert_eq!(board.status(asked, &Sight::Units(vec![]), &Filter::default()).tasks.total(), 0);
    }
}

#[tokio::test]
async fn pages_hold_every_row_once_in_every_order() {
    for test in testing::stores(ROOMS).await {
        let store = &test.store;
        let (ctx, _) = testing::ctx("2026-01-15");
        let dues = ["2026-02-28", "2026-03-31", "none", "recurring"];
        let seeds: Vec<Seed> = (0..97)
            .map(|n| seed(&n.to_string(), &format!("Việc {n}"), dues[n % 4], &["a", "b"][..1 + n % 2]))
            .collect();
        let (_, sown) = sow(store, &ctx, "1/KH", "2026-01-05", seeds).await;
        report(store, &ctx, sown[40].lines[0], 0).await;
        let board = Boards::new(store.clone()).now().await.unwrap();
        let asked = Asked::on(day("2026-01-20"));
        for sort in Sort::ALL {
            let all = PageAsk { sort, ..PageAsk::default() };
            let whole = board.list(asked, &Sight::All, &Filter::default(), &all).unwrap();
            assert_eq!((whole.rows.len(), whole.total, whole.next.is_none()), (97, 97, true));
            let mut ask = PageAsk { sort, limit: 10, cursor: None };
            let mut paged = Vec::new();
            loop {
                let page = board.list(asked, &Sight::All, &Filter::default(), &ask).unwrap();
                assert_eq!(page.total, 97);
                paged.extend(page.rows.into_iter().map(|r| r.task));
                ask.cursor = page.next;
                if ask.cursor.is_none() {
                    break;
                }
            }
            assert_eq!(paged, whole.rows.iter().map(|r| r.task).collect::<Vec<_>>(), "{sort:?}");
        }
        let changed = PageAsk { sort: Sort::Changed, ..PageAsk::default() };
        let page = board.list(asked, &Sight::All, &Filter::default(), &changed).unwrap();
        assert_eq!(page.rows[0].task, sown[40].task);
        let bad = PageAsk { cursor: Some("x~y".into()), ..PageAsk::default() };
        assert_eq!(board.list(asked, &Sight::All, &Filter::default(), &bad).unwrap_err().say.id, "plan-cursor");
    }
}

#[tokio::test]
async fn filters_narrow_and_search_ignores_accents_case_and_order() {
    for test in testing::stores(ROOMS).await {
        let store = &test.store;
        let (ctx, clock) = testing::ctx("2026-01-15");
        let (first, second) = province(store, &ctx).await;
        go_to(&clock, "2026-03-25");
        done(store, &ctx, first[2].lines[1], 0, "2026-03-24").await;
        let board = Boards::new(store.clone()).now().await.unwrap();
        let asked = Asked::on(day("2026-03-25"));
        let find = |filter: Filter| {
            let page = board.list(asked, &Sight::All, &filter, &PageAsk::default()).unwrap();
            page.rows.iter().map(|r| (r.document_number.clone(), r.no.clone())).collect::<Vec<_>>()
        };
        let text =
            |t: &str| find(Filter { text: t.into(), ..Filter::default() }).into_iter().map(|r| r.1).collect::<Vec<_>>();
        assert_eq!(text("duong truyen dam rong"), ["2"]);
        assert_eq!(text("RÔNG  đường"), ["2"]);
        assert_eq!(text("thu-tuc"), ["1.1"]);
        assert_eq!(text("1.1"), ["1.1"]);
        assert_eq!(text("khong co gi"), Vec::<String>::new());
        assert_eq!(text("bao cao").len(), 7, "the product too");
        let state = |s| find(Filter { states: vec![s], ..Filter::default() }).len();
        assert_eq!((state(State::Overdue), state(State::DueSoon), state(State::Recurring)), (2, 1, 1));
        let chips = board.list(
            asked,
            &Sight::All,
            &Filter { states: vec![State::Overdue], ..Filter::default() },
            &PageAsk::default(),
        );
        assert_eq!(chips.unwrap().chips.total(), 7, "chips count what the other conditions let pass");
        // A unit's own line decides: x2 has reported in time and is not pressed.
        let own = |name: &str| {
            let page = board.list(asked, &Sight::All, &Filter::mine(unit(name)), &PageAsk::default()).unwrap();
            (page.rows[0].state, page.rows[0].line.as_ref().unwrap().unit)
        };
        assert_eq!(own("x1"), (State::DueSoon, unit("x1")));
        assert_eq!(own("x2"), (State::Running, unit("x2")));
        let helps = Filter { unit: Some(unit("a")), role: Some(Role::Coordinating), ..Filter::default() };
        assert_eq!(find(helps), [("20/QĐ-UBND".to_owned(), "1".to_owned())]);
        let by_document = Filter { document: board.documents().first().map(|d| d.id), ..Filter::default() };
        assert_eq!(find(by_document).len(), 4);
        let range = Filter { due_from: Some(day("2026-02-01")), due_to: Some(day("2026-03-31")), ..Filter::default() };
        assert_eq!(find(range).len(), 2);
        assert_eq!(find(Filter { kinds: vec!["external".into()], ..Filter::default() }).len(), 1);
        assert_eq!(find(Filter { section: Some("II".into()), ..Filter::default() }).len(), 0);
        let waiting = Filter { awaiting: true, ..Filter::default() };
        assert_eq!(find(waiting), [("10/KH-UBND".to_owned(), "2".to_owned())]);
        let near = board.due_within(asked, &Sight::All, &Filter::default(), 40, 0);
        assert_eq!(near.iter().map(|r| r.task).collect::<Vec<_>>(), [first[2].task, second[2].task]);
        assert_eq!(Board::days_left(asked, &near[0]), Some(6));
    }
}

#[tokio::test]
async fn the_status_is_the_contract() {
    for test in testing::stores(ROOMS).await {
        let store = &test.store;
        let (ctx, _) = testing::ctx("2026-01-15");
        province(store, &ctx).await;
        let board = Boards::new(store.clone()).now().await.unwrap();
        let status = board.status(Asked::on(day("2026-03-25")), &Sight::All, &Filter::default());
        let json = to_json(&status);
        let states = [
            "done_on_time",
            "done_late",
            "running",
            "due_soon",
            "overdue",
            "recurring",
            "not_started",
            "waiting",
            "not_applicable",
        ];
        let by_state = json["tasks"]["by_state"].as_object().unwrap();
        assert_eq!(by_state.keys().map(String::as_str).collect::<BTreeSet<_>>(), states.into());
        assert_eq!(json["as_of"], "2026-03-25");
        assert_eq!(json["tasks"]["total"], 7);
        assert_eq!(by_state.values().map(|v| v.as_u64().unwrap()).sum::<u64>(), 7);
        assert_eq!(json["tasks"]["by_document"][0]["number"], "10/KH-UBND");
        assert_eq!(json["tasks"]["by_document"][0]["by_state"]["overdue"], 2);
        assert_eq!(json["tasks"]["by_document"][1]["total"], 3);
        assert_eq!(
            json["targets"],
            serde_json::json!({"total": 0, "met": 0, "exceeded": 0, "not_met": 0, "running": 0})
        );
        // The same sums, counted task by task.
        let slow = Filter { due_from: None, text: " ".into(), ..Filter::default() };
        let counted = board.status(Asked::on(day("2026-03-25")), &Sight::All, &slow);
        assert_eq!(to_json(&counted), json);
    }
}

#[tokio::test]
async fn many_readers_share_one_refresh_and_see_what_was_written_before_they_asked() {
    let all = testing::stores(ROOMS).await;
    for test in &all {
        let store = &test.store;
        let (ctx, _) = testing::ctx("2026-01-15");
        let (first, _) = province(store, &ctx).await;
        let boards = std::sync::Arc::new(Boards::new(store.clone()));
        let before = boards.now().await.unwrap();
        let seq = report(store, &ctx, first[0].lines[0], 0).await;
        let readers: Vec<_> = (0..20)
            .map(|_| {
                let boards = std::sync::Arc::clone(&boards);
                tokio::spawn(async move { boards.now().await.unwrap() })
            })
            .collect();
        let mut seen = Vec::new();
        for reader in readers {
            seen.push(reader.await.unwrap());
        }
        assert!(seen.iter().all(|b| b.seq() == seq && std::sync::Arc::ptr_eq(b, &seen[0])));
        assert_eq!(count(&before, "2026-01-16")["not_started"], 5, "who holds the old one keeps it");
        assert_eq!(count(&seen[0], "2026-01-16")["running"], 1);
    }
}
