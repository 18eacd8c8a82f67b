//! Notices on the pages and in the API: the bell, the list, how to be told, what was sent, connected
//! systems.
use axum::http::StatusCode;
use kernel::PersonId;
use notify::{Kind, Notice};
use serde_json::json;

use crate::{client::Browser, province::TestApp};

async fn post(app: &TestApp, to: &str, kind: Kind, key: &str) {
    let to = vec![PersonId::from_name(to)];
    let notice = Notice {
        kind,
        key: key.into(),
        subject: format!("task:{key}"),
        path: format!("/tasks/{key}"),
        facts: json!({ "title": "Ban hành <quy chế>", "unit": "Sở Tư pháp", "due": "2026-06-30", "by": "Người focal" }),
    };
    // As every operation does: its event is what tells the bell that there is something new.
    let work = app.app.store.write(&app.ctx, move |tx| {
        Box::pin(async move {
            tx.append(store::NewEvent::new("test.said", notice.subject.clone(), json!({}))).await?;
            notify::post(tx, &to, &notice).await
        })
    });
    work.await.unwrap();
}

/// The province's own plan has told its people already: that is read.
async fn nothing_new<'a>(app: &'a TestApp, name: &str) -> Browser<'a> {
    let browser = Browser::signed_in(app, name).await;
    let until = app.ctx.now().0.to_string();
    assert_eq!(browser.post("/notices/read", &[("until", &until)]).await.status, StatusCode::SEE_OTHER);
    browser
}

#[tokio::test]
async fn the_bell_counts_the_list_tells_and_opening_reads() {
    let app = TestApp::new().await;
    let browser = nothing_new(&app, "justice").await;
    assert!(browser.get("/notices?show=unread").await.text().contains("Đã đọc hết"));
    post(&app, "justice", Kind::Assigned, "1").await;
    post(&app, "justice", Kind::Overdue, "2").await;
    let home = browser.get("/").await.text();
    assert!(home.contains("aria-label=\"Thông báo, 2 chưa đọc\""), "{home}");
    let page = browser.get("/notices").await.text();
    assert!(page.contains("2 thông báo chưa đọc") && page.contains("Hôm nay"), "{page}");
    assert!(page.contains("“Ban hành &#60;quy chế&#62;” của Sở Tư pháp đã quá hạn 30/6/2026."), "{page}");
    let list = browser.get("/api/v1/notices?show=unread").await.json();
    let first = list["notices"][0]["id"].as_str().unwrap();
    let opened = browser.get(&format!("/notices/{first}")).await;
    assert_eq!((opened.status, opened.location()), (StatusCode::SEE_OTHER, "/tasks/2"));
    assert!(browser.get("/notices").await.text().contains("1 thông báo chưa đọc"));
    // Somebody else's is nobody's.
    let other = Browser::signed_in(&app, "focal").await;
    assert_eq!(other.get(&format!("/notices/{first}")).await.status, StatusCode::NOT_FOUND);
    let all = browser.post("/notices/read", &[("until", &app.ctx.now().0.to_string())]).await;
    assert_eq!(all.status, StatusCode::SEE_OTHER);
    assert!(browser.get("/notices?show=unread").await.text().contains("Đã đọc hết"));
}

#[tokio::test]
async fn the_api_lists_and_marks() {
    let app = TestApp::new().await;
    let browser = nothing_new(&app, "justice").await;
    nothing_new(&app, "focal").await;
    post(&app, "justice", Kind::Mention, "1").await;
    post(&app, "focal", Kind::Mention, "1").await;
    let list = browser.get("/api/v1/notices").await.json();
    assert_eq!(
        (&list["unread"], &list["notices"][0]["kind"], &list["next"]),
        (&json!(1), &json!("mention"), &json!(null))
    );
    let body = json!({ "ids": [list["notices"][0]["id"]] });
    let marked = browser.api("/api/v1/notices/read", &body).await.json();
    assert_eq!(marked, json!({ "marked": 1, "unread": 0 }));
    assert_eq!(browser.api("/api/v1/notices/read", &body).await.json()["marked"], 0);
    assert_eq!(browser.api("/api/v1/notices/read", &json!({ "ids": ["x"] })).await.status, StatusCode::NOT_FOUND);
    let english = Browser { lang: "en", ..Browser::signed_in(&app, "focal").await };
    assert_eq!(english.get("/api/v1/notices").await.json()["unread"], 1);
}

#[tokio::test]
async fn choices_are_kept_and_mistakes_are_said_at_the_field() {
    let app = TestApp::new().await;
    let browser = Browser::signed_in(&app, "justice").await;
    let good = [
        ("mail", "digest"),
        ("push", "off"),
        ("kind-assigned", "off"),
        ("quiet_from", "18:30"),
        ("quiet_to", "06:00"),
        ("digest_hour", "8"),
    ];
    let saved = browser.post("/me/notices", &good).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let page = browser.get("/me/notices").await.text();
    assert!(page.contains("value=\"18:30\"") && page.contains("<option value=\"digest\" selected>"), "{page}");
    assert!(!page.contains("name=\"days_off\" value=\"1\" checked"));
    for (field, value, says) in [
        ("kind-overdue", "off", "Không thể tắt hẳn"),
        ("mail", "off", "Giữ lại ít nhất một đường"),
        ("digest_hour", "5", "Giờ gửi bản tin nằm trong giờ yên lặng"),
        ("quiet_from", "25:00", "Giờ yên lặng không đúng"),
    ] {
        let mut bad: Vec<_> = good.iter().copied().filter(|(name, _)| *name != field).collect();
        bad.push((field, value));
        let refused = browser.post("/me/notices", &bad).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(refused.text().contains(says), "{field}: {}", refused.text());
    }
    // A browser's address inside our own network is not called.
    let inner = [("endpoint", "https://10.0.0.1/x"), ("p256dh", "a"), ("auth", "a")];
    assert_eq!(browser.post("/me/notices/browsers", &inner).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn what_was_sent_is_listed_by_person_thing_and_state() {
    let app = TestApp::new().await;
    let email = org::ChangePerson { email: Some("tp@example.vn".into()), ..Default::default() };
    org::change_person(&app.app.store, &app.ctx, PersonId::from_name("justice"), email).await.unwrap();
    post(&app, "justice", Kind::Returned, "1").await;
    let admin = Browser::signed_in(&app, "admin").await;
    let page = admin.get("/admin/outbox").await.text();
    assert!(
        page.contains("Người justice") && page.contains("tp@example.vn") && page.contains("href=\"/tasks/1\""),
        "{page}"
    );
    for (query, there) in [
        ("person=justice", true),
        ("person=focal", false),
        ("person=nobody", false),
        ("about=task:1", true),
        ("about=task:2", false),
        ("state=waiting", true),
        ("state=dead", false),
    ] {
        let page = admin.get(&format!("/admin/outbox?{query}")).await.text();
        assert_eq!(page.contains("tp@example.vn"), there, "{query}");
    }
    // The focal department may look, and not send again.
    let id = store::outbox::list(&mut app.app.store.read().await.unwrap(), 1).await.unwrap()[0].id;
    let focal = Browser::signed_in(&app, "focal").await;
    assert_eq!(focal.get("/admin/outbox").await.status, StatusCode::OK);
    assert_eq!(focal.post(&format!("/admin/outbox/{id}/again"), &[]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(admin.post(&format!("/admin/outbox/{id}/again"), &[]).await.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_system_is_connected_its_secret_shown_once() {
    let app = TestApp::new().await;
    let admin = Browser::signed_in(&app, "admin").await;
    let refused = admin.post("/admin/webhooks", &[("name", "LGSP"), ("url", "http://10.0.0.1/")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let unknown = [("name", "LGSP"), ("url", "https://lgsp.example.vn/in"), ("unit", "KHONG")];
    assert!(admin.post("/admin/webhooks", &unknown).await.text().contains("Không có đơn vị mang mã"));
    let good = [("name", "LGSP"), ("url", "https://lgsp.example.vn/in"), ("unit", "STP"), ("kind", "overdue")];
    let made = admin.post("/admin/webhooks", &good).await.text();
    assert!(made.contains("bzw_"), "{made}");
    let page = admin.get("/admin/webhooks").await.text();
    assert!(page.contains("LGSP") && page.contains("Sở Tư pháp") && !page.contains("bzw_"), "{page}");
    let hook = notify::webhook::list(&mut app.app.store.read().await.unwrap()).await.unwrap()[0].id;
    assert_eq!(admin.post(&format!("/admin/webhooks/{hook}/try"), &[]).await.status, StatusCode::SEE_OTHER);
    assert!(admin.get("/admin/webhooks").await.text().contains("Tin thử"));
    for verb in ["off", "on", "remove"] {
        assert_eq!(admin.post(&format!("/admin/webhooks/{hook}/{verb}"), &[]).await.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(admin.post(&format!("/admin/webhooks/{hook}/try"), &[]).await.status, StatusCode::NOT_FOUND);
    assert!(admin.get("/admin/webhooks").await.text().contains("Chưa kết nối hệ thống nào"));
}
