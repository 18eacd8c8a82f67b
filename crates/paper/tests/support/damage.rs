//! What extraction and bad print do to a row of a table in a text file, each so that a person can
//! still read it.
use super::Dice;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    None,
    /// Every printed line of a cell is a line of the file, cells apart by tabs.
    Wrapped(usize),
    /// A cell is broken over two lines, and the row with it.
    Torn,
    /// An empty cell too many.
    Stray,
    /// An empty cell is gone.
    Lost,
    /// What is merged is printed as a ditto mark.
    Ditto,
    /// An empty line after each line.
    Spaced,
    /// Signs of formulas, bold type and entities.
    Marked,
    /// Blanks around cells.
    Padded,
}

impl Damage {
    pub fn random(dice: &mut Dice) -> Self {
        *dice.pick(&[
            Self::Wrapped(16),
            Self::Wrapped(24),
            Self::Wrapped(36),
            Self::Torn,
            Self::Stray,
            Self::Lost,
            Self::Ditto,
            Self::Spaced,
            Self::Marked,
            Self::Padded,
        ])
    }

    /// The lines that a row becomes. `merged` says which cells are the lower part of another.
    pub fn lines(self, cells: &[String], merged: &[bool], dice: &mut Dice) -> Vec<String> {
        let mut cells = cells.to_vec();
        match self {
            Self::None => {}
            Self::Wrapped(width) => return wrapped(&cells, width),
            Self::Torn => {
                if dice.one_in(3) {
                    torn(&mut cells, dice);
                }
            }
            Self::Stray => {
                if dice.one_in(6) {
                    let at = dice.between(1, cells.len());
                    cells.insert(at, String::new());
                }
            }
            Self::Lost => {
                let empty: Vec<usize> = (2..cells.len()).filter(|i| cells[*i].is_empty() && !merged[*i]).collect();
                if !empty.is_empty() && dice.one_in(2) {
                    cells.remove(empty[dice.below(empty.len())]);
                }
            }
            Self::Ditto => {
                let mark = *dice.pick(&["nt", "-nt-", "Như trên", "như trên", "\"", "- nt -"]);
                for (cell, merged) in cells.iter_mut().zip(merged) {
                    if *merged {
                        *cell = mark.to_owned();
                    }
                }
            }
            Self::Spaced => return vec![cells.join("\t"), String::new()],
            Self::Marked => cells.iter_mut().skip(1).for_each(|c| *c = marked(c, dice)),
            Self::Padded => cells.iter_mut().for_each(|c| *c = format!(" {c}  ")),
        }
        vec![cells.join("\t")]
    }
}

fn wrapped(cells: &[String], width: usize) -> Vec<String> {
    let columns: Vec<Vec<String>> = cells.iter().map(|c| wrap(c, width)).collect();
    let height = columns.iter().map(Vec::len).max().unwrap_or(1).max(1);
    let line = |i: usize| columns.iter().map(|c| c.get(i).map_or("", String::as_str)).collect::<Vec<_>>().join("\t");
    (0..height).map(line).collect()
}

fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|w| !w.is_empty()) {
        match out.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => out.push(word.to_owned()),
        }
    }
    out
}

/// Breaks one cell of the row in the middle.
fn torn(cells: &mut [String], dice: &mut Dice) {
    let long: Vec<usize> = (1..cells.len()).filter(|i| cells[*i].matches(' ').count() >= 3).collect();
    if long.is_empty() {
        return;
    }
    let i = long[dice.below(long.len())];
    let blanks: Vec<usize> = cells[i].match_indices(' ').map(|(at, _)| at).collect();
    let at = blanks[dice.between(1, blanks.len() - 2)];
    // A line that begins like a new row can't be told from one.
    if cells[i][at + 1..].starts_with(|c: char| c.is_alphabetic()) {
        cells[i].replace_range(at..=at, "\n");
    }
}

fn marked(text: &str, dice: &mut Dice) -> String {
    if let Some(number) = text.strip_prefix("≥ ") {
        return format!("$\\geq {number}$");
    }
    match dice.below(6) {
        0 if !text.is_empty() => format!("**{text}**"),
        1 if !text.is_empty() => format!("<i>{text}</i>"),
        2 => text.replacen(' ', "&nbsp;", 1),
        _ => text.to_owned(),
    }
}
