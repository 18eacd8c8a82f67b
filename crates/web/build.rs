//! Embeds `ui/dist` into the program: every served file with its hash and its compressed forms.
use std::{
    fmt::Write as _,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

fn main() {
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/dist");
    let out = PathBuf::from(std::env::var("OUT_DIR").expect("cargo sets OUT_DIR"));
    println!("cargo:rerun-if-changed={}", dist.display());
    println!("cargo:rerun-if-env-changed=BAZAN_NO_UI");
    let mut files = Vec::new();
    if dist.join("manifest.json").exists() {
        list(&dist, &dist, &mut files);
        files.sort();
    } else if std::env::var("BAZAN_NO_UI").as_deref() != Ok("1") {
        println!("cargo:error=ui/dist is missing: run `make ui` (or set BAZAN_NO_UI=1 to build without pages' looks)");
        return;
    }
    let mut table = String::from("pub(crate) static FILES: &[Asset] = &[\n");
    for name in files {
        println!("cargo:rerun-if-changed={}", dist.join(&name).display());
        let bytes = fs::read(dist.join(&name)).expect("a listed file can be read");
        let hash = &hex::encode(Sha256::digest(&bytes))[..12];
        let plain = out.join(format!("asset-{hash}"));
        fs::write(&plain, &bytes).expect("the build folder can be written");
        let (mut br, mut gz) = (String::from("None"), String::from("None"));
        // Fonts are compressed already.
        if !name.ends_with(".woff2") {
            br = keep(&out, hash, "br", &brotli_of(&bytes));
            gz = keep(&out, hash, "gz", &gzip_of(&bytes));
        }
        let path = plain.display().to_string();
        let _ = writeln!(
            table,
            "    Asset {{ name: {name:?}, hash: {hash:?}, plain: include_bytes!({path:?}), br: {br}, gz: {gz} }},"
        );
    }
    table.push_str("];\n");
    fs::write(out.join("assets.rs"), table).expect("the build folder can be written");
}

fn list(root: &Path, dir: &Path, into: &mut Vec<String>) {
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            println!("cargo:rerun-if-changed={}", path.display());
            list(root, &path, into);
            continue;
        }
        let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        if [".css", ".js", ".svg", ".woff2"].iter().any(|end| name.ends_with(end)) {
            into.push(name);
        }
    }
}

fn keep(out: &Path, hash: &str, end: &str, bytes: &[u8]) -> String {
    let path = out.join(format!("asset-{hash}.{end}"));
    fs::write(&path, bytes).expect("the build folder can be written");
    format!("Some(include_bytes!({:?}))", path.display().to_string())
}

fn brotli_of(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 9, ..Default::default() };
    brotli::BrotliCompress(&mut &*bytes, &mut packed, &params).expect("memory can be written");
    packed
}

fn gzip_of(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory can be written")
}
