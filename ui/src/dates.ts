// Fields for a day (`data-date`): what is typed is put into the usual form, and a calendar opens beside them. The
// words of the calendar stand in the page; names of months and days come from the browser, in the page's language.

const pad = (n: number) => String(n).padStart(2, '0');
const iso = (d: Date) => `${d.getFullYear()}-${pad(d.getMonth() + 1)}-${pad(d.getDate())}`;
const shown = (d: Date) => `${d.getDate()}/${d.getMonth() + 1}/${d.getFullYear()}`;

/** Reads a day as the server does: 5/6/2026, 05-06-2026, 5.6.2026, 05062026, 2026-06-05; nothing else. */
export function readDay(text: string): Date | null {
  const typed = text.trim();
  const parts = /^\d{8}$/.test(typed) ? [typed.slice(0, 2), typed.slice(2, 4), typed.slice(4)] : typed.split(/[-/. ]+/).filter(Boolean);
  if (parts.length !== 3 || !parts.every((p) => /^\d+$/.test(p))) return null;
  if (parts[0].length === 4) parts.reverse();
  const [day, month, year] = parts.map(Number);
  if (parts[2].length !== 4) return null;
  const found = new Date(year, month - 1, day);
  return found.getDate() === day && found.getMonth() === month - 1 ? found : null;
}

/** Watches every such field and the one calendar of the page. */
export function watchDates(): void {
  const dialog = document.querySelector<HTMLDialogElement>('#calendar');
  if (!dialog) return;
  const calendar = new Calendar(dialog);
  // Before those who send the form when it changes.
  document.addEventListener('change', (event) => {
    const field = event.target as HTMLInputElement;
    const day = field.matches?.('[data-date]') ? readDay(field.value) : null;
    if (day) field.value = shown(day);
  }, true);
  document.addEventListener('click', (event) => {
    const opener = (event.target as Element).closest<HTMLElement>('[data-date-open]');
    const field = opener?.parentElement?.querySelector<HTMLInputElement>('[data-date]');
    if (field) calendar.open(field);
  });
}

class Calendar {
  private field: HTMLInputElement | null = null;
  private at = new Date();
  private readonly lang = document.documentElement.lang || 'vi';

  constructor(private readonly dialog: HTMLDialogElement) {
    const week = new Intl.DateTimeFormat(this.lang, { weekday: 'short' });
    // 5 January 2026 was a Monday.
    dialog.querySelector('thead tr')!.replaceChildren(...[5, 6, 7, 8, 9, 10, 11].map((day) => {
      const head = document.createElement('th');
      head.scope = 'col';
      head.textContent = week.format(new Date(2026, 0, day));
      return head;
    }));
    dialog.addEventListener('click', (event) => this.clicked(event.target as Element));
    dialog.addEventListener('keydown', (event) => this.pressed(event));
  }

  open(field: HTMLInputElement): void {
    this.field = field;
    this.at = readDay(field.value) ?? new Date();
    this.draw();
    this.dialog.showModal();
    this.focus();
  }

  private clicked(target: Element): void {
    const day = target.closest<HTMLElement>('[data-day]')?.dataset.day;
    const step = target.closest<HTMLElement>('[data-cal-move]')?.dataset.calMove;
    if (day) this.take(readDay(day)!);
    else if (step) {
      this.month(Number(step));
      this.draw();
    } else if (target.closest('[data-cal-today]')) this.take(new Date());
    else if (target.closest('[data-cal-close]')) this.dialog.close();
  }

  private pressed(event: KeyboardEvent): void {
    if (!(event.target as Element).matches('[data-day]')) return;
    const days: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
    if (event.key in days) this.at.setDate(this.at.getDate() + days[event.key]);
    else if (event.key === 'PageUp' || event.key === 'PageDown') this.month(event.key === 'PageUp' ? -1 : 1);
    else if (event.key === 'Home' || event.key === 'End') {
      const place = (this.at.getDay() + 6) % 7;
      this.at.setDate(this.at.getDate() + (event.key === 'Home' ? -place : 6 - place));
    } else return;
    event.preventDefault();
    this.draw();
    this.focus();
  }

  /** A month on or back, on the same day where there is one. */
  private month(step: number): void {
    const day = this.at.getDate();
    this.at.setDate(1);
    this.at.setMonth(this.at.getMonth() + step);
    this.at.setDate(Math.min(day, new Date(this.at.getFullYear(), this.at.getMonth() + 1, 0).getDate()));
  }

  private take(day: Date): void {
    const field = this.field!;
    this.dialog.close();
    field.focus();
    if (field.value === shown(day)) return;
    field.value = shown(day);
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
  }

  private focus(): void {
    this.dialog.querySelector<HTMLElement>('[data-day][tabindex="0"]')?.focus();
  }

  private draw(): void {
    const [year, month] = [this.at.getFullYear(), this.at.getMonth()];
    const title = new Intl.DateTimeFormat(this.lang, { month: 'long', year: 'numeric' }).format(this.at);
    this.dialog.querySelector('[data-cal-title]')!.textContent = title.charAt(0).toUpperCase() + title.slice(1);
    const long = new Intl.DateTimeFormat(this.lang, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
    const [today, chosen] = [iso(new Date()), this.field ? readDay(this.field.value) : null];
    const latest = this.field?.dataset.latest ?? '';
    const day = new Date(year, month, 1 - ((new Date(year, month, 1).getDay() + 6) % 7));
    const rows: HTMLElement[] = [];
    do {
      const row = document.createElement('tr');
      for (let i = 0; i < 7; i += 1, day.setDate(day.getDate() + 1)) {
        const button = document.createElement('button');
        Object.assign(button, { type: 'button', textContent: String(day.getDate()), ariaLabel: long.format(day) });
        button.dataset.day = iso(day);
        button.tabIndex = iso(day) === iso(this.at) ? 0 : -1;
        button.disabled = latest !== '' && iso(day) > latest;
        button.classList.toggle('is-out', day.getMonth() !== month);
        if (iso(day) === today) button.ariaCurrent = 'date';
        if (chosen && iso(day) === iso(chosen)) button.ariaPressed = 'true';
        row.insertCell().append(button);
      }
      rows.push(row);
    } while (day.getMonth() === month);
    this.dialog.querySelector('tbody')!.replaceChildren(...rows);
  }
}
