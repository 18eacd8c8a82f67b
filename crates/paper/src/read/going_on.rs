//! Whether a row without a number is the rest of the row above it: what its cells say, weighed.
use super::{
    align,
    columns::{Layout, Role},
    draft::Draft,
    guess,
    plain::fold,
    units::is_beginning,
};

/// How much speaks for the row going on with the item above (positive) or standing by itself.
pub(crate) fn evidence(last: &Draft, cells: &[String], layout: &Layout) -> i32 {
    let columns = layout.columns.iter().zip(cells).zip(&last.cells);
    columns.map(|((column, text), above)| of_cell(column.role, text.trim(), above.trim())).sum()
}

fn of_cell(role: Role, text: &str, above: &str) -> i32 {
    if text.is_empty() {
        return 0;
    }
    let joined = || format!("{above} {text}");
    let goes_on = 2 * i32::from(continues(text)) + 2 * i32::from(unfinished(above));
    match role {
        Role::No => 0,
        Role::Name => match () {
            () if goes_on > 0 => goes_on + 1,
            // "2030" alone is no name.
            () if !text.chars().any(char::is_alphabetic) => 2,
            () if text.starts_with(['-', '+', '•', '–', '*']) => -3,
            () => -1,
        },
        _ if above.is_empty() => -2,
        Role::Lead | Role::Coordinating | Role::Both => match () {
            () if goes_on > 0 => goes_on,
            () if is_beginning(last_piece(above)) => 2,
            () if align::fit(role, text) < 2 => i32::from(align::fit(role, &joined()) >= 2),
            () if above.contains([';', ',']) => -1,
            () if align::fit(role, above) >= 2 => -2,
            () => 0,
        },
        Role::Deadline => match () {
            () if unfinished(above) && guess::deadline(&joined()) => 3,
            () if guess::deadline(above) && guess::deadline(text) => -4,
            () if guess::deadline(&joined()) => 3,
            () => goes_on,
        },
        Role::Value(_) | Role::Base(_) => {
            if guess::target(above) && guess::target(text) {
                -4
            } else {
                goes_on
            }
        }
        _ => goes_on,
    }
}

/// What stands behind the last semicolon.
fn last_piece(text: &str) -> &str {
    text.rsplit([';', '\n']).next().unwrap_or(text).trim()
}

/// Begins as the middle of a sentence does.
fn continues(text: &str) -> bool {
    text.starts_with(|c: char| c.is_lowercase() || ",;.)(%:".contains(c)) && !guess::ditto(text)
}

/// A text that stops in mid-sentence.
pub(crate) fn unfinished(text: &str) -> bool {
    let folded = fold(text);
    let folded = folded.as_str();
    folded.ends_with([',', '-', ';', ':', '(', '/'])
        || [
            " va", " cua", " cac", " cho", " theo", " ve", " tai", " trong", " den", " voi", " nham", " thuoc", " cap",
            " so", " quy", " thang", " ngay", " nam", " doan",
        ]
        .iter()
        .any(|w| folded.ends_with(w))
}
