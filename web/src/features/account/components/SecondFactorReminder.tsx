import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { ShieldAlert } from 'lucide-react';
import { useWorkspace } from '#features/session';
import { useFormat } from '#lib/use-format.ts';

/** Reminds somebody that the workspace will ask for a second factor that they do not have yet. */
export function SecondFactorReminder() {
  const { secondFactorFrom } = useWorkspace();
  const format = useFormat();
  if (secondFactorFrom === null) return null;
  return (
    <div role="status" className="flex flex-wrap items-center gap-x-3 gap-y-1 bg-warn-soft px-4 py-2 text-13 text-warn">
      <ShieldAlert aria-hidden className="size-4 shrink-0" />
      <span className="min-w-0 flex-1">
        <Trans>From {format.dateTime(secondFactorFrom)} this workspace opens with a second factor only.</Trans>
      </span>
      <Link to="/account/security" className="font-medium underline underline-offset-3">
        <Trans>Set one up</Trans>
      </Link>
    </div>
  );
}
