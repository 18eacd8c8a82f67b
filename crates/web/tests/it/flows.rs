//! What people do on the pages: report, confirm, return, state values, meet each other on one task.
use axum::http::StatusCode;

use crate::{client::Browser, province::TestApp};

#[tokio::test]
async fn a_report_travels_from_the_unit_to_the_focal_department() {
    let app = TestApp::new().await;
    let (unit, focal) = (Browser::signed_in(&app, "justice").await, Browser::signed_in(&app, "focal").await);
    let row = app.task("Lập danh mục").await;
    let (line, task) = (row.line.unwrap().line.to_string(), row.task.to_string());
    let fields =
        [("csrf", unit.csrf.as_str()), ("seen", "0"), ("task", &task), ("percent", "40"), ("note", "Đã có dự thảo")];
    let files = [("file", "Tờ trình.pdf", b"%PDF-1.7 noi dung".as_slice())];
    let done = unit.upload(&format!("/lines/{line}/progress"), &fields, &files).await;
    assert_eq!(
        (done.status, done.location()),
        (StatusCode::SEE_OTHER, format!("/tasks/{task}").as_str()),
        "{}",
        done.text()
    );
    let page = unit.get(&format!("/tasks/{task}")).await.text();
    assert!(page.contains("Đã có dự thảo") && page.contains("40"), "{page}");
    let file = page.split("href=\"").find(|p| p.contains("/files/")).unwrap().split('"').next().unwrap().to_owned();
    let given = unit.get(&file).await;
    assert_eq!(given.body, b"%PDF-1.7 noi dung");
    assert!(given.header("content-disposition").starts_with("attachment"));
    assert!(given.header("content-security-policy").contains("sandbox"));

    let seen = app.task("Lập danh mục").await.line.unwrap().last_mark.to_string();
    let fields =
        [("csrf", unit.csrf.as_str()), ("seen", &seen), ("task", &task), ("done_on", "2026-06-18"), ("note", "Xong")];
    assert_eq!(unit.upload(&format!("/lines/{line}/done"), &fields, &[]).await.status, StatusCode::SEE_OTHER);
    assert!(focal.get("/").await.text().contains("Lập danh mục"), "waits on the focal department's desk");
    let seen = app.task("Lập danh mục").await.line.unwrap().last_mark.to_string();
    let confirmed = focal.post(&format!("/lines/{line}/confirm"), &[("seen", &seen), ("task", &task)]).await;
    assert_eq!(confirmed.status, StatusCode::SEE_OTHER, "{}", confirmed.text());
    assert_eq!(app.task("Lập danh mục").await.state, plan::state::State::DoneOnTime);
    let dashboard = Browser::signed_in(&app, "leader").await.get("/dashboard").await.text();
    assert!(dashboard.contains("state=done_on_time"), "the figure opens its rows");
}

#[tokio::test]
async fn two_who_change_one_line_meet_and_nothing_typed_is_lost() {
    let app = TestApp::new().await;
    let (a, b) = (Browser::signed_in(&app, "justice").await, Browser::signed_in(&app, "justice").await);
    let row = app.task("Lập danh mục").await;
    let (line, task) = (row.line.unwrap().line.to_string(), row.task.to_string());
    let path = format!("/lines/{line}/progress");
    let say = |browser: &Browser<'_>, note: &'static str| {
        [
            ("csrf", browser.csrf.clone()),
            ("seen", "0".into()),
            ("task", task.clone()),
            ("percent", "30".into()),
            ("note", note.into()),
        ]
    };
    let first = say(&a, "Tôi trước");
    let first: Vec<(&str, &str)> = first.iter().map(|(n, v)| (*n, v.as_str())).collect();
    assert_eq!(a.upload(&path, &first, &[]).await.status, StatusCode::SEE_OTHER);
    let second = say(&b, "Tôi sau");
    let second: Vec<(&str, &str)> = second.iter().map(|(n, v)| (*n, v.as_str())).collect();
    let met = b.upload(&path, &second, &[]).await;
    assert_eq!(met.status, StatusCode::CONFLICT);
    let page = met.text();
    assert!(page.contains("role=\"alert\"") && page.contains("Tôi sau</textarea>"), "typed text is lost: {page}");
    assert!(page.contains("Tôi trước"), "what the other said is not shown");
}

#[tokio::test]
async fn files_are_known_by_their_content() {
    let app = TestApp::new().await;
    let unit = Browser::signed_in(&app, "justice").await;
    let row = app.task("Lập danh mục").await;
    let (line, task) = (row.line.unwrap().line.to_string(), row.task.to_string());
    let path = format!("/lines/{line}/progress");
    let fields = [("csrf", unit.csrf.as_str()), ("seen", "0"), ("task", &task), ("percent", "10"), ("note", "a")];
    for (name, content) in
        [("a.pdf", b"<html><script>alert(1)</script>".as_slice()), ("b.png", b"MZ\x90\x00\x03".as_slice())]
    {
        let answer = unit.upload(&path, &fields, &[("file", name, content)]).await;
        assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{name}: {}", answer.text());
    }
    assert_eq!(app.task("Lập danh mục").await.line.unwrap().last_mark, 0, "a refused file leaves no mark");
    let config = web::WebConfig { max_upload_bytes: 1000, ..web::WebConfig::default() };
    let small = TestApp::with(config).await;
    let focal = Browser::signed_in(&small, "focal").await;
    let answer = focal.upload("/documents/new", &[("csrf", &focal.csrf)], &[("file", "a.docx", &[0u8; 5000])]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{}", answer.text());
}

#[tokio::test]
async fn one_unit_sees_nothing_of_anothers() {
    let app = TestApp::new().await;
    let ward = Browser::signed_in(&app, "ward").await;
    let task = app.task("Rà soát").await.task;
    assert_eq!(ward.get(&format!("/tasks/{task}")).await.status, StatusCode::NOT_FOUND);
    for path in [
        "/",
        "/tasks",
        "/tasks/export.csv",
        "/targets",
        "/api/v1/tasks",
        "/api/v1/targets",
        "/api/v1/status",
        "/documents",
        "/api/v1/documents",
    ] {
        let text = ward.get(path).await.text();
        let secret = ["Rà soát", "hồ sơ trực tuyến", "34/KH-UBND", "quy chế lưu trữ"];
        assert!(secret.iter().all(|s| !text.contains(s)), "{path}: {text}");
    }
    let own = ward.get("/tasks").await.text();
    assert!(own.contains("Tập huấn"), "its own task is not there: {own}");
}

#[tokio::test]
async fn values_are_stated_and_confirmed() {
    let app = TestApp::new().await;
    let (unit, focal) = (Browser::signed_in(&app, "justice").await, Browser::signed_in(&app, "focal").await);
    let target = app.board().await.targets().cells()[0].id.to_string();
    let path = format!("/targets/{target}/values");
    let bad = unit.post(&path, &[("as_of", "2026-06-10"), ("value", "72,5"), ("source", "")]).await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bad.text().contains("value=\"72,5\""), "what was typed is lost");
    let good = unit.post(&path, &[("as_of", "2026-06-10"), ("value", "72,5"), ("source", "Báo cáo tháng 6")]).await;
    assert_eq!(good.status, StatusCode::SEE_OTHER, "{}", good.text());
    let id = app.board().await.targets().cells()[0].actuals[0].id;
    let confirmed = focal.post(&format!("/values/{id}/confirm"), &[("target", &target)]).await;
    assert_eq!(confirmed.status, StatusCode::SEE_OTHER, "{}", confirmed.text());
    let status = focal.get("/api/v1/status").await.json();
    assert_eq!((&status["targets"]["met"], &status["targets"]["exceeded"]), (&1.into(), &1.into()));
}

#[tokio::test]
async fn many_are_confirmed_at_once_and_what_moved_is_not() {
    let app = TestApp::new().await;
    let focal = Browser::signed_in(&app, "focal").await;
    let before = app.task("Lập danh mục").await;
    let old = format!("{}~{}", before.task, before.changed);
    let on = plan::progress::On { line: before.line.unwrap().line, seen: 0, key: None };
    let input = plan::progress::ReportDone {
        on,
        done_on: "2026-06-18".parse().unwrap(),
        note: "Xong".into(),
        evidence: vec![],
    };
    plan::progress::report_done(&app.app.store, &app.ctx, input).await.unwrap();
    focal.post("/tasks/confirm", &[("id", &old)]).await;
    assert_eq!(app.task("Lập danh mục").await.awaiting, 1, "what moved since the list was shown was confirmed");
    let page = focal.get("/tasks?awaiting=1").await.text();
    let picked = page.split("name=\"id\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    focal.post("/tasks/confirm", &[("id", &picked)]).await;
    assert_eq!(app.task("Lập danh mục").await.state, plan::state::State::DoneOnTime);
}

#[tokio::test]
async fn communes_are_tiles_until_all_boundaries_are_known() {
    let app = TestApp::new().await;
    let (admin, leader) = (Browser::signed_in(&app, "admin").await, Browser::signed_in(&app, "leader").await);
    let area = |code: &str, west: f64| {
        let ring = [[west, 11.0], [west + 0.5, 11.0], [west + 0.5, 11.5], [west, 11.0]];
        serde_json::json!({ "properties": { "code": code }, "geometry": { "type": "Polygon", "coordinates": [ring] } })
    };
    let file = |areas: &[serde_json::Value]| serde_json::json!({ "features": areas }).to_string().into_bytes();
    let send = async |content: Vec<u8>| {
        admin
            .upload("/admin/boundaries", &[("csrf", &admin.csrf)], &[("file", "ranh-gioi.geojson", &content)])
            .await
            .status
    };
    assert_eq!(send(b"{}".to_vec()).await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(send(file(&[area("93", 108.0)])).await, StatusCode::SEE_OTHER);
    let tiles = leader.get("/dashboard").await.text();
    assert!(tiles.contains("<svg x=\"90\"") && !tiles.contains("<path d=\"M"), "a map with holes is shown");
    assert_eq!(send(file(&[area("93", 108.0), area("94", 108.5)])).await, StatusCode::SEE_OTHER);
    let map = leader.get("/dashboard").await.text();
    assert_eq!(map.matches("<path d=\"M").count(), 2, "{map}");
}
