import type { PrivacyRequest } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import type { UseMutationResult } from '@tanstack/react-query';
import { errorSentence } from '#lib/present-error.ts';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import type { RequestAct } from '../api/request-source.ts';
import type { Asking } from './asking.ts';
import { useRequestWords } from './use-request-words.ts';

/** Props of NextStepConfirms. */
export interface NextStepConfirmsProps {
  request: PrivacyRequest;
  asking: Asking;
  work: UseMutationResult<unknown, Error, RequestAct>;
  run: (act: RequestAct, said?: string) => void;
  close: () => void;
}

/** The questions that are answered with yes or no. */
export function NextStepConfirms({ request, asking, work, run, close }: NextStepConfirmsProps) {
  const { t, i18n } = useLingui();
  const words = useRequestWords();
  const kind = words.kindName(request.kind);
  return (
    <>
      <ConfirmDialog
        open={asking === 'start'}
        onOpenChange={(open) => (open ? undefined : close())}
        title={request.kind === 'erase' ? <Trans>Start the erasure?</Trans> : <Trans>Start: {kind}?</Trans>}
        confirmLabel={request.kind === 'erase' ? <Trans>Start the erasure</Trans> : <Trans>Start</Trans>}
        tone={request.kind === 'erase' ? 'danger' : 'normal'}
        pending={work.isPending}
        error={work.error ? errorSentence(work.error, i18n) : undefined}
        onConfirm={() => run({ act: 'start' }, t`Started`)}
      >
        {request.kind === 'erase' ? (
          <Trans>
            Everything about this person goes: messages, files, notes, their record. What a law demands stays sealed, and the receipt says
            what.
          </Trans>
        ) : (
          <Trans>The person is told when it is done.</Trans>
        )}
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === 'begin'}
        onOpenChange={(open) => (open ? undefined : close())}
        title={<Trans>Erase now?</Trans>}
        confirmLabel={<Trans>Erase now</Trans>}
        tone="danger"
        pending={work.isPending}
        error={work.error ? errorSentence(work.error, i18n) : undefined}
        onConfirm={() => run({ act: 'begin-now' }, t`The erasure begins`)}
      >
        <Trans>It cannot be stopped any more and cannot be undone.</Trans>
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === 'cancel'}
        onOpenChange={(open) => (open ? undefined : close())}
        title={<Trans>Did the person take it back?</Trans>}
        confirmLabel={<Trans>Yes, close it</Trans>}
        pending={work.isPending}
        error={work.error ? errorSentence(work.error, i18n) : undefined}
        onConfirm={() => run({ act: 'cancel' }, t`Closed. The person is told.`)}
      >
        <Trans>The request is closed and nothing is changed. They can ask again at any time.</Trans>
      </ConfirmDialog>
    </>
  );
}
