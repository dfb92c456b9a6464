import { Trans, useLingui } from '@lingui/react/macro';
import { CircleCheck, Upload } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { errorSentence } from '#lib/present-error.ts';
import { Button } from '#ui/Button.tsx';
import { Progress } from '#ui/Progress.tsx';
import { judgeSample, sampleTypes, type SampleKind } from '../fns/sample-rules.ts';
import { useEditing } from './editing-context.ts';
import { RuleField } from './RuleField.tsx';

/** Props of SampleUpload. `handle` is the id of the uploaded file, or what Meta gave back for one; empty before there is one. */
export interface SampleUploadProps {
  path: string;
  kind: SampleKind;
  handle: string;
  onHandleChange: (handle: string) => void;
}

/** A sample file for a head; uploaded as soon as it is chosen, with its progress and a way to stop. */
export function SampleUpload({ path, kind, handle, onHandleChange }: SampleUploadProps) {
  const { t, i18n } = useLingui();
  const { upload } = useEditing();
  const [name, setName] = useState<string | null>(null);
  const inputRef = useRef<HTMLInputElement>(null);
  const [share, setShare] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const aliveRef = useRef(true);
  useEffect(() => {
    aliveRef.current = true;
    return () => {
      aliveRef.current = false;
    };
  }, []);

  async function choose(file: File): Promise<void> {
    const refusal = judgeSample(file, kind);
    setProblem(refusal === null ? null : i18n._(refusal));
    if (refusal !== null) return;
    setShare(0);
    try {
      const made = await upload(file, kind, (next) => {
        if (aliveRef.current) setShare(next);
      });
      if (aliveRef.current) setName(file.name);
      onHandleChange(made);
    } catch (error) {
      if (aliveRef.current) setProblem(errorSentence(error, i18n));
    }
    if (aliveRef.current) setShare(null);
  }

  const hints = {
    image: t`JPEG or PNG, at most 5 MB. Each message can carry another picture; this one is for the review.`,
    video: t`MP4, at most 16 MB. Each message can carry another video; this one is for the review.`,
    document: t`PDF, at most 100 MB. Each message can carry another document; this one is for the review.`,
  };
  return (
    <RuleField path={path} label={t`Sample file`} hint={hints[kind]}>
      <input
        ref={inputRef}
        type="file"
        hidden
        accept={sampleTypes[kind].join(',')}
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) void choose(file);
          event.target.value = '';
        }}
      />
      <div className="flex flex-wrap items-center gap-3">
        <Button icon={<Upload aria-hidden />} loading={share !== null} onClick={() => inputRef.current?.click()}>
          {handle === '' ? <Trans>Choose a file</Trans> : <Trans>Replace the file</Trans>}
        </Button>
        {handle !== '' && share === null ? (
          <span className="inline-flex min-w-0 items-center gap-1.5 text-13 text-good">
            <CircleCheck aria-hidden className="size-4 shrink-0" />
            <span className="truncate">{name ?? t`There is a sample file`}</span>
          </span>
        ) : null}
      </div>
      {share === null ? null : <Progress label={t`Uploading`} done={Math.round(share * 100)} total={100} />}
      {problem === null ? null : (
        <p role="alert" className="text-13 text-bad">
          {problem}
        </p>
      )}
    </RuleField>
  );
}
