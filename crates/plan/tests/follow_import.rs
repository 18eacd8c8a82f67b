//! Following what a real import wrote: groups spread out, targets judged, a changed edition picked
//! up by a board that already stands.
mod import_support;

use import_support::{first_plan, task, unit_id, worlds};
use indicator::actual::{RecordActual, confirm_actual, record_actual};
use kernel::Day;
use plan::{
    board::{Asked, Boards, Sight},
    list::{Filter, PageAsk, Sort},
    progress::{self, On, ReportDone},
    state::State,
    status::to_json,
};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

#[tokio::test]
async fn an_imported_plan_is_followed_and_its_next_edition_too() {
    for world in worlds(5).await {
        let store = world.store();
        let boards = Boards::new(store.clone());
        world.import("a.docx", first_plan()).await.unwrap();
        let board = boards.now().await.unwrap();
        let asked = Asked::on(day("2026-06-19"));
        let status = to_json(&board.status(asked, &Sight::All, &Filter::default()));
        assert_eq!(status["tasks"]["total"], 4);
        assert_eq!(status["tasks"]["by_state"]["not_started"], 3);
        assert_eq!(status["tasks"]["by_state"]["recurring"], 1);
        assert_eq!(
            status["targets"],
            serde_json::json!({"total": 2, "met": 0, "exceeded": 0, "not_met": 0, "running": 2})
        );
        assert_eq!(board.by_unit(asked, &Sight::All).len(), 5 + 3, "every commune has its own line");

        let ask = PageAsk { sort: Sort::Document, ..PageAsk::default() };
        let page = board.list(asked, &Sight::All, &Filter::default(), &ask).unwrap();
        let group = board.task(page.rows[1].task, asked, &Sight::All).unwrap();
        assert_eq!((group.lines.len(), group.row.lines), (5, 5));
        let on = |line, seen| On { line, seen, key: None };
        for line in &group.lines {
            let done =
                ReportDone { on: on(line.line, 0), done_on: day("2026-06-18"), note: String::new(), evidence: vec![] };
            let seq = progress::report_done(store, &world.ctx, done).await.unwrap().seq;
            progress::confirm(store, &world.ctx, on(line.line, seq), "").await.unwrap();
        }
        let target = board.targets().cells()[0].id;
        let figure = RecordActual {
            target,
            year: None,
            as_of: day("2026-06-01"),
            value: "71,5".replace(',', ".").parse().ok(),
            quality: String::new(),
            unit: String::new(),
            source: "Sở Khoa học và Công nghệ".into(),
            simulated: false,
            replaces: None,
            key: None,
        };
        let stated = record_actual(store, &world.ctx, figure).await.unwrap();
        confirm_actual(store, &world.ctx, stated.actual).await.unwrap();

        // The next edition gives the first task to another unit and withdraws the last.
        let mut changed = first_plan();
        changed.tasks[0] = task("I", "1", "Ban hành quy chế vận hành kho dữ liệu dùng chung", "Sở Nội vụ", "6/2026");
        changed.tasks.pop();
        world.import("b.docx", changed).await.unwrap();
        let board = boards.now().await.unwrap();
        let anew = Boards::new(store.clone()).now().await.unwrap();
        for on in ["2026-01-20", "2026-06-19", "2026-07-01", "2027-01-01"] {
            let asked = Asked::on(day(on));
            let of = |b: &plan::board::Board| {
                let rows = b.list(asked, &Sight::All, &Filter::default(), &ask).unwrap().rows;
                format!("{} {rows:?}", to_json(&b.status(asked, &Sight::All, &Filter::default())))
            };
            assert_eq!(of(&board), of(&anew), "{on}");
        }
        let status = board.status(asked, &Sight::All, &Filter::default());
        assert_eq!(status.tasks.of(State::DoneOnTime), 1, "the group task: every member has done it");
        assert_eq!((status.targets.met, status.targets.exceeded), (1, 1));
        let mine = |code: &str| board.list(asked, &Sight::All, &Filter::mine(unit_id(code)), &ask).unwrap().total;
        assert_eq!((mine("SNV"), mine("SKHCN")), (1, 0));
        assert_eq!(board.target_tally(Asked::on(day("2027-01-01")), &Sight::All, None, None).running, 1, "5G for 2030");
    }
}
