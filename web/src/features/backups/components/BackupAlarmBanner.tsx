import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { TriangleAlert } from 'lucide-react';
import { meQuery } from '#features/session';
import { useBackupAlarm } from '../api/queries.ts';

/** Tells whoever runs the installation, on every page, that no backup could be restored for eight days. Nothing for everybody else. */
export function BackupAlarmBanner() {
  const { data: me } = useQuery(meQuery);
  const alarmSince = useBackupAlarm(me?.is_operator === true);
  if (alarmSince === null) return null;
  return (
    <div role="status" className="flex flex-wrap items-center justify-center gap-x-4 gap-y-1 bg-bad-soft px-4 py-2 text-13 text-bad">
      <span className="flex items-center gap-2 font-medium">
        <TriangleAlert aria-hidden className="size-4 shrink-0" />
        <Trans>For eight days no backup of this installation could be restored.</Trans>
      </span>
      <Link to="/operator/backups" className="font-medium underline">
        <Trans>See what the tries found</Trans>
      </Link>
    </div>
  );
}
