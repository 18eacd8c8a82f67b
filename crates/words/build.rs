//! Embeds every Fluent file under `locales/`: adding a room's file is enough.
use std::{fmt::Write as _, fs, path::Path};

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../locales");
    println!("cargo:rerun-if-changed={}", root.display());
    let mut out = String::new();
    for lang in ["vi", "en"] {
        let dir = root.join(lang);
        println!("cargo:rerun-if-changed={}", dir.display());
        let mut files: Vec<_> = fs::read_dir(&dir).into_iter().flatten().flatten().map(|e| e.path()).collect();
        files.sort();
        files.retain(|p| p.extension().is_some_and(|e| e == "ftl"));
        let _ = writeln!(out, "pub(crate) const {}: &[(&str, &str)] = &[", lang.to_uppercase());
        for path in files {
            println!("cargo:rerun-if-changed={}", path.display());
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let _ = writeln!(out, "    ({name:?}, include_str!({:?})),", path.display().to_string());
        }
        out.push_str("];\n");
    }
    let target = Path::new(&std::env::var("OUT_DIR").expect("cargo sets OUT_DIR")).join("files.rs");
    fs::write(target, out).expect("the build folder can be written");
}
