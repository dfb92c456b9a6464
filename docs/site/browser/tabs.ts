import { readStored, writeStored } from './stored.ts';

type Group = { labels: string[]; select(label: string): void };

/**
 * Makes tabs out of samples that say the same in several languages. A choice holds for every sample of every page: whoever
 * reads TypeScript reads it everywhere.
 */
export function makeTabs(): void {
  const groups = [...document.querySelectorAll<HTMLElement>('.tabs')].map((element, index) => makeGroup(element, index));
  const chosen = readStored('docs.sample');
  function makeGroup(element: HTMLElement, index: number): Group {
    const panels = [...element.querySelectorAll<HTMLElement>(':scope > .panel')];
    const labels = panels.map((panel) => panel.dataset['label'] ?? '');
    const list = document.createElement('div');
    list.className = 'tab-list';
    list.setAttribute('role', 'tablist');
    list.setAttribute('aria-label', 'Language of the sample');
    const buttons = panels.map((panel, at) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.id = `tab-${index}-${at}`;
      button.setAttribute('role', 'tab');
      button.setAttribute('aria-controls', `panel-${index}-${at}`);
      button.textContent = labels[at] ?? '';
      panel.id = `panel-${index}-${at}`;
      panel.setAttribute('role', 'tabpanel');
      panel.setAttribute('aria-labelledby', button.id);
      button.addEventListener('click', () => choose(labels[at] ?? '', button));
      list.append(button);
      return button;
    });
    list.addEventListener('keydown', (event) => {
      const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
      const at = buttons.findIndex((button) => button === document.activeElement);
      if (step === 0 || at === -1) return;
      event.preventDefault();
      const next = buttons[(at + step + buttons.length) % buttons.length];
      next?.focus();
      next?.click();
    });
    element.prepend(list);
    const select = (label: string): void => {
      for (const [at, button] of buttons.entries()) {
        const isSelected = labels[at] === label;
        button.setAttribute('aria-selected', String(isSelected));
        button.tabIndex = isSelected ? 0 : -1;
        const panel = panels[at];
        if (panel !== undefined) panel.hidden = !isSelected;
      }
    };
    select(labels[0] ?? '');
    return { labels, select };
  }

  /** The sample that was pressed stays where it is on the screen, whatever becomes longer or shorter above it. */
  function choose(label: string, pressed: HTMLElement): void {
    const before = pressed.getBoundingClientRect().top;
    show(label);
    scrollBy(0, pressed.getBoundingClientRect().top - before);
    writeStored('docs.sample', label);
  }

  function show(label: string): void {
    for (const group of groups) if (group.labels.includes(label)) group.select(label);
  }
  if (chosen !== null) show(chosen);
}
