//! A form sent twice, by a double click or a page loaded again, has the effect of one and is answered
//! the same.
use axum::http::StatusCode;
use kernel::PersonId;

use crate::{
    client::{Answer, Browser},
    province::TestApp,
};

/// The key of a page's forms.
async fn once(browser: &Browser<'_>, page: &str) -> String {
    let page = browser.get(page).await.text();
    page.split("name=\"once\" value=\"").nth(1).expect("a form").split('"').next().unwrap().to_owned()
}
fn same(a: &Answer, b: &Answer) {
    assert_eq!(a.status, b.status, "{}", b.text());
    assert_eq!((a.location(), &a.body), (b.location(), &b.body));
    assert_eq!(a.header("set-cookie"), b.header("set-cookie"));
}
async fn events(app: &TestApp, kind: &str) -> usize {
    let filter = store::event::EventFilter { kind: Some(kind.into()), ..Default::default() };
    store::event::list(&mut app.app.store.read().await.unwrap(), &filter, 1000).await.unwrap().len()
}

#[tokio::test]
async fn a_report_and_its_confirmation_count_once() {
    let app = TestApp::new().await;
    let (unit, focal) = (Browser::signed_in(&app, "justice").await, Browser::signed_in(&app, "focal").await);
    let row = app.task("Lập danh mục").await;
    let (line, task) = (row.line.unwrap().line.to_string(), row.task.to_string());
    let page = format!("/tasks/{task}");

    let key = once(&unit, &page).await;
    let said = [
        ("csrf", unit.csrf.as_str()),
        ("once", &key),
        ("seen", "0"),
        ("task", &task),
        ("percent", "40"),
        ("note", "Đã có dự thảo"),
    ];
    let (path, files) = (format!("/lines/{line}/progress"), [("file", "a.pdf", b"%PDF-1.7 a".as_slice())]);
    // Both at the same time, as a double click sends them.
    let (first, second) = tokio::join!(unit.upload(&path, &said, &files), unit.upload(&path, &said, &files));
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text());
    same(&first, &second);
    same(&first, &unit.upload(&path, &said, &files).await);
    assert_eq!((events(&app, "task.progressed").await, events(&app, "evidence.kept").await), (1, 1));

    // Another word is another report: it is heard, and meets the first.
    let mut other = said;
    other[4] = ("percent", "60");
    assert_eq!(unit.upload(&path, &other, &files).await.status, StatusCode::CONFLICT);

    let seen = app.task("Lập danh mục").await.line.unwrap().last_mark.to_string();
    let key = once(&unit, &page).await;
    let said = [("csrf", unit.csrf.as_str()), ("once", &key), ("seen", &seen), ("task", &task), ("note", "Xong")];
    let path = format!("/lines/{line}/done");
    let first = unit.upload(&path, &said, &[]).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text());
    same(&first, &unit.upload(&path, &said, &[]).await);

    let seen = app.task("Lập danh mục").await.line.unwrap().last_mark.to_string();
    let key = once(&focal, &page).await;
    let said = [("once", key.as_str()), ("seen", &seen), ("task", &task)];
    let path = format!("/lines/{line}/confirm");
    let (first, second) = tokio::join!(focal.post(&path, &said), focal.post(&path, &said));
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text());
    same(&first, &second);
    assert_eq!((events(&app, "task.done").await, events(&app, "task.confirmed").await), (1, 1));
    // Without the key it is what it always was: too late.
    assert_eq!(focal.post(&path, &said[1..]).await.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_report_counts_once_though_the_program_began_again() {
    let mut app = TestApp::new().await;
    let row = app.task("Lập danh mục").await;
    let (line, task) = (row.line.unwrap().line.to_string(), row.task.to_string());
    let (key, cookie, csrf) = {
        let unit = Browser::signed_in(&app, "justice").await;
        (once(&unit, &format!("/tasks/{task}")).await, unit.cookie.clone(), unit.csrf.clone())
    };
    for _ in 0..2 {
        let unit = Browser { cookie: cookie.clone(), csrf: csrf.clone(), ..Browser::nobody(&app) };
        let said = [("csrf", csrf.as_str()), ("once", &key), ("seen", "0"), ("task", &task), ("percent", "40")];
        let answer = unit.upload(&format!("/lines/{line}/progress"), &said, &[]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        app.restart();
    }
    assert_eq!(events(&app, "task.progressed").await, 1);
}

#[tokio::test]
async fn a_person_is_made_once_and_shown_the_same_password() {
    let app = TestApp::new().await;
    let admin = Browser::signed_in(&app, "admin").await;
    let key = once(&admin, "/admin/people").await;
    let unit = crate::province::unit("STP").to_string();
    let said = [
        ("once", key.as_str()),
        ("username", "moi"),
        ("name", "Người mới"),
        ("email", ""),
        ("unit", &unit),
        ("post", "officer"),
    ];
    let (first, second) = tokio::join!(admin.post("/admin/people", &said), admin.post("/admin/people", &said));
    assert_eq!(first.status, StatusCode::OK, "{}", first.text());
    same(&first, &second);
    assert_eq!(app.app.directories.now().await.unwrap().people().iter().filter(|p| p.username == "moi").count(), 1);

    // What was refused is tried again: the same form, once the reason is gone.
    app.app.accounts.revoke_sessions(&app.ctx, PersonId::from_name("focal"), None).await.unwrap();
    let taken: Vec<_> = said.iter().map(|(n, v)| (*n, if *n == "name" { "Người khác" } else { *v })).collect();
    assert_eq!(admin.post("/admin/people", &taken).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    // Another session with the same key is somebody else.
    let other = Browser::signed_in(&app, "admin").await;
    assert_eq!(other.post("/admin/people", &said).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}
