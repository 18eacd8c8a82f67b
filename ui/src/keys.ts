// The keyboard on lists: j and k move, Enter opens, x picks, e edits, y keeps, / searches.

const typing = (event: KeyboardEvent) => (event.target as Element).closest('input:not([type="checkbox"]), textarea, select, dialog, [contenteditable]');

/** Moves the mark by one row and scrolls it into sight. */
function move(step: number): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')];
  if (!rows.length) return;
  const here = rows.findIndex((row) => row.classList.contains('is-at'));
  const next = Math.min(rows.length - 1, Math.max(0, here < 0 ? 0 : here + step));
  rows[here]?.classList.remove('is-at');
  rows[next].classList.add('is-at');
  rows[next].scrollIntoView({ block: 'nearest' });
  rows[next].querySelector<HTMLElement>('a[href]')?.focus({ preventScroll: true });
}

/** Watches the keyboard of the whole page. */
export function watchKeys(): void {
  // Back from a change: the row that the address names is the one one stands at.
  if (location.hash) document.getElementById(location.hash.slice(1))?.closest('[data-row]')?.classList.add('is-at');
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event)) return;
    const row = document.querySelector<HTMLElement>('[data-row].is-at');
    const acts: Record<string, () => void> = {
      j: () => move(1),
      k: () => move(-1),
      x: () => row?.querySelector<HTMLInputElement>('input[type="checkbox"]')?.click(),
      e: () => (row ?? document).querySelector<HTMLElement>('[data-edit]')?.click(),
      y: () => row?.querySelector<HTMLElement>('[data-keep]')?.click(),
      '/': () => document.querySelector<HTMLInputElement>('[data-search]')?.select(),
      '?': () => document.querySelector<HTMLDialogElement>('#keys')?.showModal(),
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  // The same unit lights up wherever it stands on the page: list and map point at each other.
  for (const [kind, on] of [['mouseover', true], ['mouseout', false], ['focusin', true], ['focusout', false]] as const)
    document.addEventListener(kind, (event) => {
      const unit = (event.target as Element).closest?.('[data-unit]')?.getAttribute('data-unit');
      if (unit) for (const same of document.querySelectorAll(`[data-unit="${CSS.escape(unit)}"]`)) same.classList.toggle('is-lit', on);
    });
}
