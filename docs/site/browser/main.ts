import '@fontsource-variable/inter/index.css';
import './styles/tokens.css';
import './styles/frame.css';
import './styles/content.css';
import './styles/reference.css';
import { addCopyButtons } from './copy.ts';
import { followReading } from './follow-reading.ts';
import { addSearch } from './search.ts';
import { makeTabs } from './tabs.ts';
import { addThemeSwitch } from './theme.ts';

makeTabs();
addCopyButtons();
addSearch();
addThemeSwitch();
followReading();
document.querySelector('.navigation a[aria-current="page"]')?.scrollIntoView({ block: 'center' });
