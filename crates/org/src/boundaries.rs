//! Where the communes lie: a file of boundaries as the province has it, kept whole. How they are
//! drawn is a page's business.
use kernel::{Ctx, Fault, Resource, Result};
use serde_json::{Value, json};
use store::{NewEvent, Sql, Store, blob};

use crate::ORG_CHANGE;

/// The setting that names the kept file.
const SETTING: &str = "boundaries";

/// A closed line of (longitude, latitude).
pub type Ring = Vec<(f64, f64)>;

/// A unit's area: outer rings and holes in any order, to be filled by the even-odd rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    /// The unit's official area code.
    pub code: String,
    /// Its rings.
    pub rings: Vec<Ring>,
}

/// Keeps a file of boundaries (GeoJSON whose features carry the official code as property `code`);
/// it counts from now on.
///
/// # Errors
/// `Forbidden`, or `Invalid` when the file is no such GeoJSON or holds no land.
pub async fn keep_boundaries(store: &Store, ctx: &Ctx, file_name: String, geojson: Vec<u8>) -> Result<()> {
    ctx.require(ORG_CHANGE, &Resource::all("province"))?;
    let areas = areas(&geojson).map_err(|fault| fault.field("file"))?.len();
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                let digest = tx.keep_blob("application/geo+json", geojson).await?;
                tx.set_setting(SETTING, &digest).await?;
                let facts = json!({ "file": file_name, "count": areas, "digest": digest });
                tx.append(NewEvent::new("boundaries.kept", "province:", facts)).await.map(drop)
            })
        })
        .await
}

/// Digest of the file that counts; empty when none was kept. It names the boundaries: as long as it
/// is the same, so are they.
///
/// # Errors
/// When the store can't be read.
pub async fn boundaries_digest(sql: &mut dyn Sql) -> Result<String> {
    Ok(store::setting::get(sql, SETTING).await?.unwrap_or_default())
}

/// The areas in the file of that digest.
///
/// # Errors
/// When the store can't be read.
pub async fn boundaries(sql: &mut dyn Sql, digest: &str) -> Result<Option<Vec<Area>>> {
    blob::load(sql, digest).await?.map(|kept| areas(&kept.data)).transpose()
}

fn ring(value: &Value) -> Option<Ring> {
    let points = value.as_array()?;
    points.iter().map(|p| Some((p.get(0)?.as_f64()?, p.get(1)?.as_f64()?))).collect()
}

fn rings(geometry: &Value) -> Option<Vec<Ring>> {
    let parts = geometry.get("coordinates")?.as_array()?;
    match geometry.get("type")?.as_str()? {
        "Polygon" => parts.iter().map(ring).collect(),
        "MultiPolygon" => parts.iter().flat_map(|p| p.as_array().into_iter().flatten()).map(ring).collect(),
        _ => None,
    }
}

fn areas(geojson: &[u8]) -> Result<Vec<Area>> {
    let bad = || Fault::invalid("org-bad-boundaries");
    let value: Value = serde_json::from_slice(geojson).map_err(|e| bad().because(e))?;
    let features = value.get("features").and_then(Value::as_array).ok_or_else(bad)?;
    let mut all = Vec::with_capacity(features.len());
    for feature in features {
        let code = feature.pointer("/properties/code").and_then(Value::as_str).ok_or_else(bad)?.to_owned();
        all.push(Area { code, rings: feature.get("geometry").and_then(rings).ok_or_else(bad)? });
    }
    // Two points apart in both directions: anything less can't be drawn.
    let mut points = all.iter().flat_map(|a| a.rings.iter().flatten());
    let first = points.next().copied().ok_or_else(bad)?;
    let (mut wide, mut high) = (false, false);
    for (x, y) in points {
        wide |= (x - first.0).abs() > f64::EPSILON;
        high |= (y - first.1).abs() > f64::EPSILON;
    }
    if wide && high { Ok(all) } else { Err(bad()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_map_is_refused() {
        for bad in [
            "{}",
            r#"{"features":[]}"#,
            r#"{"features":[{"properties":{"code":"1"},"geometry":{"type":"Point","coordinates":[1,2]}}]}"#,
            r#"{"features":[{"properties":{},"geometry":{"type":"Polygon","coordinates":[[[1,2],[3,4],[1,2]]]}}]}"#,
            r#"{"features":[{"properties":{"code":"1"},"geometry":{"type":"Polygon","coordinates":[[[1,2],[1,4],[1,2]]]}}]}"#,
        ] {
            assert_eq!(&*areas(bad.as_bytes()).unwrap_err().say.id, "org-bad-boundaries", "{bad}");
        }
    }
}
