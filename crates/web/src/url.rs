//! Addresses of our pages, each written once.
use kernel::{DocumentId, DraftId, LineId, TargetId, TaskId, UnitId};

/// A list of query parameters, in the order given; empty values are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query(Vec<(String, String)>);
impl Query {
    /// Without parameters.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
    /// With a parameter set (replacing it) or, when the value is empty, without it.
    #[must_use]
    pub fn with(&self, name: &str, value: impl ToString) -> Self {
        let value = value.to_string();
        let mut pairs: Vec<_> = self.0.iter().filter(|(n, _)| n != name).cloned().collect();
        if !value.is_empty() {
            pairs.push((name.to_owned(), value));
        }
        Self(pairs)
    }
    /// Without that parameter.
    #[must_use]
    pub fn without(&self, name: &str) -> Self {
        self.with(name, "")
    }
    /// The parameters.
    #[must_use]
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }
    /// The value of a parameter, or `""`.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v)
    }
    /// `path?query`.
    #[must_use]
    pub fn at(&self, path: &str) -> String {
        if self.0.is_empty() {
            return path.to_owned();
        }
        let query = serde_urlencoded::to_string(&self.0).unwrap_or_default();
        format!("{path}?{query}")
    }
}

/// A local path and nothing else: where to go back to, taken from a form, may not lead elsewhere.
#[must_use]
pub fn local(back: &str) -> &str {
    let fine = back.starts_with('/')
        && !back.starts_with("//")
        && !back.contains(['\\', '\r', '\n', '\t'])
        && !back.starts_with("/sign-in");
    if fine { back } else { "/" }
}

macro_rules! fixed {
    ($($(#[$doc:meta])* $name:ident $path:literal;)*) => {$(
        $(#[$doc])*
        pub const $name: &str = $path;
    )*};
}
fixed! {
    /// My day.
    HOME "/";
    /// The leader's screen.
    DASHBOARD "/dashboard";
    /// The work list.
    TASKS "/tasks";
    /// Targets.
    TARGETS "/targets";
    /// Documents.
    DOCUMENTS "/documents";
    /// Units.
    UNITS "/units";
    /// Reports.
    REPORTS "/reports";
    /// Administration.
    ADMIN "/admin";
    /// The signed-in person.
    ME "/me";
    /// Sign-in.
    SIGN_IN "/sign-in";
}

/// The sign-in, and afterwards back.
#[must_use]
pub fn sign_in(back: &str) -> String {
    let back = local(back);
    Query::new().with("back", if back == "/" { "" } else { back }).at(SIGN_IN)
}
/// The province's single sign-on, and afterwards back.
#[must_use]
pub fn sso(back: &str) -> String {
    Query::new().with("back", local(back)).at("/sign-in/sso")
}
/// A task.
#[must_use]
pub fn task(id: TaskId) -> String {
    format!("/tasks/{id}")
}
/// A target.
#[must_use]
pub fn target(id: TargetId) -> String {
    format!("/targets/{id}")
}
/// A document.
#[must_use]
pub fn document(id: DocumentId) -> String {
    format!("/documents/{id}")
}
/// A draft.
#[must_use]
pub fn draft(id: DraftId) -> String {
    format!("/drafts/{id}")
}
/// A unit, by its id: codes may change hands.
#[must_use]
pub fn unit(id: UnitId) -> String {
    format!("/units/{id}")
}
/// A file that proves a report.
#[must_use]
pub fn evidence(line: LineId, digest: &str) -> String {
    format!("/lines/{line}/files/{digest}")
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn nothing_leads_elsewhere() {
        assert_eq!(local("/tasks?q=a"), "/tasks?q=a");
        for bad in ["//evil.example", "https://evil.example", "/\\evil.example", "tasks", "", "/sign-in?back=/"] {
            assert_eq!(local(bad), "/", "{bad}");
        }
        assert_eq!(sign_in("/tasks?q=à b"), "/sign-in?back=%2Ftasks%3Fq%3D%C3%A0+b");
    }
    #[test]
    fn a_view_is_its_query() {
        let query = Query::new().with("state", "overdue").with("q", "số");
        assert_eq!(query.with("state", "").at("/tasks"), "/tasks?q=s%E1%BB%91");
        assert_eq!(query.without("q").without("state").at("/tasks"), "/tasks");
    }
}
