//! iCalendar text (RFC 5545): escaped, folded at 75 octets without cutting a letter, ended by CRLF.
use kernel::{Day, Millis};

/// An all-day entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Stays the same as long as the entry is the same thing.
    pub uid: String,
    /// The day.
    pub day: Day,
    /// Its title.
    pub summary: String,
    /// More about it.
    pub description: String,
    /// Where it is shown.
    pub url: String,
    /// When it last changed, as a number that only grows.
    pub sequence: i64,
    /// It is done: shown, but asks nothing.
    pub done: bool,
}

/// The entries as a calendar of that name, stamped `now`.
#[must_use]
pub fn calendar(name: &str, entries: &[Entry], now: Millis) -> String {
    let mut out = String::new();
    let stamp = stamp(now);
    line(&mut out, "BEGIN:VCALENDAR");
    line(&mut out, "VERSION:2.0");
    line(&mut out, "PRODID:-//Bazan//Bazan//VI");
    line(&mut out, "CALSCALE:GREGORIAN");
    line(&mut out, "METHOD:PUBLISH");
    line(&mut out, &format!("X-WR-CALNAME:{}", escaped(name)));
    line(&mut out, "REFRESH-INTERVAL;VALUE=DURATION:PT1H");
    for entry in entries {
        line(&mut out, "BEGIN:VEVENT");
        line(&mut out, &format!("UID:{}", escaped(&entry.uid)));
        line(&mut out, &format!("DTSTAMP:{stamp}"));
        line(&mut out, &format!("SEQUENCE:{}", entry.sequence.clamp(0, i64::from(i32::MAX))));
        line(&mut out, &format!("DTSTART;VALUE=DATE:{}", date(entry.day)));
        line(&mut out, &format!("DTEND;VALUE=DATE:{}", date(entry.day.plus_days(1))));
        line(&mut out, &format!("SUMMARY:{}", escaped(&entry.summary)));
        if !entry.description.is_empty() {
            line(&mut out, &format!("DESCRIPTION:{}", escaped(&entry.description)));
        }
        line(&mut out, &format!("URL:{}", entry.url.replace(['\r', '\n'], "")));
        // The day is not taken: others may still be met on it.
        line(&mut out, "TRANSP:TRANSPARENT");
        if entry.done {
            line(&mut out, "STATUS:CONFIRMED");
        }
        line(&mut out, "END:VEVENT");
    }
    line(&mut out, "END:VCALENDAR");
    out
}

fn date(day: Day) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}
fn stamp(now: Millis) -> String {
    let text = Millis(now.0.div_euclid(1000) * 1000).rfc3339();
    text.chars().filter(|c| !matches!(c, '-' | ':')).collect()
}

/// TEXT (RFC 5545, 3.3.11): backslash, semicolon, comma and line breaks are escaped; other control
/// signs have no place in it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            ';' => out.push_str("\\;"),
            ',' => out.push_str("\\,"),
            '\n' | '\r' => out.push_str("\\n"),
            c if c.is_control() && c != '\t' => {}
            c => out.push(c),
        }
    }
    out
}

/// A content line, folded (RFC 5545, 3.1): no line longer than 75 octets without its break.
fn line(out: &mut String, text: &str) {
    let mut width = 0;
    for c in text.chars() {
        if width + c.len_utf8() > 75 {
            out.push_str("\r\n ");
            width = 1;
        }
        out.push(c);
        width += c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    fn entry(summary: &str) -> Entry {
        Entry {
            uid: "line-1@bazan".into(),
            day: "2026-12-31".parse().unwrap(),
            summary: summary.into(),
            description: "a;b,c\\d\r\ne\u{7}".into(),
            url: "https://bazan.example.vn/tasks/1".into(),
            sequence: 7,
            done: false,
        }
    }
    /// Lines unfolded as a reader does it.
    fn unfolded(text: &str) -> Vec<String> {
        text.replace("\r\n ", "").split("\r\n").map(str::to_owned).collect()
    }
    #[test]
    fn a_calendar_is_read_back_as_it_was_meant() {
        let long = "Xây dựng kế hoạch chuyển đổi số của các sở, ban, ngành; Ủy ban nhân dân cấp xã ".repeat(3);
        let text = calendar("Việc của tôi", &[entry(&long)], Millis(1_781_000_000_123));
        assert!(text.split("\r\n").all(|l| l.len() <= 75), "{text}");
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "only CRLF ends a line");
        let lines = unfolded(&text);
        let value =
            |name: &str| lines.iter().find_map(|l| l.strip_prefix(name)).unwrap_or_else(|| panic!("{name}")).to_owned();
        assert_eq!(value("SUMMARY:"), long.replace(',', "\\,").replace(';', "\\;"));
        assert_eq!(value("DESCRIPTION:"), "a\\;b\\,c\\\\d\\ne");
        assert_eq!(value("DTSTART;VALUE=DATE:"), "20261231");
        assert_eq!(value("DTEND;VALUE=DATE:"), "20270101", "the end is the first day after");
        assert_eq!(value("DTSTAMP:"), "20260609T101320Z");
        assert_eq!(
            (lines.first().unwrap().as_str(), lines[lines.len() - 2].as_str()),
            ("BEGIN:VCALENDAR", "END:VCALENDAR")
        );
    }
}
