// Keeps a screen of today up to date (`data-live`, with the mark of what is shown): asks every half minute whether
// there is news, and only then takes the parts named `data-live-part` over, so that focus, scroll and open menus stay.
// It asks only while somebody looks and uses the page: an unattended screen must not keep a session alive.

const EVERY = 30_000;
const UNATTENDED = 30 * 60_000;

/** Begins, where the page asks for it. */
export function watchLive(): void {
  const line = document.querySelector<HTMLElement>('[data-live]');
  if (!line) return;
  let mark = line.dataset.live!;
  let acted = Date.now();
  let asked = Date.now();
  let busy = false;

  const ask = async () => {
    busy = true;
    asked = Date.now();
    try {
      const answer = await fetch(location.href, { headers: { 'if-none-match': mark, accept: 'text/html' }, redirect: 'manual' });
      if (answer.type === 'opaqueredirect') location.reload(); // signed out meanwhile: to the sign-in, and back
      else if (answer.status === 304) tell(line, answer);
      else if (answer.ok) {
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
        const next = page.querySelector<HTMLElement>('[data-live]');
        // The day is over, and this address now shows another one: whoever looks decides.
        if (!next) return;
        mark = next.dataset.live!;
        const changed = take(page);
        tell(line, answer);
        if (changed) say(line);
      } else off(line);
    } catch {
      off(line);
    } finally {
      busy = false;
    }
  };
  const due = () => {
    const idle = Date.now() - acted > UNATTENDED;
    if (busy || idle || document.hidden || Date.now() - asked < EVERY || document.querySelector('dialog[open], details.pop[open]')) return;
    void ask();
  };
  setInterval(due, 1000);
  for (const act of ['pointerdown', 'pointermove', 'keydown', 'scroll', 'visibilitychange'])
    document.addEventListener(act, () => { acted = Date.now(); }, { passive: true });
}

/** The time of the last answer, as the clock on the wall here says. */
function tell(line: HTMLElement, answer: Response): void {
  const at = new Date(answer.headers.get('date') ?? Date.now());
  const time = new Intl.DateTimeFormat('vi', { hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Ho_Chi_Minh' }).format(at);
  line.querySelector('time')!.textContent = time;
  show(line, true);
}
function off(line: HTMLElement): void {
  show(line, false);
}
function show(line: HTMLElement, on: boolean): void {
  line.querySelector<HTMLElement>('[data-live-off]')!.hidden = on;
}
function say(line: HTMLElement): void {
  const status = line.querySelector<HTMLElement>('[data-live-say]')!;
  status.textContent = `${status.dataset.words} ${line.querySelector('time')!.textContent}`;
}

/** Takes the named parts over; says whether anything is different. */
function take(page: Document): boolean {
  const here = document.activeElement as HTMLElement | null;
  const at = here?.getAttribute('href');
  let changed = false;
  for (const old of document.querySelectorAll<HTMLElement>('[data-live-part]')) {
    const fresh = page.querySelector(`[data-live-part="${old.dataset.livePart}"]`);
    if (fresh) changed = patch(old, fresh) || changed;
  }
  // A list that moved has another row where the focus was: it follows its row.
  if (here && at && (here.getAttribute('href') !== at || !here.isConnected)) {
    const same = [...document.querySelectorAll<HTMLElement>('[data-live-part] a')].find((link) => link.getAttribute('href') === at);
    same?.focus({ preventScroll: true });
  }
  return changed;
}

/** Makes `old` say what `fresh` says, keeping every element that can stay. */
function patch(old: Element, fresh: Element): boolean {
  let changed = false;
  for (const { name } of [...old.attributes])
    if (!fresh.hasAttribute(name) && name !== 'open') { old.removeAttribute(name); changed = true; }
  for (const { name, value } of fresh.attributes)
    if (old.getAttribute(name) !== value) { old.setAttribute(name, value); changed = true; }
  const [kept, wanted] = [[...old.childNodes], [...fresh.childNodes]];
  wanted.forEach((next, i) => {
    const now = kept[i];
    if (!now) old.append(document.importNode(next, true));
    else if (now.nodeName !== next.nodeName) now.replaceWith(document.importNode(next, true));
    else if (next instanceof Element) { changed = patch(now as Element, next) || changed; return; }
    else if (now.nodeValue !== next.nodeValue) now.nodeValue = next.nodeValue;
    else return;
    changed = true;
  });
  for (const rest of kept.slice(wanted.length)) { rest.remove(); changed = true; }
  return changed;
}
