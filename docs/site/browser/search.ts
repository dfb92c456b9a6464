import MiniSearch, { type SearchResult } from 'minisearch';
import { searchOptions, type SearchRow } from './search-options.ts';

const mostResults = 12;
const kinds: Readonly<Record<string, string>> = {
  reference: 'API',
  error: 'Error',
  guide: 'Guide',
  decision: 'Decision',
  runbook: 'Runbook',
};

let index: Promise<MiniSearch<SearchRow>> | undefined;

/** The index, asked for once and only when somebody searches. A failed try is forgotten, so that the next one asks again. */
function loadIndex(): Promise<MiniSearch<SearchRow>> {
  index ??= fetch('/docs/search.json')
    .then((response) => {
      if (!response.ok) throw new Error(`the index answered ${response.status}`);
      return response.text();
    })
    .then((text) => MiniSearch.loadJSON<SearchRow>(text, searchOptions));
  index.catch(() => (index = undefined));
  return index;
}

/** The search over all pages: opened by its buttons, by `/` and by Ctrl-K; moved in by arrows, left by Esc. */
export function addSearch(): void {
  const dialog = document.createElement('dialog');
  dialog.className = 'search';
  dialog.setAttribute('aria-label', 'Search the documentation');
  const input = document.createElement('input');
  input.type = 'search';
  input.placeholder = 'Search guides, API and errors';
  input.autocomplete = 'off';
  input.spellcheck = false;
  const list = document.createElement('div');
  list.id = 'search-results';
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', 'Results');
  const status = document.createElement('p');
  status.setAttribute('role', 'status');
  for (const [name, value] of [
    ['role', 'combobox'],
    ['aria-label', 'Search'],
    ['aria-controls', list.id],
    ['aria-expanded', 'true'],
    ['aria-autocomplete', 'list'],
  ] as const)
    input.setAttribute(name, value);
  dialog.append(input, list, status);
  document.body.append(dialog);

  let selected = 0;
  let asked = 0;
  const options = (): HTMLElement[] => [...list.querySelectorAll<HTMLElement>('[role="option"]')];

  const select = (at: number): void => {
    const all = options();
    selected = all.length === 0 ? 0 : (at + all.length) % all.length;
    for (const [position, option] of all.entries()) {
      option.setAttribute('aria-selected', String(position === selected));
      if (position === selected) option.scrollIntoView({ block: 'nearest' });
    }
    const current = all[selected];
    if (current === undefined) input.removeAttribute('aria-activedescendant');
    else input.setAttribute('aria-activedescendant', current.id);
  };

  const search = async (): Promise<void> => {
    asked += 1;
    const mine = asked;
    const words = input.value.trim();
    try {
      const results = words === '' ? [] : find(await loadIndex(), words);
      if (mine !== asked) return; // somebody has typed on meanwhile
      list.replaceChildren(...results.map(resultRow));
      status.textContent = words === '' ? 'Type a word. ↑ ↓ to move, Enter to open.' : found(results.length, words);
      select(0);
    } catch {
      list.replaceChildren();
      status.textContent = 'The search could not be loaded. Check the connection and type again.';
    }
  };

  const open = (): void => {
    if (dialog.open) return;
    dialog.showModal();
    input.select();
    void search();
  };

  input.addEventListener('input', () => void search());
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      select(selected + (event.key === 'ArrowDown' ? 1 : -1));
    } else if (event.key === 'Escape') {
      // By itself a search field would only empty itself.
      event.preventDefault();
      dialog.close();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      options()[selected]?.click();
    }
  });
  // A press beside the box closes it; a result on this very page has to close it, too.
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog || (event.target instanceof Element && event.target.closest('a') !== null)) dialog.close();
  });
  document.addEventListener('keydown', (event) => {
    const isShortcut =
      (event.key === '/' && !isTyping(event.target)) || (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey));
    if (!isShortcut || (event.key === '/' && (event.ctrlKey || event.metaKey || event.altKey))) return;
    event.preventDefault();
    open();
  });
  for (const button of document.querySelectorAll<HTMLElement>('[data-search]')) {
    button.hidden = false;
    button.addEventListener('click', open);
  }
  const notFound = document.querySelector<HTMLElement>('[data-not-found]');
  if (notFound !== null) {
    notFound.hidden = false;
    input.value = location.pathname.split('/').at(-1)?.replaceAll(/[-_]/g, ' ') ?? '';
  }
}

/** Whole words first; where they find nothing, any of them. */
function find(all: MiniSearch<SearchRow>, words: string): SearchResult[] {
  const strict = all.search(words);
  return (strict.length > 0 ? strict : all.search(words, { combineWith: 'OR' })).slice(0, mostResults);
}

function found(count: number, words: string): string {
  if (count === 0) return `Nothing found for “${words}”. Try another word, or the name of a field.`;
  return count === 1 ? 'One result' : `${count === mostResults ? `The best ${count}` : count} results`;
}

function resultRow(result: SearchResult, at: number): HTMLElement {
  const row = document.createElement('a');
  row.id = `search-result-${at}`;
  row.setAttribute('role', 'option');
  row.setAttribute('aria-selected', 'false');
  row.href = String(result.id);
  row.tabIndex = -1;
  const title = document.createElement('strong');
  const [name, heading] = [String(result['title']), String(result['heading'])];
  title.append(...highlighted(heading === '' ? name : `${name} › ${heading}`, result.terms));
  const kind = document.createElement('em');
  kind.textContent = kinds[String(result['kind'])] ?? '';
  const text = document.createElement('span');
  text.append(...highlighted(String(result['shown']), result.terms));
  row.append(kind, title, text);
  return row;
}

/** The text with the words that were found in `mark` elements. */
function highlighted(text: string, terms: readonly string[]): (string | HTMLElement)[] {
  if (terms.length === 0) return [text];
  const pattern = new RegExp(`(${terms.map((term) => term.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`, 'giu');
  return text.split(pattern).map((part, at) => {
    if (at % 2 === 0) return part;
    const mark = document.createElement('mark');
    mark.textContent = part;
    return mark;
  });
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}
