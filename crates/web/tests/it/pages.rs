//! Every page, as every kind of reader, in both languages: rendered, safe, complete, linked.
use std::collections::BTreeSet;

use axum::http::{Method, StatusCode};
use web::registry::{Face, table};

use crate::{access_walk::filled, client::Browser, province::TestApp};

/// Values of an attribute in a page.
fn attributes<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let mark = format!(" {name}=\"");
    html.split(mark.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// Does a declared route answer this address?
fn is_declared(method: &Method, address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap();
    table().iter().filter(|r| r.method == *method).any(|route| {
        if let Some(start) = route.path.strip_suffix("{*name}") {
            return path.starts_with(start);
        }
        let (a, b): (Vec<_>, Vec<_>) = (route.path.split('/').collect(), path.split('/').collect());
        a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| (a.starts_with('{') && !b.is_empty()) || a == b)
    })
}

/// What may not be in a page, whoever reads it.
fn check(html: &str, place: &str) {
    assert!(!html.contains('⟦'), "{place}: a message is missing: {}", html.split('⟦').nth(1).unwrap_or_default());
    assert!(!html.contains("<style") && attributes(html, "style").is_empty(), "{place}: style in the page");
    for script in html.split("<script").skip(1) {
        assert!(script.trim_start().starts_with("src=\""), "{place}: script in the page");
    }
    let handlers = ["onclick", "onload", "onerror", "onsubmit", "onchange", "hx-on"];
    assert!(handlers.iter().all(|h| attributes(html, h).is_empty()), "{place}: handler in the page");
    assert!(!html.contains("<b>hành chính</b>"), "{place}: text from a document became markup");
    for href in attributes(html, "href").into_iter().chain(attributes(html, "hx-get")) {
        if href.starts_with('/') {
            assert!(is_declared(&Method::GET, href), "{place}: {href} leads nowhere");
        } else {
            assert!(
                href.starts_with('#') || href.starts_with("https://") || href.is_empty(),
                "{place}: odd link {href}"
            );
        }
    }
    for form in html.split("<form").skip(1) {
        let tag = form.split('>').next().unwrap();
        let method = if tag.contains("method=\"post\"") { Method::POST } else { Method::GET };
        for action in attributes(tag, "action") {
            assert!(is_declared(&method, action), "{place}: a form goes to {method} {action}");
        }
        let inner = form.split("</form>").next().unwrap();
        for action in attributes(inner, "formaction") {
            assert!(is_declared(&Method::POST, action), "{place}: a button goes to POST {action}");
        }
        let protected = inner.contains("name=\"csrf\"") || place.contains("/invitation");
        assert!(
            method == Method::GET || protected || tag.contains("method=\"dialog\""),
            "{place}: a form without token: {tag}"
        );
    }
    let ids = attributes(html, "id");
    let distinct: BTreeSet<_> = ids.iter().collect();
    assert_eq!(ids.len(), distinct.len(), "{place}: an id is there twice: {:?}", twice(&ids));
}

fn twice<'a>(ids: &[&'a str]) -> Vec<&'a str> {
    let mut seen = BTreeSet::new();
    ids.iter().filter(|id| !seen.insert(**id)).copied().collect()
}

#[tokio::test]
async fn every_page_is_safe_complete_and_linked_for_every_reader() {
    let app = TestApp::new().await;
    let views = [
        "/tasks?state=overdue",
        "/tasks?mine=1",
        "/tasks?q=danh+muc&due=30&sort=changed",
        "/targets?state=running",
        "/dashboard?as_of=2026-03-01&measure=done_share",
        "/units?q=so",
        "/tasks?awaiting=1",
        "/no/such/page",
    ];
    for reader in ["focal", "justice", "commune", "leader", "admin"] {
        let mut browser = Browser::signed_in(&app, reader).await;
        for lang in ["vi", "en"] {
            browser.lang = lang;
            let mut paths: Vec<String> = views.iter().map(|v| (*v).to_owned()).collect();
            for route in table().iter().filter(|r| r.method == Method::GET && r.face == Face::Page) {
                paths.push(filled(&app, route.path).await);
            }
            for path in paths {
                let answer = browser.get(&path).await;
                let place = format!("{reader} {lang} {path} {}", answer.status);
                assert_ne!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{place}: {}", answer.text());
                if answer.header("content-type").starts_with("text/html") {
                    let csp = answer.header("content-security-policy");
                    assert!(csp.starts_with("default-src 'none'") && !csp.contains("unsafe"), "{place}: {csp}");
                    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{place}");
                    check(&answer.text(), &place);
                    assert!(answer.text().contains(&format!("<html lang=\"{lang}\"")), "{place}: language");
                }
            }
        }
    }
}

#[tokio::test]
async fn the_sign_in_is_safe_too() {
    let app = TestApp::new().await;
    for lang in ["vi", "en"] {
        let browser = Browser { lang, ..Browser::nobody(&app) };
        let answer = browser.get("/sign-in?back=/tasks").await;
        assert_eq!(answer.status, StatusCode::OK);
        check(&answer.text(), "sign-in");
        let wrong = browser.post("/sign-in", &[("name", "focal"), ("password", "wrong")]).await;
        assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
        check(&wrong.text(), "sign-in refused");
    }
}

#[tokio::test]
async fn assets_are_packed_and_kept() {
    let app = TestApp::new().await;
    let browser = Browser::nobody(&app);
    let page = browser.get("/sign-in").await.text();
    let css = attributes(&page, "href").into_iter().find(|h| h.starts_with("/assets/app.css")).unwrap().to_owned();
    let request = browser.request(Method::GET, &css).header("accept-encoding", "gzip, br");
    let answer = browser.send(request.body("".into()).unwrap()).await;
    assert_eq!(answer.header("content-encoding"), "br");
    assert!(answer.header("cache-control").contains("immutable"));
    let etag = answer.header("etag").to_owned();
    let again = browser.request(Method::GET, &css).header("if-none-match", etag);
    assert_eq!(browser.send(again.body("".into()).unwrap()).await.status, StatusCode::NOT_MODIFIED);
    assert_eq!(browser.get("/assets/../Cargo.toml").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn over_tls_cookies_are_bound_and_hsts_is_sent() {
    let config = web::WebConfig { base_url: "https://bazan.example.vn".into(), ..web::WebConfig::default() };
    let app = TestApp::with(config).await;
    let browser = Browser::nobody(&app);
    let answer = browser.post("/sign-in", &[("name", "focal"), ("password", crate::province::PASSWORD)]).await;
    let cookie = answer.header("set-cookie");
    assert!(
        cookie.starts_with("__Host-bazan=") && cookie.contains("Secure") && cookie.contains("HttpOnly"),
        "{cookie}"
    );
    assert!(cookie.contains("Path=/") && cookie.contains("SameSite=Lax"), "{cookie}");
    assert!(answer.header("strict-transport-security").contains("max-age"));
}
