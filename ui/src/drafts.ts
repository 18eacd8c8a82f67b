// Keeps what is being typed: `data-draft="key"` on a form, `data-version` the version of the thing it changes. A draft
// is given back as long as the version is the same; when it has moved on, the draft was saved, and is forgotten.

interface Draft { version: string; values: Record<string, string> }
const name = (form: HTMLFormElement) => `draft:${form.dataset.draft}`;
const fields = (form: HTMLFormElement) =>
  [...form.elements].filter((e): e is HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement =>
    'value' in e && 'name' in e && !!e.name && e.name !== 'csrf'
    && !['hidden', 'file', 'password', 'checkbox', 'radio', 'submit', 'button'].includes((e as HTMLInputElement).type));

/** Saves a form whenever something in it changes. */
export function watchDrafts(): void {
  document.addEventListener('input', (event) => {
    const form = (event.target as Element).closest<HTMLFormElement>('form[data-draft]');
    if (!form) return;
    const values = Object.fromEntries(fields(form).map((field) => [field.name, field.value]));
    try {
      localStorage.setItem(name(form), JSON.stringify({ version: form.dataset.version ?? '', values } satisfies Draft));
    } catch { /* a full or forbidden storage only means no draft */ }
  });
  document.addEventListener('click', (event) => {
    const button = (event.target as Element).closest('[data-draft-drop]');
    const form = button?.closest<HTMLFormElement>('form[data-draft]');
    if (!form) return;
    localStorage.removeItem(name(form));
    form.reset();
    form.querySelector<HTMLElement>('[data-draft-note]')?.setAttribute('hidden', '');
  });
}

/** Puts saved drafts back into the forms under `root`. */
export function restoreDrafts(root: ParentNode): void {
  for (const form of root.querySelectorAll<HTMLFormElement>('form[data-draft]')) {
    if (form.dataset.restored) continue;
    form.dataset.restored = '1';
    const text = localStorage.getItem(name(form));
    if (!text) continue;
    const draft = JSON.parse(text) as Draft;
    if (draft.version !== (form.dataset.version ?? '')) {
      localStorage.removeItem(name(form));
      continue;
    }
    let changed = false;
    for (const field of fields(form)) {
      const saved = draft.values[field.name];
      if (saved === undefined || saved === field.value) continue;
      field.value = saved;
      changed = true;
    }
    if (changed) form.querySelector<HTMLElement>('[data-draft-note]')?.removeAttribute('hidden');
  }
}
