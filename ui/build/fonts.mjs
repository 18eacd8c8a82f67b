// Cuts the two weights of Be Vietnam Pro down to what Vietnamese and English need, and makes a small face of
// tabular figures: the family has none, and columns of numbers need digits of one width. Tinos goes along whole,
// for the PDF writer only.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import subsetFont from 'subset-font';

const LICENCE_NAMES = [0, 13, 14];
const FEATURES = ['kern', 'ccmp', 'mark', 'mkmk', 'locl'];

/** Every character an interface in Vietnamese or English shows. */
function characters() {
  let text = '';
  for (let code = 0x20; code < 0x7f; code++) text += String.fromCodePoint(code);
  const tones = ['', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323'];
  for (const vowel of 'aăâeêioôơuưyAĂÂEÊIOÔƠUƯY') for (const tone of tones) text += (vowel + tone).normalize('NFC');
  return `${text}đĐ\u00a0–—‘’“”«»…•·≥≤≠±×÷−₫§°²³`;
}

/** The big-endian tables of a TrueType file, by tag. */
function tables(font) {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const found = {};
  for (let i = 0; i < view.getUint16(4); i++) {
    const at = 12 + i * 16;
    found[font.toString('latin1', at, at + 4)] = view.getUint32(at + 8);
  }
  return { view, found };
}

/** The glyph of a character, from a format 4 character map. */
function glyphOf(view, cmap, code) {
  for (let i = 0; i < view.getUint16(cmap + 2); i++) {
    const table = cmap + view.getUint32(cmap + 4 + i * 8 + 4);
    if (view.getUint16(table) !== 4) continue;
    const doubled = view.getUint16(table + 6);
    for (let s = 0; s < doubled; s += 2) {
      const end = view.getUint16(table + 14 + s);
      if (code > end) continue;
      const start = view.getUint16(table + 16 + doubled + s);
      const delta = view.getUint16(table + 16 + 2 * doubled + s);
      const rangeAt = table + 16 + 3 * doubled + s;
      const range = view.getUint16(rangeAt);
      if (code < start) break;
      return range === 0 ? (code + delta) & 0xffff : view.getUint16(rangeAt + range + (code - start) * 2);
    }
  }
  throw new Error(`no glyph for character ${code}`);
}

/** Gives the ten digits one advance width, each centred in it. */
function evenDigits(font) {
  const { view, found } = tables(font);
  const long = view.getUint16(found.hhea + 34);
  const glyphs = [...'0123456789'].map((digit) => glyphOf(view, found.cmap, digit.codePointAt(0)));
  if (glyphs.some((glyph) => glyph >= long)) throw new Error('a digit has no advance width of its own');
  const at = (glyph) => found.hmtx + glyph * 4;
  const width = Math.round(glyphs.reduce((sum, glyph) => sum + view.getUint16(at(glyph)), 0) / 10);
  for (const glyph of glyphs) {
    const shift = Math.round((width - view.getUint16(at(glyph))) / 2);
    view.setUint16(at(glyph), width);
    view.setInt16(at(glyph) + 2, view.getInt16(at(glyph) + 2) + shift);
  }
  view.setUint16(found.head + 16, view.getUint16(found.head + 16) & ~2);
  return font;
}

const beVietnam = 'node_modules/@expo-google-fonts/be-vietnam-pro';
const tinos = 'node_modules/@expo-google-fonts/tinos';
mkdirSync('dist/fonts/tinos', { recursive: true });
for (const [weight, name] of [['400', '400Regular'], ['600', '600SemiBold']]) {
  const whole = readFileSync(`${beVietnam}/${name}/BeVietnamPro_${name}.ttf`);
  const cut = await subsetFont(whole, characters(), {
    targetFormat: 'woff2', keepFeatures: FEATURES, preserveNameIds: LICENCE_NAMES,
  });
  writeFileSync(`dist/fonts/be-vietnam-pro-${weight}.woff2`, cut);
  const even = evenDigits(Buffer.from(await subsetFont(whole, '0123456789', { targetFormat: 'truetype', keepFeatures: [] })));
  const figures = await subsetFont(even, '0123456789', { targetFormat: 'woff2', keepFeatures: [], preserveNameIds: LICENCE_NAMES });
  writeFileSync(`dist/fonts/figures-${weight}.woff2`, figures);
  console.log(`fonts: ${name} ${cut.length} bytes, its figures ${figures.length}`);
}
for (const name of ['400Regular', '400Regular_Italic', '700Bold', '700Bold_Italic'])
  copyFileSync(`${tinos}/${name}/Tinos_${name}.ttf`, `dist/fonts/tinos/Tinos_${name}.ttf`);
