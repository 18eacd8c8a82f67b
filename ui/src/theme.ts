// Light, dark or as the device says: shown at once, then kept by the server for this person.

/** Watches the buttons of the theme form. */
export function watchTheme(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    const theme = (event.submitter as HTMLButtonElement | null)?.value;
    if (!form.matches('form[data-theme-form]') || !theme) return;
    event.preventDefault();
    document.documentElement.dataset.bsTheme = theme;
    for (const button of form.querySelectorAll('button')) button.ariaPressed = String(button.value === theme);
    const body = new URLSearchParams(new FormData(form) as unknown as Record<string, string>);
    body.set('theme', theme);
    void fetch(form.action, { method: 'POST', body });
  });
}
