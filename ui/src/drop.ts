// The drop zone: a file dragged onto it or chosen is sent at once, with a bar; `data-drop` on the form.

/** Watches every drop zone. */
export function watchDrop(): void {
  const zoneOf = (event: Event) => (event.target as Element).closest<HTMLElement>('form[data-drop] .drop');
  for (const kind of ['dragenter', 'dragover'] as const)
    document.addEventListener(kind, (event) => {
      const zone = zoneOf(event);
      if (!zone) return;
      event.preventDefault();
      zone.classList.add('is-over');
    });
  document.addEventListener('dragleave', (event) => zoneOf(event)?.classList.remove('is-over'));
  document.addEventListener('drop', (event) => {
    const zone = zoneOf(event);
    const input = zone?.querySelector<HTMLInputElement>('input[type="file"]');
    if (!zone || !input || !event.dataTransfer?.files.length) return;
    event.preventDefault();
    zone.classList.remove('is-over');
    input.files = event.dataTransfer.files;
    input.form!.requestSubmit();
  });
  document.addEventListener('change', (event) => {
    const input = event.target as HTMLInputElement;
    if (input.type === 'file' && input.form?.matches('form[data-drop]') && input.files?.length) input.form.requestSubmit();
  });
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    if (!form.matches('form[data-drop]')) return;
    event.preventDefault();
    send(form);
  });
}

/** Sends the form, shows how far it is, and goes where the server says. */
function send(form: HTMLFormElement): void {
  const status = form.querySelector<HTMLElement>('[data-drop-status]');
  const bar = form.querySelector<HTMLProgressElement>('progress');
  const request = new XMLHttpRequest();
  request.open('POST', form.action);
  request.upload.onprogress = (event) => {
    if (bar && event.lengthComputable) bar.value = (event.loaded / event.total) * 100;
  };
  request.upload.onload = () => bar?.removeAttribute('value');
  request.onload = () => {
    if (request.status < 400) {
      location.assign(request.responseURL);
      return;
    }
    const answer = new DOMParser().parseFromString(request.responseText, 'text/html').querySelector('main');
    if (answer) document.querySelector('main')!.replaceWith(document.adoptNode(answer));
    document.querySelector<HTMLElement>('.errors')?.focus();
  };
  request.onerror = () => {
    status?.setAttribute('hidden', '');
    form.querySelector<HTMLElement>('[data-drop-failed]')?.removeAttribute('hidden');
  };
  form.querySelector<HTMLElement>('[data-drop-failed]')?.setAttribute('hidden', '');
  status?.removeAttribute('hidden');
  form.querySelector<HTMLElement>('[data-drop-stop]')?.addEventListener('click', () => {
    request.abort();
    form.reset();
    status?.setAttribute('hidden', '');
  }, { once: true });
  request.send(new FormData(form));
}
