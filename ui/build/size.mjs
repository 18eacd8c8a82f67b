// Prints what the first page costs on the wire and fails when it is more than the budget of 100 KB.
import { readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const BUDGET = 100 * 1024;
const HTML = 8 * 1024; // the room left for the largest first page, compressed
const files = ['app.css', 'app.js', 'htmx.js', 'icons.svg', 'sign.svg',
  'fonts/be-vietnam-pro-400.woff2', 'fonts/be-vietnam-pro-600.woff2', 'fonts/figures-400.woff2', 'fonts/figures-600.woff2'];
const kb = (n) => `${(n / 1024).toFixed(1).padStart(7)} KB`;
let gzip = HTML;
let brotli = HTML;
console.log(`${'first page'.padEnd(34)}   raw       gzip      brotli`);
for (const file of files) {
  const bytes = readFileSync(`dist/${file}`);
  const asIs = file.endsWith('.woff2');
  const g = asIs ? bytes.length : gzipSync(bytes, { level: 6 }).length;
  const b = asIs ? bytes.length : brotliCompressSync(bytes).length;
  gzip += g;
  brotli += b;
  console.log(`${file.padEnd(34)}${kb(bytes.length)}${kb(g)}${kb(b)}`);
}
console.log(`${'the page itself (reserved)'.padEnd(34)}${' '.repeat(10)}${kb(HTML)}${kb(HTML)}`);
console.log(`${'together'.padEnd(34)}${' '.repeat(10)}${kb(gzip)}${kb(brotli)}   budget${kb(BUDGET)}`);
if (gzip > BUDGET) throw new Error('the first page is over its budget');
