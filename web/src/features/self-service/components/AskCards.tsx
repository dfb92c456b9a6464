import type { SelfRequest } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { errorSentence } from '#lib/present-error.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Textarea } from '#ui/Textarea.tsx';
import { useAsk } from '../api/queries.ts';

/** Props of the cards: the requests that are there already decide what can still be asked. */
export interface AskCardProps {
  slug: string;
  requests: readonly SelfRequest[];
}

function isOpen(requests: readonly SelfRequest[], kind: SelfRequest['kind']): boolean {
  return requests.some((request) => request.kind === kind && request.closed_at === null);
}

/** Asking for everything as a file. */
export function CopyCard({ slug, requests }: AskCardProps) {
  const ask = useAsk(slug);
  const isRunning = isOpen(requests, 'access');
  return (
    <Card
      title={<Trans>Take your data along</Trans>}
      description={
        <Trans>Everything as one file: a page to read, JSON and CSV for programs, and all your files. It is ready in a few minutes.</Trans>
      }
    >
      <ErrorBanner error={ask.error} className="mb-3" />
      {isRunning ? (
        <Banner tone="info">
          <Trans>It is being made. You find it below under your requests.</Trans>
        </Banner>
      ) : (
        <Button size="lg" loading={ask.isPending} onClick={() => ask.mutate({ kind: 'access' })}>
          <Trans>Make the file</Trans>
        </Button>
      )}
    </Card>
  );
}

/** Saying what is wrong. */
export function CorrectCard({ slug, requests }: AskCardProps) {
  const { t } = useLingui();
  const ask = useAsk(slug);
  const [note, setNote] = useState('');
  return (
    <Card
      title={<Trans>Something is wrong</Trans>}
      description={<Trans>Say what is wrong and how it is right. A person corrects it.</Trans>}
    >
      {isOpen(requests, 'rectify') ? (
        <Banner tone="info">
          <Trans>Your correction is with a person. You find it below under your requests.</Trans>
        </Banner>
      ) : (
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            ask.mutate({ kind: 'rectify', note: note.trim() }, { onSuccess: () => setNote('') });
          }}
        >
          <ErrorBanner error={ask.error} />
          <Field label={t`What should be corrected`}>
            <Textarea
              value={note}
              maxLength={2000}
              placeholder={t`My name is written with two n`}
              onChange={(event) => setNote(event.currentTarget.value)}
            />
          </Field>
          <Button type="submit" size="lg" className="self-start" loading={ask.isPending} disabled={note.trim() === ''}>
            <Trans>Send</Trans>
          </Button>
        </form>
      )}
    </Card>
  );
}

/** Erasing everything, asked twice. */
export function EraseCard({ slug, requests, title }: AskCardProps & { title: string }) {
  const { t, i18n } = useLingui();
  const ask = useAsk(slug);
  const [isAsking, setIsAsking] = useState(false);
  return (
    <Card
      title={<Trans>Erase my data</Trans>}
      description={<Trans>Conversations, files, notes, your name and number. Take a copy first if you want to keep something.</Trans>}
    >
      {isOpen(requests, 'erase') ? (
        <Banner tone="warn">
          <Trans>You have asked for it. You find it below under your requests, and can take it back there until it begins.</Trans>
        </Banner>
      ) : (
        <>
          <p className="mb-3 text-14 text-pretty text-normal">
            <Trans>
              Some things stay, and you are told which: what a law makes {title} keep, and a fingerprint of your number, so that nobody
              writes to you again by mistake. It cannot be read back.
            </Trans>
          </p>
          <Button size="lg" variant="dangerQuiet" onClick={() => setIsAsking(true)}>
            <Trans>Erase my data</Trans>
          </Button>
          <ConfirmDialog
            open={isAsking}
            onOpenChange={setIsAsking}
            title={t`Erase everything ${title} holds about you?`}
            confirmLabel={<Trans>Erase my data</Trans>}
            pending={ask.isPending}
            error={ask.error === null ? undefined : errorSentence(ask.error, i18n)}
            onConfirm={() => ask.mutate({ kind: 'erase' }, { onSuccess: () => setIsAsking(false) })}
          >
            <Trans>It begins after a short time in which you can take it back. Once it has begun, it cannot be undone.</Trans>
          </ConfirmDialog>
        </>
      )}
    </Card>
  );
}
