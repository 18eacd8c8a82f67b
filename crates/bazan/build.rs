//! Embeds the typefaces of official documents, which the assets' build fetched.
use std::{fmt::Write as _, fs, path::Path};

fn main() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/dist/fonts/tinos");
    println!("cargo:rerun-if-changed={}", dir.display());
    println!("cargo:rerun-if-env-changed=BAZAN_NO_UI");
    let mut files: Vec<_> = fs::read_dir(&dir).into_iter().flatten().flatten().map(|e| e.path()).collect();
    files.retain(|p| p.extension().is_some_and(|e| e == "ttf"));
    files.sort();
    assert!(
        !files.is_empty() || std::env::var_os("BAZAN_NO_UI").is_some(),
        "ui/dist is not built yet: run `make ui` (needs Node 20+), or set BAZAN_NO_UI=1 to build without pages' assets"
    );
    let mut out = String::from("/// The typefaces, as files.\npub const FILES: &[&[u8]] = &[\n");
    for file in files {
        let _ = writeln!(out, "    include_bytes!({:?}),", file.canonicalize().unwrap_or(file));
    }
    out.push_str("];\n");
    let target = Path::new(&std::env::var("OUT_DIR").expect("cargo sets OUT_DIR")).join("fonts.rs");
    fs::write(target, out).expect("the build folder can be written");
}
