// The one script: starts each enhancement. Every page works without any of them.
import './app.css';
import { watchDialogs } from './confirm';
import { watchDates } from './dates';
import { restoreDrafts, watchDrafts } from './drafts';
import { watchDrop } from './drop';
import { watchKeys } from './keys';
import { watchLive } from './live';
import { watchNarrow } from './narrow';
import { watchPalette } from './palette';
import { watchPops } from './pops';
import { watchPush } from './push';
import { watchSelection } from './select';
import { watchTheme } from './theme';

document.documentElement.classList.add('js');
watchPops();
watchTheme();
watchDialogs();
watchSelection();
watchKeys();
watchPalette();
watchDrop();
watchDates();
watchNarrow();
watchLive();
watchPush();
watchDrafts();
restoreDrafts(document);
// On a phone the menu is a strip: the page one is on must be in sight.
for (const nav of document.querySelectorAll<HTMLElement>('header nav, .nav-strip')) {
  const here = nav.querySelector<HTMLElement>('[aria-current]');
  if (here) nav.scrollLeft = here.offsetLeft - (nav.clientWidth - here.offsetWidth) / 2;
}
document.addEventListener('htmx:after:swap', () => restoreDrafts(document));
