//! Pages of official documents as PDF. The neutral model of `paper` goes as data into one Typst
//! template; words of a document are never read as Typst, whatever they contain.
mod data;
mod world;

use kernel::{Fault, Result};
use paper::write::model::OfficialDocument;
use typst::{foundations::Bytes, text::Font};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;
use world::Desk;

/// The printing press: typefaces, ready for use. Cheap to keep, shared by all threads.
pub struct Press {
    fonts: Vec<Font>,
}

impl Press {
    /// With typefaces given as TTF or OTF files: regular, bold, italic, bold italic of one family
    /// that has Vietnamese and the measures of Times New Roman.
    #[must_use]
    pub fn new(files: &[&'static [u8]]) -> Self {
        Self { fonts: files.iter().flat_map(|file| Font::iter(Bytes::new(*file))).collect() }
    }
    /// Lays the document out in its legal layout.
    ///
    /// # Errors
    /// `Internal` without typefaces, or when a table does not fit its own columns.
    pub fn pdf(&self, document: &OfficialDocument) -> Result<Vec<u8>> {
        let Some(font) = self.fonts.first() else {
            return Err(Fault::internal("the program was built without typefaces (BAZAN_NO_UI)"));
        };
        let desk = Desk::new(&self.fonts, data::of(document, &font.info().family)?);
        let laid_out = typst::compile::<PagedDocument>(&desk).output.map_err(complain)?;
        let pdf = typst_pdf::pdf(&laid_out, &PdfOptions::default()).map_err(complain);
        // What Typst remembers for the next time would only grow: no two reports are alike.
        comemo::evict(0);
        pdf
    }
}

/// Typst's complaints are about our template, never about a document.
fn complain<T: IntoIterator<Item = typst::diag::SourceDiagnostic>>(errors: T) -> Fault {
    Fault::internal(errors.into_iter().map(|e| e.message.to_string()).collect::<Vec<_>>().join("; "))
}

#[cfg(test)]
mod tests;
