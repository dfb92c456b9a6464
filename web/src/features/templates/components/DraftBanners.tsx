import type { TemplateDraft } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { errorSentence } from '#lib/present-error.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import type { DraftEditor } from './use-draft-editor.ts';

/** What has to be known before going on writing: brought back, changed elsewhere, not saved, refused. */
export function DraftBanners({ draft, editor }: { draft: TemplateDraft; editor: DraftEditor }) {
  const { t, i18n } = useLingui();
  const [isRead, setIsRead] = useState(false);
  return (
    <>
      {editor.isRecovered && !isRead ? (
        <Banner
          tone="info"
          title={t`Brought back`}
          action={
            <Button size="sm" onClick={() => setIsRead(true)}>
              <Trans>Good</Trans>
            </Button>
          }
        >
          <Trans>What you wrote last time had not been saved. It is here again.</Trans>
        </Banner>
      ) : null}
      {editor.state === 'conflict' ? (
        <Banner
          tone="warn"
          title={t`Somebody else changed this draft`}
          action={
            <span className="flex flex-wrap gap-2">
              <Button size="sm" onClick={editor.takeTheirs}>
                <Trans>Show theirs</Trans>
              </Button>
              <Button size="sm" onClick={editor.keepMine}>
                <Trans>Keep mine</Trans>
              </Button>
            </span>
          }
        >
          <Trans>Nothing was overwritten. Choose which one stays.</Trans>
        </Banner>
      ) : null}
      {editor.state === 'failed' ? (
        <Banner tone="warn" title={t`Not saved yet`}>
          {errorSentence(editor.error, i18n)} <Trans>It is tried again by itself, and this browser keeps what you write.</Trans>
        </Banner>
      ) : null}
      {draft.last_refusal ? (
        <Banner tone="bad" title={t`WhatsApp did not take it`}>
          <ul className="flex list-disc flex-col gap-0.5 pl-4">
            {draft.last_refusal.issues.map((issue) => (
              <li key={`${issue.path} ${issue.message}`}>{issue.message}</li>
            ))}
          </ul>
        </Banner>
      ) : null}
    </>
  );
}
