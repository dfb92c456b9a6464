import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { errorSentence } from '#lib/present-error.ts';
import { useFormat } from '#lib/use-format.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { useAcceptNotice, useMyNotice } from '../api/source.ts';
import { ChangeList } from './ChangeList.tsx';
import { useNoticeWords } from './use-notice-words.ts';

/** Tells whoever is signed in of a notice that is coming, and asks them to accept one that counts. Shows nothing where there is nothing to say. */
export function NoticeGuard() {
  const { i18n } = useLingui();
  const { language } = useNoticeWords();
  const format = useFormat();
  const { data } = useMyNotice();
  const accept = useAcceptNotice();
  const [seen, setSeen] = useState<string | null>(null);
  if (data === undefined) return null;
  const { to_accept: toAccept, upcoming, url } = data;
  const link = (
    <a href={url} target="_blank" rel="noopener noreferrer" className="text-accent-text underline">
      <Trans>Read the whole notice</Trans>
    </a>
  );
  if (toAccept !== null) {
    return (
      <Dialog
        open
        keepOpen
        closable={false}
        onOpenChange={() => undefined}
        title={<Trans>The privacy notice</Trans>}
        description={
          <Trans>
            Version {toAccept.number} counts since {format.date(toAccept.effective_at)}.
          </Trans>
        }
        footer={
          <Button variant="primary" loading={accept.isPending} onClick={() => accept.mutate({ notice_id: toAccept.id })}>
            <Trans>Accept and go on</Trans>
          </Button>
        }
      >
        <div className="flex flex-col gap-3 text-14">
          {toAccept.changes.length === 0 ? null : <ChangeList changes={toAccept.changes} language={language} />}
          <p>{link}</p>
          <p className="text-13 text-weak">
            <Trans>That you accepted this version is recorded with the time and your network address. It is not consent to anything.</Trans>
          </p>
          {accept.isError ? (
            <p role="alert" className="text-13 text-bad">
              {errorSentence(accept.error, i18n)}
            </p>
          ) : null}
        </div>
      </Dialog>
    );
  }
  if (upcoming === null || seen === upcoming.id) return null;
  return (
    <Banner
      tone="info"
      className="rounded-none"
      title={<Trans>The privacy notice changes on {format.date(upcoming.effective_at)}</Trans>}
      action={
        <Button size="sm" onClick={() => setSeen(upcoming.id)}>
          <Trans>Later</Trans>
        </Button>
      }
    >
      <a href={`${url}?version=${upcoming.number}`} target="_blank" rel="noopener noreferrer" className="underline">
        <Trans>Read what changes</Trans>
      </a>
    </Banner>
  );
}
