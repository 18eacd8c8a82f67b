//! Every route there is, walked by those who must not come in.
use axum::http::{Method, StatusCode};
use web::registry::{Case, Face, Route, table};

use crate::{
    client::{Answer, Browser},
    province::TestApp,
};

/// The route's path with ids of things in which the commune `XA2` has no part.
pub async fn filled(app: &TestApp, path: &str) -> String {
    let row = app.task("Rà soát").await;
    let board = app.board().await;
    let target = board.targets().cells()[0].id.to_string();
    let (task, line) = (row.task.to_string(), row.line.unwrap().line.to_string());
    let document = app.document().await.to_string();
    let nothing = kernel::TaskId::from_name("nothing").to_string();
    let unit = crate::province::unit("STP").to_string();
    let id = match path {
        p if p.contains("/tasks/") => &task,
        p if p.contains("/targets/") => &target,
        p if p.contains("/documents/") => &document,
        p if p.contains("/units/") => &unit,
        _ => &nothing,
    };
    path.replace("{id}", id)
        .replace("{line}", &line)
        .replace("{row}", "1")
        .replace("{digest}", &"0".repeat(64))
        .replace("{token}", "nothing")
        .replace("{edition}", &nothing)
        .replace("{month}", "6")
        .replace("{no}", "1")
        .replace("{file}", "report.docx")
        .replace("{*name}", "nothing.css")
}

/// Knocks at a route with a well-formed, empty request.
async fn knock(browser: &Browser<'_>, route: &Route, path: &str) -> Answer {
    match (&route.method, route.face) {
        (&Method::GET, _) => browser.get(path).await,
        (_, Face::Upload) => {
            browser
                .upload(
                    path,
                    &[
                        ("csrf", &browser.csrf),
                        ("seen", "0"),
                        ("percent", "5"),
                        ("until", "2030-01-01"),
                        ("reason", "a"),
                        ("period", "2026-Q1"),
                        ("note", "a"),
                    ],
                    &[],
                )
                .await
        }
        (_, Face::Api) => {
            let unit = crate::province::unit("STP").to_string();
            let body = serde_json::json!({
                "seen": 0, "percent": 5, "note": "a", "reason": "a", "as_of": "2026-06-01", "value": "1", "source": "a",
                "until": "2030-01-01", "period": "2026-Q1", "text": "a", "name": "a", "field": "person",
                "fields": {}, "printed": "a", "keep": true,
                "year": 2026, "fund": "local", "measure": "assigned", "amount": 1, "code": "A", "owner": unit,
                "level": "province", "nature": "recurrent"
            });
            browser.api(path, &body).await
        }
        _ => {
            browser
                .post(
                    path,
                    &[
                        ("seen", "0"),
                        ("reason", "a"),
                        ("value", "1"),
                        ("source", "a"),
                        ("grant", "2030-01-01"),
                        ("name", "a"),
                        ("text", "a"),
                    ],
                )
                .await
        }
    }
}

fn name(route: &Route) -> String {
    format!("{} {}", route.method, route.path)
}

#[tokio::test]
async fn nobody_gets_past_a_door_that_is_not_public() {
    let app = TestApp::new().await;
    let browser = Browser::nobody(&app);
    for route in table() {
        let answer = knock(&browser, &route, &filled(&app, route.path).await).await;
        let to_sign_in = answer.status == StatusCode::SEE_OTHER && answer.location().starts_with("/sign-in");
        let stopped = answer.status == StatusCode::UNAUTHORIZED || to_sign_in;
        match (route.case, route.face) {
            (Case::Public, _) => {
                // The sign-in itself refuses wrong passwords with 401: that is its answer, not the guard's.
                assert!(!stopped || route.path.starts_with("/sign-in"), "{} stopped: {}", name(&route), answer.status);
            }
            (_, Face::Api) => assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{}", name(&route)),
            _ => assert!(stopped, "{} lets nobody in: {}", name(&route), answer.status),
        }
    }
}

#[tokio::test]
async fn a_ward_officer_gets_nowhere_in_what_is_others() {
    let app = TestApp::new().await;
    let browser = Browser::signed_in(&app, "ward").await;
    for route in table() {
        let path = filled(&app, route.path).await;
        match route.case {
            Case::Public | Case::Signed => {}
            // One's own account is one's own.
            Case::Thing("person.own" | "token.own") => {}
            Case::Province(_) => {
                let answer = knock(&browser, &route, &path).await;
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{} {}", name(&route), answer.text());
            }
            Case::Thing(_) => {
                let answer = knock(&browser, &route, &path).await;
                let refused = [StatusCode::FORBIDDEN, StatusCode::NOT_FOUND].contains(&answer.status);
                assert!(refused, "{} {} {}", name(&route), answer.status, answer.text());
            }
        }
    }
}

#[tokio::test]
async fn every_change_asks_for_the_token_of_the_session() {
    let app = TestApp::new().await;
    let browser = Browser::signed_in(&app, "focal").await;
    for route in table().iter().filter(|r| r.method != Method::GET && r.case != Case::Public) {
        let path = filled(&app, route.path).await;
        let bare = match route.face {
            Face::Upload => browser.upload(&path, &[], &[("file", "a.txt", b"a")]).await,
            Face::Api => {
                let request = browser.request(Method::POST, &path).header("content-type", "application/json");
                browser.send(request.body("{}".into()).unwrap()).await
            }
            _ => browser.post_bare(&path, &[("csrf", "wrong")]).await,
        };
        assert_eq!(bare.status, StatusCode::FORBIDDEN, "{} without token: {}", name(route), bare.text());
    }
}

#[tokio::test]
async fn another_site_is_refused_even_with_the_token() {
    let app = TestApp::new().await;
    let browser = Browser::signed_in(&app, "focal").await;
    for (header, value, fine) in [
        ("origin", "https://elsewhere.example", false),
        ("sec-fetch-site", "cross-site", false),
        ("origin", "http://127.0.0.1:8600", true),
        ("sec-fetch-site", "same-origin", true),
    ] {
        let body = format!("csrf={}&theme=dark&back=%2Ftasks", browser.csrf);
        let request = browser
            .request(Method::POST, "/me/theme")
            .header("content-type", "application/x-www-form-urlencoded")
            .header(header, value);
        let answer = browser.send(request.body(body.into()).unwrap()).await;
        let status = if fine { StatusCode::SEE_OTHER } else { StatusCode::FORBIDDEN };
        assert_eq!(answer.status, status, "{header}: {value}");
    }
}
