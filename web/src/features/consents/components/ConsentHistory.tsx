import type { ConsentRecord } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMembers } from '#features/members';
import { useFormat } from '#lib/use-format.ts';
import { ErrorState } from '#ui/ErrorState.tsx';
import { NextPage } from '#ui/NextPage.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { useConsentHistory, useWordings } from '../api/queries.ts';
import { useConsentWords } from './use-consent-words.ts';

function Line({ record }: { record: ConsentRecord }) {
  const { t } = useLingui();
  const format = useFormat();
  const words = useConsentWords();
  const { data: members = [] } = useMembers();
  const { data: wordings = [] } = useWordings();
  const wording = wordings.find(({ id }) => id === record.wording_id);
  const version = wording?.version ?? 0;
  const { actor } = record;
  const who =
    actor.kind === 'member'
      ? (members.find(({ id }) => id === actor.id)?.name ?? t`a former member`)
      : actor.kind === 'contact'
        ? t`the customer`
        : actor.kind === 'api_key'
          ? t`a program`
          : t`Kabar`;
  const isYes = record.state === 'given' || record.state === 'resumed';
  const facts: [string, string][] = [
    [t`How`, words.source(record.source)],
    [t`Written down by`, who],
    ...(record.recorded_at.slice(0, 16) === record.occurred_at.slice(0, 16)
      ? []
      : [[t`Written down`, format.dateTime(record.recorded_at)] as [string, string]]),
    ...(record.legal_basis === null ? [] : [[t`Legal basis`, words.basis(record.legal_basis)] as [string, string]]),
    ...(record.wording_id === null ? [] : [[t`Words`, wording ? t`Version ${version}` : t`A version that is gone`] as [string, string]]),
    ...(record.evidence.text === null ? [] : [[t`Evidence`, record.evidence.text] as [string, string]]),
    ...(record.evidence.message_id === null ? [] : [[t`Evidence`, t`A message of the conversation`] as [string, string]]),
    ...(record.evidence.media_id === null ? [] : [[t`Evidence`, t`A stored file`] as [string, string]]),
  ];
  return (
    <li className="flex gap-3 border-b border-line py-3 last:border-b-0">
      <span aria-hidden className={`mt-1.5 size-2 shrink-0 rounded-full ${isYes ? 'bg-good' : 'bg-bad'}`} />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline justify-between gap-x-3 text-14">
          <span className="font-medium text-strong">
            {words.purpose(record.purpose)}
            {record.category === null ? null : ` (${record.category})`}: {words.state(record.state)}
          </span>
          <span className="text-13 text-weak tabular-nums">{format.dateTime(record.occurred_at)}</span>
        </p>
        <dl className="mt-1 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5 text-13">
          {facts.map(([name, value], index) => (
            <div key={index} className="contents">
              <dt className="text-weak">{name}</dt>
              <dd dir="auto" className="wrap-anywhere text-normal">
                {value}
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </li>
  );
}

/** Everything a customer ever said about consent, newest first. */
export function ConsentHistory({ contactId }: { contactId: string }) {
  const { t } = useLingui();
  const history = useConsentHistory(contactId);
  if (history.isPending) return <RowSkeletons label={t`Loading the history`} rows={3} />;
  if (!history.data) return <ErrorState error={history.error} onRetry={() => void history.refetch()} />;
  if (history.data.length === 0) {
    return (
      <p className="text-14 text-weak">
        <Trans>Nothing is on record. What the customer says in WhatsApp, and what you write down, stands here for good.</Trans>
      </p>
    );
  }
  return (
    <>
      <ol>
        {history.data.map((record) => (
          <Line key={record.id} record={record} />
        ))}
      </ol>
      <NextPage query={history} />
    </>
  );
}
