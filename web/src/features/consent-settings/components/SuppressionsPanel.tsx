import { SUPPRESSION_SCOPES, type Suppression } from '@kabar/contract';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { Ban, Download, Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useWorkspace } from '#features/session';
import { errorSentence } from '#lib/present-error.ts';
import { saveBlob } from '#lib/save-blob.ts';
import { Badge } from '#ui/Badge.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { DataTable, type DataColumn } from '#ui/DataTable.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { SearchInput } from '#ui/Input.tsx';
import { NextPage } from '#ui/NextPage.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { Select } from '#ui/Select.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { notify } from '#ui/toasts.ts';
import { useSuppressions } from '../api/queries.ts';
import { SUPPRESSION_SOURCES, type ConsentSearch } from '../fns/consent-search.ts';
import { csvOf } from '../fns/word-list.ts';
import { LiftDialog } from './LiftDialog.tsx';
import { SuppressDialog } from './SuppressDialog.tsx';
import { useConsentWords } from './use-consent-words.ts';

const all = 'all_of_them';
const pauseMs = 300;

/** Who must not be written to: narrowed, added by hand, lifted on their wish, exported. */
export function SuppressionsPanel({ search, onSearch }: { search: ConsentSearch; onSearch: (search: ConsentSearch) => void }) {
  const { t, i18n } = useLingui();
  const { api } = useWorkspace();
  const words = useConsentWords();
  const [typed, setTyped] = useState('');
  const [phone, setPhone] = useState('');
  const [adding, setAdding] = useState(false);
  const [lifting, setLifting] = useState<Suppression | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setPhone(typed.replaceAll(/\D/g, '').length >= 5 ? typed.trim() : ''), pauseMs);
    return () => clearTimeout(timer);
  }, [typed]);
  const { scope, source } = search;
  const filter = { scope, source, ...(phone === '' ? {} : { phone }) };
  const list = useSuppressions(filter);
  const isNarrowed = scope !== undefined || source !== undefined || phone !== '';
  const download = useMutation({
    mutationFn: async () => {
      const rows: string[][] = [['id', 'identifier_kind', 'hash', 'scope', 'source', 'since', 'contact_id', 'reason']];
      for await (const one of api.consents.suppressions.each({ ...filter, limit: 200 })) {
        rows.push([one.id, one.identifier_kind, one.hash, one.scope, one.source, one.since, one.contact_id ?? '', one.reason ?? '']);
      }
      saveBlob(new Blob([csvOf(rows)], { type: 'text/csv' }), 'suppressions.csv');
      return rows.length - 1;
    },
    onSuccess: (count) => notify({ title: t`${count} rows exported` }),
    onError: (error) => notify({ tone: 'bad', title: t`Not exported`, description: errorSentence(error, i18n) }),
  });
  const kinds = {
    phone: t`Phone number`,
    bsuid: t`WhatsApp user ID`,
    parent_bsuid: t`WhatsApp user ID of the group of companies`,
    username: t`WhatsApp username`,
    lid: t`Linked-device ID`,
  };
  const columns: DataColumn<Suppression>[] = [
    {
      id: 'who',
      header: t`Who`,
      grow: true,
      cell: (row) => (
        <span className="flex min-w-0 flex-col">
          <span className="truncate text-strong">{kinds[row.identifier_kind]}</span>
          <span className="truncate font-mono text-12 text-weak">{row.hash}</span>
        </span>
      ),
    },
    { id: 'scope', header: t`What`, cell: (row) => <Badge tone={row.scope === 'all' ? 'bad' : 'warn'}>{words.scopes[row.scope]}</Badge> },
    {
      id: 'source',
      header: t`Where from`,
      narrow: false,
      cell: (row) => (
        <span className="flex max-w-60 flex-col">
          <span>{words.sources[row.source]}</span>
          {row.reason === null ? null : (
            <span dir="auto" title={row.reason} className="truncate text-12 text-weak">
              {row.reason}
            </span>
          )}
        </span>
      ),
    },
    { id: 'since', header: t`Since`, narrow: false, cell: (row) => <RelativeTime at={row.since} className="text-weak" /> },
    {
      id: 'lift',
      header: null,
      headerLabel: t`Actions`,
      align: 'end',
      cell: (row) => (
        <Button size="sm" onClick={() => setLifting(row)}>
          <Trans>Lift</Trans>
        </Button>
      ),
    },
  ];
  const count = list.data?.length ?? 0;
  const add = (
    <Button variant="primary" icon={<Plus aria-hidden />} onClick={() => setAdding(true)}>
      <Trans>Add a number</Trans>
    </Button>
  );
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <SearchInput
          className="min-w-48 flex-1 max-sm:basis-full"
          label={t`Find one exact phone number`}
          clearLabel={t`Clear`}
          inputMode="tel"
          value={typed}
          onValueChange={setTyped}
        />
        <div className="w-44 max-sm:flex-1">
          <Select
            label={t`What is not sent`}
            value={scope ?? all}
            options={[{ value: all, label: t`Everything` }, ...SUPPRESSION_SCOPES.map((value) => ({ value, label: words.scopes[value] }))]}
            onValueChange={(next) => {
              const { scope: _scope, ...rest } = search;
              onSearch(next === all ? rest : { ...rest, scope: next });
            }}
          />
        </div>
        <div className="w-44 max-sm:flex-1">
          <Select
            label={t`Where from`}
            value={source ?? all}
            options={[
              { value: all, label: t`All sources` },
              ...SUPPRESSION_SOURCES.map((value) => ({ value, label: words.sources[value] })),
            ]}
            onValueChange={(next) => {
              const { source: _source, ...rest } = search;
              const chosen = SUPPRESSION_SOURCES.find((one) => one === next);
              onSearch(chosen === undefined ? rest : { ...rest, source: chosen });
            }}
          />
        </div>
        <Button icon={<Download aria-hidden />} loading={download.isPending} onClick={() => download.mutate()}>
          <Trans>Export</Trans>
        </Button>
        {count > 0 || isNarrowed ? add : null}
      </div>
      {list.data ? <ErrorBanner error={list.isFetchNextPageError ? null : list.error} onRetry={() => void list.refetch()} /> : null}
      <Card flush>
        {list.isPending ? (
          <RowSkeletons label={t`Loading the suppression list`} rows={5} />
        ) : !list.data ? (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} />
        ) : count === 0 && !isNarrowed ? (
          <EmptyState picture={<Ban />} title={<Trans>Nobody is suppressed</Trans>} action={add}>
            <Trans>
              Who writes STOP lands here by itself, and you can add numbers by hand. Only keyed fingerprints are kept: the list holds after
              somebody is erased and when they are imported again, and nobody can read phone numbers from it.
            </Trans>
          </EmptyState>
        ) : count === 0 ? (
          <p className="px-5 py-8 text-center text-weak">
            {phone === '' ? <Trans>Nothing fits these filters.</Trans> : <Trans>This number is not suppressed.</Trans>}
          </p>
        ) : (
          <DataTable
            label={t`Suppression list`}
            columns={columns}
            rows={list.data}
            rowKey={(row) => row.id}
            rowLabel={(row) => `${kinds[row.identifier_kind]} ${row.hash}`}
          />
        )}
      </Card>
      {count > 0 ? (
        <>
          <p className="text-center text-13 text-weak">
            {list.hasNextPage ? (
              <Plural value={count} one="# entry shown, there are more" other="# entries shown, there are more" />
            ) : (
              <Plural value={count} one="# entry" other="# entries" />
            )}
          </p>
          <NextPage query={list} />
        </>
      ) : null}
      {adding ? <SuppressDialog onClose={() => setAdding(false)} /> : null}
      {lifting ? <LiftDialog suppression={lifting} onClose={() => setLifting(null)} /> : null}
    </>
  );
}
