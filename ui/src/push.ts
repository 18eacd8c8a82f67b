// Lets this browser show notices: asks the person, then the browser, and hands its keys to the server. The form is shown
// only where browser and connection can do it.

const bytes = (text: string) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));

async function subscribe(form: HTMLFormElement, say: HTMLElement): Promise<void> {
  if ((await Notification.requestPermission()) !== 'granted') {
    say.textContent = say.dataset.denied ?? '';
    return;
  }
  const registration = await navigator.serviceWorker.register(form.dataset.worker ?? '');
  const active = registration.active ?? await new Promise<ServiceWorker>((done) => {
    const coming = registration.installing ?? registration.waiting;
    coming?.addEventListener('statechange', () => { if (coming.state === 'activated') done(coming); });
  });
  void active;
  const given = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(form.dataset.push ?? '') });
  const { endpoint, keys } = given.toJSON();
  const body = new URLSearchParams(new FormData(form) as unknown as Record<string, string>);
  body.set('endpoint', endpoint ?? '');
  body.set('p256dh', keys?.p256dh ?? '');
  body.set('auth', keys?.auth ?? '');
  const answer = await fetch(form.action, { method: 'POST', body });
  if (answer.ok) location.reload();
  else say.textContent = say.dataset.no ?? '';
}

/** Offers it where it can be done. */
export function watchPush(): void {
  const form = document.querySelector<HTMLFormElement>('form[data-push]');
  const say = form?.querySelector<HTMLElement>('[role="status"]');
  if (!form || !say) return;
  form.hidden = false;
  if (!('serviceWorker' in navigator) || !('PushManager' in window) || !window.isSecureContext) {
    form.querySelector('button')?.setAttribute('disabled', '');
    say.textContent = say.dataset.no ?? '';
    return;
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    subscribe(form, say).catch(() => { say.textContent = say.dataset.no ?? ''; });
  });
}
