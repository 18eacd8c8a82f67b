// Picking rows: the box in the head picks all, the bulk bar shows itself with the number of picked rows.

/** Keeps boxes, rows and the bulk bar of one form in step. */
export function watchSelection(): void {
  document.addEventListener('change', (event) => {
    const box = event.target as HTMLInputElement;
    const form = box.form;
    if (box.type !== 'checkbox' || !form?.matches('form[data-pick]')) return;
    const boxes = [...form.querySelectorAll<HTMLInputElement>('input[name="id"]')];
    if (box.matches('[data-pick-all]')) for (const each of boxes) each.checked = box.checked;
    for (const each of boxes) each.closest('[data-row]')?.classList.toggle('is-on', each.checked);
    const picked = boxes.filter((each) => each.checked).length;
    const all = form.querySelector<HTMLInputElement>('[data-pick-all]');
    if (all) {
      all.checked = picked > 0 && picked === boxes.length;
      all.indeterminate = picked > 0 && picked < boxes.length;
    }
    form.querySelector('.bulk')?.toggleAttribute('data-empty', picked === 0);
    for (const count of form.querySelectorAll('[data-picked]')) count.textContent = String(picked);
  });
}
