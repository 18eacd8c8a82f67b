// Narrows a list of choices while one types: `data-narrow="id of the list"`; what is ticked always stays.
import { plain } from './palette';

/** Watches such fields. */
export function watchNarrow(): void {
  document.addEventListener('input', (event) => {
    const field = event.target as HTMLInputElement;
    const list = field.dataset?.narrow && document.getElementById(field.dataset.narrow);
    if (!list) return;
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    for (const item of list.querySelectorAll<HTMLElement>('label')) {
      const ticked = item.querySelector<HTMLInputElement>('input')!.checked;
      item.hidden = !ticked && !words.every((word) => plain(item.textContent ?? '').includes(word));
    }
    for (const head of list.querySelectorAll<HTMLElement>('[data-narrow-head]')) {
      let next = head.nextElementSibling;
      let shown = false;
      for (; next?.matches('label'); next = next.nextElementSibling) shown ||= !(next as HTMLElement).hidden;
      head.hidden = !shown;
    }
  });
  // Enter in the field must not send the form around it.
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.target as HTMLElement).matches('[data-narrow]')) event.preventDefault();
  });
}
