import type { SendMessageRequest } from '@kabar/contract';
import type { Kabar } from '@kabar/sdk';
import { countFeature } from '#lib/usage.ts';
import type { FileKind } from '../fns/file-rules.ts';

/** A message without who gets it and its names, which the outbox adds. */
export type OutgoingContent = Pick<
  SendMessageRequest,
  'type' | 'text' | 'image' | 'video' | 'audio' | 'document' | 'sticker' | 'reaction' | 'template' | 'context'
>;

/** Who gets a message and from which number. */
export interface Addressee {
  conversationId: string;
  numberId: SendMessageRequest['number_id'];
  contactId: NonNullable<SendMessageRequest['contact_id']>;
}

/** A file on its way, with the address under which this page can show it. */
export interface OutgoingFile {
  file: File;
  kind: FileKind;
  previewUrl: string;
  /** Set once the file is stored; trying again does not upload it a second time. */
  mediaId: string | null;
}

/** Where a message of the outbox stands until the server's own state takes over. */
export type OutboxState =
  | { kind: 'waiting' }
  | { kind: 'uploading'; share: number }
  | { kind: 'posting' }
  | { kind: 'accepted'; messageId: string }
  | { kind: 'unsent'; error: unknown };

/** A message that this page has been asked to send. */
export interface OutboxEntry {
  key: string;
  to: Addressee;
  content: OutgoingContent;
  file: OutgoingFile | null;
  createdAtMs: number;
  state: OutboxState;
}

/** What the outbox needs from the page. */
export interface OutboxDeps {
  api: Kabar;
  upload: (file: OutgoingFile, options: { numberId: string; onProgress: (share: number) => void; signal: AbortSignal }) => Promise<string>;
  /** Called once the server has the message. */
  onAccepted: (messageId: string, to: Addressee) => void;
  /** Called when a message stays unsent; true when somebody else keeps it from now on. */
  onUnsent: (entry: OutboxEntry, error: unknown) => boolean;
}

/**
 * Messages between the press of Enter and the server's word, by conversation and in order. Lives beside the pages, so
 * that leaving a conversation stops nothing. Each message has one key for all tries, so that the server accepts it once
 * however often it is tried.
 */
export class Outbox {
  readonly #deps: OutboxDeps;
  #entries: readonly OutboxEntry[] = [];
  readonly #listeners = new Set<() => void>();
  readonly #chains = new Map<string, Promise<void>>();
  readonly #stops = new Map<string, AbortController>();

  constructor(deps: OutboxDeps) {
    this.#deps = deps;
  }

  entries(): readonly OutboxEntry[] {
    return this.#entries;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Sends a message after the ones before it in its conversation. The same key again does nothing. */
  send(key: string, to: Addressee, content: OutgoingContent, file: OutgoingFile | null = null): void {
    if (this.#entries.some((entry) => entry.key === key)) return;
    this.#set([...this.#entries, { key, to, content, file, createdAtMs: Date.now(), state: { kind: 'waiting' } }]);
    this.#enqueue(key, to.conversationId);
  }

  /** Tries an unsent message again under its old key. */
  retry(key: string): void {
    const entry = this.#find(key);
    if (entry?.state.kind !== 'unsent') return;
    this.#change(key, { state: { kind: 'waiting' } });
    this.#enqueue(key, entry.to.conversationId);
  }

  /** Takes a message out; one that is still being uploaded is stopped. Gives it back, or null when there is none. */
  remove(key: string): OutboxEntry | null {
    const entry = this.#find(key);
    if (!entry) return null;
    this.#stops.get(key)?.abort();
    if (entry.file) URL.revokeObjectURL(entry.file.previewUrl);
    this.#set(this.#entries.filter((candidate) => candidate.key !== key));
    return entry;
  }

  #enqueue(key: string, conversationId: string): void {
    const before = this.#chains.get(conversationId) ?? Promise.resolve();
    const run = before.then(() => this.#run(key));
    this.#chains.set(conversationId, run);
    void run.then(() => {
      if (this.#chains.get(conversationId) === run) this.#chains.delete(conversationId);
    });
  }

  async #run(key: string): Promise<void> {
    const stop = new AbortController();
    this.#stops.set(key, stop);
    try {
      const entry = this.#find(key);
      if (!entry) return;
      const content = entry.file ? await this.#withFile(entry, entry.file, stop.signal) : entry.content;
      if (!this.#find(key)) return;
      this.#change(key, { state: { kind: 'posting' } });
      const { numberId, contactId } = entry.to;
      const answer = await this.#deps.api.messages.send(
        { ...content, number_id: numberId, contact_id: contactId, client_ref: key },
        { idempotencyKey: key },
      );
      countFeature('message.sent');
      this.#change(key, { state: { kind: 'accepted', messageId: answer.id } });
      this.#deps.onAccepted(answer.id, entry.to);
    } catch (error) {
      const entry = this.#find(key);
      // Taken out meanwhile: the abort is what was asked for.
      if (!entry) return;
      if (this.#deps.onUnsent(entry, error)) this.#set(this.#entries.filter((candidate) => candidate.key !== key));
      else this.#change(key, { state: { kind: 'unsent', error } });
    } finally {
      this.#stops.delete(key);
    }
  }

  async #withFile(entry: OutboxEntry, file: OutgoingFile, signal: AbortSignal): Promise<OutgoingContent> {
    let { mediaId } = file;
    if (mediaId === null) {
      this.#change(entry.key, { state: { kind: 'uploading', share: 0 } });
      mediaId = await this.#deps.upload(file, {
        numberId: entry.to.numberId,
        onProgress: (share) => this.#change(entry.key, { state: { kind: 'uploading', share } }),
        signal,
      });
      this.#change(entry.key, { file: { ...file, mediaId } });
    }
    return { ...entry.content, [file.kind]: { ...entry.content[file.kind], id: mediaId } };
  }

  #find(key: string): OutboxEntry | undefined {
    return this.#entries.find((entry) => entry.key === key);
  }

  #change(key: string, change: Partial<Pick<OutboxEntry, 'state' | 'file'>>): void {
    if (!this.#find(key)) return;
    this.#set(this.#entries.map((entry) => (entry.key === key ? { ...entry, ...change } : entry)));
  }

  #set(entries: readonly OutboxEntry[]): void {
    this.#entries = entries;
    for (const listener of this.#listeners) listener();
  }
}
