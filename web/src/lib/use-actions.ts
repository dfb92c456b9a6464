import { createContext, use, useEffect, useId, useSyncExternalStore } from 'react';
import { ActionRegistry, type Action, type PaletteSource } from './actions.ts';

/** The registry of the page; one for the whole app. */
export const ActionContext = createContext(new ActionRegistry());

/** Offers actions while the calling component is on screen. The list may be made anew on every render. */
export function useActions(actions: readonly Action[]): void {
  const registry = use(ActionContext);
  const owner = useId();
  useEffect(() => {
    registry.setActions(owner, actions);
  });
  useEffect(() => () => registry.setActions(owner, []), [registry, owner]);
}

/** Adds results to the palette while the calling component is on screen. */
export function usePaletteSource(source: PaletteSource): void {
  const registry = use(ActionContext);
  const owner = useId();
  useEffect(() => {
    registry.setSource(owner, source);
    return () => registry.setSource(owner, null);
  }, [registry, owner, source]);
}

/** Every action that can be taken now. */
export function useAllActions(): readonly Action[] {
  const registry = use(ActionContext);
  return useSyncExternalStore(
    (listener) => registry.subscribe(listener),
    () => registry.actions(),
  );
}

// Inside these a bare key belongs to the part itself, and the page below it must not move.
const ownKeys = '[role="dialog"],[role="alertdialog"],[role="menu"],[role="listbox"]';

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest(`input,textarea,select,${ownKeys}`) !== null;
}

/** Listens to the keyboard for the whole app. Used once, at its root. */
export function useActionKeys(): void {
  const registry = use(ActionContext);
  useEffect(() => {
    function handleKeyDown(event: KeyboardEvent): void {
      if (event.defaultPrevented || event.repeat || event.isComposing) return;
      if (['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return;
      const action = registry.press(event, event.timeStamp, isTyping(event.target));
      if (!action) return;
      event.preventDefault();
      action.run();
    }
    document.addEventListener('keydown', handleKeyDown);
    return () => document.removeEventListener('keydown', handleKeyDown);
  }, [registry]);
}
