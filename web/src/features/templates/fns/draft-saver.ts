/** How far what was typed is safe. `conflict`: somebody else saved meanwhile; `failed`: the last try did not work, the next follows. */
export type SaveState = 'saved' | 'waiting' | 'saving' | 'failed' | 'conflict';

/** What the saver needs of its surroundings. `save` rejects when it could not; `isConflict` tells why. */
export interface SaverOptions<Content> {
  save: (content: Content, expectedUpdatedAt: string | null) => Promise<{ updated_at: string }>;
  isConflict: (error: unknown) => boolean;
  /** Keeps what is not saved yet, so that it survives the page; null when all is. */
  keep: (content: Content | null) => void;
  /** Rest after the last change, in milliseconds. */
  restMs: number;
  /** Pause after a try that did not work, in milliseconds. */
  retryMs: number;
}

/**
 * Saves what is typed: after a rest, one save at a time, always the newest. What could not be saved stays and is tried again;
 * what somebody else saved meanwhile is never overwritten without being asked.
 */
export class DraftSaver<Content> {
  readonly #options: SaverOptions<Content>;
  readonly #listeners = new Set<() => void>();
  #content: Content;
  #updatedAt: string;
  #isDirty = false;
  #state: SaveState = 'saved';
  #error: unknown = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | null = null;

  constructor(content: Content, updatedAt: string, options: SaverOptions<Content>) {
    this.#content = content;
    this.#updatedAt = updatedAt;
    this.#options = options;
  }

  get content(): Content {
    return this.#content;
  }

  get state(): SaveState {
    return this.#state;
  }

  /** Why the last try did not work. */
  get error(): unknown {
    return this.#error;
  }

  /** State of the server that this one builds on. */
  get updatedAt(): string {
    return this.#updatedAt;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  change(content: Content): void {
    this.#content = content;
    this.#isDirty = true;
    this.#options.keep(content);
    // In a conflict nothing is saved until somebody has decided.
    if (this.#state !== 'conflict') {
      this.#set(this.#running ? 'saving' : 'waiting');
      this.#schedule(this.#options.restMs);
    } else this.#tell();
  }

  /** Saves now; true when everything is safe. */
  async flush(): Promise<boolean> {
    clearTimeout(this.#timer);
    while (this.#isDirty && this.#state !== 'conflict') {
      // One after the other: a later answer must not be overtaken by an earlier one.
      await (this.#running ??= this.#save());
      if (this.#state === 'failed') break;
    }
    if (this.#running) await this.#running;
    return !this.#isDirty;
  }

  /** Takes what the server has, when nothing of ours would be lost; false when something would. */
  adopt(content: Content, updatedAt: string): boolean {
    if (this.#isDirty || this.#running) return false;
    if (updatedAt === this.#updatedAt) return true;
    this.#take(content, updatedAt);
    return true;
  }

  /** Ends a conflict with what the server has; what was typed here goes. */
  yield(content: Content, updatedAt: string): void {
    this.#isDirty = false;
    this.#options.keep(null);
    this.#take(content, updatedAt);
  }

  /** Ends a conflict with what was typed here. */
  async overwrite(updatedAt: string): Promise<boolean> {
    this.#updatedAt = updatedAt;
    this.#set('waiting');
    return this.flush();
  }

  /** Stops trying. What is not saved stays kept. */
  dispose(): void {
    clearTimeout(this.#timer);
  }

  #take(content: Content, updatedAt: string): void {
    clearTimeout(this.#timer);
    this.#content = content;
    this.#updatedAt = updatedAt;
    this.#set('saved');
  }

  #schedule(delayMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), delayMs);
  }

  async #save(): Promise<void> {
    const content = this.#content;
    this.#set('saving');
    try {
      const { updated_at: updatedAt } = await this.#options.save(content, this.#updatedAt);
      this.#updatedAt = updatedAt;
      this.#isDirty = content !== this.#content;
      if (!this.#isDirty) this.#options.keep(null);
      this.#error = null;
      this.#running = null;
      this.#set(this.#isDirty ? 'waiting' : 'saved');
    } catch (error) {
      this.#error = error;
      this.#running = null;
      const isConflict = this.#options.isConflict(error);
      this.#set(isConflict ? 'conflict' : 'failed');
      if (!isConflict) this.#schedule(this.#options.retryMs);
    }
  }

  #set(state: SaveState): void {
    this.#state = state;
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
