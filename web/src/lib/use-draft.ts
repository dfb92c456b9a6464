import { useLingui } from '@lingui/react/macro';
import { useRef, useState } from 'react';
import { fieldIssues } from './present-error.ts';
import { sameValue } from './same-value.ts';

/** What is wrong, as sentences by the path of the field ("week.monday.0.until"). */
export type Issues = ReadonlyMap<string, string>;

/** Settings while somebody changes them. */
export interface Draft<Value> {
  value: Value;
  change: (next: Value) => void;
  isDirty: boolean;
  /** The same at this very moment, for whoever asks before the page is drawn again. */
  isDirtyNow: () => boolean;
  issues: Issues;
  /** Why the last try did not work, unless a field says so. */
  error: unknown;
  pending: boolean;
  save: () => void;
  discard: () => void;
}

/** Props of useDraft. */
export interface DraftOptions<Value> {
  /** What the server has. While nothing is typed, changes of others show at once; what is typed is never taken away. */
  saved: Value;
  save: (value: Value) => Promise<unknown>;
  /** Finds what the server would refuse, in the reader's words. */
  check?: ((value: Value) => Issues) | undefined;
  onSaved?: (() => void) | undefined;
  /** The server has none yet, so that even what was not changed can be saved. */
  isNew?: boolean | undefined;
}

const none: Issues = new Map();

/** Keeps what is typed until it is saved or discarded; a refusal marks its fields and moves the focus to the first. */
export function useDraft<Value>({ saved, save, check, onSaved, isNew = false }: DraftOptions<Value>): Draft<Value> {
  const { t } = useLingui();
  const [typed, setTyped] = useState<{ value: Value } | null>(null);
  const [issues, setIssues] = useState<Issues>(none);
  const [error, setError] = useState<unknown>(null);
  const [pending, setPending] = useState(false);
  const doneRef = useRef(false);
  const value = typed === null ? saved : typed.value;
  const isDirty = typed !== null && !sameValue(typed.value, saved);
  const dirtyRef = useRef(isDirty);
  dirtyRef.current = isDirty && !doneRef.current;

  function show(found: Issues): void {
    setIssues(found);
    if (found.size === 0) return;
    // The marks are drawn first.
    requestAnimationFrame(() => document.querySelector<HTMLElement>(':is(input,textarea,button)[data-invalid]')?.focus());
  }

  async function send(): Promise<void> {
    const wrong = check?.(value) ?? none;
    setError(null);
    show(wrong);
    if (wrong.size > 0) return;
    setPending(true);
    try {
      await save(value);
      doneRef.current = true;
      dirtyRef.current = false;
      setTyped(null);
      onSaved?.();
    } catch (refusal) {
      const refused = new Map(fieldIssues(refusal).map(({ path, message }) => [path.replace(/^body\./, ''), t`Not accepted: ${message}.`]));
      show(refused);
      setError(refusal);
    }
    setPending(false);
  }

  return {
    value,
    change: (next) => {
      doneRef.current = false;
      setTyped({ value: next });
      // A sentence stands until its field is right or is tried again; what was wrong elsewhere stays said.
      if (issues.size > 0 && check) setIssues(check(next));
      else if (issues.size > 0) setIssues(none);
    },
    isDirty: isDirty || isNew,
    isDirtyNow: () => dirtyRef.current,
    issues,
    error,
    pending,
    save: () => void send(),
    discard: () => {
      setTyped(null);
      setIssues(none);
      setError(null);
    },
  };
}
