//! What the pages need from the program that serves them: the rooms' services, the injected clock
//! and gate, and a few settings. `bazan` fills it in and serves [`router`](crate::router).
use std::sync::Arc;

use kernel::{Clock, Gate, Result};
use paper::write::model::OfficialDocument;
use store::Store;

pub use crate::kept::Kept;

/// Lays a document out as PDF pages; `press` does it, and this room does not depend on `press`.
pub type Press = Arc<dyn Fn(&OfficialDocument) -> Result<Vec<u8>> + Send + Sync>;

/// Where the single sign-on's provider sends people back to, beneath the base address.
pub const SSO_CALLBACK: &str = "/sign-in/sso/done";

/// Settings of the web server.
#[derive(Clone, Debug)]
pub struct WebConfig {
    /// Address under which people reach it, e.g. `https://bazan.example.vn`, without a slash at the
    /// end. `https` turns on secure cookies and HSTS.
    pub base_url: String,
    /// Believe `X-Forwarded-For` (only behind a proxy that sets it).
    pub trust_proxy: bool,
    /// Largest file taken in.
    pub max_upload_bytes: usize,
    /// Words on the button of the single sign-on, when the usual ones do not fit.
    pub sso_label: Option<String>,
    /// Let `/metrics` be read from other machines too.
    pub open_metrics: bool,
}
impl Default for WebConfig {
    fn default() -> Self {
        Self {
            base_url: "http://127.0.0.1:8600".into(),
            trust_proxy: false,
            max_upload_bytes: 50_000_000,
            sso_label: None,
            open_metrics: false,
        }
    }
}
impl WebConfig {
    /// Are people coming over TLS?
    #[must_use]
    pub fn secure(&self) -> bool {
        self.base_url.starts_with("https://")
    }
}

/// Everything the pages and the API stand on.
///
/// Serve it with `axum::serve(listener, web::router(Arc::new(app))
/// .into_make_service_with_connect_info::<SocketAddr>())`: the peer's address slows guessing down.
pub struct App {
    /// The operational store.
    pub store: Store,
    /// Units and people, in memory.
    pub directories: Arc<org::Directories>,
    /// The read model of tasks and targets.
    pub boards: Arc<plan::board::Boards>,
    /// Sign-in, sessions, tokens.
    pub accounts: Arc<access::Accounts>,
    /// The province's single sign-on, where it is set up. It sends people back to
    /// [`SSO_CALLBACK`] beneath the base address.
    pub oidc: Option<Arc<access::oidc::Oidc>>,
    /// The policies.
    pub gate: Arc<dyn Gate>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// PDF pages.
    pub press: Press,
    /// The text of `/metrics`; give `PrometheusHandle::render`.
    pub metrics: Arc<dyn Fn() -> String + Send + Sync>,
    /// Settings.
    pub config: WebConfig,
    /// The way to servers that are not ours: checks addresses that people give.
    pub outward: notify::Outward,
    /// Our public key for browsers (`Vapid::public`).
    pub push_key: String,
    /// The count at the bell; begin with `Unread::default()`.
    pub unread: notify::Unread,
    /// Begin with `Kept::default()`.
    pub kept: Kept,
}
