import type { BackupDrill } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Check, Download, ShieldQuestionMark, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { accountApi } from '#lib/api.ts';
import { errorSentence } from '#lib/present-error.ts';
import { saveBlob } from '#lib/save-blob.ts';
import { useFormat } from '#lib/use-format.ts';
import { Badge } from '#ui/Badge.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { notify } from '#ui/toasts.ts';

/** The tries of restoring backups, newest first, each with what it looked at and its signed report. */
export function DrillsCard({ drills, action }: { drills: readonly BackupDrill[]; action: ReactNode }) {
  return (
    <Card
      title={<Trans>Tries of restoring</Trans>}
      description={
        <Trans>
          After each backup the newest one is restored into a database that is thrown away. Only a try that was carried through with every
          check is green.
        </Trans>
      }
      action={action}
      flush
    >
      {drills.length === 0 ? (
        <EmptyState picture={<ShieldQuestionMark aria-hidden />} title={<Trans>No try yet</Trans>}>
          <Trans>A backup that nobody restored is a hope. The first try runs after the first backup.</Trans>
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line border-t border-line">
          {drills.map((drill) => (
            <DrillItem key={drill.id} drill={drill} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function DrillItem({ drill }: { drill: BackupDrill }) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const names: Readonly<Record<string, string>> = {
    row_counts: t`Every row is there`,
    files: t`Every file is there and unchanged`,
    audit_chains: t`The audit logs are whole`,
    tenant_isolation: t`Workspaces see only their own`,
    destroyed_keys: t`Destroyed keys stay destroyed`,
    suppressions: t`Who said stop is still left alone`,
    erased_people: t`Who was erased stays erased`,
    restore: t`The restore itself`,
  };

  async function handleDownload(): Promise<void> {
    try {
      const report = await accountApi.backups.drillReport(drill.id);
      saveBlob(new Blob([JSON.stringify(report, null, 2)], { type: 'application/json' }), `${drill.id}.json`);
    } catch (error) {
      notify({ tone: 'bad', title: t`The report could not be downloaded`, description: errorSentence(error, i18n) });
    }
  }

  const took = drill.restore_seconds === null ? null : format.duration(drill.restore_seconds * 1_000);
  const age = drill.data_age_seconds === null ? null : format.duration(drill.data_age_seconds * 1_000);
  return (
    <li>
      <details className="group">
        <summary className="flex min-h-12 cursor-pointer flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 -outline-offset-2 hover:bg-surface-2 sm:px-5">
          {drill.status === 'green' ? (
            <Badge tone="good" icon={<Check aria-hidden />}>{t`Green`}</Badge>
          ) : drill.status === 'red' ? (
            <Badge tone="bad" icon={<X aria-hidden />}>{t`Red`}</Badge>
          ) : (
            <Badge tone="info">{t`Running`}</Badge>
          )}
          <span className="min-w-0 flex-1 text-14 font-medium text-strong">{format.dateTime(drill.started_at)}</span>
          {took === null ? null : (
            <span className="text-13 text-weak tabular-nums">
              <Trans>restored in {took}</Trans>
            </span>
          )}
        </summary>
        <div className="flex flex-col gap-3 px-4 pt-2 pb-4 sm:px-5">
          {age === null ? null : (
            <p className="text-13 text-normal">
              <Trans>Had the machine been lost then, what happened in the {age} before would be missing.</Trans>
            </p>
          )}
          <ul className="flex flex-col gap-1.5">
            {drill.checks.map(({ name, ok, detail }) => (
              <li key={name} className="flex gap-2 text-13">
                {ok ? (
                  <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-good" />
                ) : (
                  <X aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
                )}
                <span className="min-w-0">
                  <span className="font-medium text-strong">{names[name] ?? name}</span>
                  <span className="sr-only">{ok ? t`: holds` : t`: does not hold`}</span>
                  {/* The words of the signed report, which is in English: read where they are understood, or where they say what is wrong. */}
                  {ok && i18n.locale !== 'en' ? null : (
                    <span lang="en" className="block wrap-anywhere text-weak">
                      {detail}
                    </span>
                  )}
                </span>
              </li>
            ))}
          </ul>
          {drill.place === null ? null : (
            <p className="text-13 wrap-anywhere text-weak">
              <Trans>Taken from {drill.place}</Trans>
            </p>
          )}
          {drill.has_report ? (
            <div>
              <Button size="sm" icon={<Download aria-hidden />} onClick={() => void handleDownload()}>
                <Trans>Signed report</Trans>
              </Button>
            </div>
          ) : drill.failure === null ? null : (
            <p className="text-13 text-bad">{drill.failure}</p>
          )}
        </div>
      </details>
    </li>
  );
}
