//! The report: the same day always yields the same numbers, every sentence is in words, and the
//! document can be laid out; and the story of a task.
mod follow_common;

use follow_common::{ROOMS, Sown, day, resow, seed, sow, unit};
use kernel::{Ctx, FaultKind, FixedClock, Lang, LineId, Millis, Say, UnitId};
use paper::write::{
    grid,
    model::{OfficialDocument, Para},
};
use plan::{
    board::{Asked, Boards, Sight},
    export, history,
    list::{Filter, PageAsk, Sort},
    progress::{self, On, ReportDone, ReportProgress},
    report::{self, Letterhead},
};
use store::{Store, testing};
use words::Words;

fn on(line: LineId, seen: i64) -> On {
    On { line, seen, key: None }
}
fn unit_name(id: UnitId) -> String {
    ["a", "b", "c"].into_iter().find(|n| unit(n) == id).map_or("?".into(), |n| format!("Sở {n}"))
}

/// Three tasks as of 20 March: one done, one overdue with a reason, one due soon.
async fn province(store: &Store, ctx: &Ctx, clock: &FixedClock) -> Vec<Sown> {
    let seeds = vec![
        seed("1", "Ban hành kế hoạch", "2026-01-31", &["a"]),
        seed("2", "Rà soát thủ tục", "2026-02-28", &["a", "b"]),
        seed("3", "Số hóa hồ sơ", "2026-03-25", &["c"]),
    ];
    let (_, sown) = sow(store, ctx, "10/KH-UBND", "2026-01-05", seeds).await;
    clock.set(Millis::start_of(day("2026-01-30")));
    let line = sown[0].lines[0];
    let done = ReportDone { on: on(line, 0), done_on: day("2026-01-29"), note: String::new(), evidence: vec![] };
    let seq = progress::report_done(store, ctx, done).await.unwrap().seq;
    progress::confirm(store, ctx, on(line, seq), "").await.unwrap();
    clock.set(Millis::start_of(day("2026-03-02")));
    let note = "Chờ hướng dẫn của Bộ".to_owned();
    let late = ReportProgress { on: on(sown[1].lines[1], 0), percent: 40, note, evidence: vec![] };
    progress::report_progress(store, ctx, late).await.unwrap();
    clock.set(Millis::start_of(day("2026-03-20")));
    sown
}

async fn document(store: &Store, ctx: &Ctx, as_of: &str, restate: bool, lang: Lang) -> OfficialDocument {
    let boards = Boards::new(store.clone());
    let figures = report::make(store, ctx, &boards, day(as_of), restate).await.unwrap();
    let say = |say: &Say| {
        assert!(Words::of(lang).knows(&say.id), "{} is in no Fluent file", say.id);
        Words::of(lang).say(say)
    };
    let head = Letterhead { issuing_body: "SỞ X".into(), sender: "Sở X".into(), ..Letterhead::default() };
    report::compose(&figures, &head, &say, &unit_name)
}

fn texts(document: &OfficialDocument) -> String {
    format!("{:?}", (document.kind.as_str(), document.title.as_str(), &document.body, &document.appendices))
}

#[tokio::test]
async fn an_extension_is_counted_and_both_days_are_shown() {
    for test in testing::stores(ROOMS).await {
        let store = &test.store;
        let (ctx, clock) = testing::ctx("2026-01-10");
        let sown = province(store, &ctx, &clock).await;
        let none = texts(&document(store, &ctx, "2026-03-19", false, Lang::Vi).await);
        assert!(!none.contains("được gia hạn"), "{none}");
        let ask = plan::extension::RequestExtension {
            line: sown[2].lines[0],
            until: day("2026-04-30"),
            reason: "Chờ kinh phí".into(),
            evidence: vec![],
            key: None,
        };
        let request = plan::extension::request_extension(store, &ctx, ask).await.unwrap().request;
        let grant = plan::extension::DecideExtension { request, grant: Some(day("2026-04-30")), reason: String::new() };
        plan::extension::decide_extension(store, &ctx, grant).await.unwrap();
        let said = texts(&document(store, &ctx, "2026-03-20", false, Lang::Vi).await);
        assert!(said.contains("1 nhiệm vụ được gia hạn"), "{said}");
        assert!(said.contains("30/4/2026") && said.contains("25/3/2026"), "{said}");
    }
}

#[tokio::test]
async fn the_same_day_yields_the_same_report_until_it_is_restated() {
    for test in testing::stores(ROOMS).await {
        let store = &test.store;
        let (ctx, clock) = testing::ctx("2026-01-10");
        let sown = province(store, &ctx, &clock).await;
        let first = document(store, &ctx, "2026-03-20", false, Lang::Vi).await;
        // What comes in later about days before, be it by an edition that holds from February on.
        clock.set(Millis::start_of(day("2026-03-22")));
        progress::confirm(store, &ctx, on(sown[0].lines[0], 0), "").await.unwrap_err();
        resow(store, &ctx, sown[1].task, "2026-02-01", seed("2", "Rà soát", "2026-06-30", &["a"]), false).await;
        let again = document(store, &ctx, "2026-03-20", false, Lang::Vi).await;
        assert_eq!(first, again);
        let restated = document(store, &ctx, "2026-03-20", true, Lang::Vi).await;
        assert_ne!(first, restated);
        assert_eq!(document(store, &ctx, "2026-03-20", false, Lang::Vi).await, restated);
        let future = report::close(store, &ctx, day("2026-03-23"), false).await.unwrap_err();
        assert_eq!(future.kind, FaultKind::Invalid);
        let made = store::event::EventFilter { kind: Some("report.made".into()), ..Default::default() };
        let events = store::event::list(&mut store.read().await.unwrap(), &made, 10).await.unwrap();
        assert_eq!(events.len(), 4, "each making is on record");
    }
}

#[tokio::test]
async fn the_report_says_in_words_what_the_status_says_in_numbers() {
    for test in testing::stores(ROOMS).await {
        let store = &test.store;
        let (ctx, clock) = testing::ctx("2026-01-10");
        province(store, &ctx, &clock).await;
        for lang in [Lang::Vi, Lang::En] {
            let document = document(store, &ctx, "2026-03-20", false, lang).await;
            grid::check(&document).unwrap();
            let all = texts(&document);
            assert!(!all.contains("{$") && !all.contains("{ $") && !all.contains("plan-"), "{all}");
        }
        let document = document(store, &ctx, "2026-03-20", false, Lang::Vi).await;
        let all = texts(&document);
        for words in [
            "có 3 nhiệm vụ được giao tại 1 văn bản. Đã hoàn thành 1 nhiệm vụ (33,3%)",
            "trong đó 1 nhiệm vụ đã quá hạn",
            "Số nhiệm vụ quá hạn tăng 1 so với ngày 28/2/2026 (0 nhiệm vụ)",
            "Sở b: Chờ hướng dẫn của Bộ",
            "Sở a; Sở b",
            "Từ ngày 20/3/2026 đến ngày 19/4/2026 có 1 nhiệm vụ đến hạn",
            "29/1/2026",
            "Kế hoạch 10/KH-UBND",
        ] {
            assert!(all.contains(words), "{words}\n{all}");
        }
        let tables = document.body.iter().filter(|p| matches!(p, Para::Table(_))).count();
        assert_eq!(tables, 5, "states, documents, overdue, worst units, near");
        let docx = paper::write::docx(&document).unwrap();
        assert_eq!(&docx[..2], b"PK");
    }
}

#[tokio::test]
async fn a_task_tells_its_story_and_to_a_member_only_its_own() {
    for test in testing::stores(ROOMS).await {
        let store = &test.store;
        let (ctx, clock) = testing::ctx("2026-01-10");
        let sown = province(store, &ctx, &clock).await;
        let input =
            ReportProgress {
                on: on(sown[1].lines[0], 0), percent: 70, note: "Xong bước 1".into(), evidence: vec![]
            };
        progress::report_progress(store, &ctx, input).await.unwrap();
        let board = Boards::new(store.clone()).now().await.unwrap();
        let asked = Asked::on(day("2026-03-20"));
        let mut sql = store.read().await.unwrap();
        let task = board.task(sown[1].task, asked, &Sight::All).unwrap();
        let all = history::task_timeline(&mut sql, &task, &Sight::All, &unit_name, None, 10).await.unwrap();
        let told: Vec<String> = all.iter().map(|e| Words::of(Lang::Vi).say(&e.say)).collect();
        assert_eq!(told, ["test báo cáo tiến độ của Sở a: 70%.", "test báo cáo tiến độ của Sở b: 40%."]);
        assert_eq!(all[1].note, "Chờ hướng dẫn của Bộ");
        let next =
            history::task_timeline(&mut sql, &task, &Sight::All, &unit_name, Some(all[0].seq), 10).await.unwrap();
        assert_eq!(next.len(), 1);
        let sight = Sight::Units(vec![unit("b")]);
        let own = board.task(sown[1].task, asked, &sight).unwrap();
        let own = history::task_timeline(&mut sql, &own, &sight, &unit_name, None, 10).await.unwrap();
        assert_eq!(own.iter().map(|e| e.unit).collect::<Vec<_>>(), [Some(unit("b"))]);
        let done = board.list(asked, &Sight::All, &Filter::default(), &PageAsk::default()).unwrap();
        assert_eq!(done.total, 3);
    }
}

#[tokio::test]
async fn lists_and_figures_are_taken_away_as_sheets() {
    for test in testing::stores(ROOMS).await {
        let store = &test.store;
        let (ctx, clock) = testing::ctx("2026-01-10");
        let sown = province(store, &ctx, &clock).await;
        let note = "=HYPERLINK(\"http://x\")".to_owned();
        let input = ReportProgress { on: on(sown[2].lines[0], 0), percent: 10, note, evidence: vec![] };
        progress::report_progress(store, &ctx, input).await.unwrap();
        let say = |say: &Say| {
            assert!(Words::of(Lang::Vi).knows(&say.id), "{} is in no Fluent file", say.id);
            Words::of(Lang::Vi).say(say)
        };
        let board = Boards::new(store.clone()).now().await.unwrap();
        let asked = Asked::on(day("2026-03-20"));
        let mut sql = store.read().await.unwrap();
        let seen = (asked, &Sight::All);
        let sheet = export::tasks(&mut sql, &board, seen, &Filter::default(), Sort::Document, &say).await.unwrap();
        assert_eq!(sheet.rows.len(), 3);
        assert!(sheet.rows.iter().all(|r| r.len() == sheet.columns.len()));
        let csv = String::from_utf8(export::csv(&sheet)).unwrap();
        assert!(csv.contains(",\"'=HYPERLINK(\"\"http://x\"\")\","), "{csv}");
        assert!(csv.contains(",2026-03-25,Sắp đến hạn,"), "{csv}");
        drop(sql);
        let figures = report::make(store, &ctx, &Boards::new(store.clone()), day("2026-03-20"), false).await.unwrap();
        let sheets = report::sheets(&figures, &say, &unit_name);
        assert!(sheets.iter().all(|s| s.rows.iter().all(|r| r.len() == s.columns.len())));
        let late = &sheets[2].rows;
        assert_eq!(late.len(), 2, "a row for each unit that is late");
        assert_eq!((&late[1][3], &late[1][6]), (&"Sở b".into(), &"Chờ hướng dẫn của Bộ".into()));
        let book = export::xlsx(&sheets, day("2026-03-20")).unwrap();
        assert_eq!(book, export::xlsx(&sheets, day("2026-03-20")).unwrap(), "the same figures give the same file");
        let mut all = sheets;
        all.push(sheet);
        let book = export::xlsx(&all, day("2026-03-20")).unwrap();
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(book)).unwrap();
        let mut text = String::new();
        std::io::Read::read_to_string(&mut zip.by_name("xl/worksheets/sheet4.xml").unwrap(), &mut text).unwrap();
        assert!(!text.contains("<f>"), "words are words");
    }
}
