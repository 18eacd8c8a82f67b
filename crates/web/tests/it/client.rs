//! A browser and an API client, as small as the tests need them.
use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use serde_json::Value;
use tower::ServiceExt;

use crate::province::{PASSWORD, TestApp};

/// An answer, read to its end.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}
impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.text()))
    }
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
    }
    pub fn location(&self) -> &str {
        self.header(header::LOCATION.as_str())
    }
}

/// Somebody at a browser, or nobody yet.
pub struct Browser<'a> {
    pub app: &'a TestApp,
    pub cookie: String,
    pub csrf: String,
    pub agent: String,
    pub lang: &'static str,
}

impl<'a> Browser<'a> {
    pub fn nobody(app: &'a TestApp) -> Self {
        Self { app, cookie: String::new(), csrf: String::new(), agent: "Mozilla/5.0 (Test)".into(), lang: "vi" }
    }
    pub async fn signed_in(app: &'a TestApp, name: &str) -> Self {
        let mut browser = Self::nobody(app);
        let answer = browser.post("/sign-in", &[("name", name), ("password", PASSWORD)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{name}: {}", answer.text());
        let cookie = answer.header("set-cookie");
        browser.cookie = cookie.split(';').next().unwrap().to_owned();
        browser.csrf = browser.get("/api/v1/me").await.json()["csrf"].as_str().unwrap().to_owned();
        browser
    }
    pub fn request(&self, method: Method, path: &str) -> axum::http::request::Builder {
        let mut request = Request::builder().method(method).uri(path).header(header::USER_AGENT, &self.agent);
        request = request.header(header::ACCEPT_LANGUAGE, self.lang);
        let lang = format!("bazan-lang={}", self.lang);
        let cookie = if self.cookie.is_empty() { lang } else { format!("{}; {lang}", self.cookie) };
        request.header(header::COOKIE, cookie)
    }
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.app.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }
    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path).body(Body::empty()).unwrap()).await
    }
    /// A form, with this session's token.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut all = vec![("csrf", self.csrf.as_str())];
        all.extend(fields);
        self.post_bare(path, &all).await
    }
    /// A form as it is.
    pub async fn post_bare(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = self
            .request(Method::POST, path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(serde_urlencoded::to_string(fields).unwrap()));
        self.send(request.unwrap()).await
    }
    /// A form with files: fields first, then `(field, name, content)`.
    pub async fn upload(&self, path: &str, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Answer {
        let mark = "----bazan-test";
        let mut body = Vec::new();
        for (name, value) in fields {
            let part = format!("--{mark}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend(part.as_bytes());
        }
        for (field, name, content) in files {
            let head = format!(
                "--{mark}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
            );
            body.extend(head.as_bytes());
            body.extend(*content);
            body.extend(b"\r\n");
        }
        body.extend(format!("--{mark}--\r\n").as_bytes());
        let request = self
            .request(Method::POST, path)
            .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={mark}"))
            .body(Body::from(body));
        self.send(request.unwrap()).await
    }
    /// JSON in this session.
    pub async fn api(&self, path: &str, body: &Value) -> Answer {
        let request = self
            .request(Method::POST, path)
            .header(header::CONTENT_TYPE, "application/json")
            .header("x-csrf-token", &self.csrf)
            .body(Body::from(body.to_string()));
        self.send(request.unwrap()).await
    }
}
