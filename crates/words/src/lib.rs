//! The interface's words: Fluent messages of all rooms, in Vietnamese (first) and English.
//! A message missing in English is shown in Vietnamese; one missing in both shows its id, and a
//! test in this room makes sure neither happens.
use std::sync::LazyLock;

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use kernel::{Arg, Lang, Say};

include!(concat!(env!("OUT_DIR"), "/files.rs"));

type Bundle = FluentBundle<FluentResource>;

static BUNDLES: LazyLock<(Bundle, Bundle)> = LazyLock::new(|| (bundle("vi", VI), bundle("en", EN)));

fn bundle(lang: &str, files: &[(&str, &str)]) -> Bundle {
    let mut bundle = FluentBundle::new_concurrent(lang.parse().into_iter().collect());
    // No direction marks: both languages run left to right, and the marks would end up in exports.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(if lang == "vi" { with_dots } else { with_commas }));
    for (name, text) in files {
        let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(resource, errors)| {
            debug_assert!(errors.is_empty(), "{lang}/{name}.ftl: {errors:?}");
            resource
        });
        // Twice the same id is a mistake that `problems` reports; the first one wins here.
        let _ = bundle.add_resource(resource);
    }
    bundle
}

fn grouped(value: &FluentValue, mark: char) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    let text = number.as_string();
    let digits = text.trim_start_matches('-');
    if digits.contains('.') {
        return None;
    }
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            out.push(mark);
        }
        out.push(c);
    }
    Some(if text.starts_with('-') { format!("-{out}") } else { out })
}
fn with_dots(value: &FluentValue, _: &intl_memoizer_stub::Memoizer) -> Option<String> {
    grouped(value, '.')
}
fn with_commas(value: &FluentValue, _: &intl_memoizer_stub::Memoizer) -> Option<String> {
    grouped(value, ',')
}
/// The concurrent bundle's memoizer, under a name of ours.
mod intl_memoizer_stub {
    pub(crate) type Memoizer = intl_memoizer::concurrent::IntlLangMemoizer;
}

/// The words of one language. Cheap to copy.
#[derive(Clone, Copy, Debug, Default)]
pub struct Words {
    lang: Lang,
}

impl Words {
    /// Words in that language.
    #[must_use]
    pub fn of(lang: Lang) -> Self {
        Self { lang }
    }
    /// The language.
    #[must_use]
    pub fn lang(self) -> Lang {
        self.lang
    }
    /// `vi` or `en`, for the `lang` attribute.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self.lang {
            Lang::Vi => "vi",
            Lang::En => "en",
        }
    }
    /// A message without arguments.
    #[must_use]
    pub fn t(self, id: &str) -> String {
        self.format(id, &[])
    }
    /// A message with `$count`.
    #[must_use]
    pub fn tn(self, id: &str, count: impl TryInto<i64>) -> String {
        self.format(id, &[("count", Arg::Number(count.try_into().unwrap_or(i64::MAX)))])
    }
    /// A message with one argument.
    #[must_use]
    pub fn t1(self, id: &str, name: &'static str, value: impl Into<Arg>) -> String {
        self.format(id, &[(name, value.into())])
    }
    /// A message with two arguments.
    #[must_use]
    pub fn t2(self, id: &str, n1: &'static str, v1: impl Into<Arg>, n2: &'static str, v2: impl Into<Arg>) -> String {
        self.format(id, &[(n1, v1.into()), (n2, v2.into())])
    }
    /// A message as rooms hand it over.
    #[must_use]
    pub fn say(self, say: &Say) -> String {
        self.format(&say.id, &say.args)
    }
    /// A message with arguments whose names are only known when it is read, such as an event's facts.
    #[must_use]
    pub fn with(self, id: &str, args: &[(&str, Arg)]) -> String {
        self.format(id, args)
    }
    /// Is there such a message in this language?
    #[must_use]
    pub fn knows(self, id: &str) -> bool {
        self.bundle().has_message(id)
    }
    fn bundle(self) -> &'static Bundle {
        match self.lang {
            Lang::Vi => &BUNDLES.0,
            Lang::En => &BUNDLES.1,
        }
    }
    fn format(self, id: &str, args: &[(&str, Arg)]) -> String {
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            match value {
                Arg::Text(t) => values.set(*name, t.as_str()),
                Arg::Number(n) => values.set(*name, *n),
            }
        }
        for bundle in [self.bundle(), &BUNDLES.0] {
            if let Some(pattern) = bundle.get_message(id).and_then(|m| m.value()) {
                return bundle.format_pattern(pattern, Some(&values), &mut vec![]).into_owned();
            }
        }
        id.to_owned()
    }
}

/// Every message id of a language, sorted, with the file it is in.
#[must_use]
pub fn ids(lang: Lang) -> Vec<(String, &'static str)> {
    let files = if lang == Lang::Vi { VI } else { EN };
    let mut ids: Vec<_> = files
        .iter()
        .flat_map(|(name, text)| {
            text.lines()
                .filter_map(|line| line.split_once('=').map(|(id, _)| id.trim_end()))
                .filter(|id| id.starts_with(|c: char| c.is_ascii_alphabetic()) && !id.contains(' '))
                .map(|id| (id.to_owned(), *name))
        })
        .collect();
    ids.sort();
    ids
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn files_parse_and_no_id_is_there_twice() {
        for (lang, files) in [("vi", VI), ("en", EN)] {
            for (name, text) in files {
                if let Err((_, errors)) = FluentResource::try_new((*text).to_owned()) {
                    panic!("{lang}/{name}.ftl: {errors:?}");
                }
            }
        }
        for lang in [Lang::Vi, Lang::En] {
            let all = ids(lang);
            for pair in all.windows(2) {
                assert_ne!(pair[0].0, pair[1].0, "{lang:?}: {} is in {} and {}", pair[0].0, pair[0].1, pair[1].1);
            }
        }
    }
    #[test]
    fn both_languages_say_the_same_things() {
        let set = |lang| ids(lang).into_iter().map(|(id, _)| id).collect::<BTreeSet<_>>();
        let (vi, en) = (set(Lang::Vi), set(Lang::En));
        let only: Vec<_> = vi.symmetric_difference(&en).collect();
        assert!(only.is_empty(), "in one language only: {only:?}");
    }
    #[test]
    fn numbers_are_written_as_the_language_writes_them() {
        let resource = || FluentResource::try_new("n = { $count }".to_owned()).unwrap();
        let mut vi = FluentBundle::<FluentResource>::new_concurrent(vec![]);
        vi.set_formatter(Some(with_dots));
        vi.add_resource(resource()).unwrap();
        let mut en = FluentBundle::<FluentResource>::new_concurrent(vec![]);
        en.set_formatter(Some(with_commas));
        en.add_resource(resource()).unwrap();
        let mut args = FluentArgs::new();
        args.set("count", 1_459_910);
        for (bundle, want) in [(&vi, "1.459.910"), (&en, "1,459,910")] {
            let pattern = bundle.get_message("n").unwrap().value().unwrap();
            assert_eq!(bundle.format_pattern(pattern, Some(&args), &mut vec![]), want);
        }
    }
}
