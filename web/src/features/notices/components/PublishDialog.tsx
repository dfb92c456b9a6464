import type { NoticeDraft } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { errorSentence, fieldIssues } from '#lib/present-error.ts';
import { useFormat } from '#lib/use-format.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { notify } from '#ui/toasts.ts';
import { usePublish, type NoticeSource } from '../api/source.ts';
import { ChangeList } from './ChangeList.tsx';
import { useNoticeWords } from './use-notice-words.ts';

/** Shows what publishing changes and asks from which day it counts. */
export function PublishDialog({ source, draft, onClose }: { source: NoticeSource; draft: NoticeDraft; onClose: () => void }) {
  const { t, i18n } = useLingui();
  const { language } = useNoticeWords();
  const format = useFormat();
  const publish = usePublish(source);
  // The day after the earliest moment, because a day begins before it.
  const earliestDay = new Date(Date.parse(draft.earliest_effective_at) + (draft.is_material ? 86_400_000 : 0)).toISOString().slice(0, 10);
  const [day, setDay] = useState(earliestDay);
  const issues = publish.isError ? fieldIssues(publish.error) : [];
  const send = (): void =>
    publish.mutate(
      { effective_at: day === earliestDay ? laterOf(draft.earliest_effective_at) : `${day}T00:00:00.000Z`, is_material: false },
      {
        onSuccess: () => {
          notify({ title: t`Published`, description: draft.is_material ? t`Everybody concerned is mailed.` : undefined });
          onClose();
        },
      },
    );
  return (
    <Dialog
      open
      keepOpen
      onOpenChange={onClose}
      size="lg"
      title={<Trans>Publish the notice</Trans>}
      description={<Trans>The version is kept word for word and can never be changed.</Trans>}
      action={
        <Button variant="primary" loading={publish.isPending} onClick={send}>
          <Trans>Publish</Trans>
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        {draft.is_material ? (
          <Banner tone="warn" title={<Trans>This changes something that matters to people</Trans>}>
            <Trans>It counts in 30 days at the earliest. Until then the present page announces it, and those concerned are mailed.</Trans>
          </Banner>
        ) : null}
        <Field
          label={<Trans>Counts from</Trans>}
          hint={<Trans>Not before {format.date(draft.earliest_effective_at)}.</Trans>}
          error={
            issues.some(({ path }) => path === 'effective_at')
              ? t`Choose a later day: a change that matters counts 30 days after it is told.`
              : undefined
          }
        >
          <Input type="date" min={earliestDay} value={day} onChange={(event) => setDay(event.currentTarget.value)} required />
        </Field>
        {draft.versions.length === 0 ? (
          <p className="text-13 text-normal">
            <Trans>This is the first version, so nothing changes for anybody.</Trans>
          </p>
        ) : (
          <ChangeList changes={draft.changes} language={language} />
        )}
        {publish.isError && !issues.some(({ path }) => path === 'effective_at') ? (
          <p role="alert" className="text-13 text-bad">
            {errorSentence(publish.error, i18n)}
          </p>
        ) : null}
      </div>
    </Dialog>
  );
}

/** The earliest moment may have passed while somebody read the difference. */
function laterOf(earliest: string): string {
  return new Date(Math.max(Date.parse(earliest), Date.now())).toISOString();
}
