import type { BackupOverview } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { Card } from '#ui/Card.tsx';
import { Progress } from '#ui/Progress.tsx';

/** What runs now and how far it is; it goes on when the page is closed. Nothing while nothing runs. */
export function RunningCard({ data }: { data: BackupOverview }) {
  const { t } = useLingui();
  const phases: Readonly<Record<string, string>> = {
    tables: t`Database`,
    media: t`Files`,
    copy: t`Second copy`,
    schema: t`Preparing`,
    restore: t`Preparing`,
    indexes: t`Building indexes`,
    keys: t`Taking today’s keys`,
    checks: t`Checking`,
  };
  const running = [
    ...data.backups.map((one) => ({ ...one, what: t`Backup` })),
    ...data.drills.map((one) => ({ ...one, what: t`Trying to restore` })),
  ].filter(({ status }) => status === 'running');
  if (running.length === 0) return null;
  return (
    <Card>
      <div className="flex flex-col gap-4" aria-live="polite">
        {running.map(({ id, what, progress }) => {
          const phase = phases[progress?.phase ?? ''] ?? t`Preparing`;
          // Bytes make long numbers; a bar of thousandths says the same.
          const total = progress?.total ?? 0;
          const share = total === 0 ? 0 : Math.floor(((progress?.done ?? 0) / total) * 100);
          return <Progress key={id} label={t`${what}: ${phase}`} done={share} total={total === 0 ? 0 : 100} />;
        })}
      </div>
    </Card>
  );
}
