// Asks before a submit that cannot be undone: `data-confirm="question"` on the button or its form, words from the page.

/** Intercepts submits that ask to be confirmed. */
export function watchDialogs(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    const button = event.submitter as HTMLButtonElement | null;
    const question = button?.dataset.confirm ?? form.dataset.confirm;
    const dialog = document.querySelector<HTMLDialogElement>('#confirm');
    if (!question || !dialog || form.dataset.confirmed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    dialog.querySelector('[data-question]')!.textContent = question;
    dialog.returnValue = '';
    dialog.onclose = () => {
      if (dialog.returnValue !== 'yes') return;
      form.dataset.confirmed = '1';
      form.requestSubmit(button);
      delete form.dataset.confirmed;
    };
    dialog.showModal();
  }, true);
}
