import { Trans, useLingui } from '@lingui/react/macro';
import { Paperclip, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { judgeFile, uploadFile } from '#features/inbox';
import { useWorkspace } from '#features/session';
import { errorSentence } from '#lib/present-error.ts';
import { useFormat } from '#lib/use-format.ts';
import { Button } from '#ui/Button.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { Progress } from '#ui/Progress.tsx';
import { useFile } from '../api/queries.ts';

/** A file that goes along with the reply: uploaded as soon as it is chosen. */
export function FileField({ mediaId, onMediaIdChange }: { mediaId: string | null; onMediaIdChange: (id: string | null) => void }) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const { workspace } = useWorkspace();
  const file = useFile(mediaId);
  const [share, setShare] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const inputRef = useRef<HTMLInputElement>(null);
  const uploadRef = useRef<AbortController | null>(null);
  // Whoever closes the form wants no more of it.
  useEffect(() => () => uploadRef.current?.abort(), []);

  async function choose(chosen: File): Promise<void> {
    const verdict = judgeFile(chosen);
    setProblem(verdict.ok ? null : i18n._(verdict.reason));
    if (!verdict.ok) return;
    const upload = new AbortController();
    uploadRef.current = upload;
    setShare(0);
    try {
      onMediaIdChange(await uploadFile(workspace.id, chosen, verdict.kind, { onProgress: setShare, signal: upload.signal }));
    } catch (error) {
      if (!upload.signal.aborted) setProblem(errorSentence(error, i18n));
    }
    setShare(null);
  }

  const name = file.data?.filename ?? (file.isError ? t`The file is gone` : t`File`);
  return (
    <div role="group" aria-label={t`File`} className="flex flex-col gap-1.5">
      <span aria-hidden className="text-13 font-medium text-strong">
        <Trans>File</Trans>{' '}
        <span className="font-normal text-weak">
          <Trans>optional</Trans>
        </span>
      </span>
      <input
        ref={inputRef}
        type="file"
        hidden
        onChange={(event) => {
          const chosen = event.target.files?.[0];
          if (chosen) void choose(chosen);
          event.target.value = '';
        }}
      />
      {mediaId === null ? (
        <Button className="self-start" icon={<Paperclip aria-hidden />} loading={share !== null} onClick={() => inputRef.current?.click()}>
          <Trans>Attach a file</Trans>
        </Button>
      ) : (
        <div className="flex items-center gap-2 rounded-control bg-surface-2 py-1 pr-1 pl-2.5">
          <Paperclip aria-hidden className="size-4 shrink-0 text-weak" />
          <span dir="auto" className="min-w-0 flex-1 truncate text-14">
            {name}
          </span>
          {file.data?.size_bytes ? <span className="text-13 text-weak tabular-nums">{format.bytes(file.data.size_bytes)}</span> : null}
          <IconButton size="sm" label={t`Remove the file`} icon={<X aria-hidden />} onClick={() => onMediaIdChange(null)} />
        </div>
      )}
      {share === null ? null : <Progress label={t`Uploading`} done={Math.round(share * 100)} total={100} />}
      {problem === null ? null : (
        <p role="alert" className="text-13 text-bad">
          {problem}
        </p>
      )}
    </div>
  );
}
