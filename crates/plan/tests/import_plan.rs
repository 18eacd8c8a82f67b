//! Taking plans over: what is written, that it is written once, how editions differ and amend.
mod import_support;

use import_support::{first_plan, plan, target, task, unit_id, worlds};
use kernel::FaultKind;
use plan::{
    document,
    import::{Amend, DocumentAnswer, ImportOptions, ImportPlan, import_read_plan},
};

#[tokio::test]
async fn a_plan_becomes_tasks_lines_and_targets_and_again_changes_nothing() {
    for w in worlds(3).await {
        let done = w.import("a.docx", first_plan()).await.unwrap();
        assert!(!done.unchanged && done.without_lead.is_empty());
        assert_eq!((done.difference.added.len(), done.edition_no), (6, 1));
        assert_eq!(w.count("task").await, 4);
        // One line for each lead unit: 1 + 3 communes + 2 + 1.
        assert_eq!(w.count("line").await, 7);
        assert_eq!(w.number("SELECT COUNT(*) FROM task_part WHERE role = 'lead' AND group_code = 'CX'").await, 3);
        assert_eq!(w.number("SELECT COUNT(*) FROM target_value").await, 3);
        let kinds = w.texts("SELECT kind FROM event WHERE kind LIKE 'task.%' OR kind LIKE 'target.%'").await;
        assert_eq!(kinds.len(), 6);
        let due = "SELECT due_on FROM task_version WHERE no = '1' AND section_no = 'I'";
        assert_eq!(w.number(due).await, i64::from("2026-06-30".parse::<kernel::Day>().unwrap().number()));
        let before = store::backup::digest(w.store()).await.unwrap();
        let again = w.import("b.docx", first_plan()).await.unwrap();
        assert!(again.unchanged);
        assert_eq!((again.document, again.edition), (done.document, done.edition));
        assert_eq!(store::backup::digest(w.store()).await.unwrap(), before);
    }
}

#[tokio::test]
async fn rows_follow_the_event_that_changed_them() {
    for w in worlds(2).await {
        w.import("a", first_plan()).await.unwrap();
        let wrong = "SELECT COUNT(*) FROM task t WHERE NOT EXISTS \
             (SELECT 1 FROM event e WHERE e.seq = t.seq AND e.kind = 'task.added' AND e.subject = 'task:' || t.id)";
        assert_eq!(w.number(wrong).await, 0);
        let wrong = "SELECT COUNT(*) FROM line l JOIN task t ON t.id = l.task_id WHERE l.seq <> t.seq";
        assert_eq!(w.number(wrong).await, 0);
        let wrong = "SELECT COUNT(*) FROM target t WHERE NOT EXISTS \
             (SELECT 1 FROM event e WHERE e.seq = t.seq AND e.subject = 'target:' || t.id)";
        assert_eq!(w.number(wrong).await, 0);
        assert_eq!(store::event::verify(w.store()).await.unwrap().broken_at, None);
    }
}

#[tokio::test]
async fn a_changed_edition_is_a_new_version_with_its_history() {
    for w in worlds(3).await {
        w.import("a", first_plan()).await.unwrap();
        let mut next = first_plan();
        next.tasks[0].deadline = paper::read::deadline::parse("9/2026", None);
        next.tasks[2].lead_text = Some("Sở Tư pháp; Sở Nội vụ".into());
        next.tasks.remove(3);
        next.tasks.insert(0, task("I", "1", "Khảo sát hiện trạng hạ tầng số", "Công an tỉnh", "5/2026"));
        next.tasks[1].no = Some("2".into());
        next.tasks[2].no = Some("3".into());
        next.targets[0].targets[0] =
            paper::read::TargetValue { year: Some(2026), ..paper::read::value::parse("≥ 75", Some("%")) };
        let done = w.import("b", next.clone()).await.unwrap();
        let d = &done.difference;
        assert_eq!((done.edition_no, d.added.len(), d.changed.len(), d.withdrawn.len()), (2, 1, 4, 1));
        let first = d.changed.iter().find(|c| c.name.starts_with("Ban hành")).unwrap();
        let fields: Vec<&str> = first.fields.iter().map(|f| f.field.as_str()).collect();
        assert_eq!(fields, ["no", "deadline", "due_on"]);
        assert_eq!((first.fields[1].before.as_str(), first.fields[1].after.as_str()), ("6/2026", "9/2026"));
        assert_eq!(w.count("task").await, 5);
        assert_eq!(w.number("SELECT COUNT(*) FROM task_version").await, 4 + 1 + 3 + 1);
        assert_eq!(w.number("SELECT COUNT(*) FROM task_version WHERE withdrawn = 1").await, 1);
        let gone = format!("SELECT COUNT(*) FROM line WHERE unit_id = '{}' AND to_day IS NOT NULL", unit_id("STC"));
        assert_eq!(w.number(&gone).await, 1);
        let new = format!("SELECT COUNT(*) FROM line WHERE unit_id = '{}' AND to_day IS NULL", unit_id("SNV"));
        assert_eq!(w.number(&new).await, 1);
        let order = "SELECT v.name FROM task t JOIN task_version v ON v.task_id = t.id AND v.version = t.version \
             WHERE v.withdrawn = 0 ORDER BY t.ordinal";
        let names = w.texts(order).await;
        assert!(names[0].starts_with("Ban hành") || names[0].starts_with("Khảo sát"));
        assert!(w.import("b", next).await.unwrap().unchanged);
        // The first edition again brings back what was withdrawn, as a third edition.
        let back = w.import("a", first_plan()).await.unwrap();
        assert_eq!((back.edition_no, back.difference.added.len(), back.difference.withdrawn.len()), (3, 0, 1));
        assert_eq!(w.number(&gone).await, 0);
        assert_eq!(w.count("task").await, 5);
    }
}

#[tokio::test]
async fn an_amending_plan_amends_the_tasks_it_names_once_confirmed() {
    for w in worlds(2).await {
        let first = w.import("a", first_plan()).await.unwrap();
        let amending = || {
            plan(
                "130/KH-UBND",
                "Sửa đổi, bổ sung một số nội dung của Kế hoạch số 100/KH-UBND ngày 15/01/2026",
                Some("2026-04-01"),
                vec![
                    task("I", "1", "Điều chỉnh thời hạn nhiệm vụ số 2 mục II", "", "Quý IV/2026"),
                    task("I", "2", "Ban hành quy chế vận hành kho dữ liệu dùng chung", "Sở Nội vụ", ""),
                    task("I", "3", "Bãi bỏ nhiệm vụ số 1, mục II", "", ""),
                    task("I", "4", "Tổ chức hội thi tin học trẻ", "Sở Nội vụ", "8/2026"),
                ],
                vec![],
            )
        };
        let refused = w.import("m", amending()).await.unwrap_err();
        assert_eq!((refused.kind, refused.say.id.as_ref()), (FaultKind::Conflict, "plan-import-questions"));
        assert_eq!(w.count("document").await, 1);
        let all = ImportOptions { amend: Amend::All, ..ImportOptions::default() };
        let done = w.import_with("m", amending(), all.clone()).await.unwrap();
        assert_eq!((done.difference.amendments.len(), done.difference.added.len()), (3, 1));
        assert_eq!(done.difference.amends, Some(first.document));
        assert!(done.difference.amendments[0].named && done.difference.amendments[2].withdraws);
        assert_eq!(w.count("task").await, 5);
        let now = |no: &str, section: &str, column: &str| {
            format!(
                "SELECT {column} FROM task t JOIN task_version v ON v.task_id = t.id AND v.version = t.version \
                 WHERE t.document_id = '{}' AND v.no = '{no}' AND v.section_no = '{section}'",
                first.document
            )
        };
        assert_eq!(w.texts(&now("2", "II", "v.deadline_text")).await, ["Quý IV/2026"]);
        assert_eq!(w.texts(&now("2", "II", "v.name")).await, ["Bố trí kinh phí cho hạ tầng mạng"]);
        assert_eq!(w.texts(&now("1", "I", "v.lead_text")).await, ["Sở Nội vụ"]);
        assert_eq!(w.texts(&now("1", "I", "v.deadline_text")).await, ["6/2026"]);
        assert_eq!(w.number(&now("1", "II", "v.withdrawn")).await, 1);
        let mut reader = w.store().read().await.unwrap();
        let of_first = document::history(&mut reader, first.document).await.unwrap();
        assert_eq!((of_first.editions.len(), of_first.amended_by[0].id), (2, done.document));
        assert_eq!(document::history(&mut reader, done.document).await.unwrap().amends[0].0.id, first.document);
        drop(reader);
        assert!(w.import_with("m", amending(), all).await.unwrap().unchanged);
        // The amended plan again changes nothing; a new edition of it keeps what was amended.
        assert!(w.import("a", first_plan()).await.unwrap().unchanged);
        let mut next = first_plan();
        next.tasks[0].product = Some("Quyết định".into());
        let third = w.import("a3", next).await.unwrap();
        assert_eq!((third.difference.changed.len(), third.difference.withdrawn.len()), (1, 0));
        assert_eq!(w.texts(&now("1", "I", "v.lead_text")).await, ["Sở Nội vụ"]);
        assert_eq!(w.texts(&now("1", "I", "v.product")).await, ["Quyết định"]);
    }
}

#[tokio::test]
async fn a_plan_without_number_is_known_by_its_title_and_offered_when_the_number_comes() {
    for w in worlds(1).await {
        let bare = |number: &str, issued| {
            let tasks = vec![task("I", "1", "Phổ biến nội dung luật mẫu", "Sở Tư pháp", "5/2026")];
            plan(number, "Triển khai thi hành luật mẫu trên địa bàn tỉnh", issued, tasks, vec![])
        };
        let first = w.import("a", bare("/KH-UBND", None)).await.unwrap();
        assert!(w.import("b", bare("", None)).await.unwrap().unchanged);
        let refused = w.import("c", bare("77/KH-UBND", Some("2026-04-20"))).await.unwrap_err();
        assert_eq!(refused.say.id.as_ref(), "plan-import-questions");
        let same = ImportOptions {
            document: Some(DocumentAnswer::Same { document: first.document }),
            ..ImportOptions::default()
        };
        let done = w.import_with("c", bare("77/KH-UBND", Some("2026-04-20")), same).await.unwrap();
        assert_eq!((done.document, done.edition_no, w.count("document").await), (first.document, 2, 1));
        assert_eq!(w.texts("SELECT number FROM document").await, ["77/KH-UBND"]);
        assert!(w.import("d", bare("77/KH-UBND", Some("2026-04-20"))).await.unwrap().unchanged);
    }
}

#[tokio::test]
async fn a_bare_table_is_known_by_its_file_and_asked_when_it_changed() {
    for w in worlds(1).await {
        let bare = |name: &str| {
            let mut read = plan("", "", None, vec![task("", "1", name, "Sở Tư pháp", "5/2026")], vec![]);
            read.document = paper::read::Head::default();
            read
        };
        let first = w.import("bang.xlsx", bare("Lập danh mục văn bản mẫu")).await.unwrap();
        assert!(w.import("bang.xlsx", bare("Lập danh mục văn bản mẫu")).await.unwrap().unchanged);
        assert!(w.import("ten-khac.xlsx", bare("Lập danh mục văn bản mẫu")).await.unwrap().unchanged);
        let other = w.import("khac.xlsx", bare("Mua sắm thiết bị phòng họp")).await.unwrap();
        assert_ne!(other.document, first.document);
        let changed = ImportPlan {
            file_name: "bang.xlsx".into(),
            bytes: b"other bytes".to_vec(),
            options: ImportOptions::default(),
        };
        let refused = import_read_plan(w.store(), &w.ctx, &w.dirs, changed, bare("Việc thứ ba")).await.unwrap_err();
        assert_eq!(refused.say.id.as_ref(), "plan-import-questions");
        assert_eq!(w.count("document").await, 2);
    }
}

#[tokio::test]
async fn duplicate_numbers_keep_both_rows_and_unknown_units_get_no_line() {
    for w in worlds(1).await {
        let rows = || {
            vec![
                task("I", "1", "Việc thứ nhất cần làm ngay", "Sở Tư pháp", "5/2026"),
                task("I", "1", "Một việc khác hẳn cùng số", "Sở Không Có Thật", "6/2026"),
                task("I", "1", "Việc thứ nhất cần làm ngay", "Sở Tư pháp", "7/2026"),
            ]
        };
        let done = w.import("a", plan("5/KH-UBND", "Trùng số", Some("2026-02-01"), rows(), vec![])).await.unwrap();
        assert_eq!(w.count("task").await, 3);
        assert_eq!(w.number("SELECT COUNT(DISTINCT identity) FROM task").await, 3);
        assert_eq!((done.without_lead, w.count("line").await), (vec![2], 2));
        assert!(
            w.import("a", plan("5/KH-UBND", "Trùng số", Some("2026-02-01"), rows(), vec![])).await.unwrap().unchanged
        );
    }
}

#[tokio::test]
async fn what_holds_nothing_is_refused_by_name() {
    for w in worlds(1).await {
        let refused = w.import("trong.docx", plan("6/KH-UBND", "Trống", None, vec![], vec![])).await.unwrap_err();
        assert_eq!((refused.kind, refused.say.id.as_ref()), (FaultKind::Invalid, "plan-import-empty"));
        assert_eq!(w.count("document").await, 0);
    }
}

#[tokio::test]
async fn a_table_that_would_open_too_many_lines_is_refused_whole() {
    for w in worlds(60).await {
        let rows = (1..=900).map(|i| task("I", &i.to_string(), &format!("Việc chung số {i}"), "UBND cấp xã", "6/2026"));
        let many = plan("7/KH-UBND", "Quá nhiều", Some("2026-02-02"), rows.collect(), vec![]);
        let refused = w.import("lon.docx", many).await.unwrap_err();
        assert_eq!((refused.kind, refused.say.id.as_ref()), (FaultKind::TooLarge, "plan-import-too-many-lines"));
        assert_eq!(w.count("document").await, 0);
    }
}

#[tokio::test]
async fn values_of_one_measure_in_two_plans_stand_side_by_side_once_linked() {
    for w in worlds(1).await {
        let first = w.import("a", first_plan()).await.unwrap();
        let other = plan(
            "12/CTr-TU",
            "Chương trình mẫu",
            Some("2026-02-20"),
            vec![task(
                "I",
                "1",
                "Ban hành quy chế vận hành kho dữ liệu dùng chung của tỉnh",
                "Sở Khoa học và Công nghệ",
                "8/2026",
            )],
            vec![target("3", "Tỷ lệ phủ sóng 5G", "%", &[(2026, "≥ 75")], "Sở Khoa học và Công nghệ")],
        );
        let done = w.import("b", other).await.unwrap();
        assert_eq!(done.links_offered, 2);
        assert_eq!(w.count("task").await, 5);
        let mut reader = w.store().read().await.unwrap();
        let offered = plan::link::links(&mut reader, &Default::default()).await.unwrap();
        drop(reader);
        assert_eq!(plan::link::offer_links(w.store(), &w.ctx, done.document).await.unwrap(), 0);
        let targets = offered.iter().find(|l| l.item == plan::diff::ItemKind::Target).unwrap();
        let tasks = offered.iter().find(|l| l.item == plan::diff::ItemKind::Task).unwrap();
        plan::link::accept_link(w.store(), &w.ctx, targets.id).await.unwrap();
        plan::link::accept_link(w.store(), &w.ctx, targets.id).await.unwrap();
        plan::link::decline_link(w.store(), &w.ctx, tasks.id).await.unwrap();
        let refused = plan::link::accept_link(w.store(), &w.ctx, tasks.id).await.unwrap_err();
        assert_eq!(refused.kind, FaultKind::Conflict);
        let mut reader = w.store().read().await.unwrap();
        let side = plan::link::side_by_side(&mut reader, targets.a.id.parse().unwrap()).await.unwrap();
        assert_eq!((side.targets.len(), side.differs.as_slice()), (2, [2026].as_slice()));
        assert!(side.targets.iter().any(|t| t.document.id == first.document && t.values[0].value == "70"));
        assert!(side.targets.iter().any(|t| t.document.id == done.document && t.values[0].value == "75"));
    }
}

#[tokio::test]
async fn a_unit_is_told_once_an_edition_whatever_it_is_given() {
    for world in worlds(2).await {
        let people = [("stp1", "STP"), ("noivu1", "SNV")];
        for (username, code) in people {
            let person = org::NewPerson {
                id: Some(kernel::PersonId::from_name(username)),
                username: username.into(),
                name: username.into(),
                email: String::new(),
                unit: unit_id(code),
                posts: vec![kernel::Post::Officer],
                lang: kernel::Lang::Vi,
            };
            org::create_person(world.store(), &world.ctx, person).await.unwrap();
        }
        let rows = |due: &str| {
            let names = ["Một", "Hai", "Ba"];
            names.iter().zip(1..).map(|(n, no)| task("I", &format!("{no}"), n, "Sở Tư pháp", due)).collect::<Vec<_>>()
        };
        let edition = |due: &str| plan("9/KH-UBND", "Giao việc", Some("2026-01-10"), rows(due), vec![]);
        world.import("a.txt", edition("6/2026")).await.unwrap();
        let told = "SELECT kind FROM notice ORDER BY created_at, id";
        assert_eq!(world.texts(told).await, ["assigned"], "three tasks, one notice, and only to who leads");
        world.import("a.txt", edition("6/2026")).await.unwrap();
        assert_eq!(world.texts(told).await, ["assigned"], "the same again tells nothing");
        world.import("b.txt", edition("9/2026")).await.unwrap();
        assert_eq!(world.texts(told).await, ["assigned", "withdrawn"], "changed deadlines are told, once");
    }
}
