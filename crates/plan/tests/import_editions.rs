//! Whatever editions come one after the other, what holds is what the last one says; and names of
//! units in the reader's JSON.
mod import_support;

use std::collections::BTreeMap;

use import_support::{World, first_plan, plan, target, task, worlds};
use paper::read::TaskRow;
use plan::import::{Amend, ImportOptions, ImportPlan, RowAnswer, preview_plan};

/// Small numbers that are the same on every run.
struct Dice(u64);
impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

const VERBS: [&str; 6] = ["Xây dựng", "Rà soát", "Ban hành", "Tổ chức", "Kiểm tra", "Báo cáo"];
const THINGS: [&str; 7] = [
    "kho dữ liệu dùng chung",
    "quy chế an toàn thông tin",
    "lớp tập huấn kỹ năng số",
    "hạ tầng mạng truyền số liệu",
    "thủ tục hành chính toàn trình",
    "phần mềm quản lý văn bản",
    "chữ ký số cho công chức",
];
const LEADS: [&str; 4] = ["Sở Tư pháp", "Sở Khoa học và Công nghệ; Sở Nội vụ", "UBND cấp xã", "Công an tỉnh"];
const DUES: [&str; 4] = ["6/2026", "Quý III/2026", "Thường xuyên", "Năm 2026"];

fn any_task(dice: &mut Dice) -> TaskRow {
    let name = format!("{} {}", VERBS[dice.roll(6)], THINGS[dice.roll(7)]);
    task("I", "", &name, LEADS[dice.roll(4)], DUES[dice.roll(4)])
}

fn shuffle(rows: &mut Vec<TaskRow>, dice: &mut Dice) {
    match dice.roll(4) {
        0 => rows.insert(dice.roll(rows.len() + 1), any_task(dice)),
        1 if rows.len() > 2 => {
            rows.remove(dice.roll(rows.len()));
        }
        2 => {
            let at = dice.roll(rows.len());
            let new = any_task(dice);
            (rows[at].lead_text, rows[at].lead) = (new.lead_text, new.lead);
        }
        _ => {
            let at = dice.roll(rows.len());
            rows[at].deadline = any_task(dice).deadline;
        }
    }
    for (i, row) in rows.iter_mut().enumerate() {
        row.no = Some((i + 1).to_string());
    }
}

fn edition(rows: &[TaskRow]) -> paper::read::Plan {
    plan("8/KH-UBND", "Nhiều lần ban hành", Some("2026-01-10"), rows.to_vec(), vec![])
}

/// Answers every question with "a new one".
async fn answers(w: &World, rows: &[TaskRow]) -> BTreeMap<u32, RowAnswer> {
    match w.import("hoi", edition(rows)).await {
        Ok(_) => BTreeMap::new(),
        Err(fault) => {
            assert_eq!(fault.say.id.as_ref(), "plan-import-questions");
            (1..=u32::try_from(rows.len()).unwrap()).map(|r| (r, RowAnswer::New)).collect()
        }
    }
}

#[tokio::test]
async fn what_holds_is_what_the_last_edition_says() {
    for w in worlds(2).await {
        let mut dice = Dice(20_261_121);
        let mut rows: Vec<TaskRow> = (0..5).map(|_| any_task(&mut dice)).collect();
        for _ in 0..25 {
            shuffle(&mut rows, &mut dice);
            let options = ImportOptions { rows: answers(&w, &rows).await, ..ImportOptions::default() };
            w.import_with("lan", edition(&rows), options.clone()).await.unwrap();
            let now = "SELECT v.name || '|' || v.lead_text || '|' || v.deadline_text FROM task t \
                 JOIN task_version v ON v.task_id = t.id AND v.version = t.version WHERE v.withdrawn = 0";
            let mut held = w.texts(now).await;
            let says = |r: &TaskRow| {
                let text = |t: &Option<String>| t.clone().unwrap_or_default();
                format!("{}|{}|{}", r.name, text(&r.lead_text), text(&r.deadline.text))
            };
            let mut said: Vec<String> = rows.iter().map(says).collect();
            held.sort();
            said.sort();
            assert_eq!(held, said);
            // Open lines are exactly the lead units of what holds.
            let lines = "SELECT COUNT(*) FROM line l JOIN task t ON t.id = l.task_id \
                 JOIN task_version v ON v.task_id = t.id AND v.version = t.version \
                 WHERE v.withdrawn = 0 AND l.to_day IS NULL";
            let leads = "SELECT COUNT(*) FROM task_part p JOIN task t ON t.id = p.task_id AND t.version = p.version \
                 JOIN task_version v ON v.task_id = t.id AND v.version = t.version \
                 WHERE v.withdrawn = 0 AND p.role = 'lead'";
            assert_eq!(w.number(lines).await, w.number(leads).await);
            assert!(w.import_with("lan", edition(&rows), options).await.unwrap().unchanged);
        }
        assert_eq!(store::event::verify(w.store()).await.unwrap().broken_at, None);
    }
}

#[tokio::test]
async fn a_person_says_of_each_row_whether_it_amends() {
    for w in worlds(1).await {
        w.import("a", first_plan()).await.unwrap();
        let amending = || {
            let rows = vec![
                task("I", "1", "Ban hành quy chế vận hành kho dữ liệu dùng chung", "Sở Nội vụ", "12/2026"),
                task("I", "2", "Bố trí kinh phí cho hạ tầng mạng", "Sở Tài chính", "9/2026"),
            ];
            plan("131/KH-UBND", "Điều chỉnh Kế hoạch số 100/KH-UBND", Some("2026-05-01"), rows, vec![])
        };
        let only = |yes: &[u32], no: &[u32]| {
            let rows = |r: &[u32]| r.iter().copied().collect();
            ImportOptions { amend: Amend::Rows { yes: rows(yes), no: rows(no) }, ..ImportOptions::default() }
        };
        assert!(w.import_with("m", amending(), only(&[1], &[])).await.is_err());
        let done = w.import_with("m", amending(), only(&[1], &[2])).await.unwrap();
        let said: Vec<Option<bool>> = done.difference.amendments.iter().map(|a| a.confirmed).collect();
        assert_eq!(said, [Some(true)]);
        assert_eq!(done.difference.added[0].name, "Bố trí kinh phí cho hạ tầng mạng");
        assert_eq!((w.count("task").await, w.count("edition").await), (5, 3));
        assert!(done.links_offered >= 1, "the row of its own is offered as the same task");
    }
}

#[tokio::test]
async fn a_preview_writes_nothing_and_tells_everything() {
    for w in worlds(1).await {
        let text = "Số: 55/KH-UBND\n\nNgày 10 tháng 3 năm 2026\n\nKẾ HOẠCH\n\nThử nghiệm đọc văn bản\n\n\
            Phụ lục\n\nSTT\tNội dung nhiệm vụ\tĐơn vị chủ trì\tĐơn vị phối hợp\tThời gian thực hiện\tSản phẩm\n\
            1\tXây dựng kho dữ liệu mẫu\tSở Khoa học và Công nghệ\tSở Tư pháp\t6/2026\tKho dữ liệu\n\
            2\tTập huấn cán bộ\tUBND cấp xã\tSở Nội vụ\tQuý III/2026\tLớp tập huấn\n";
        let input = || ImportPlan { file_name: "a.txt".into(), bytes: text.into(), options: ImportOptions::default() };
        let before = store::backup::digest(w.store()).await.unwrap();
        let seen = preview_plan(w.store(), &w.ctx, &w.dirs, input()).await.unwrap();
        assert_eq!((seen.added.len(), seen.open_questions()), (2, 0));
        assert_eq!(store::backup::digest(w.store()).await.unwrap(), before);
        let done = plan::import::import_plan(w.store(), &w.ctx, &w.dirs, input()).await.unwrap();
        assert_eq!((done.difference.added, done.name.as_str()), (seen.added, "55/KH-UBND"));
        let kept = w.texts("SELECT file_digest FROM edition").await;
        let blob = store::blob::load(&mut w.store().read().await.unwrap(), &kept[0]).await.unwrap().unwrap();
        assert_eq!(blob.data, text.as_bytes());
    }
}

#[tokio::test]
async fn an_amending_file_is_read_asked_and_taken_over() {
    for w in worlds(1).await {
        let text = |number: &str, day: &str, title: &str, rows: &str| {
            format!(
                "ỦY BAN NHÂN DÂN TỈNH MẪU\n\nSố: {number}/KH-UBND\n\nTỉnh Mẫu, ngày {day} năm 2026\n\nKẾ HOẠCH\n\n{title}\n\n\
                 Phụ lục\n\nSTT\tNội dung nhiệm vụ\tĐơn vị chủ trì\tĐơn vị phối hợp\tThời gian thực hiện\tSản phẩm\n\
                 I\tNhóm việc mẫu\t\t\t\t\n{rows}"
            )
        };
        let first = text(
            "55",
            "10 tháng 3",
            "Thử nghiệm đọc văn bản",
            "1\tXây dựng kho dữ liệu mẫu\tSở Khoa học và Công nghệ\tSở Tư pháp\t6/2026\tKho dữ liệu\n\
             2\tTập huấn cán bộ\tUBND cấp xã\tSở Nội vụ\tQuý III/2026\tLớp tập huấn\n",
        );
        let second = text(
            "70",
            "20 tháng 4",
            "Sửa đổi, bổ sung một số nội dung của Kế hoạch số 55/KH-UBND ngày 10/3/2026 thử nghiệm đọc văn bản",
            "1\tĐiều chỉnh nhiệm vụ số 1 mục I: Xây dựng kho dữ liệu mẫu dùng chung\tSở Khoa học và Công nghệ\tSở Tư pháp\t9/2026\tKho dữ liệu\n\
             2\tKiểm tra việc thực hiện\tSở Nội vụ\tSở Tư pháp\t12/2026\tBáo cáo\n",
        );
        let file = |text: &str, amend| ImportPlan {
            file_name: "a.txt".into(),
            bytes: text.into(),
            options: ImportOptions { amend, ..ImportOptions::default() },
        };
        let import = |input| plan::import::import_plan(w.store(), &w.ctx, &w.dirs, input);
        let held = import(file(&first, Amend::Ask)).await.unwrap();
        assert_eq!(import(file(&second, Amend::Ask)).await.unwrap_err().say.id.as_ref(), "plan-import-questions");
        let done = import(file(&second, Amend::All)).await.unwrap();
        let amended = &done.difference.amendments;
        assert_eq!((amended.len(), amended[0].document, amended[0].named), (1, held.document, true));
        let now = "SELECT v.name || '|' || v.deadline_text FROM task t \
             JOIN task_version v ON v.task_id = t.id AND v.version = t.version ORDER BY t.document_id, t.ordinal";
        let want = [
            "Xây dựng kho dữ liệu mẫu dùng chung|9/2026",
            "Tập huấn cán bộ|Quý III/2026",
            "Kiểm tra việc thực hiện|12/2026",
        ];
        assert_eq!(w.texts(now).await, want);
    }
}

#[tokio::test]
async fn the_readers_json_learns_what_names_of_units_mean() {
    for w in worlds(2).await {
        let tasks = vec![
            task("I", "1", "Việc chung", "UBND cấp xã; Sở Tư pháp", "5/2026"),
            task("I", "2", "Việc lạ", "Sở Khoa học và Công nghiệp", ""),
        ];
        let targets = vec![target("1", "Tỷ lệ", "%", &[(2026, "80")], "Công an tỉnh")];
        let read = plan("1/KH-UBND", "JSON", Some("2026-01-01"), tasks, targets);
        let directory = w.dirs.now().await.unwrap();
        let json = plan::resolve::enrich(paper::read::to_json(&read), &directory, "2026-06-19".parse().unwrap());
        let units = &json["tasks"][0]["lead_units"];
        assert_eq!((units[0]["code"].as_str(), units[0]["members"].as_u64()), (Some("CX"), Some(2)));
        assert_eq!(units[1]["unit"], "Sở Tư pháp");
        assert_eq!(json["targets"][0]["lead_units"][0]["code"], "CAT");
        assert_eq!(json["targets"][0].get("coordinating_units"), None);
        let flags = json["tasks"][1]["flags"].as_array().unwrap();
        let near = json["tasks"][1]["lead_units"][0]["near"] == true;
        let unknown = flags.iter().any(|f| f == "unit-unknown")
            && json["tasks"][1]["unit_suggestions"][0]["suggestions"][0] == "Sở Khoa học và Công nghệ";
        assert!(near || unknown, "{}", json["tasks"][1]);
        assert_eq!(json["tasks"][1]["lead_text"], "Sở Khoa học và Công nghiệp");
    }
}
