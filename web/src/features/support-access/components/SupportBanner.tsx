import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { Eye, LifeBuoy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { usePermission, useWorkspace } from '#features/session';
import { errorSentence } from '#lib/present-error.ts';
import { useFormat } from '#lib/use-format.ts';
import { Button } from '#ui/Button.tsx';
import { notify } from '#ui/toasts.ts';
import { useCurrentSupport, useEndSupport } from '../api/workspace.ts';

/** Whether a moment has come; looks again when it does. */
function useIsPast(at: string | null): boolean {
  const [, tick] = useState(0);
  const restMs = at === null ? null : Date.parse(at) - Date.now();
  useEffect(() => {
    if (restMs === null || restMs <= 0) return;
    const timer = setTimeout(() => tick((count) => count + 1), Math.min(restMs + 500, 2 ** 31 - 1));
    return () => clearTimeout(timer);
  }, [restMs]);
  return restMs !== null && restMs <= 0;
}

/** Tells every member, on every page, that operators of the installation can look in: who, until when, and the way to end it. */
export function SupportBanner() {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const { support } = useWorkspace();
  const mayEnd = usePermission('support:grant');
  const current = useCurrentSupport(support === null);
  const end = useEndSupport();
  const access = current.data?.access ?? null;
  const isOver = useIsPast(access?.ends_at ?? null);
  const asked = current.data?.asked ?? [];
  // Whoever is inside as an operator has a banner of their own.
  if (support !== null) return null;
  if (access === null || isOver) {
    const first = asked[0];
    if (first === undefined || !mayEnd) return null;
    const who = first.operator?.name ?? '';
    return (
      <div role="status" className="flex flex-wrap items-center justify-center gap-x-4 gap-y-1 bg-info-soft px-4 py-2 text-13 text-info">
        <span className="flex items-center gap-2 font-medium">
          <LifeBuoy aria-hidden className="size-4 shrink-0" />
          <Trans>{who}, who runs this installation, asks to be let in.</Trans>
        </span>
        <Link from="/w/$slug" to="/w/$slug/settings/support-access" className="font-medium underline">
          <Trans>Answer</Trans>
        </Link>
      </div>
    );
  }
  const until = access.ends_at === null ? '' : format.dateTime(access.ends_at);
  const inside = access.entered.map(({ name, email }) => `${name} (${email})`).join(', ');
  const guest = access.operator === null ? null : `${access.operator.name} (${access.operator.email})`;

  function handleEnd(id: string): void {
    end.mutate(id, {
      onSuccess: () =>
        notify({ tone: 'good', title: t`Support access ended`, description: t`Nobody of the installation can look in any more.` }),
      onError: (error) => notify({ tone: 'bad', title: t`Support access goes on`, description: errorSentence(error, i18n) }),
    });
  }

  return (
    <div role="status" className="flex flex-wrap items-center justify-center gap-x-4 gap-y-1 bg-warn-soft px-4 py-2 text-13 text-warn">
      <span className="flex items-center gap-2 font-medium">
        <Eye aria-hidden className="size-4 shrink-0" />
        {inside !== '' ? (
          <Trans>
            Support access until {until}: {inside} came in. What they read is recorded.
          </Trans>
        ) : guest === null ? (
          <Trans>Support access until {until}: any operator of this installation can come in. What they read is recorded.</Trans>
        ) : (
          <Trans>
            Support access until {until}: {guest} can come in. What they read is recorded.
          </Trans>
        )}
      </span>
      {mayEnd ? (
        <span className="flex items-center gap-3">
          <Link from="/w/$slug" to="/w/$slug/settings/support-access" className="font-medium underline">
            <Trans>Details</Trans>
          </Link>
          <Button size="sm" loading={end.isPending} onClick={() => handleEnd(access.id)}>
            <Trans>End it now</Trans>
          </Button>
        </span>
      ) : (
        <Trans>An owner or admin can end it.</Trans>
      )}
    </div>
  );
}
