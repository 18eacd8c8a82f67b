//! Walking the XML of an office package: elements by local name, no doctype, no entities of its
//! own, no endless depth.
use std::io::BufRead;

use kernel::Result;
use quick_xml::{Reader, escape, events::Event as Raw};

use super::package::Source;

/// An element's beginning.
pub(crate) struct Tag {
    /// Name without prefix.
    pub(crate) name: String,
    attributes: String,
    name_length: usize,
}

impl Tag {
    /// An attribute by its name without prefix.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        let start = quick_xml::events::BytesStart::from_content(self.attributes.as_str(), self.name_length);

        start.attributes().with_checks(false).flatten().find_map(|a| {
            let key = a.key.as_ref();
            let local = key.rsplit(':').next().unwrap_or(key);
            (local == name).then(|| escape::unescape(a.value.as_ref()).map_or_else(|_| a.value.to_string(), Into::into))
        })
    }
    /// An attribute that holds a number.
    pub(crate) fn number(&self, name: &str) -> Option<i64> {
        self.attribute(name)?.trim().parse().ok()
    }
    /// An on/off element: present means on unless it says otherwise.
    pub(crate) fn on(&self) -> bool {
        !matches!(self.attribute("val").as_deref(), Some("0" | "false" | "off" | "none"))
    }
}

/// What comes next.
pub(crate) enum Event {
    Open(Tag),
    Close,
    Text(String),
    End,
}

/// A walk over one part of a package.
pub(crate) struct Xml<'a> {
    reader: Reader<Box<dyn BufRead + 'a>>,
    buffer: Vec<u8>,
    source: &'a Source<'a>,
    depth: usize,
    /// An empty element was opened and is to be closed.
    closing: bool,
}

impl<'a> Xml<'a> {
    pub(crate) fn new(input: Box<dyn BufRead + 'a>, source: &'a Source<'a>) -> Self {
        Self { reader: Reader::from_reader(input), buffer: Vec::new(), source, depth: 0, closing: false }
    }

    /// The next event.
    pub(crate) fn next(&mut self) -> Result<Event> {
        if self.closing {
            self.closing = false;
            self.depth -= 1;
            return Ok(Event::Close);
        }
        loop {
            self.buffer.clear();
            let event = match self.reader.read_event_into(&mut self.buffer) {
                Ok(event) => event,
                Err(cause) => return Err(self.source.broken(cause)),
            };
            let (start, empty) = match event {
                Raw::Start(start) => (start, false),
                Raw::Empty(start) => (start, true),
                Raw::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Event::Close);
                }
                Raw::Text(text) => return Ok(Event::Text(text.xml10_content().into_owned())),
                Raw::CData(text) => return Ok(Event::Text(text.xml10_content().into_owned())),
                Raw::GeneralRef(reference) => {
                    let name = reference.xml10_content();
                    let text = escape::unescape(&format!("&{name};")).map(std::borrow::Cow::into_owned);
                    return text.map(Event::Text).map_err(|_| self.source.doctype());
                }
                Raw::DocType(_) => return Err(self.source.doctype()),
                Raw::Eof if self.depth > 0 => return Err(self.source.broken("the part ends inside an element")),
                Raw::Eof => return Ok(Event::End),
                Raw::Comment(_) | Raw::Decl(_) | Raw::PI(_) => continue,
            };
            self.depth += 1;
            if self.depth > self.source.limits.max_depth {
                return Err(self.source.too_deep());
            }
            self.closing = empty;
            let tag = Tag {
                name: start.local_name().as_ref().to_owned(),
                name_length: start.name().as_ref().len(),
                attributes: start.to_string_content(),
            };
            return Ok(Event::Open(tag));
        }
    }

    /// Passes over the rest of the element just opened.
    pub(crate) fn skip(&mut self) -> Result<()> {
        let mut open = 1usize;
        while open > 0 {
            match self.next()? {
                Event::Open(_) => open += 1,
                Event::Close => open -= 1,
                Event::Text(_) => {}
                Event::End => return Ok(()),
            }
        }
        Ok(())
    }

    /// All text inside the element just opened.
    pub(crate) fn text(&mut self) -> Result<String> {
        let mut out = String::new();
        let mut open = 1usize;
        while open > 0 {
            match self.next()? {
                Event::Open(_) => open += 1,
                Event::Close => open -= 1,
                Event::Text(text) => out.push_str(&text),
                Event::End => break,
            }
        }
        Ok(out)
    }
}

trait Content {
    fn to_string_content(&self) -> String;
}
impl Content for quick_xml::events::BytesStart<'_> {
    /// Name and attributes as they stand in the file.
    fn to_string_content(&self) -> String {
        format!("{}{}", self.name().as_ref(), self.attributes_raw())
    }
}
