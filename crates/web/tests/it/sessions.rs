//! Coming in, staying in, being thrown out.
use axum::http::StatusCode;
use kernel::PersonId;

use crate::{
    client::Browser,
    province::{PASSWORD, TestApp},
};

#[tokio::test]
async fn guessing_is_slowed_down() {
    let app = TestApp::new().await;
    let browser = Browser::nobody(&app);
    let mut slowed = false;
    for _ in 0..12 {
        let answer = browser.post("/sign-in", &[("name", "justice"), ("password", "wrong wrong")]).await;
        slowed |= answer.status == StatusCode::TOO_MANY_REQUESTS;
        assert!(answer.status.is_client_error());
    }
    assert!(slowed, "twelve guesses in a row were all answered");
    let right = browser.post("/sign-in", &[("name", "justice"), ("password", PASSWORD)]).await;
    assert_eq!(right.status, StatusCode::TOO_MANY_REQUESTS, "the right password does not jump the queue");
}

#[tokio::test]
async fn a_session_belongs_to_its_browser_and_ends_when_told() {
    let app = TestApp::new().await;
    let browser = Browser::signed_in(&app, "justice").await;
    assert_eq!(browser.get("/tasks").await.status, StatusCode::OK);
    let thief = Browser { agent: "curl/8".into(), cookie: browser.cookie.clone(), ..Browser::nobody(&app) };
    assert_eq!(thief.get("/tasks").await.status, StatusCode::SEE_OTHER, "a stolen cookie works elsewhere");

    let browser = Browser::signed_in(&app, "justice").await;
    let out = browser.post("/sign-out", &[]).await;
    assert_eq!((out.status, out.location()), (StatusCode::SEE_OTHER, "/sign-in"));
    assert_eq!(browser.get("/tasks").await.status, StatusCode::SEE_OTHER, "the session outlived its end");
}

#[tokio::test]
async fn an_administrator_ends_the_sessions_of_others() {
    let app = TestApp::new().await;
    let browser = Browser::signed_in(&app, "commune").await;
    app.app.accounts.revoke_sessions(&app.ctx, PersonId::from_name("commune"), None).await.unwrap();
    assert_eq!(browser.get("/tasks").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn after_the_sign_in_one_is_where_one_wanted_to_be() {
    let app = TestApp::new().await;
    let browser = Browser::nobody(&app);
    let first = browser.get("/tasks?state=overdue").await;
    assert_eq!(first.location(), "/sign-in?back=%2Ftasks%3Fstate%3Doverdue");
    let to = |back: &'static str| [("name", "justice"), ("password", PASSWORD), ("back", back)];
    assert_eq!(browser.post("/sign-in", &to("/tasks?state=overdue")).await.location(), "/tasks?state=overdue");
    assert_eq!(browser.post("/sign-in", &to("//elsewhere.example/")).await.location(), "/");
}

#[tokio::test]
async fn a_second_factor_is_asked_for_and_needed() {
    let app = TestApp::new().await;
    let mut browser = Browser::signed_in(&app, "leader").await;
    let page = browser.post("/me/totp", &[]).await.text();
    let key = page.split("class=\"code\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let code = |key: &str| access::totp::current_code(key, kernel::Clock::now(&app.clock));
    let confirmed = browser.post("/me/totp/confirm", &[("code", &code(&key))]).await;
    assert_eq!(confirmed.status, StatusCode::OK, "{}", confirmed.text());
    assert_eq!(
        confirmed.text().split("secret code").nth(1).unwrap().split("</p>").next().unwrap().matches("<br>").count(),
        10
    );

    browser = Browser::nobody(&app);
    let first = browser.post("/sign-in", &[("name", "leader"), ("password", PASSWORD)]).await;
    assert_eq!(first.status, StatusCode::OK);
    assert!(first.text().contains("action=\"/sign-in/code\""));
    browser.cookie = first.header("set-cookie").split(';').next().unwrap().to_owned();
    let wrong = browser.post("/sign-in/code", &[("code", "000000")]).await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    // The code of a moment that was used up is not good again.
    app.clock.set(kernel::Clock::now(&app.clock).plus(90_000));
    let right = browser.post("/sign-in/code", &[("code", &code(&key)), ("back", "/dashboard")]).await;
    assert_eq!((right.status, right.location()), (StatusCode::SEE_OTHER, "/dashboard"), "{}", right.text());
}
