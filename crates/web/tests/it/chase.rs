//! The ladder of reminders on its page, over the API and on a task's page.
use axum::http::StatusCode;
use serde_json::json;

use crate::{client::Browser, province::TestApp};

async fn night(app: &TestApp) -> chase::Night {
    let own = &app.app;
    chase::run(&own.store, &app.ctx, &own.boards, &own.directories, app.ctx.today()).await.unwrap()
}

#[tokio::test]
async fn the_page_shows_what_would_be_said_and_the_task_what_was() {
    let app = TestApp::new().await;
    let focal = Browser::signed_in(&app, "focal").await;
    let page = focal.get("/admin/ladder").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let text = page.text();
    assert!(
        text.contains("Rà soát văn bản") && !text.contains("<b>hành chính") && text.contains("Người justice"),
        "{text}"
    );
    let next = focal.get("/api/v1/chase/preview").await.json();
    let overdue = next["notices"].as_array().unwrap().iter().find(|n| n["kind"] == "overdue").unwrap();
    assert_eq!(overdue["people"], json!(["justice"]));
    let early = focal.get("/api/v1/chase/preview?day=2026-03-02").await.json();
    assert_eq!(early["reminders"], 0);

    let said = night(&app).await;
    assert_eq!(said.rungs_told(), usize::try_from(next["reminders"].as_u64().unwrap()).unwrap());
    let task = app.task("Rà soát").await.task;
    let justice = Browser::signed_in(&app, "justice").await;
    let page = justice.get(&format!("/tasks/{task}")).await.text();
    assert!(page.contains("Đã đôn đốc") && page.contains("chuyên viên Sở Tư pháp (Người justice)"), "{page}");
    let list = justice.get(&format!("/api/v1/tasks/{task}/chase")).await.json();
    let late = list["said"].as_array().unwrap().iter().find(|s| s["rung"] == "late").unwrap();
    assert_eq!((&late["day"], &late["counted_from"]), (&json!("2026-06-19"), &json!("2026-05-31")));
    assert!(focal.get("/admin/ladder").await.text().contains("không có gì phải nhắc"));
    let log = focal.get(&format!("/tasks/{task}")).await.text();
    assert!(!log.contains('⟦'), "a message is missing: {log}");
}

#[tokio::test]
async fn the_ladder_is_changed_by_form_and_api_and_says_what_is_wrong() {
    let app = TestApp::new().await;
    let focal = Browser::signed_in(&app, "focal").await;
    let row = |key: &'static str, of: &'static str, days: &'static str, to: &'static str| {
        vec![("key", key), ("of", of), ("days", days), ("to", to)]
    };
    let rows = [
        row("soon", "due", "−5", "officer"),
        row("late", "due", "1", "officer"),
        row("head", "due", "3", "head"),
        row("", "due", "4", "leader"),
        row("", "due", "", "officer"),
    ]
    .concat();
    let saved = focal.post("/admin/ladder", &[&rows[..], &[("remove", "head")]].concat()).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let mut ladder = focal.get("/api/v1/chase/ladder").await.json();
    let days: Vec<i64> = ladder["rungs"].as_array().unwrap().iter().map(|r| r["days"].as_i64().unwrap()).collect();
    assert_eq!(days, [-5, 1, 4]);
    let wrong = focal.post("/admin/ladder", &row("late", "due", "999", "officer")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("value=\"999\"") && wrong.text().contains("role=\"alert\""), "{}", wrong.text());
    ladder["rungs"][0]["days"] = json!(-2);
    let put = focal.api("/api/v1/chase/ladder", &ladder).await;
    assert_eq!((put.status, put.json()["rungs"][0]["days"].as_i64()), (StatusCode::OK, Some(-2)), "{}", put.text());
    let twice = focal.api("/api/v1/chase/ladder", &json!({ "rungs": [ladder["rungs"][0], ladder["rungs"][0]] })).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    let justice = Browser::signed_in(&app, "justice").await;
    assert_eq!(justice.get("/admin/ladder").await.status, StatusCode::FORBIDDEN);
    let log = Browser::signed_in(&app, "admin").await.get("/admin/audit").await.text();
    assert!(log.contains("bậc thang đôn đốc, nay có 3 bậc"), "{log}");
}
