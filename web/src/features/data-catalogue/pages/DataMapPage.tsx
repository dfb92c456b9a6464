import { PURPOSES, type DataMapEntry, type Purpose, type Whose } from '@kabar/contract';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { SearchX } from 'lucide-react';
import { PrivacyPage } from '#frame/PrivacyLayout.tsx';
import { cn } from '#lib/cn.ts';
import { useActions } from '#lib/use-actions.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { SearchInput } from '#ui/Input.tsx';
import { Select } from '#ui/Select.tsx';
import { Skeleton, SkeletonGroup } from '#ui/Skeleton.tsx';
import { Tabs } from '#ui/Tabs.tsx';
import { useDataMap, useProcessingRecord } from '../api/queries.ts';
import { DataFlowPicture } from '../components/DataFlowPicture.tsx';
import { ExportMenu } from '../components/ExportMenu.tsx';
import { PlaceGroups } from '../components/PlaceGroups.tsx';
import { PlaceSheet } from '../components/PlaceSheet.tsx';
import { RecordView } from '../components/RecordView.tsx';
import { flowOf, narrowPlaces } from '../fns/data-flow.ts';
import type { DataSearch } from '../fns/data-search.ts';
import { useDataNames, type DataNames } from '../fns/use-data-names.ts';

/** `/w/{slug}/privacy/data`: every place where something about people lies, and the record of processing. */
export function DataMapPage() {
  const { t } = useLingui();
  const search: DataSearch = useSearch({ from: '/w/$slug/privacy/data' });
  const navigate = useNavigate({ from: '/w/$slug/privacy/data' });
  const names = useDataNames();
  const tab = search.tab ?? 'places';
  const map = useDataMap();
  const record = useProcessingRecord(tab === 'record');
  const go = (next: DataSearch): void => void navigate({ search: next, replace: true });
  const { place: openId, ...rest } = search;
  const open = map.data?.find(({ id }) => id === openId);
  useActions([{ id: 'data-record', label: t`Show the record of processing`, group: t`Privacy`, run: () => go({ tab: 'record' }) }]);
  return (
    <PrivacyPage
      title={t`Data we hold`}
      description={t`Every place where Kabar keeps something about people: whose, why, how long, and what happens when they are erased.`}
      action={<ExportMenu />}
      width="wide"
    >
      <Tabs
        label={t`Data we hold`}
        value={tab}
        onValueChange={(next) => go(next === 'places' ? {} : { tab: next })}
        items={[
          {
            value: 'places',
            label: t`Places`,
            content: map.data ? (
              <Places entries={map.data} search={rest} names={names} onSearch={go} onOpen={(id) => go({ ...rest, place: id })} />
            ) : map.isPending ? (
              <Waiting />
            ) : (
              <Card flush>
                <ErrorState error={map.error} onRetry={() => void map.refetch()} />
              </Card>
            ),
          },
          {
            value: 'record',
            label: t`Record of processing`,
            content: record.data ? (
              <div className="flex flex-col gap-5">
                <RecordView record={record.data} names={names} />
              </div>
            ) : record.isError ? (
              <Card flush>
                <ErrorState error={record.error} onRetry={() => void record.refetch()} />
              </Card>
            ) : (
              <Waiting />
            ),
          },
        ]}
      />
      {open && map.data ? (
        <PlaceSheet entry={open} all={map.data} names={names} onClose={() => go(rest)} onPurpose={() => go({ purpose: open.purpose })} />
      ) : null}
    </PrivacyPage>
  );
}

interface PlacesProps {
  entries: readonly DataMapEntry[];
  search: DataSearch;
  names: DataNames;
  onSearch: (search: DataSearch) => void;
  onOpen: (id: string) => void;
}

const anyPurpose = 'any';
const people = ['contact', 'account', 'visitor', 'nobody'] as const satisfies readonly Whose[];

function Places({ entries, search, names, onSearch, onOpen }: PlacesProps) {
  const { t } = useLingui();
  const { q, whose, purpose, ...rest } = search;
  const set = (next: { q?: string | undefined; whose?: Whose | undefined; purpose?: Purpose | undefined }): void =>
    onSearch({
      ...rest,
      ...(next.q ? { q: next.q } : {}),
      ...(next.whose === undefined ? {} : { whose: next.whose }),
      ...(next.purpose === undefined ? {} : { purpose: next.purpose }),
    });
  const found = narrowPlaces(entries, { q, whose, purpose });
  const about = narrowPlaces(entries, {});
  return (
    <div className="flex flex-col gap-5">
      <Card
        title={t`From whom, what for, and what is left`}
        description={t`A band is as thick as the number of places. Choose a name to see only those.`}
      >
        <DataFlowPicture flow={flowOf(about)} names={names} chosen={{ whose, purpose }} onChoose={(next) => set({ q, ...next })} />
      </Card>
      <div className="flex flex-wrap items-center gap-2">
        <SearchInput
          className="min-w-52 flex-1"
          label={t`Search places and fields`}
          clearLabel={t`Clear the search`}
          value={q ?? ''}
          onValueChange={(next) => set({ q: next, whose, purpose })}
        />
        <div className="w-56 max-sm:w-full">
          <Select
            label={t`What for`}
            value={purpose ?? anyPurpose}
            options={[
              { value: anyPurpose, label: t`Any purpose` },
              ...PURPOSES.filter((one) => entries.some((entry) => entry.purpose === one)).map((one) => ({
                value: one,
                label: names.purpose(one),
              })),
            ]}
            onValueChange={(next) => set({ q, whose, purpose: PURPOSES.find((one) => one === next) })}
          />
        </div>
        <div role="group" aria-label={t`Whose data`} className="flex flex-wrap gap-1.5">
          {people.map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={whose === one}
              onClick={() => set({ q, purpose, whose: whose === one ? undefined : one })}
              className={cn(
                'h-8 rounded-full border px-3 text-13 transition-colors touch:h-10',
                whose === one
                  ? 'border-accent bg-accent-soft font-medium text-accent-text'
                  : 'border-line-control text-normal hover:border-weak',
              )}
            >
              {names.whose(one)}
            </button>
          ))}
        </div>
      </div>
      <p className="text-13 text-weak" role="status">
        <Plural value={found.length} one="# place" other="# places" />
      </p>
      {found.length === 0 ? (
        <Card flush>
          <EmptyState
            picture={<SearchX />}
            title={<Trans>No place fits</Trans>}
            action={
              <Button onClick={() => set({})}>
                <Trans>Show all places</Trans>
              </Button>
            }
          >
            <Trans>Kabar keeps nothing that fits these words and filters.</Trans>
          </EmptyState>
        </Card>
      ) : (
        <PlaceGroups entries={found} all={entries} names={names} onOpen={onOpen} />
      )}
    </div>
  );
}

function Waiting() {
  const { t } = useLingui();
  return (
    <SkeletonGroup label={t`Loading what is stored`}>
      <div className="flex flex-col gap-5">
        <Skeleton className="h-64 w-full" />
        <Skeleton className="h-8 w-full" />
        <Skeleton className="h-80 w-full" />
      </div>
    </SkeletonGroup>
  );
}
