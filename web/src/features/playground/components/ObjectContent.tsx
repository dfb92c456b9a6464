import { Trans, useLingui } from '@lingui/react/macro';
import { CircleCheck, MessageSquareReply, Upload } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { judgeFile, uploadFile } from '#features/inbox';
import { useWorkspace } from '#features/session';
import { errorSentence } from '#lib/present-error.ts';
import { Button } from '#ui/Button.tsx';
import { Field } from '#ui/Field.tsx';
import { Progress } from '#ui/Progress.tsx';
import { Textarea } from '#ui/Textarea.tsx';
import { useLastCustomers } from '../api/queries.ts';
import { hasGap, isFileKind, readContent, withField, type FileObjectKind, type ObjectKind } from '../fns/playground-kinds.ts';
import type { Customer } from './CustomerField.tsx';

/** Props of ObjectContent. `text` is the content as JSON. `tried`: what is missing is marked. */
export interface ObjectContentProps {
  kind: ObjectKind;
  numberId: string;
  customer: Customer | null;
  text: string;
  tried: boolean;
  onTextChange: (change: (before: string) => string) => void;
}

/** The content of a message as the API takes it, to be edited; files and messages it points at are put in by a button. */
export function ObjectContent({ kind, numberId, customer, text, tried, onTextChange }: ObjectContentProps) {
  const { t } = useLingui();
  const problem =
    readContent(kind, text) === null
      ? t`This is not JSON of the right form.`
      : tried && hasGap(text)
        ? isFileKind(kind)
          ? t`Upload a file, or put an id in the place of the gap.`
          : t`Put an id in the place of the gap.`
        : undefined;
  return (
    <>
      {isFileKind(kind) ? <UploadRow kind={kind} onUploaded={(id) => onTextChange((before) => withField(kind, before, 'id', id))} /> : null}
      {kind === 'reaction' ? (
        <LastMessageRow
          numberId={numberId}
          customer={customer}
          onFound={(id) => onTextChange((before) => withField(kind, before, 'message_id', id))}
        />
      ) : null}
      <Field label={t`Content`} error={problem} hint={t`JSON as the API takes it, the same as WhatsApp’s own.`}>
        <Textarea
          rows={8}
          spellCheck={false}
          className="max-h-96 font-mono text-13"
          value={text}
          onChange={(event) => onTextChange(() => event.target.value)}
        />
      </Field>
    </>
  );
}

function UploadRow({ kind, onUploaded }: { kind: FileObjectKind; onUploaded: (id: string) => void }) {
  const { t, i18n } = useLingui();
  const { workspace, permissions } = useWorkspace();
  const inputRef = useRef<HTMLInputElement>(null);
  const stopRef = useRef(new AbortController());
  const [name, setName] = useState<string | null>(null);
  const [share, setShare] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    stopRef.current = stop;
    return () => stop.abort();
  }, []);

  async function choose(file: File): Promise<void> {
    const { signal } = stopRef.current;
    const verdict = judgeFile(file, kind);
    setProblem(verdict.ok ? null : i18n._(verdict.reason));
    if (!verdict.ok) return;
    setShare(0);
    try {
      const id = await uploadFile(workspace.id, file, kind, { onProgress: (next) => signal.aborted || setShare(next), signal });
      if (signal.aborted) return;
      setName(file.name);
      onUploaded(id);
    } catch (error) {
      if (signal.aborted) return;
      setProblem(errorSentence(error, i18n));
    }
    setShare(null);
  }

  if (!permissions.has('media:write')) return null;
  return (
    <div className="flex flex-col gap-2">
      <input
        ref={inputRef}
        type="file"
        hidden
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) void choose(file);
          event.target.value = '';
        }}
      />
      <div className="flex flex-wrap items-center gap-3">
        <Button icon={<Upload aria-hidden />} loading={share !== null} onClick={() => inputRef.current?.click()}>
          <Trans>Upload a file</Trans>
        </Button>
        {name !== null && share === null ? (
          <span className="inline-flex min-w-0 items-center gap-1.5 text-13 text-good">
            <CircleCheck aria-hidden className="size-4 shrink-0" />
            <span className="truncate">{name}</span>
          </span>
        ) : null}
      </div>
      {share === null ? null : <Progress label={t`Uploading`} done={Math.round(share * 100)} total={100} />}
      {problem === null ? null : (
        <p role="alert" className="text-13 text-bad">
          {problem}
        </p>
      )}
    </div>
  );
}

/** Puts in the last message of the customer, where that is the newest of the conversation. */
function LastMessageRow({ numberId, customer, onFound }: { numberId: string; customer: Customer | null; onFound: (id: string) => void }) {
  const last = useLastCustomers(numberId);
  const conversation = last.data?.find(({ contact }) =>
    customer !== null && 'to' in customer ? contact.phone === customer.to : contact.id === customer?.contact_id,
  );
  const message = conversation?.last_message?.direction === 'in' ? conversation.last_message : null;
  if (customer === null) {
    return (
      <p className="text-13 text-weak">
        <Trans>Choose the customer first: then their last message can be put in.</Trans>
      </p>
    );
  }
  return message === null ? (
    <p className="text-13 text-weak">
      <Trans>The newest message with this customer is yours. Put in the id of one of theirs.</Trans>
    </p>
  ) : (
    <Button className="self-start" icon={<MessageSquareReply aria-hidden />} onClick={() => onFound(message.id)}>
      <Trans>React to their last message</Trans>
    </Button>
  );
}
