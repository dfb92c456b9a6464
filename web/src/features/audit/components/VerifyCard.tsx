import type { AuditState, AuditVerification } from '@kabar/contract';
import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react';
import { Trans, useLingui as useWords } from '@lingui/react/macro';
import { ShieldAlert, ShieldCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { useFormat } from '#lib/use-format.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { CopyField } from '#ui/CopyField.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { Spinner } from '#ui/Spinner.tsx';
import { useVerify } from '../api/queries.ts';
import { problemWords } from '../fns/problem-words.ts';

function Fact({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-12 text-weak">{label}</dt>
      <dd className="text-13 wrap-anywhere text-strong">{children}</dd>
    </div>
  );
}

function Broken({ found }: { found: AuditVerification }) {
  const { i18n } = useLingui();
  const { t } = useWords();
  const format = useFormat();
  return (
    <Banner
      tone="bad"
      title={t`${plural(found.problems.length, { one: 'The log does not fit in # place', other: 'The log does not fit in # places' })}`}
    >
      <ul className="mt-1 list-disc pl-4">
        {found.problems.map(({ seq, reason }) => {
          const number = format.number(seq);
          return <li key={`${seq} ${reason}`}>{t`Entry ${number} ${i18n._(problemWords[reason])}.`}</li>;
        })}
      </ul>
      <p className="mt-2 font-medium">
        <Trans>Somebody changed the log or its checkpoints outside of Kabar, or a part of the disk was lost.</Trans>
      </p>
      <ol className="mt-1 list-decimal pl-4">
        <li>
          <Trans>Change nothing: ask whoever runs the installation to copy the database and the place of the checkpoints.</Trans>
        </li>
        <li>
          <Trans>Let them look who can write to the database, and end what should not be there.</Trans>
        </li>
        <li>
          <Trans>Let them compare with the newest backup: its log shows what the entry said.</Trans>
        </li>
        <li>
          <Trans>Record an incident under Privacy, Incidents: the clocks of the law may run.</Trans>
        </li>
      </ol>
    </Banner>
  );
}

/** Whether the log is whole, what proves it, and a look through it now. */
export function VerifyCard({ state }: { state: AuditState }) {
  const { t } = useWords();
  const format = useFormat();
  const verify = useVerify();
  const found = state.last_verification;
  const checkpoint = state.last_checkpoint?.document ?? null;
  const count = format.number(state.event_count);
  const looked = found === null ? '' : format.number(found.event_count);
  const proofs = found === null ? '' : format.number(found.checkpoint_count);
  return (
    <Card
      title={t`Is the log whole?`}
      description={t`Each entry carries a fingerprint of the one before it, and every five minutes the end of the log is signed and written to a place that the database cannot reach. Whoever changes an entry breaks the chain.`}
      action={
        <Button loading={verify.isPending} onClick={() => verify.mutate()}>
          <Trans>Verify now</Trans>
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <div role="status" className="text-13">
          {verify.isPending ? (
            <span className="flex items-center gap-2 text-normal">
              <Spinner className="size-4" />
              <Trans>Looking through {count} entries and their checkpoints … You may go on meanwhile.</Trans>
            </span>
          ) : found === null ? (
            <span className="text-weak">
              <Trans>Nobody has looked yet. Kabar looks every night.</Trans>
            </span>
          ) : found.ok ? (
            <span className="flex items-start gap-2 font-medium text-good">
              <ShieldCheck aria-hidden className="mt-0.5 size-4 shrink-0" />
              <span>
                <Trans>
                  Everything fits: {looked} entries, {proofs} signed checkpoints.
                </Trans>
              </span>
            </span>
          ) : (
            <span className="flex items-start gap-2 font-medium text-bad">
              <ShieldAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
              <Trans>The log does not verify.</Trans>
            </span>
          )}
        </div>
        {verify.isError ? <ErrorBanner error={verify.error} onRetry={() => verify.mutate()} /> : null}
        {!verify.isPending && found !== null && !found.ok ? <Broken found={found} /> : null}
        <dl className="grid grid-cols-1 gap-x-6 gap-y-3 sm:grid-cols-2 lg:grid-cols-4">
          <Fact label={t`Entries`}>{count}</Fact>
          <Fact label={t`Last look`}>{found === null ? '–' : <RelativeTime at={found.at} />}</Fact>
          <Fact label={t`Last checkpoint`}>
            {checkpoint === null ? (
              <Trans>none yet</Trans>
            ) : (
              <>
                <RelativeTime at={checkpoint.at} /> {t`(entry ${format.number(checkpoint.seq)})`}
              </>
            )}
          </Fact>
          <Fact label={t`Checkpoints are written to`}>
            {state.checkpoint_place === 'bucket' ? (
              <Trans>a bucket of the installation</Trans>
            ) : (
              <Trans>a folder of the installation</Trans>
            )}
          </Fact>
        </dl>
        {state.restores.length === 0 ? null : (
          <Banner tone="info" title={t`The log was restored from a backup`}>
            <ul>
              {state.restores.map((restore) => {
                const upTo = format.number(restore.seq);
                const day = format.dateTime(restore.at);
                return (
                  <li key={restore.seq}>
                    <Trans>
                      On {day}, up to entry {upTo}. What was written after that is lost; its signed checkpoints are kept and named in the
                      log.
                    </Trans>
                  </li>
                );
              })}
            </ul>
          </Banner>
        )}
        {checkpoint === null ? null : (
          <details className="text-13">
            <summary className="cursor-pointer font-medium text-accent-text">
              <Trans>Keep a checkpoint yourself</Trans>
            </summary>
            <p className="mt-2 mb-2 text-weak">
              <Trans>
                With this number and hash you can show later, without trusting anybody, that nothing up to this entry was changed.
              </Trans>
            </p>
            <CopyField label={t`Hash of the entry`} value={checkpoint.hash} />
          </details>
        )}
      </div>
    </Card>
  );
}
