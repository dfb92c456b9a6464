import { NOTE_MAX_LENGTH } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { UsersRound } from 'lucide-react';
import { useRef, useState, type KeyboardEvent, type Ref } from 'react';
import { flushSync } from 'react-dom';
import { useMembers } from '#features/members';
import { useTeams } from '#features/teams';
import { errorSentence } from '#lib/present-error.ts';
import { Avatar } from '#ui/Avatar.tsx';
import { Button } from '#ui/Button.tsx';
import { typedWord } from '../../fns/typed-word.ts';
import { SuggestionList, type Suggestion } from '../SuggestionList.tsx';
import { useSuggestions } from '../use-suggestions.ts';

/** Props of NoteBox. `text` and `onTextChange` where the caller keeps the draft; else it begins with `start`. */
export interface NoteBoxProps {
  start?: string | undefined;
  text?: string | undefined;
  onTextChange?: ((text: string) => void) | undefined;
  boxRef?: Ref<HTMLTextAreaElement> | undefined;
  autoFocus?: boolean | undefined;
  submitLabel: string;
  onSubmit: (text: string) => Promise<void>;
  onCancel: () => void;
}

const mostShown = 6;

/** Where a note is written. `@` finds members and teams; Enter saves, Shift+Enter begins a line. */
export function NoteBox({
  start = '',
  text: kept,
  onTextChange,
  boxRef,
  autoFocus = false,
  submitLabel,
  onSubmit,
  onCancel,
}: NoteBoxProps) {
  const { t, i18n } = useLingui();
  const { data: members = [] } = useMembers();
  const { data: teams = [] } = useTeams();
  const [own, setOwn] = useState(start);
  const [caret, setCaret] = useState(start.length);
  const [closedAt, setClosedAt] = useState<number | null>(null);
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const areaRef = useRef<HTMLTextAreaElement | null>(null);
  const text = kept ?? own;
  const put = (next: string): void => {
    setError(null);
    if (onTextChange) onTextChange(next);
    else setOwn(next);
  };
  const typed = typedWord(text, caret, '@');
  const word = typed !== null && typed.from !== closedAt ? typed : null;
  const wanted = word?.query.toLocaleLowerCase() ?? '';
  const people: (Suggestion & { name: string })[] = [
    ...members.map(({ id, name }) => ({ id, name, label: name, icon: <Avatar id={id} name={name} size="xs" /> })),
    ...teams.map(({ id, name }) => ({ id, name, label: name, hint: t`everybody in the team`, icon: <UsersRound aria-hidden /> })),
  ];
  const found =
    word === null
      ? []
      : people
          .filter(({ name }) => ` ${name.toLocaleLowerCase()}`.includes(` ${wanted}`) && name.toLocaleLowerCase() !== wanted)
          .slice(0, mostShown);
  const shown = word !== null && (found.length > 0 || wanted === '') ? word : null;

  function choose(id: string): void {
    const person = people.find((candidate) => candidate.id === id);
    if (!person || !word) return;
    const before = `${text.slice(0, word.from)}@${person.name} `;
    // At once: the next letter may come before the next picture.
    flushSync(() => {
      put(before + text.slice(word.to).trimStart());
      setCaret(before.length);
    });
    areaRef.current?.setSelectionRange(before.length, before.length);
  }
  const suggestions = useSuggestions(shown === null ? null : `${shown.from} ${shown.query}`, found, choose, () =>
    setClosedAt(word?.from ?? null),
  );

  async function submit(): Promise<void> {
    if (text.trim() === '' || pending) return;
    setPending(true);
    try {
      await onSubmit(text.trim());
    } catch (failure) {
      setError(failure);
    } finally {
      setPending(false);
    }
  }

  function handleKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing || suggestions.handleKey(event)) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void submit();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      onCancel();
    }
  }

  return (
    <div className="relative">
      {shown === null ? null : (
        <SuggestionList
          id={suggestions.listId}
          label={t`Members and teams`}
          items={found}
          activeIndex={suggestions.activeIndex}
          onChoose={choose}
          onHover={suggestions.setActiveIndex}
          emptyText={t`Type a name.`}
        />
      )}
      {error === null ? null : (
        <p role="alert" className="mb-1 text-13 text-bad">
          {errorSentence(error, i18n)} <Trans>Your note is still here.</Trans>
        </p>
      )}
      <textarea
        ref={(area) => {
          areaRef.current = area;
          if (typeof boxRef === 'function') boxRef(area);
          else if (boxRef) boxRef.current = area;
        }}
        rows={2}
        dir="auto"
        maxLength={NOTE_MAX_LENGTH}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- opened by a press that wished to write
        autoFocus={autoFocus}
        aria-label={t`Note for members`}
        placeholder={t`Write a note. @ tells a member; the customer never sees it.`}
        value={text}
        onChange={(event) => {
          put(event.target.value);
          setCaret(event.target.selectionStart);
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onKeyDown={handleKeyDown}
        {...suggestions.boxProps}
        className="field-sizing-content max-h-60 min-h-14 w-full resize-none rounded-control bg-transparent px-2 py-1.5 text-14 text-strong outline-none placeholder:text-weak touch:text-16"
      />
      <div className="flex items-center justify-end gap-2">
        <Button size="sm" variant="ghost" onClick={onCancel}>
          <Trans>Cancel</Trans>
        </Button>
        <Button size="sm" variant="primary" loading={pending} disabled={text.trim() === ''} onClick={() => void submit()}>
          {submitLabel}
        </Button>
      </div>
    </div>
  );
}
