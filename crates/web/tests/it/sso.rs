//! The single sign-on through the pages: there, back, and in; and what a provider or a browser that
//! lies gets.
use access::oidc::OidcConfig;
use axum::http::StatusCode;
use kernel::Clock;
use serde_json::{Value, json};

use crate::{
    client::{Answer, Browser},
    provider::{CLIENT_ID, Provider},
    province::TestApp,
};

async fn house() -> (TestApp, Provider) {
    let provider = Provider::start().await;
    let config = OidcConfig {
        issuer: provider.issuer(),
        client_id: CLIENT_ID.into(),
        client_secret: Some("s".into()),
        redirect_url: format!("http://127.0.0.1:8600{}", web::SSO_CALLBACK),
        username_claim: Some("preferred_username".into()),
        ..OidcConfig::default()
    };
    (TestApp::with_sso(config).await, provider)
}
fn cookie(answer: &Answer, name: &str) -> Option<String> {
    let all = answer.headers.get_all("set-cookie").iter().filter_map(|v| v.to_str().ok());
    let pair = all.filter_map(|c| c.split(';').next()).find(|c| c.starts_with(&format!("{name}=")))?;
    Some(pair.to_owned())
}
/// To the provider and, approved there as that person, to the way back.
async fn approved(browser: &mut Browser<'_>, provider: &Provider, change: impl FnOnce(&mut Value)) -> String {
    let there = browser.get("/sign-in/sso?back=%2Ftasks").await;
    assert_eq!(there.status, StatusCode::SEE_OTHER, "{}", there.text());
    assert!(there.location().starts_with(&format!("{}/authorize?", provider.issuer())), "{}", there.location());
    browser.cookie = cookie(&there, "bazan-step").expect("the browser remembers that it went");
    let (code, state) = provider.approve(there.location(), browser.app.clock.now().0, change);
    format!("{}?code={code}&state={state}", web::SSO_CALLBACK)
}
fn named(name: &'static str) -> impl FnOnce(&mut Value) {
    move |claims| claims["preferred_username"] = json!(name)
}
fn refused(answer: &Answer) {
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{}", answer.text());
    assert!(cookie(answer, "bazan").is_none(), "a session for a liar");
    assert!(answer.text().contains("action=\"/sign-in\""), "no other way in is offered");
}

#[tokio::test]
async fn one_goes_there_and_comes_back_to_where_one_wanted_to_be() {
    let (app, provider) = house().await;
    let mut browser = Browser::nobody(&app);
    assert!(browser.get("/sign-in?back=%2Ftasks").await.text().contains("/sign-in/sso?back=%2Ftasks"));
    let back = approved(&mut browser, &provider, named("justice")).await;
    let done = browser.get(&back).await;
    assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, "/tasks"), "{}", done.text());
    assert_eq!(cookie(&done, "bazan-step").as_deref(), Some("bazan-step="), "the step is over");
    let step = std::mem::replace(&mut browser.cookie, cookie(&done, "bazan").expect("a session"));
    assert_eq!(browser.get("/api/v1/me").await.json()["name"], "Người justice");
    // The way back leads in once.
    let again = Browser { cookie: step, ..Browser::nobody(&app) };
    refused(&again.get(&back).await);
}

#[tokio::test]
async fn whoever_lies_stays_outside() {
    let (app, provider) = house().await;
    let mut browser = Browser::nobody(&app);
    // Another browser brings the answer: a link sent to somebody signs nobody in.
    let back = approved(&mut browser, &provider, named("justice")).await;
    refused(&Browser::nobody(&app).get(&back).await);
    let back = approved(&mut browser, &provider, named("justice")).await;
    refused(&browser.get(&back.replace("state=", "state=x")).await);
    let back = approved(&mut browser, &provider, named("nobody-here")).await;
    refused(&browser.get(&back).await);
    let back = approved(&mut browser, &provider, |claims| {
        claims["preferred_username"] = json!("justice");
        claims["nonce"] = json!("another");
    });
    let back = back.await;
    refused(&browser.get(&back).await);
    provider.sign_with_a_stranger_s_key();
    let back = approved(&mut browser, &provider, named("justice")).await;
    refused(&browser.get(&back).await);
    assert_eq!(browser.get("/tasks").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn without_a_provider_there_is_no_such_page() {
    let app = TestApp::new().await;
    let browser = Browser::nobody(&app);
    assert_eq!(browser.get("/sign-in/sso").await.status, StatusCode::NOT_FOUND);
    assert_eq!(browser.get(web::SSO_CALLBACK).await.status, StatusCode::NOT_FOUND);
}
