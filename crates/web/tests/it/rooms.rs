//! The rooms of money and of feedback through pages and API: what is typed comes back, numbers open their
//! rows, strangers see nothing, the sender's link works without signing in.
use axum::http::StatusCode;
use serde_json::json;

use crate::{
    client::Browser,
    province::{TestApp, unit},
};

fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    text.split(from).nth(1).and_then(|rest| rest.split(to).next()).unwrap_or_default()
}

#[tokio::test]
async fn a_project_from_the_form_to_the_sums() {
    let app = TestApp::new().await;
    let focal = Browser::signed_in(&app, "focal").await;
    let justice = Browser::signed_in(&app, "justice").await;
    let ward = Browser::signed_in(&app, "ward").await;
    let owner = unit("STP").to_string();
    let fields = [
        ("code", "DA-01"),
        ("name", "Số hóa <b>hành chính</b>"),
        ("owner", owner.as_str()),
        ("level", "province"),
        ("nature", "investment"),
        ("total", "50 tỷ"),
    ];
    let bad = focal.post("/budget/projects", &[&fields[..5], &[("total", "nhiều")]].concat()).await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bad.text().contains("value=\"DA-01\""), "what was typed is kept");
    let made = focal.post("/budget/projects", &fields).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
    let page = made.location().to_owned();
    assert_eq!(ward.get(&page).await.status, StatusCode::NOT_FOUND, "not theirs");

    let amount = |measure: &'static str, amount: &'static str| {
        [
            ("measure", measure),
            ("fund", "local"),
            ("amount", amount),
            ("as_of", "2026-06-15"),
            ("year", "2026"),
            ("source", "Báo cáo tháng 6"),
        ]
    };
    let stated = justice.post(&format!("{page}/figures"), &amount("assigned", "27 tỷ")).await;
    assert_eq!(stated.status, StatusCode::SEE_OTHER, "{}", stated.text());
    let unread = justice.post(&format!("{page}/figures"), &amount("disbursed", "vài đồng")).await;
    assert_eq!(unread.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unread.text().contains("value=\"vài đồng\""));
    justice.post(&format!("{page}/figures"), &amount("disbursed", "600 triệu")).await;
    assert_eq!(focal.get("/api/v1/budget").await.json()["sums"]["assigned"], 0, "not confirmed yet");
    let shown = focal.get(&page).await.text();
    for id in shown
        .split("/budget/figures/")
        .skip(1)
        .filter_map(|s| s.split('/').next())
        .collect::<std::collections::BTreeSet<_>>()
    {
        let done = focal.post(&format!("/budget/figures/{id}/confirm"), &[]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        assert_eq!(done.location(), page);
    }
    let sums = &focal.get("/api/v1/budget").await.json()["sums"];
    assert_eq!((&sums["assigned"], &sums["disbursed"]), (&json!(27_000_000_000i64), &json!(600_000_000)));
    assert_eq!(sums["rate"], "2.22");
    assert_eq!(sums["pace"], "behind");
    let summary = focal.get("/budget").await.text();
    assert!(summary.contains("600 triệu") && summary.contains("/budget/projects?"), "numbers open their rows");
    let month = focal.get("/budget/months/6").await.text();
    assert!(month.contains("Báo cáo tháng 6") && month.contains("600 triệu"));
    let csv = justice.get("/budget/projects/export.csv").await.text();
    assert!(csv.contains("27000000000"), "{csv}");
    assert!(!ward.get("/budget/projects/export.csv").await.text().contains("DA-01"));
    let id = page.rsplit('/').next().unwrap();
    let detail = justice.get(&format!("/api/v1/budget/projects/{id}")).await.json();
    assert_eq!(detail["figures"].as_array().unwrap().len(), 2);
    // In January it was not there.
    assert_eq!(focal.get(&format!("{page}?as_of=2026-01-31")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn feedback_from_the_intake_to_the_sender_s_rating() {
    let app = TestApp::new().await;
    let focal = Browser::signed_in(&app, "focal").await;
    let justice = Browser::signed_in(&app, "justice").await;
    let ward = Browser::signed_in(&app, "ward").await;
    let fields = [
        ("csrf", focal.csrf.as_str()),
        ("title", "Trang nộp hồ sơ <b>hành chính</b> báo lỗi"),
        ("content", "Tải tệp lên thì báo lỗi."),
        ("kind", "feedback"),
        ("field", "services"),
        ("channel", "hotline"),
        ("sender_kind", "citizen"),
        ("received_on", "2026-06-19"),
        ("name", "Nguyễn Thị Riêng Tư"),
    ];
    let receipt = focal.upload("/voice", &fields, &[("file", "anh.txt", "ảnh lỗi".as_bytes())]).await;
    assert_eq!(receipt.status, StatusCode::OK, "{}", receipt.text());
    let text = receipt.text();
    let link = format!("/answers/{}", between(&text, "/answers/", "<"));
    let page = format!("/voice/{}", between(&text, "href=\"/voice/", "\"").split('/').next().unwrap());
    let page = if page == "/voice/new" {
        text.split("href=\"/voice/")
            .skip(1)
            .map(|s| s.split('"').next().unwrap())
            .find(|s| s.len() == 36)
            .map(|id| format!("/voice/{id}"))
            .unwrap()
    } else {
        page
    };
    assert!(focal.get(&page).await.text().contains("Nguyễn Thị Riêng Tư"));
    assert_eq!(ward.get(&page).await.status, StatusCode::NOT_FOUND);
    let owner = unit("STP").to_string();
    let given = focal.post(&format!("{page}/assign"), &[("seen", "0"), ("unit", &owner)]).await;
    assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.text());
    let stale = focal.post(&format!("{page}/decline"), &[("seen", "0"), ("text", "Lý do đã gõ")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);

    let seen = |text: String| between(&text, "name=\"seen\" value=\"", "\"").to_owned();
    let now = seen(justice.get(&page).await.text());
    let refused =
        ward.upload(&format!("{page}/draft"), &[("csrf", &ward.csrf), ("seen", &now), ("text", "x")], &[]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let draft = [("csrf", justice.csrf.as_str()), ("seen", &now), ("text", "Đã sửa lỗi tải tệp.")];
    let drafted = justice.upload(&format!("{page}/draft"), &draft, &[]).await;
    assert_eq!(drafted.status, StatusCode::SEE_OTHER, "{}", drafted.text());
    let nobody = Browser::nobody(&app);
    assert!(!nobody.get(&link).await.text().contains("Đã sửa lỗi"), "a draft is not told");
    let now = seen(focal.get(&page).await.text());
    focal.post(&format!("{page}/approve"), &[("seen", &now)]).await;
    let now = seen(justice.get(&page).await.text());
    let sent = justice.post(&format!("{page}/send"), &[("seen", &now)]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());

    let told = nobody.get(&link).await;
    assert_eq!(told.status, StatusCode::OK);
    assert!(told.text().contains("Đã sửa lỗi tải tệp."));
    let bad = nobody.post_bare(&format!("{link}/rating"), &[("score", "9")]).await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    let rated = nobody.post_bare(&format!("{link}/rating"), &[("score", "5"), ("comment", "Nhanh")]).await;
    assert_eq!(rated.status, StatusCode::SEE_OTHER, "{}", rated.text());
    assert_eq!(nobody.get("/answers/khong-co").await.status, StatusCode::NOT_FOUND);

    let stats = focal.get("/voice/stats").await.text();
    assert!(stats.contains("5 (1 lượt)"), "{stats}");
    let all = focal.get("/api/v1/voice?state=answered").await.json();
    assert_eq!((&all["total"], &all["tally"]["on_time"]), (&json!(1), &json!(1)));
    assert_eq!(ward.get("/api/v1/voice").await.json()["total"], 0);
    for path in ["/voice/export.csv", "/api/v1/voice", "/api/v1/events"] {
        let leader = Browser::signed_in(&app, "leader").await;
        assert!(!leader.get(path).await.text().contains("Riêng Tư"), "{path}");
    }
    let in_list = focal.get("/voice?q=tai+tep").await.text();
    assert!(in_list.contains("2026-0001"), "found by its content, without accents");
}

#[tokio::test]
async fn the_api_takes_in_and_answers() {
    let app = TestApp::new().await;
    let focal = Browser::signed_in(&app, "focal").await;
    let justice = Browser::signed_in(&app, "justice").await;
    let body = json!({
        "title": "Lớp kỹ năng số", "content": "Mở lớp buổi tối", "kind": "petition", "field": "training",
        "channel": "portal", "sender": "citizen", "key": "a"
    });
    let done = focal.api("/api/v1/voice", &body).await.json();
    assert!(done["link"].as_str().unwrap().contains("/answers/"));
    let again = focal.api("/api/v1/voice", &body).await.json();
    assert_eq!((&again["id"], &again["link"]), (&done["id"], &json!(null)));
    let path = format!("/api/v1/voice/{}", done["id"].as_str().unwrap());
    let unit = unit("STP").to_string();
    let given = focal.api(&format!("{path}/assign"), &json!({ "seen": 0, "unit": unit })).await.json();
    let drafted = justice.api(&format!("{path}/draft"), &json!({ "seen": given["seen"], "text": "Đã mở lớp" })).await;
    assert_eq!(drafted.status, StatusCode::OK, "{}", drafted.text());
    let own = justice.api(&format!("{path}/approve"), &json!({ "seen": drafted.json()["seen"] })).await;
    assert_eq!(own.status, StatusCode::FORBIDDEN);
    let back = justice
        .api(&format!("{path}/give-back"), &json!({ "seen": drafted.json()["seen"], "text": "Của Sở khác" }))
        .await;
    assert_eq!(back.status, StatusCode::OK, "{}", back.text());
    assert_eq!(focal.get(&path).await.json()["state"], "given-back");
}

#[tokio::test]
async fn conclusions_typed_once_wait_as_a_draft() {
    let app = TestApp::new().await;
    let focal = Browser::signed_in(&app, "focal").await;
    let head = [
        ("number", "12/TB-BCĐ"),
        ("issued_on", "2026-06-18"),
        ("issuer", "Ban Chỉ đạo"),
        ("name", "Phiên họp tháng 6"),
    ];
    let rows = [
        ("task", "Trình quy chế"),
        ("lead", "Sở Tư pháp"),
        ("coordinating", ""),
        ("deadline", "Quý III/2026"),
        ("product", ""),
    ];
    let empty = focal.post("/meetings", &[&head[..], &[("task", ""), ("lead", "Sở Tư pháp")]].concat()).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text().contains("value=\"12/TB-BCĐ\"") && empty.text().contains("value=\"Sở Tư pháp\""));
    let made = focal.post("/meetings", &[&head[..], &rows[..]].concat()).await;
    assert!(made.location().starts_with("/drafts/"), "{} {}", made.status, made.text());
    assert!(focal.get(made.location()).await.text().contains("Trình quy chế"));
    assert_eq!(focal.get("/meetings").await.status, StatusCode::OK);
    let agenda = focal.get("/meetings/agenda.docx").await;
    assert!(agenda.status == StatusCode::OK && agenda.body.starts_with(b"PK"));
}
