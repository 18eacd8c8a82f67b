// The service worker of this browser: shows notices that are pushed, and opens what they are about. Nothing else: pages
// always come from the server.

interface Shown { title: string; body: string; url: string; tag: string }
interface Pushed extends Event { data: { json(): unknown } | null; waitUntil(work: Promise<unknown>): void }
interface Clicked extends Event { notification: Notification; waitUntil(work: Promise<unknown>): void }
interface Tab { url: string; focus(): Promise<Tab>; navigate(url: string): Promise<Tab | null> }
interface Worker {
  registration: ServiceWorkerRegistration;
  clients: { matchAll(which: object): Promise<Tab[]>; openWindow(url: string): Promise<Tab | null> };
  addEventListener(type: string, then: (event: never) => void): void;
}
const worker = self as unknown as Worker;

worker.addEventListener('push', (event: Pushed) => {
  if (!event.data) return;
  const { title, body, url, tag } = event.data.json() as Shown;
  event.waitUntil(worker.registration.showNotification(title, { body, tag, icon: '/assets/sign.svg', data: { url } }));
});

worker.addEventListener('notificationclick', (event: Clicked) => {
  event.notification.close();
  // Only pages of ours: whatever was sent, it leads nowhere else.
  const asked = new URL(String((event.notification.data as { url?: string } | null)?.url ?? '/notices'), self.location.origin);
  const url = asked.origin === self.location.origin ? asked.href : `${self.location.origin}/notices`;
  event.waitUntil(worker.clients.matchAll({ type: 'window', includeUncontrolled: true }).then(async (tabs) => {
    const open = tabs.find((tab) => tab.url === url);
    return open ? open.focus() : worker.clients.openWindow(url);
  }));
});

export {};
