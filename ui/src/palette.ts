// The command palette (Ctrl or ⌘ with K): goes to any page named in the navigation, or searches tasks.

/** Without accents and in small letters, for comparing. */
export const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gi, 'd').toLowerCase();

/** Opens the palette by key or button and keeps its list in step with what is typed. */
export function watchPalette(): void {
  document.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'k') return;
    event.preventDefault();
    open();
  });
  document.addEventListener('click', (event) => {
    if (!(event.target as Element).closest('[data-palette-open]')) return;
    event.preventDefault();
    open();
  });
  document.addEventListener('input', (event) => {
    if ((event.target as Element).matches('#palette input')) list();
  });
  document.addEventListener('keydown', (event) => {
    const dialog = (event.target as Element).closest?.<HTMLDialogElement>('#palette');
    if (!dialog || !['ArrowDown', 'ArrowUp', 'Enter'].includes(event.key)) return;
    event.preventDefault();
    const links = [...dialog.querySelectorAll<HTMLAnchorElement>('li:not([hidden]) a')];
    const here = links.findIndex((link) => link.ariaSelected === 'true');
    if (event.key === 'Enter') links[Math.max(0, here)]?.click();
    else mark(links, (here + (event.key === 'ArrowDown' ? 1 : -1) + links.length) % links.length);
  });
}

function mark(links: HTMLAnchorElement[], index: number): void {
  links.forEach((link, i) => { link.ariaSelected = String(i === index); });
  links[index]?.scrollIntoView({ block: 'nearest' });
}

function open(): void {
  const dialog = document.querySelector<HTMLDialogElement>('#palette');
  if (!dialog || dialog.open) return;
  dialog.querySelector('input')!.value = '';
  dialog.showModal();
  list();
}

/** Shows the entries that hold what is typed, accents and case ignored; searching tasks is always the last one. */
function list(): void {
  const dialog = document.querySelector<HTMLDialogElement>('#palette')!;
  const typed = dialog.querySelector('input')!.value.trim();
  const words = plain(typed).split(/\s+/);
  for (const item of dialog.querySelectorAll<HTMLElement>('li')) {
    const search = item.querySelector<HTMLAnchorElement>('a[data-search-at]');
    if (search) {
      item.hidden = !typed;
      search.href = `${search.dataset.searchAt}${encodeURIComponent(typed)}`;
      search.querySelector('[data-typed]')!.textContent = typed;
    } else item.hidden = !words.every((word) => plain(item.textContent ?? '').includes(word));
  }
  mark([...dialog.querySelectorAll<HTMLAnchorElement>('li:not([hidden]) a')], 0);
}
