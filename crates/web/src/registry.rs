//! The one table of routes. Each states who may come: a route without its case can't be written,
//! and a test walks all of them. The OpenAPI document is made from the same table.
use std::sync::Arc;

use axum::{Router, http::Method, middleware, routing::MethodRouter};

use crate::{app::App, guard, routes};

/// Who may come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// Everybody, signed in or not.
    Public,
    /// Everybody who is signed in; what they see is cut to their part by the operation.
    Signed,
    /// Those whom the policies allow this action on the whole province: checked by the guard before
    /// the handler runs, and again by the operation.
    Province(&'static str),
    /// Those whom the policies allow this action on the very thing the path or form names: checked
    /// by the operation, which alone knows the thing's units.
    Thing(&'static str),
}

/// What kind of answer a route gives, and so how it says no and how it is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// A page or a form's POST: urlencoded, with the session's form token.
    Page,
    /// A form's POST with files: the token stands in its first part.
    Upload,
    /// JSON, by bearer token or session.
    Api,
    /// Neither: assets, health, metrics.
    Plain,
}

/// What the OpenAPI document says of a route.
#[derive(Clone, Copy, Debug)]
pub struct Doc {
    /// One line.
    pub says: &'static str,
    /// Query parameters with their meaning.
    pub asks: &'static [(&'static str, &'static str)],
    /// Name of the request body's schema, or `""`, or `file` for a multipart upload.
    pub takes: &'static str,
    /// Name of the answer's schema, or a media type for files.
    pub gives: &'static str,
}

/// One route.
pub struct Route {
    /// GET, POST, …
    pub method: Method,
    /// As axum writes it: `/tasks/{id}`.
    pub path: &'static str,
    /// Who may come.
    pub case: Case,
    /// What it answers.
    pub face: Face,
    /// For the OpenAPI document.
    pub doc: Option<Doc>,
    pub(crate) handler: MethodRouter<Arc<App>>,
}
impl Route {
    pub(crate) fn face(mut self, face: Face) -> Self {
        self.face = face;
        self
    }
    /// A GET of the API.
    pub(crate) fn gives(
        mut self,
        gives: &'static str,
        says: &'static str,
        asks: &'static [(&'static str, &'static str)],
    ) -> Self {
        self.doc = Some(Doc { says, asks, takes: "", gives });
        self
    }
    /// A POST of the API.
    pub(crate) fn takes(mut self, takes: &'static str, gives: &'static str, says: &'static str) -> Self {
        self.doc = Some(Doc { says, asks: &[], takes, gives });
        self
    }
}

/// `route!(GET "/tasks/{id}" Case::Thing("task.read") => page)`: one line of the table.
macro_rules! route {
    (GET $($rest:tt)*) => { $crate::registry::route!(@ GET get $($rest)*) };
    (POST $($rest:tt)*) => { $crate::registry::route!(@ POST post $($rest)*) };
    (PUT $($rest:tt)*) => { $crate::registry::route!(@ PUT put $($rest)*) };
    (DELETE $($rest:tt)*) => { $crate::registry::route!(@ DELETE delete $($rest)*) };
    (@ $method:ident $maker:ident $path:literal $case:expr => $handler:expr) => {
        $crate::registry::Route {
            method: axum::http::Method::$method,
            path: $path,
            case: $case,
            face: if $path.starts_with("/api/") { $crate::registry::Face::Api } else { $crate::registry::Face::Page },
            doc: None,
            handler: axum::routing::$maker($handler),
        }
    };
}
pub(crate) use route;

/// Every route there is.
#[must_use]
pub fn table() -> Vec<Route> {
    routes::all()
}

/// The table as a router, each route behind the guard.
pub(crate) fn build(app: &Arc<App>) -> Router {
    let mut router = Router::new();
    for route in table() {
        let post = guard::Post::new(app, &route);
        router = router.route(route.path, route.handler.layer(middleware::from_fn_with_state(post, guard::stand)));
    }
    let nowhere = guard::Post::nowhere(app);
    router
        .fallback_service(
            axum::routing::any(guard::nothing_here)
                .layer(middleware::from_fn_with_state(nowhere, guard::stand))
                .with_state(Arc::clone(app)),
        )
        .with_state(Arc::clone(app))
}
