// Checks that every pair of text on its ground in tokens.css has a contrast of 4.5:1 or more, in both modes.
import { readFileSync } from 'node:fs';

const css = readFileSync('src/css/tokens.css', 'utf8');
const tokens = Object.fromEntries(
  [...css.matchAll(/--c-([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map((m) => [m[1], [m[2], m[3]]]));
const part = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
const light = (hex) => [0.2126, 0.7152, 0.0722].reduce(
  (sum, weight, i) => sum + weight * part(parseInt(hex.slice(1 + 2 * i, 3 + 2 * i), 16) / 255), 0);
const contrast = (a, b) => {
  const [low, high] = [light(a), light(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
};
const pairs = [['on-accent', 'accent'], ['on-accent', 'accent-strong'], ['accent-strong', 'accent-soft']];
for (const ground of ['body', 'surface', 'raised']) for (const text of ['ink', 'muted', 'accent']) pairs.push([text, ground]);
for (const state of ['ok', 'soon', 'over', 'late', 'wait', 'cycle', 'na', 'run', 'new']) {
  pairs.push([state, `${state}-bg`], [state, 'surface'], [state, 'raised']);
}
let bad = 0;
for (const [text, ground] of pairs) for (const mode of [0, 1]) {
  const ratio = contrast(tokens[text][mode], tokens[ground][mode]);
  if (ratio >= 4.5) continue;
  bad++;
  console.log(`${text} on ${ground}, ${mode ? 'dark' : 'light'}: ${ratio.toFixed(2)}`);
}
// Lines of fields must be seen at 3:1 (WCAG 1.4.11).
for (const mode of [0, 1]) {
  const ratio = contrast(tokens['line-strong'][mode], tokens.surface[mode]);
  if (ratio < 3) { bad++; console.log(`line-strong on surface: ${ratio.toFixed(2)}`); }
}
if (bad) throw new Error(`${bad} pairs are too faint`);
console.log(`contrast: ${pairs.length} pairs in two modes, all 4.5:1 or better`);
