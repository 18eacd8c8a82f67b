//! Tasks written as paragraphs: a title, and under it or behind it fields with labels
//! (`Cơ quan chủ trì: …`). Only labels make a task; sentences stay text.
use super::{
    columns::{Role, title_role},
    number::{self, Number},
    plain::fold,
    rows::Section,
    sections,
    table::Slot,
};

/// A task found in running text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    pub(crate) line: u32,
    pub(crate) section: Option<Section>,
    pub(crate) no: Option<String>,
    pub(crate) name: String,
    pub(crate) fields: Vec<(Role, String)>,
}

impl Found {
    pub(crate) fn field(&self, role: Role) -> Option<&str> {
        self.fields.iter().find(|(r, _)| *r == role).map(|(_, t)| t.as_str())
    }
    /// Who and when, or who and what: less than that is no task.
    fn whole(&self) -> bool {
        let has = |role: Role| self.field(role).is_some();
        let lead = has(Role::Lead) || has(Role::Both);
        lead && (has(Role::Deadline) || has(Role::Product) || has(Role::Coordinating)) && !self.name.is_empty()
    }
}

/// A line of running text.
struct Line<'a> {
    number: u32,
    text: &'a str,
}

/// Gathers the tasks of running text, in order.
#[derive(Default)]
pub(crate) struct Prose {
    out: Vec<Found>,
    stack: Vec<(Number, Section)>,
    /// A numbered or bulleted line that may turn out to be a task's title, and the text after it.
    title: Option<Found>,
    /// The last line of text that is neither numbered nor a field.
    text: Option<(u32, String)>,
    /// The task whose fields are being read.
    open: Option<Found>,
}

impl Prose {
    pub(crate) fn line(&mut self, number: u32, text: &str) {
        let line = Line { number, text: text.trim() };
        if line.text.is_empty() {
            return;
        }
        let (before, fields) = fields(line.text);
        if fields.is_empty() {
            self.plain(&line);
        } else {
            self.labelled(&line, before, fields);
        }
    }

    /// A labelled field by itself.
    pub(crate) fn field(&mut self, number: u32, role: Role, text: String) {
        self.labelled(&Line { number, text: "" }, "", vec![(role, text)]);
    }

    /// Tables and ends end a task.
    pub(crate) fn pause(&mut self) {
        self.close();
        self.title = None;
        self.text = None;
    }

    pub(crate) fn finish(mut self) -> Vec<Found> {
        self.close();
        self.out
    }

    fn close(&mut self) {
        if let Some(found) = self.open.take().filter(Found::whole) {
            self.out.push(found);
        }
    }

    fn plain(&mut self, line: &Line<'_>) {
        let bullet = bullet(line.text).is_some();
        let numbered = number::split_title(line.text);
        if numbered.is_none() && !bullet && self.goes_on(line) {
            return;
        }
        self.close();
        match numbered {
            Some((no, title)) => self.numbered(line, &no, title),
            None => {
                let text = bullet_less(line.text).to_owned();
                if bullet {
                    self.title = None;
                }
                self.text = Some((line.number, text));
            }
        }
    }

    /// A line broken for want of room goes on with the field or the title above it.
    fn goes_on(&mut self, line: &Line<'_>) -> bool {
        let lower = line.text.starts_with(|c: char| c.is_lowercase() || ",;)".contains(c));
        if let Some((_, text)) = self.open.as_mut().and_then(|o| o.fields.last_mut()) {
            if lower || super::going_on::unfinished(text) {
                text.push(' ');
                text.push_str(line.text);
                return true;
            }
            return false;
        }
        if let Some(title) = self.title.as_mut().filter(|_| lower && self.text.is_none()) {
            title.name.push(' ');
            title.name.push_str(line.text);
            if let Some((_, section)) = self.stack.last_mut() {
                section.title.clone_from(&title.name);
            }
            return true;
        }
        false
    }

    /// A numbered line opens a section, until fields show that it was a task's title.
    fn numbered(&mut self, line: &Line<'_>, no: &str, title: String) {
        let Some(number) = number::parse(no) else { return };
        self.stack.retain(|(n, _)| sections::level(n) < sections::level(&number));
        let section = self.stack.last().map(|(_, s)| s.clone());
        let title = title.trim_end_matches([':', ' ']).to_owned();
        self.title = Some(Found {
            line: line.number,
            section,
            no: Some(no.to_owned()),
            name: title.clone(),
            fields: Vec::new(),
        });
        self.text = None;
        self.stack.push((number, Section { no: Some(no.to_owned()), title }));
    }

    fn labelled(&mut self, line: &Line<'_>, before: &str, fields: Vec<(Role, String)>) {
        let first = fields[0].0;
        let before = name_of(before);
        // A name in the line itself, a label for it, or a field that is there already: a task begins.
        let again = self.open.as_ref().is_some_and(|o| fields.iter().any(|(r, _)| o.field(*r).is_some()));
        if !before.is_empty() || first == Role::Name || again || self.open.is_none() {
            self.close();
            self.open = Some(self.begin(line, before, first));
        }
        if let Some(open) = &mut self.open {
            for (role, text) in fields {
                if role == Role::Name {
                    open.name = text;
                } else if open.field(role).is_none() {
                    open.fields.push((role, text));
                }
            }
        }
    }

    fn begin(&mut self, line: &Line<'_>, before: String, first: Role) -> Found {
        let inside = self.stack.last().map(|(_, s)| s.clone());
        if !before.is_empty() {
            return match number::split_title(&before) {
                Some((no, name)) => {
                    self.numbered(line, &no, name);
                    self.stack.pop();
                    self.title.take().unwrap_or_default()
                }
                None => Found {
                    line: line.number,
                    section: inside,
                    name: bullet_less(&before).to_owned(),
                    ..Found::default()
                },
            };
        }
        if first == Role::Name {
            return Found { line: line.number, section: inside, ..Found::default() };
        }
        if let Some(title) = self.title.take() {
            self.stack.pop();
            self.text = None;
            return title;
        }
        match self.text.take() {
            Some((number, name)) => {
                Found { line: number, section: inside, name: trimmed(&name).to_owned(), ..Found::default() }
            }
            None => Found::default(),
        }
    }
}

fn trimmed(text: &str) -> &str {
    text.trim().trim_end_matches(|c: char| ".;,:(-–".contains(c) || c.is_whitespace())
}

fn name_of(before: &str) -> String {
    trimmed(before.trim().trim_start_matches(['-', '–', '+', '*', '•', ' '])).to_owned()
}

fn bullet(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(['-', '–', '+', '*', '•', '·', '▪', '\u{f0b7}'])?;
    Some(rest.trim_start())
}

fn bullet_less(text: &str) -> &str {
    bullet(text).unwrap_or(text).trim()
}

/// The labelled fields of a line, and what stands before the first of them.
fn fields(text: &str) -> (&str, Vec<(Role, String)>) {
    let mut labels: Vec<(usize, usize, Role)> = Vec::new();
    for (colon, _) in text.match_indices(':') {
        let from = labels.last().map_or(0, |l| l.1);
        if let Some((start, role)) = label(&text[from..colon]) {
            labels.push((from + start, colon + 1, role));
        }
    }
    let Some(first) = labels.first() else { return (text, Vec::new()) };
    let before = &text[..first.0];
    let inline = !trimmed(bullet_less(before)).is_empty();
    // Behind a name one label alone may be any sentence's colon.
    if inline && labels.len() < 2 {
        return (text, Vec::new());
    }
    let mut out = Vec::new();
    for (i, (_, start, role)) in labels.iter().enumerate() {
        let end = labels.get(i + 1).map_or(text.len(), |l| l.0);
        let mut value = text[*start..end].trim().trim_end_matches(|c: char| ".;,-–+".contains(c) || c.is_whitespace());
        if value.ends_with(')') && value.matches(')').count() > value.matches('(').count() {
            value = value[..value.len() - 1].trim_end_matches(['.', ';', ' ']);
        }
        if !value.is_empty() {
            out.push((*role, value.to_owned()));
        }
    }
    (before, out)
}

/// The fields of a table that has a label and what it says in each row; `None` when it is no such
/// table, or too little for a task.
pub(crate) fn records(rows: &[Vec<Slot>]) -> Option<Vec<Option<(Role, String)>>> {
    let mut out = Vec::with_capacity(rows.len());
    for row in rows {
        let own: Vec<&str> = row.iter().map(|s| s.text.trim()).filter(|t| !t.is_empty()).collect();
        out.push(match own[..] {
            [] => None,
            [title, text] => match label(title.trim_end_matches([':', ' ']))? {
                (0, role) => Some((role, text.to_owned())),
                _ => return None,
            },
            _ => return None,
        });
    }
    let has = |role: Role| out.iter().flatten().any(|(r, _)| *r == role);
    let enough =
        (has(Role::Lead) || has(Role::Both)) && (has(Role::Deadline) || has(Role::Product) || has(Role::Coordinating));
    enough.then_some(out)
}

const LABELS: [Role; 7] =
    [Role::Lead, Role::Coordinating, Role::Both, Role::Product, Role::Deadline, Role::Source, Role::Responsible];

/// A label at the end of a text that a colon follows: where it begins and what it names.
fn label(text: &str) -> Option<(usize, Role)> {
    let start = text
        .rfind(['.', ';', '(', '\n', '-', '–', '+', '•', ','])
        .map_or(0, |i| i + text[i..].chars().next().map_or(1, char::len_utf8));
    let tail = &text[start..];
    let words = tail.split_whitespace().count();
    if words == 0 || words > 8 {
        return None;
    }
    let start = start + tail.len() - tail.trim_start().len();
    let folded = fold(tail);
    if start == 0 && (folded.starts_with("ten nhiem vu") || folded.starts_with("nhiem vu") && words <= 4) {
        return Some((start, Role::Name));
    }
    let (role, coverage) = title_role(tail)?;
    (coverage >= 70 && LABELS.contains(&role)).then_some((start, role))
}
