import { matchesStep, parseKeys, type KeyPress } from './keys.ts';

/** Something a person can do here: reached by its keys, listed in the palette and on the sheet of shortcuts. */
export interface Action {
  id: string;
  label: string;
  /** Heading under which it is listed, in the reader's language. */
  group: string;
  run: () => void;
  /** "mod+k", "j", "g i". A bare letter works only while nobody is typing. */
  keys?: string | undefined;
  /** More words by which the palette finds it. */
  keywords?: string | undefined;
  /** On the sheet of keys but not in the palette, for example "next row". */
  keysOnly?: boolean | undefined;
  /** The part that has the focus takes this key itself, as a link takes Enter; listed so that people know. */
  native?: boolean | undefined;
}

/** One result of a palette source: a conversation, a contact, a page. */
export interface PaletteEntry {
  id: string;
  label: string;
  hint?: string | undefined;
  run: () => void;
}

/** Finds things by what is typed in the palette; asked again on every change, `signal` ends the question before. */
export interface PaletteSource {
  id: string;
  group: string;
  search: (query: string, signal: AbortSignal) => Promise<PaletteEntry[]>;
}

/** Every action and palette source of what is on screen now. A part that goes away takes its own with it. */
export class ActionRegistry {
  #actions = new Map<string, readonly Action[]>();
  #sources = new Map<string, PaletteSource>();
  #listeners = new Set<() => void>();
  #snapshot: readonly Action[] = [];
  #pressed: KeyPress[] = [];
  #pressedAtMs = 0;

  /** Sets the actions of one owner; of two actions with the same keys the later owner's wins. */
  setActions(owner: string, actions: readonly Action[]): void {
    this.#actions.delete(owner);
    if (actions.length > 0) this.#actions.set(owner, actions);
    this.#changed();
  }

  setSource(owner: string, source: PaletteSource | null): void {
    if (source) this.#sources.set(owner, source);
    else this.#sources.delete(owner);
  }

  actions(): readonly Action[] {
    return this.#snapshot;
  }

  sources(): PaletteSource[] {
    return [...this.#sources.values()];
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Takes a key press and returns the action it completes, or null. Keys of a sequence ("g i") must follow each other within
   * 1.2 s; a press that fits nothing starts over with itself.
   */
  press(press: KeyPress, nowMs: number, typing: boolean): Action | null {
    if (nowMs - this.#pressedAtMs > 1200) this.#pressed = [];
    this.#pressedAtMs = nowMs;
    const bare = !(press.ctrlKey || press.metaKey || press.altKey);
    if (typing && bare) return null;
    const found = this.#match([...this.#pressed, press]) ?? this.#match([press]);
    this.#pressed = found && found.action === null ? found.presses : [];
    return found?.action ?? null;
  }

  #match(presses: KeyPress[]): { action: Action | null; presses: KeyPress[] } | null {
    let partial = false;
    for (const action of this.#snapshot.toReversed()) {
      if (!action.keys || action.native) continue;
      const steps = parseKeys(action.keys);
      if (steps.length < presses.length) continue;
      const fits = presses.every((press, index) => {
        const step = steps[index];
        return step !== undefined && matchesStep(press, step);
      });
      if (!fits) continue;
      if (steps.length === presses.length) return { action, presses };
      partial = true;
    }
    return partial ? { action: null, presses } : null;
  }

  #changed(): void {
    this.#snapshot = [...this.#actions.values()].flat();
    for (const listener of this.#listeners) listener();
  }
}
