//! Boundaries of communes as SVG paths: GeoJSON is laid flat, put on a grid of whole numbers (so
//! that neighbours keep touching) and written short.
use std::collections::HashMap;

use kernel::{Ctx, Fault, Resource, Result};
use serde_json::{Value, json};
use store::{NewEvent, Store};

/// The setting that names the kept file.
pub(crate) const SETTING: &str = "boundaries";

/// Keeps a file of boundaries: from now on the leader's screen draws the communes by it.
///
/// # Errors
/// `Forbidden`, or `Invalid` when the file is not GeoJSON with codes.
pub(crate) async fn keep_boundaries(store: &Store, ctx: &Ctx, file_name: String, geojson: Vec<u8>) -> Result<()> {
    ctx.require(org::ORG_CHANGE, &Resource::all("province"))?;
    let areas = shapes(&geojson)?.paths.len();
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

/// Width of the drawing; its height follows from the province's form.
const WIDTH: f64 = 640.0;

/// All communes as paths.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Shapes {
    /// Width of the drawing.
    pub(crate) width: i32,
    /// Its height.
    pub(crate) height: i32,
    /// Path by area code.
    pub(crate) paths: HashMap<String, String>,
}

type Ring = Vec<(f64, f64)>;

fn ring(value: &Value) -> Option<Ring> {
    let points = value.as_array()?;
    points.iter().map(|p| Some((p.get(0)?.as_f64()?, p.get(1)?.as_f64()?))).collect()
}

/// Outer rings and holes of a geometry, in any order: the path is filled by the even-odd rule.
fn rings(geometry: &Value) -> Option<Vec<Ring>> {
    let parts = geometry.get("coordinates")?.as_array()?;
    match geometry.get("type")?.as_str()? {
        "Polygon" => parts.iter().map(ring).collect(),
        "MultiPolygon" => parts.iter().flat_map(|p| p.as_array().into_iter().flatten()).map(ring).collect(),
        _ => None,
    }
}

/// Reads a `FeatureCollection` whose features carry their official code as property `code`.
///
/// # Errors
/// `Invalid` when it is not one.
pub(crate) fn shapes(geojson: &[u8]) -> Result<Shapes> {
    let bad = || Fault::invalid("web-bad-geojson");
    let value: Value = serde_json::from_slice(geojson).map_err(|e| bad().because(e))?;
    let features = value.get("features").and_then(Value::as_array).ok_or_else(bad)?;
    let mut all = Vec::with_capacity(features.len());
    for feature in features {
        let code = feature.pointer("/properties/code").and_then(Value::as_str).ok_or_else(bad)?;
        all.push((code.to_owned(), feature.get("geometry").and_then(rings).ok_or_else(bad)?));
    }
    let points = || all.iter().flat_map(|(_, rings)| rings.iter().flatten());
    let edge = |f: fn(f64, f64) -> f64, start, pick: fn(&(f64, f64)) -> f64| points().map(pick).fold(start, f);
    let (west, east) = (edge(f64::min, f64::MAX, |p| p.0), edge(f64::max, f64::MIN, |p| p.0));
    let (south, north) = (edge(f64::min, f64::MAX, |p| p.1), edge(f64::max, f64::MIN, |p| p.1));
    if east <= west || north <= south {
        return Err(bad());
    }
    // Degrees of longitude shrink towards the poles; one factor will do for one province.
    let narrow = f64::midpoint(south, north).to_radians().cos();
    let scale = WIDTH / ((east - west) * narrow);
    let place = |(x, y): &(f64, f64)| (whole((x - west) * narrow * scale), whole((north - y) * scale));
    let paths = all.iter().map(|(code, rings)| {
        let path: String = rings.iter().map(|r| path(&r.iter().map(place).collect::<Vec<_>>())).collect();
        (code.clone(), path)
    });
    let paths = paths.collect();
    Ok(Shapes { width: whole(WIDTH), height: whole((north - south) * scale), paths })
}

#[expect(clippy::cast_possible_truncation, reason = "places on a drawing some hundred units wide")]
fn whole(value: f64) -> i32 {
    value.round() as i32
}

/// A closed path in relative steps; points that fell together are left out.
fn path(points: &[(i32, i32)]) -> String {
    use std::fmt::Write as _;
    let mut kept: Vec<(i32, i32)> = points.to_vec();
    kept.dedup();
    if kept.len() > 1 && kept.first() == kept.last() {
        kept.pop();
    }
    if kept.len() < 3 {
        return String::new();
    }
    let mut out = format!("M{} {}", kept[0].0, kept[0].1);
    for pair in kept.windows(2) {
        let _ = write!(out, "l{} {}", pair[1].0 - pair[0].0, pair[1].1 - pair[0].1);
    }
    out.push('z');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn neighbours_keep_touching() {
        let two = br#"{"type":"FeatureCollection","features":[
          {"properties":{"code":"1"},"geometry":{"type":"Polygon","coordinates":[[[108.0,11.0],[108.5,11.0],[108.5,12.0],[108.0,12.0],[108.0,11.0]]]}},
          {"properties":{"code":"2"},"geometry":{"type":"MultiPolygon","coordinates":[[[[108.5,11.0],[109.0,11.0],[109.0,12.0],[108.5,12.0],[108.5,11.0]]]]}}]}"#;
        let shapes = shapes(two).unwrap();
        assert_eq!(shapes.width, 640);
        assert_eq!(shapes.paths["1"], format!("M0 {h}l320 0l0 -{h}l-320 0z", h = shapes.height));
        assert!(shapes.paths["2"].starts_with(&format!("M320 {}l320 0", shapes.height)));
    }
    #[test]
    fn what_is_no_map_is_refused() {
        assert!(shapes(b"{}").is_err());
        assert!(shapes(br#"{"features":[]}"#).is_err());
    }
}
