//! The JSON API: its description, its faults, and the same operations by token.
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use web::registry::{Face, table};

use crate::{client::Browser, province::TestApp};

#[test]
fn the_description_is_the_one_that_was_agreed() {
    insta::assert_json_snapshot!("openapi", web::openapi::document());
}

#[test]
fn every_route_of_the_api_is_described_and_every_schema_is_there() {
    let document = web::openapi::document();
    for route in table().iter().filter(|r| r.path.starts_with("/api/v1/")) {
        assert_eq!(route.face, Face::Api, "{}", route.path);
        assert!(route.doc.is_some(), "{} {} is not described", route.method, route.path);
    }
    fn walk(value: &Value, document: &Value) {
        if let Some(reference) = value.get("$ref").and_then(Value::as_str) {
            let pointer = reference.trim_start_matches('#');
            assert!(document.pointer(pointer).is_some(), "{reference} is nowhere");
        }
        match value {
            Value::Object(map) => map.values().for_each(|v| walk(v, document)),
            Value::Array(list) => list.iter().for_each(|v| walk(v, document)),
            _ => {}
        }
    }
    walk(&document, &document);
}

#[tokio::test]
async fn faults_are_problems_in_words() {
    let app = TestApp::new().await;
    let mut browser = Browser::signed_in(&app, "ward").await;
    browser.lang = "en";
    let missing = browser.get(&format!("/api/v1/tasks/{}", app.task("Rà soát").await.task)).await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    let problem = missing.json();
    assert_eq!(problem["kind"], "not_found");
    assert!(problem["message"].as_str().unwrap().len() > 10 && !problem["trace"].as_str().unwrap().is_empty());
    let bad = browser.get("/api/v1/tasks?as_of=31/2/2026").await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(bad.json()["field"], "as_of");
    assert_eq!(browser.get("/api/v1/nothing").await.json()["kind"], "not_found");
    let future = browser.get("/api/v1/status?as_of=2030-01-01").await;
    assert_eq!(future.status, StatusCode::UNPROCESSABLE_ENTITY);
    let line = app.task("Rà soát").await.line.unwrap().line;
    let broken = browser.api(&format!("/api/v1/lines/{line}/progress"), &json!({ "seen": "x" })).await;
    assert_eq!(
        (broken.status, broken.json()["kind"].as_str().unwrap().to_owned()),
        (StatusCode::UNPROCESSABLE_ENTITY, "invalid".into())
    );
}

#[tokio::test]
async fn a_token_may_what_it_was_given_and_no_more() {
    let app = TestApp::new().await;
    let justice = Browser::signed_in(&app, "justice").await;
    let fields =
        [("name", "Cổng nội bộ"), ("scope", "task.read"), ("scope", "task.report"), ("last_day", "2026-12-31")];
    let page = justice.post("/me/tokens", &fields).await.text();
    let secret = page.split("class=\"secret code\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let call = |method: Method, path: String, body: Value| {
        let request = Browser::nobody(&app).request(method, &path).header("authorization", format!("Bearer {secret}"));
        let app = &app;
        async move {
            let request = request.header("content-type", "application/json").body(body.to_string().into()).unwrap();
            Browser::nobody(app).send(request).await
        }
    };
    let list = call(Method::GET, "/api/v1/tasks?q=danh%20muc".into(), json!({})).await.json();
    assert_eq!(list["total"], 1);
    let task = list["tasks"][0]["id"].as_str().unwrap().to_owned();
    let detail = call(Method::GET, format!("/api/v1/tasks/{task}"), json!({})).await.json();
    let line = &detail["progress"][0];
    let path = format!("/api/v1/lines/{}/progress", line["id"].as_str().unwrap());
    let said = json!({ "seen": line["seen"], "percent": 25, "note": "Qua API", "key": "k1" });
    let changed = call(Method::POST, path.clone(), said.clone()).await;
    assert_eq!(changed.status, StatusCode::OK, "{}", changed.text());
    let again = call(Method::POST, path.clone(), said).await;
    assert_eq!(again.json(), changed.json(), "sent twice, done once");
    let stale = call(Method::POST, path, json!({ "seen": 0, "percent": 30, "note": "b" })).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let forbidden = call(Method::GET, "/api/v1/events".into(), json!({})).await;
    assert_eq!(forbidden.status, StatusCode::FORBIDDEN);
    // Pages do not run on tokens.
    assert_eq!(call(Method::GET, "/tasks".into(), json!({})).await.status, StatusCode::SEE_OTHER);
    let wrong = Browser::nobody(&app).request(Method::GET, "/api/v1/tasks").header("authorization", "Bearer bzn_wrong");
    assert_eq!(Browser::nobody(&app).send(wrong.body("".into()).unwrap()).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn the_numbers_of_a_day_add_up() {
    let app = TestApp::new().await;
    let leader = Browser::signed_in(&app, "leader").await;
    let numbers = leader.get("/api/v1/dashboard").await.json();
    let by_state = numbers["tasks"]["by_state"].as_object().unwrap();
    let sum: i64 = by_state.values().map(|v| v.as_i64().unwrap()).sum();
    assert_eq!((sum, numbers["tasks"]["total"].as_i64().unwrap()), (5, 5));
    assert_eq!(numbers["tasks"]["by_state"]["overdue"], 1);
    assert_eq!(numbers["late_units"][0]["code"], "STP");
    let before = leader.get("/api/v1/status?as_of=2026-05-01").await.json();
    assert_eq!(before["tasks"]["by_state"]["overdue"], 0, "the past stands as it was");
    let csv = leader.get("/tasks/export.csv?state=overdue").await;
    assert!(csv.header("content-disposition").starts_with("attachment"));
    assert_eq!(csv.text().lines().filter(|l| l.contains("Rà soát")).count(), 1);
}
