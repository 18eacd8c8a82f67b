// The one script: starts each enhancement. Every page works without any of them.
import './app.css';
import { watchDialogs } from './confirm';
import { restoreDrafts, watchDrafts } from './drafts';
import { watchDrop } from './drop';
import { watchKeys } from './keys';
import { watchPalette } from './palette';
import { watchPops } from './pops';
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
watchDrafts();
restoreDrafts(document);
document.addEventListener('htmx:after:swap', () => restoreDrafts(document));
