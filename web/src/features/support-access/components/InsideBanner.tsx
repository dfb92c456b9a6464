import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { LifeBuoy } from 'lucide-react';
import { useWorkspace } from '#features/session';
import { errorSentence } from '#lib/present-error.ts';
import { useFormat } from '#lib/use-format.ts';
import { Button } from '#ui/Button.tsx';
import { notify } from '#ui/toasts.ts';
import { useLeave } from '../api/operator.ts';

/** Reminds an operator, on every page, whose workspace they are in, until when, and that it is all recorded. Nothing for members. */
export function InsideBanner() {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const navigate = useNavigate();
  const { workspace, support } = useWorkspace();
  const leave = useLeave();
  if (support === null) return null;
  const name = workspace.name;
  const until = support.ends_at === null ? '' : format.dateTime(support.ends_at);

  function handleLeave(id: string): void {
    leave.mutate(id, {
      onSuccess: () => void navigate({ to: '/operator/support-access' }),
      onError: (error) => notify({ tone: 'bad', title: t`You are still inside`, description: errorSentence(error, i18n) }),
    });
  }

  return (
    <div role="status" className="flex flex-wrap items-center justify-center gap-x-4 gap-y-1 bg-warn-soft px-4 py-2 text-13 text-warn">
      <span className="flex items-center gap-2 font-medium">
        <LifeBuoy aria-hidden className="size-4 shrink-0" />
        {support.level === 'read' ? (
          <Trans>
            You are in “{name}” as a guest until {until}, to look. Everything you read stands in its audit log.
          </Trans>
        ) : (
          <Trans>
            You are in “{name}” as a guest until {until}, to look and to help. Everything you read stands in its audit log.
          </Trans>
        )}
      </span>
      <Button size="sm" loading={leave.isPending} onClick={() => handleLeave(support.id)}>
        <Trans>Go out</Trans>
      </Button>
    </div>
  );
}
