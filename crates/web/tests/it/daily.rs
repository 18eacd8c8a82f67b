//! The daily work over HTTP: an extension asked for and granted, check-ins, steps, talk, saved filters, a
//! list that comes back, dates in one's own calendar.
use axum::http::StatusCode;
use serde_json::json;

use crate::{client::Browser, province::TestApp};

async fn line_of(app: &TestApp, name: &str) -> (String, String) {
    let row = app.task(name).await;
    (row.line.unwrap().line.to_string(), row.task.to_string())
}

#[tokio::test]
async fn an_extension_travels_to_the_focal_department_and_back() {
    let app = TestApp::new().await;
    let (unit, focal) = (Browser::signed_in(&app, "justice").await, Browser::signed_in(&app, "focal").await);
    let (line, task) = line_of(&app, "Rà soát").await;
    let page = format!("/tasks/{task}");
    assert!(unit.get(&page).await.text().contains("action=\"/lines/"), "the unit can ask");
    let fields = |until: &'static str, reason: &'static str| {
        [("csrf", unit.csrf.clone()), ("task", task.clone()), ("until", until.into()), ("reason", reason.into())]
    };
    let send = async |until: &'static str, reason: &'static str| {
        let fields = fields(until, reason);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        unit.upload(&format!("/lines/{line}/extend"), &fields, &[("file", "a.pdf", b"%PDF-1.7 cong van")]).await
    };
    let early = send("2026-05-01", "Lý do đã gõ").await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.text().contains("Lý do đã gõ</textarea>"), "what was typed is lost");
    let asked = send("2026-07-31", "Chờ hướng dẫn").await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text());
    assert!(focal.get("/answers").await.text().contains("Chờ hướng dẫn"));
    let waiting = focal.get("/api/v1/extensions").await.json();
    let no = waiting["extensions"][0]["request"].to_string();
    assert_eq!(waiting["extensions"][0]["due_on"], "2026-05-31");
    let own = [("grant", "2026-07-31"), ("verdict", "grant"), ("task", task.as_str())];
    let own_answer = unit.post(&format!("/extensions/{no}/decide"), &own).await;
    assert_eq!(own_answer.status, StatusCode::FORBIDDEN, "nobody extends for themselves");
    let granted = focal.post(&format!("/extensions/{no}/decide"), &own).await;
    assert_eq!(granted.status, StatusCode::SEE_OTHER, "{}", granted.text());
    let shown = unit.get(&page).await.text();
    assert!(shown.contains("31/7/2026") && shown.contains("31/5/2026"), "both days are shown");
    let list = unit.get("/tasks?mine=1").await.text();
    assert!(list.contains("31/7/2026") && list.contains("31/5/2026"), "the list shows both days too");
    let beside = unit.get(&format!("/api/v1/tasks/{task}/beside")).await.json();
    assert_eq!(beside["lines"][0]["due_on"], "2026-07-31");
    assert_eq!(
        (&beside["lines"][0]["printed_due_on"], &beside["lines"][0]["extended"]),
        (&json!("2026-05-31"), &json!(true))
    );
    let again = focal.post(&format!("/extensions/{no}/decide"), &own).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "decided once");
    // The unit has a notice of it, and the day no longer says overdue.
    let day = unit.get("/api/v1/my-day").await.json();
    assert_eq!(day["overdue"]["count"], 0, "{day}");
}

#[tokio::test]
async fn recurring_work_is_checked_in_and_returned() {
    let app = TestApp::new().await;
    let focal = Browser::signed_in(&app, "focal").await;
    let (line, task) = line_of(&app, "Duy trì").await;
    // The department that leads it is the focal one: who reports must hold a unit's post.
    let refused =
        focal.api(&format!("/api/v1/lines/{line}/check-ins"), &json!({ "period": "2026-Q1", "note": "x" })).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let beside = focal.get(&format!("/api/v1/tasks/{task}/beside")).await.json();
    let periods: Vec<(&str, &str)> = beside["periods"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| (p["period"].as_str().unwrap(), p["state"].as_str().unwrap()))
        .collect();
    assert_eq!(periods, [("2026-Q1", "missing"), ("2026-Q2", "open")]);
    let monthly = [("field", "rhythm"), ("value", "monthly"), ("source", "")];
    let set = focal.post(&format!("/tasks/{task}/complete"), &monthly).await;
    assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.text());
    let page = focal.get(&format!("/tasks/{task}")).await.text();
    assert!(page.contains("hằng tháng"), "the history says it");
}

#[tokio::test]
async fn people_talk_and_watch_where_they_may_look() {
    let app = TestApp::new().await;
    let (unit, ward) = (Browser::signed_in(&app, "justice").await, Browser::signed_in(&app, "ward").await);
    let (line, task) = line_of(&app, "Lập danh mục").await;
    let said = unit.post(&format!("/tasks/{task}/comments"), &[("text", "@focal <b>xem</b> giúp")]).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.text());
    let page = unit.get(&format!("/tasks/{task}")).await.text();
    assert!(page.contains("@focal &lt;b&gt;xem") || page.contains("@focal &#60;b&#62;xem"), "{page}");
    let foreign = ward.post(&format!("/tasks/{task}/comments"), &[("text", "Tò mò")]).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    assert_eq!(ward.get(&format!("/api/v1/tasks/{task}/beside")).await.status, StatusCode::NOT_FOUND);
    let watched = unit.api(&format!("/api/v1/tasks/{task}/watch"), &json!({ "watch": true })).await;
    assert_eq!(watched.json()["watching"], true);
    let step = [("name", "Soạn dự thảo"), ("due_on", "2026-06-20"), ("task", task.as_str())];
    assert_eq!(unit.post(&format!("/lines/{line}/steps"), &step).await.status, StatusCode::SEE_OTHER);
    let beside = unit.get(&format!("/api/v1/tasks/{task}/beside")).await.json();
    assert_eq!((&beside["steps"][0]["name"], &beside["watching"]), (&json!("Soạn dự thảo"), &json!(true)));
    let empty = unit.post(&format!("/tasks/{task}/comments"), &[("text", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_view_is_saved_and_what_is_unclear_is_a_list() {
    let app = TestApp::new().await;
    let unit = Browser::signed_in(&app, "justice").await;
    let view = [("name", "Quá hạn của tôi"), ("query", "state=overdue&mine=1")];
    let saved = unit.post("/views", &view).await;
    assert_eq!((saved.status, saved.location()), (StatusCode::SEE_OTHER, "/tasks?state=overdue&mine=1"));
    assert!(unit.get("/tasks").await.text().contains("Quá hạn của tôi"));
    let others = Browser::signed_in(&app, "commune").await;
    assert!(others.get("/api/v1/views").await.json()["views"].as_array().unwrap().is_empty());

    let focal = Browser::signed_in(&app, "focal").await;
    let clarity = focal.get("/clarity").await.text();
    assert!(clarity.contains("/tasks?unclear=authority"), "{clarity}");
    let unclear = focal.get("/api/v1/tasks?unclear=authority").await.json();
    assert_eq!(unclear["total"], 5, "no document prints who decides");
    let (_, task) = line_of(&app, "Lập danh mục").await;
    let mend = json!({ "field": "authority", "value": "Chủ tịch UBND tỉnh", "source": "Quy chế làm việc" });
    assert_eq!(focal.api(&format!("/api/v1/tasks/{task}/complete"), &mend).await.json()["changed"], 1);
    assert_eq!(focal.get("/api/v1/tasks?unclear=authority").await.json()["total"], 4);
    assert!(focal.get("/tasks?unclear=nothing").await.status.is_client_error());
}

#[tokio::test]
async fn an_exported_list_comes_back() {
    let app = TestApp::new().await;
    let unit = Browser::signed_in(&app, "justice").await;
    let sheet = unit.get("/tasks/export.xlsx?mine=1").await;
    assert_eq!(sheet.status, StatusCode::OK);
    let upload = async |act: &str| {
        let fields = [("csrf", unit.csrf.as_str()), ("do", act)];
        unit.upload("/tasks/update", &fields, &[("file", "a.xlsx", &sheet.body)]).await
    };
    let seen = upload("").await;
    assert_eq!(seen.status, StatusCode::OK, "{}", seen.text());
    assert!(!seen.text().contains("value=\"all\""), "as exported there is nothing to write");
    let fields = [("csrf", unit.csrf.as_str()), ("do", "")];
    let bad = unit.upload("/tasks/update", &fields, &[("file", "a.xlsx", b"khong phai bang")]).await;
    assert!(bad.text().contains("role=\"alert\""), "{}", bad.text());
}

#[tokio::test]
async fn dates_are_read_by_other_programs_until_the_address_is_revoked() {
    let app = TestApp::new().await;
    let (unit, nobody) = (Browser::signed_in(&app, "justice").await, Browser::nobody(&app));
    let page = unit.get("/calendar?month=2026-06&day=2026-06-25").await.text();
    assert!(page.contains("Lập danh mục dữ liệu"), "{page}");
    let made = unit.post("/me/feed", &[]).await.text();
    let at = made.find("/feeds/").unwrap();
    let address: String = made[at..].chars().take_while(|c| c.is_ascii_alphanumeric() || "/.".contains(*c)).collect();
    let feed = nobody.get(&address).await;
    assert_eq!(feed.status, StatusCode::OK, "{}", feed.text());
    assert!(feed.header("content-type").starts_with("text/calendar"));
    let text = feed.text();
    assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.contains("DTSTART;VALUE=DATE:20260625"), "{text}");
    assert!(!text.contains("Tập huấn"), "what is not theirs is not in it");
    assert_eq!(nobody.get("/feeds/khong.ics").await.status, StatusCode::NOT_FOUND);
    unit.post("/me/feed/revoke", &[]).await;
    assert_eq!(nobody.get(&address).await.status, StatusCode::NOT_FOUND);
}
