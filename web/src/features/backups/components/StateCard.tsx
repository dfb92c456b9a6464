import type { BackupOverview } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { useFormat } from '#lib/use-format.ts';
import { Card } from '#ui/Card.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';

/** How backups stand: when the last one was, when the next one is, where they lie and who can open them. */
export function StateCard({ data }: { data: BackupOverview }) {
  const { t } = useLingui();
  const format = useFormat();
  const never = <Trans>not yet</Trans>;
  const ago = (at: string | null): ReactNode => (at === null ? never : <RelativeTime at={at} />);
  return (
    <Card>
      <dl className="grid gap-x-8 gap-y-4 sm:grid-cols-2 lg:grid-cols-4">
        <Fact label={<Trans>Newest backup</Trans>}>{ago(data.newest_at)}</Fact>
        <Fact label={<Trans>Next backup</Trans>}>
          {data.next_run_at === null ? (
            <Trans>only when asked</Trans>
          ) : (
            <time dateTime={data.next_run_at}>{format.dateTime(data.next_run_at)}</time>
          )}
        </Fact>
        <Fact label={<Trans>Last restored for a try</Trans>}>{ago(data.last_green_drill_at)}</Fact>
        <Fact label={<Trans>Keys saved</Trans>}>{ago(data.keys_saved_at)}</Fact>
      </dl>
      <dl className="mt-5 flex flex-col gap-2 border-t border-line pt-4 text-13">
        <Line label={<Trans>Where</Trans>}>{data.places.first}</Line>
        <Line label={<Trans>Second copy</Trans>}>
          {data.places.second ?? t`none: a fire or a thief takes both, the data and its backup`}
        </Line>
        <Line label={<Trans>Keys, apart</Trans>}>{data.places.keys}</Line>
        <Line label={<Trans>Can be opened by</Trans>}>
          {data.encrypted_to.map((name) => (
            <span key={name} className="block font-mono text-12">
              {name === 'passphrase' ? t`the passphrase` : name}
            </span>
          ))}
        </Line>
        <Line label={<Trans>Kept</Trans>}>
          <Trans>{data.keep_days} days, then removed and their key destroyed, so that no copy opens any more.</Trans>
        </Line>
        {data.includes_media ? null : (
          <Line label={<Trans>Files</Trans>}>
            <Trans>not part of it: their bucket has to be copied elsewhere.</Trans>
          </Line>
        )}
      </dl>
    </Card>
  );
}

function Fact({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <div>
      <dt className="text-13 text-weak">{label}</dt>
      <dd className="mt-0.5 text-16 font-medium text-strong">{children}</dd>
    </div>
  );
}

function Line({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-x-4 sm:flex-row">
      <dt className="w-36 shrink-0 text-weak">{label}</dt>
      <dd className="min-w-0 wrap-anywhere text-normal">{children}</dd>
    </div>
  );
}
