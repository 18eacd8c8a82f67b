// Small menus made of <details class="pop">: one open at a time, closed by Escape or a click elsewhere. Dialogs close
// by their own buttons. Forms that filter send themselves when something is chosen (`data-auto`).

/** Watches menus, dialogs' closing buttons and filters. */
export function watchPops(): void {
  const closeBut = (kept: Element | null) => {
    for (const pop of document.querySelectorAll<HTMLDetailsElement>('details.pop[open]')) if (pop !== kept) pop.open = false;
  };
  document.addEventListener('click', (event) => {
    const target = event.target as Element;
    closeBut(target.closest('details.pop'));
    if (target.matches('dialog')) (target as HTMLDialogElement).close();
    const opens = target.closest<HTMLElement>('[data-open]');
    if (opens) document.querySelector<HTMLDialogElement>(`#${opens.dataset.open}`)?.showModal();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    const pop = document.querySelector<HTMLDetailsElement>('details.pop[open]');
    closeBut(null);
    pop?.querySelector('summary')?.focus();
  });
  document.addEventListener('change', (event) => {
    const form = (event.target as Element).closest<HTMLFormElement>('form[data-auto]');
    if (form) form.requestSubmit();
  });
}
