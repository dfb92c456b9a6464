const doneMs = 1_500;

/** Gives every code block a button that copies it. Where the browser does not allow copying there is none. */
export function addCopyButtons(): void {
  // Absent on pages that were not loaded over https or from this machine.
  if (!('clipboard' in navigator)) return;
  for (const figure of document.querySelectorAll<HTMLElement>('figure.code')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy';
    button.textContent = 'Copy';
    button.addEventListener('click', () => void copy(figure, button));
    figure.append(button);
  }
}

async function copy(figure: HTMLElement, button: HTMLButtonElement): Promise<void> {
  const text = figure.querySelector('code')?.textContent ?? '';
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = 'Copied';
  } catch {
    button.textContent = 'Not copied: select the text instead';
  }
  setTimeout(() => (button.textContent = 'Copy'), doneMs);
}
