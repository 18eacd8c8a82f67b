// Makes the icon sprite dist/icons.svg from the names in icons.txt.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const names = readFileSync('icons.txt', 'utf8').split('\n').filter((line) => line && !line.startsWith('#'));
const symbols = names.map((name) => {
  const svg = readFileSync(`node_modules/@tabler/icons/icons/outline/${name}.svg`, 'utf8');
  const body = svg
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<\/?svg[^>]*>/g, '')
    .replace(/<path stroke="none"[^>]*>/g, '')
    .replace(/\s+/g, ' ')
    .replace(/> </g, '><')
    .trim();
  if (!body) throw new Error(`the icon ${name} is empty`);
  return `<symbol id="${name}" viewBox="0 0 24 24">${body}</symbol>`;
});
mkdirSync('dist', { recursive: true });
writeFileSync('dist/icons.svg', `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>`);
console.log(`icons: ${names.length} in one sprite`);
