//! Names of units in little room. The kinds of commune are vocabulary, not interface text.

/// The initials of a commune's own name: `Xã Đơn Dương` is `ĐD`, `Bảo Lâm 1` is `BL1`.
pub(crate) fn initials(short: &str) -> String {
    let bare = ["Xã ", "Phường ", "Đặc khu "].iter().find_map(|p| short.strip_prefix(p)).unwrap_or(short);
    bare.split_whitespace().filter_map(|w| w.chars().next()).flat_map(char::to_uppercase).collect()
}
