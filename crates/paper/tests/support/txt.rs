//! Made-up plans as text with tabs, as PDF extraction leaves them.
use super::{
    Dice,
    damage::Damage,
    docx::nfd,
    truth::{Sheet, misread},
};

#[derive(Clone, Debug)]
pub struct Look {
    pub page: Option<usize>,
    pub repeat_header: bool,
    pub section: usize,
    pub trim: bool,
    pub crlf: bool,
    /// 0 UTF-8, 1 with BOM, 2 UTF-16, 3 TCVN3, 4 VNI, 5 decomposed, 6 TCVN3 read as Western and saved as UTF-8
    pub encoding: usize,
    pub dots: bool,
    /// Second header level without leading blanks.
    pub tight: bool,
    /// Break long names over lines.
    pub breaks: bool,
    pub page_numbers: bool,
    /// Headers are misread anew on each page.
    pub noisy: bool,
    pub damage: Damage,
}
impl Look {
    pub fn random(dice: &mut Dice) -> Self {
        Self {
            page: dice.one_in(2).then(|| dice.between(3, 9)),
            repeat_header: !dice.one_in(4),
            section: dice.below(4),
            trim: dice.one_in(5),
            crlf: dice.one_in(3),
            encoding: if dice.one_in(2) { 0 } else { dice.below(7) },
            dots: dice.one_in(6),
            tight: dice.one_in(3),
            breaks: dice.one_in(4),
            page_numbers: dice.one_in(4),
            noisy: dice.one_in(3),
            damage: Damage::None,
        }
    }
    /// Worse than what extraction usually leaves.
    pub fn damaged(dice: &mut Dice) -> Self {
        let damage = Damage::random(dice);
        Self { trim: false, breaks: false, damage, ..Self::random(dice) }
    }
}

fn header(sheet: &Sheet, look: &Look) -> Vec<String> {
    let mut out = Vec::new();
    if sheet.spans.is_empty() {
        out.push(sheet.titles.join("\t"));
    } else if look.tight && sheet.spans.len() == 1 {
        let (a, b, title) = &sheet.spans[0];
        let mut top: Vec<&str> = sheet.titles[..*a].iter().map(String::as_str).collect();
        top.push(title);
        top.extend(sheet.titles[b + 1..].iter().map(String::as_str));
        out.push(top.join("\t"));
        out.push(sheet.titles[*a..=*b].join("\t"));
    } else {
        let inside = |i: usize| sheet.spans.iter().find(|(a, b, _)| *a <= i && i <= *b);
        let top: Vec<&str> = (0..sheet.titles.len())
            .map(|i| match inside(i) {
                Some((a, _, title)) if *a == i => title.as_str(),
                Some(_) => "",
                None => &sheet.titles[i],
            })
            .collect();
        let sub: Vec<&str> =
            (0..sheet.titles.len()).map(|i| if inside(i).is_some() { sheet.titles[i].as_str() } else { "" }).collect();
        out.push(top.join("\t"));
        out.push(sub.join("\t"));
    }
    if sheet.numbering_row {
        out.push((1..=sheet.titles.len()).map(|i| format!("({i})")).collect::<Vec<_>>().join("\t"));
    }
    out
}

pub fn table(sheet: &Sheet, look: &Look, dice: &mut Dice) -> String {
    let width = sheet.columns.len();
    let mut lines = header(sheet, look);
    let mut on_page = 0;
    let mut page = 1;
    for section in &sheet.sections {
        let (no, title) = (&section.no, &section.title);
        let pad = "\t".repeat(width);
        if !no.is_empty() {
            lines.push(match look.section {
                0 => format!("{no}\t{title}{}", &pad[..width - 2]),
                1 => format!("{no} {title}{}", &pad[..width - 1]),
                2 => format!("{no}\t{title}"),
                _ => format!("{no}. {title}"),
            });
        }
        for item in &section.items {
            if look.page.is_some_and(|p| on_page >= p) {
                on_page = 0;
                lines.push(String::new());
                if look.page_numbers {
                    page += 1;
                    lines.push(page.to_string());
                    lines.push(String::new());
                }
                if look.repeat_header {
                    let mut sheet = sheet.clone();
                    if look.noisy {
                        sheet.titles = sheet.titles.iter().map(|t| misread(t, dice)).collect();
                    }
                    lines.extend(header(&sheet, look));
                }
            }
            on_page += 1;
            let mut cells: Vec<String> =
                item.cells.iter().map(|c| if c.merged { String::new() } else { c.text.clone() }).collect();
            if look.dots {
                cells[0].push('.');
            }
            if look.breaks && dice.one_in(3) {
                // A long name goes on in the next line of the file.
                if let Some(at) = cells[1].char_indices().filter(|(_, c)| *c == ' ').map(|(i, _)| i).nth(3)
                    && cells[1][at + 1..].starts_with(char::is_lowercase)
                {
                    cells[1].replace_range(at..=at, "\n");
                }
            }
            let merged: Vec<bool> = item.cells.iter().map(|c| c.merged).collect();
            for mut line in look.damage.lines(&cells, &merged, dice) {
                if look.trim {
                    line = line.trim_end_matches('\t').to_owned();
                }
                lines.push(line);
            }
        }
    }
    lines.join("\n") + "\n"
}

pub fn encode(text: &str, look: &Look) -> Vec<u8> {
    use paper::read::encoding::{to_tcvn3, to_vni};
    let text = if look.crlf { text.replace('\n', "\r\n") } else { text.to_owned() };
    let western = |t: String| -> Vec<u8> {
        t.chars()
            .map(|c| {
                u8::try_from(u32::from(c)).unwrap_or(match c {
                    '–' => 0x96,
                    '“' => 0x93,
                    '”' => 0x94,
                    _ => b'?',
                })
            })
            .collect()
    };
    match look.encoding {
        1 => [&[0xEF, 0xBB, 0xBF], text.as_bytes()].concat(),
        2 => [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect(),
        3 => western(to_tcvn3(&text)),
        4 => western(to_vni(&text)),
        5 => nfd(&text).into_bytes(),
        6 => to_tcvn3(&text).into_bytes(),
        _ => text.into_bytes(),
    }
}
