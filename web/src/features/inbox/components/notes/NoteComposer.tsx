import type { Conversation } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { useRef, useState, type RefObject } from 'react';
import { notify } from '#ui/toasts.ts';
import { useCreateNote, useUnreached } from '../../api/notes.ts';
import { newSendKey } from '../../outbox/send-key.ts';
import { NoteBox } from './NoteBox.tsx';

/** Props of NoteComposer. */
export interface NoteComposerProps {
  conversation: Conversation;
  boxRef: RefObject<HTMLTextAreaElement | null>;
  onDone: () => void;
}

/** Where a new note is written, in the place of the answer to the customer. */
export function NoteComposer({ conversation, boxRef, onDone }: NoteComposerProps) {
  const { t } = useLingui();
  const [text, setText] = useState('');
  const create = useCreateNote(conversation.id);
  const unreached = useUnreached();
  // One key for all tries of one text.
  const key = useRef(newSendKey());

  async function submit(note: string): Promise<void> {
    const response = await create.mutateAsync({ text: note, key: key.current });
    key.current = newSendKey();
    setText('');
    const names = unreached(response).join(', ');
    if (names !== '') {
      notify({ tone: 'warn', title: t`Not everybody was told`, description: t`${names} may not see this conversation and was not told.` });
    }
    onDone();
  }

  return (
    <div className="shrink-0 bg-bubble-note px-3 pb-2.5">
      <div className="mx-auto max-w-180">
        <NoteBox boxRef={boxRef} text={text} onTextChange={setText} submitLabel={t`Add the note`} onSubmit={submit} onCancel={onDone} />
      </div>
    </div>
  );
}
