import { readTab, writeTab } from '#lib/stored.ts';
import { newSendKey } from './send-key.ts';

/** What somebody has typed to a customer and not sent yet. */
export interface Draft {
  text: string;
  /** Message that is answered. */
  replyToId: string | null;
  /** Names the next send; stays the same for as long as the text does, so that trying again never sends twice. */
  key: string;
  /** Why the last try to send it did not work. */
  error: unknown;
}

function emptyDraft(): Draft {
  return { text: '', replyToId: null, key: newSendKey(), error: null };
}

function read(conversationId: string): Draft | null {
  try {
    const stored: unknown = JSON.parse(readTab(`draft.${conversationId}`) ?? 'null');
    if (typeof stored !== 'object' || stored === null || !('text' in stored) || !('key' in stored)) return null;
    if (typeof stored.text !== 'string' || typeof stored.key !== 'string') return null;
    const replyToId = 'replyToId' in stored && typeof stored.replyToId === 'string' ? stored.replyToId : null;
    return { text: stored.text, replyToId, key: stored.key, error: null };
  } catch {
    return null;
  }
}

/**
 * Drafts by conversation. Kept in the tab's own storage: they survive a reload and are gone with the tab, because text
 * meant for customers should not stay in a shared browser.
 */
export class Drafts {
  readonly #drafts = new Map<string, Draft>();
  readonly #listeners = new Set<() => void>();

  get(conversationId: string): Draft {
    const known = this.#drafts.get(conversationId);
    if (known) return known;
    const draft = read(conversationId) ?? emptyDraft();
    this.#drafts.set(conversationId, draft);
    return draft;
  }

  /** Changes a draft. A changed text is another message and gets another key, and the old reason goes away. */
  change(conversationId: string, change: Partial<Omit<Draft, 'key' | 'error'>>): void {
    const draft = this.get(conversationId);
    const next = { ...draft, ...change };
    const same = next.text === draft.text && next.replyToId === draft.replyToId;
    if (same) return;
    this.#set(conversationId, { ...next, key: draft.error === null ? draft.key : newSendKey(), error: null });
  }

  clear(conversationId: string): void {
    this.#set(conversationId, emptyDraft());
  }

  /** Puts back what could not be sent, with its key; refuses when something else has been typed meanwhile. */
  restore(conversationId: string, draft: Draft): boolean {
    if (this.get(conversationId).text.trim() !== '') return false;
    this.#set(conversationId, draft);
    return true;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #set(conversationId: string, draft: Draft): void {
    this.#drafts.set(conversationId, draft);
    const isEmpty = draft.text === '' && draft.replyToId === null;
    writeTab(`draft.${conversationId}`, isEmpty ? null : JSON.stringify({ ...draft, error: undefined }));
    for (const listener of this.#listeners) listener();
  }
}
