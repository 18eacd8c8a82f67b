// After Vite: throws away the rules of Tabler that no template uses, copies what is served as it is, and writes the
// manifest (file → short hash) by which addresses are made cacheable for ever.
import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { PurgeCSS } from 'purgecss';

const hash = (bytes) => createHash('sha256').update(bytes).digest('hex').slice(0, 12);

const purged = await new PurgeCSS().purge({
  content: ['../crates/web/templates/**/*.html', 'src/**/*.ts'],
  css: ['dist/app.css'],
  variables: true,
  keyframes: true,
  safelist: { standard: [/^s-/, /^htmx-/, /^is-/, /^f-/, /^m-/, /^k-/, /^q-/], variables: [/^--c-/] },
  // Letters, digits, and what may stand in a class; a template's braces end a word.
  defaultExtractor: (text) => text.match(/[A-Za-z0-9_-]+/g) ?? [],
});
const fontHash = (css) => css.replace(/url\("?\/assets\/(fonts\/[\w-]+\.woff2)"?\)/g, (_, file) =>
  `url(/assets/${file}?v=${hash(readFileSync(`dist/${file}`))})`);
writeFileSync('dist/app.css', fontHash(purged[0].css));

copyFileSync('node_modules/htmx.org/dist/htmx.min.js', 'dist/htmx.js');
copyFileSync('src/sign.svg', 'dist/sign.svg');

const served = readdirSync('dist', { recursive: true })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /\.(css|js|svg|woff2)$/.test(file))
  .sort();
writeFileSync('dist/manifest.json', JSON.stringify(Object.fromEntries(served.map((file) => [file, hash(readFileSync(`dist/${file}`))])), null, 1));
