//! Reading the data files that are part of the program. They are checked by tests, so a fault in one
//! is a fault of the build, not of the user.
use serde::de::DeserializeOwned;

/// The TOML file as a value.
pub fn toml<T: DeserializeOwned>(name: &str, text: &str) -> T {
    match ::toml::from_str(text) {
        Ok(value) => value,
        Err(e) => panic!("embedded data file {name}: {e}"),
    }
}

/// The rows of a tab-separated file, without comment lines and the header.
pub fn rows<const N: usize>(text: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    text.lines().filter(|line| !line.starts_with('#')).skip(1).map(|line| {
        let mut cells = line.split('\t');
        std::array::from_fn(|_| cells.next().unwrap_or(""))
    })
}
