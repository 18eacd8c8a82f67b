//! Shapes for charts, as numbers in the drawing's own units: templates put them into SVG attributes
//! and classes, never into styles. Every drawing has a title and a table beside it.
use kernel::Day;

/// A number in an SVG attribute: at most one decimal, dot, no trailing zero.
pub(crate) fn coordinate(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// Where values fall between bottom and top of a drawing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}
impl Scale {
    /// Maps `low..high` to `from..to`; a single value lands in the middle.
    pub(crate) fn new(low: f64, high: f64, from: f64, to: f64) -> Self {
        Self { low, high, from, to }
    }
    /// The place of a value.
    pub(crate) fn at(self, value: f64) -> f64 {
        if (self.high - self.low).abs() < f64::EPSILON {
            return f64::midpoint(self.from, self.to);
        }
        self.from + (value - self.low) / (self.high - self.low) * (self.to - self.from)
    }
}

/// A small line of values over time with its goal, in a box of that size.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Spark {
    /// Points of the line; empty with fewer than two values.
    pub(crate) points: String,
    /// Height of the goal, or empty.
    pub(crate) goal_y: String,
}

/// Draws one. Values are in order of days.
pub(crate) fn spark(values: &[(Day, f64)], goal: Option<f64>, width: f64, height: f64) -> Spark {
    let [(first, _), .., (last, _)] = values else { return Spark::default() };
    let all = values.iter().map(|(_, v)| *v).chain(goal);
    let (low, high) = all.fold((f64::MAX, f64::MIN), |(low, high), v| (low.min(v), high.max(v)));
    let x = Scale::new(f64::from(first.number()), f64::from(last.number()), 1.5, width - 1.5);
    let y = Scale::new(low, high, height - 2.0, 2.0);
    let points: Vec<String> = values
        .iter()
        .map(|(day, v)| format!("{},{}", coordinate(x.at(f64::from(day.number()))), coordinate(y.at(*v))))
        .collect();
    Spark { points: points.join(" "), goal_y: goal.map(|g| coordinate(y.at(g))).unwrap_or_default() }
}

/// Starts and widths of parts in a bar 1000 wide; together they fill it exactly.
pub(crate) fn shares(counts: &[usize]) -> Vec<(usize, usize)> {
    let whole: usize = counts.iter().sum();
    let edge = |sum: usize| (sum * 1000 + whole / 2).checked_div(whole).unwrap_or(0);
    let mut sum = 0;
    counts
        .iter()
        .map(|count| {
            let from = edge(sum);
            sum += count;
            (from, edge(sum) - from)
        })
        .collect()
}

/// Divides values into at most five steps of about as many members each, and names the edges:
/// (largest value of each step). Equal values are in the same step.
pub(crate) fn steps(values: &[usize]) -> Vec<usize> {
    let mut sorted: Vec<usize> = values.to_vec();
    sorted.sort_unstable();
    let mut edges = Vec::new();
    for k in 1..=5 {
        if let Some(edge) = (sorted.len() * k / 5).checked_sub(1).map(|i| sorted[i]) {
            edges.push(edge);
        }
    }
    edges.dedup();
    edges
}

/// The step of a value: 1 for the smallest.
pub(crate) fn step(edges: &[usize], value: usize) -> usize {
    edges.iter().position(|edge| value <= *edge).map_or(edges.len(), |i| i + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn a_spark_needs_two_values_and_stays_in_its_box() {
        let day = |n| Day::from_number(n);
        assert_eq!(spark(&[(day(1), 5.0)], None, 72.0, 20.0), Spark::default());
        let drawn = spark(&[(day(0), 10.0), (day(10), 20.0)], Some(15.0), 72.0, 20.0);
        assert_eq!(drawn.points, "1.5,18 70.5,2");
        assert_eq!(drawn.goal_y, "10");
        let flat = spark(&[(day(0), 3.0), (day(1), 3.0)], Some(3.0), 72.0, 20.0);
        assert_eq!(flat.goal_y, "10");
    }
    #[test]
    fn shares_fill_the_bar() {
        let parts = shares(&[143, 14, 106, 1]);
        assert_eq!(parts.iter().map(|p| p.1).sum::<usize>(), 1000);
        assert_eq!(parts[0].0, 0);
        assert_eq!(shares(&[0, 0]), [(0, 0), (0, 0)]);
    }
    #[test]
    fn steps_hold_equal_values_together() {
        let edges = steps(&[0, 0, 0, 0, 0, 0, 0, 0, 3, 9]);
        assert_eq!(edges, [0, 9]);
        assert_eq!(step(&edges, 0), 1);
        assert_eq!(step(&edges, 3), 2);
        assert_eq!(steps(&[]), Vec::<usize>::new());
    }
}
