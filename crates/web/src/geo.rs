//! Boundaries of communes as SVG paths: areas are laid flat, put on a grid of whole numbers (so
//! that neighbours keep touching) and written short.
use std::collections::HashMap;

use org::Area;

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

/// Draws areas, which cover some land (`org` keeps no others).
pub(crate) fn shapes(areas: &[Area]) -> Shapes {
    let points = || areas.iter().flat_map(|a| a.rings.iter().flatten());
    let edge = |f: fn(f64, f64) -> f64, start, pick: fn(&(f64, f64)) -> f64| points().map(pick).fold(start, f);
    let (west, east) = (edge(f64::min, f64::MAX, |p| p.0), edge(f64::max, f64::MIN, |p| p.0));
    let (south, north) = (edge(f64::min, f64::MAX, |p| p.1), edge(f64::max, f64::MIN, |p| p.1));
    // Degrees of longitude shrink towards the poles; one factor will do for one province.
    let narrow = f64::midpoint(south, north).to_radians().cos();
    let scale = WIDTH / ((east - west) * narrow);
    let place = |(x, y): &(f64, f64)| (whole((x - west) * narrow * scale), whole((north - y) * scale));
    let paths = areas.iter().map(|Area { code, rings }| {
        let path: String = rings.iter().map(|r| path(&r.iter().map(place).collect::<Vec<_>>())).collect();
        (code.clone(), path)
    });
    let paths = paths.collect();
    Shapes { width: whole(WIDTH), height: whole((north - south) * scale), paths }
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
        let box_of = |code: &str, west: f64, east: f64| Area {
            code: code.into(),
            rings: vec![vec![(west, 11.0), (east, 11.0), (east, 12.0), (west, 12.0), (west, 11.0)]],
        };
        let shapes = shapes(&[box_of("1", 108.0, 108.5), box_of("2", 108.5, 109.0)]);
        assert_eq!(shapes.width, 640);
        assert_eq!(shapes.paths["1"], format!("M0 {h}l320 0l0 -{h}l-320 0z", h = shapes.height));
        assert!(shapes.paths["2"].starts_with(&format!("M320 {}l320 0", shapes.height)));
    }
}
