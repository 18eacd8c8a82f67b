//! Boundaries of communes: kept by those who may, named by their content.
use std::sync::Arc;

use kernel::{Action, Actor, Ctx, FaultKind, Gate, Resource};

use crate::fixture::provinces;

fn file(code: &str) -> Vec<u8> {
    let ring = [[108.0, 11.0], [108.5, 11.0], [108.5, 11.5], [108.0, 11.0]];
    let area =
        serde_json::json!({ "properties": { "code": code }, "geometry": { "type": "Polygon", "coordinates": [ring] } });
    serde_json::json!({ "features": [area] }).to_string().into_bytes()
}

#[tokio::test]
async fn a_file_of_boundaries_is_kept_with_its_event_or_not_at_all() {
    struct Closed;
    impl Gate for Closed {
        fn allows(&self, _: &Actor, action: Action, _: &Resource) -> bool {
            action != org::ORG_CHANGE
        }
    }
    for (test, ctx, _, _) in provinces().await {
        let store = &test.store;
        let events = async || {
            let filter = store::event::EventFilter { kind: Some("boundaries.kept".into()), ..Default::default() };
            store::event::list(&mut store.read().await.unwrap(), &filter, 10).await.unwrap().len()
        };
        let closed = Ctx { gate: Arc::new(Closed), ..ctx.clone() };
        let refused = org::keep_boundaries(store, &closed, "a.geojson".into(), file("1")).await.unwrap_err();
        assert_eq!(refused.kind, FaultKind::Forbidden);
        let bad = org::keep_boundaries(store, &ctx, "a.geojson".into(), b"{}".to_vec()).await.unwrap_err();
        assert_eq!((bad.kind, bad.field), (FaultKind::Invalid, Some("file")));
        let mut sql = store.read().await.unwrap();
        assert_eq!(org::boundaries_digest(&mut sql).await.unwrap(), "");
        assert_eq!(org::boundaries(&mut sql, "").await.unwrap(), None);
        drop(sql);
        assert_eq!(events().await, 0);

        org::keep_boundaries(store, &ctx, "a.geojson".into(), file("1")).await.unwrap();
        org::keep_boundaries(store, &ctx, "b.geojson".into(), file("2")).await.unwrap();
        assert_eq!(events().await, 2);
        let mut sql = store.read().await.unwrap();
        let digest = org::boundaries_digest(&mut sql).await.unwrap();
        let areas = org::boundaries(&mut sql, &digest).await.unwrap().unwrap();
        assert_eq!((areas[0].code.as_str(), areas[0].rings[0].len()), ("2", 4));
    }
}
