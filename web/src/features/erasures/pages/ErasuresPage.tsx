import type { Erasure } from '@kabar/contract';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Eraser } from 'lucide-react';
import { useState } from 'react';
import { PrivacyPage } from '#frame/PrivacyLayout.tsx';
import { useFormat } from '#lib/use-format.ts';
import { Badge } from '#ui/Badge.tsx';
import { Banner, type Tone } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { NextPage } from '#ui/NextPage.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { useErasureCheck, useErasures } from '../api/queries.ts';
import { ErasedList, KeptList } from '../components/ErasureLists.tsx';
import { ErasureState } from '../components/ErasureState.tsx';
import { useErasureWords } from '../fns/use-erasure-words.ts';

const tones: Record<Erasure['status'], Tone> = { waiting: 'warn', running: 'info', done: 'good', cancelled: 'info', held: 'warn' };

/** `/w/{slug}/privacy/erasures`: who was erased when and why, without their data, and whether anything is left. */
export function ErasuresPage() {
  const { t } = useLingui();
  const query = useErasures();
  return (
    <PrivacyPage
      title={t`Erased people`}
      description={<Trans>To erase somebody, open the contact and choose “Erase”. Here is the proof that it was done.</Trans>}
    >
      <div className="flex flex-col gap-5">
        <NightlySearch />
        {query.isPending ? (
          <RowSkeletons label={t`Erased people`} rows={4} />
        ) : query.isError ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : query.data.length === 0 ? (
          <EmptyState picture={<Eraser aria-hidden />} title={<Trans>Nobody was erased yet</Trans>}>
            <Trans>What went, what stayed and why will stand here for every person.</Trans>
          </EmptyState>
        ) : (
          <>
            <ul className="divide-y divide-line rounded-card border border-line bg-surface-1">
              {query.data.map((erasure) => (
                <Row key={erasure.id} erasure={erasure} />
              ))}
            </ul>
            <NextPage query={query} />
          </>
        )}
      </div>
    </PrivacyPage>
  );
}

function Row({ erasure }: { erasure: Erasure }) {
  const words = useErasureWords();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const isOpen = erasure.status === 'waiting' || erasure.status === 'running' || erasure.status === 'held';
  return (
    <li className="flex flex-col gap-3 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="min-w-0 flex-1 basis-56">
          <span className="block text-14 font-medium text-strong">{words.reason(erasure.reason)}</span>
          <span className="block text-13 wrap-anywhere text-weak tabular-nums">
            {format.dateTime(erasure.finished_at ?? erasure.created_at)} · {erasure.contact_id}
          </span>
        </span>
        <Badge tone={tones[erasure.status]}>{words.status(erasure.status)}</Badge>
        {erasure.status === 'done' ? (
          <Button size="sm" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? <Trans>Hide the receipt</Trans> : <Trans>Show the receipt</Trans>}
          </Button>
        ) : null}
      </div>
      {isOpen ? <ErasureState erasure={erasure} /> : null}
      {open ? (
        <div className="grid gap-4 sm:grid-cols-2">
          <section className="min-w-0">
            <h2 className="text-13 font-semibold text-strong">
              <Trans>Went</Trans>
            </h2>
            <ErasedList items={erasure.erased} />
          </section>
          <section className="min-w-0">
            <h2 className="text-13 font-semibold text-strong">
              <Trans>Stays, and why</Trans>
            </h2>
            <KeptList items={erasure.kept} />
          </section>
        </div>
      ) : null}
    </li>
  );
}

function NightlySearch() {
  const format = useFormat();
  const { data } = useErasureCheck();
  if (data === undefined) return null;
  if (data.at === null)
    return (
      <Banner tone="info">
        <Trans>Every night all stores are searched for anything of erased people. The first search is still to come.</Trans>
      </Banner>
    );
  return data.finding_count === 0 ? (
    <Banner tone="good" title={<Trans>Nothing of erased people is left</Trans>}>
      <Trans>
        Last search: {format.dateTime(data.at)}, <Plural value={data.contact_count} one="# person" other="# people" />.
      </Trans>
    </Banner>
  ) : (
    <Banner tone="bad" title={<Trans>Something of erased people was found</Trans>}>
      <Trans>
        Last search: {format.dateTime(data.at)}. <Plural value={data.finding_count} one="# row" other="# rows" /> in:{' '}
        {data.findings.map(({ table }) => table).join(', ')}. Tell whoever runs this installation.
      </Trans>
    </Banner>
  );
}
