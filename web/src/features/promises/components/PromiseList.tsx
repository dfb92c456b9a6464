import { PROMISE_PRESETS, PROMISE_STATUSES, type PromiseBoard } from '@kabar/contract';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { SearchX } from 'lucide-react';
import { cn } from '#lib/cn.ts';
import { useFormat } from '#lib/use-format.ts';
import { Badge } from '#ui/Badge.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { SearchInput } from '#ui/Input.tsx';
import { Select } from '#ui/Select.tsx';
import { narrowRows, type PromiseSearch } from '../fns/promise-search.ts';
import { usePromiseWords } from '../fns/use-promise-words.ts';
import { PromiseSheet } from './PromiseSheet.tsx';

const any = 'any';

/** The 297 promises with their filters. */
export function PromiseList({
  board,
  search,
  onSearch,
}: {
  board: PromiseBoard;
  search: PromiseSearch;
  onSearch: (search: PromiseSearch) => void;
}) {
  const { t } = useLingui();
  const { statuses, presets, language } = usePromiseWords();
  const format = useFormat();
  const { row: openId, ...filters } = search;
  const found = narrowRows(board.data, filters, language);
  const open = board.data.find(({ id }) => id === openId);
  const controls = [...new Map(board.data.flatMap((row) => row.controls).map((one) => [one.id, one])).values()].toSorted((a, b) =>
    a.id < b.id ? -1 : 1,
  );
  function set<Key extends keyof PromiseSearch>(key: Key, value: PromiseSearch[Key] | undefined): void {
    const { [key]: _old, ...rest } = filters;
    onSearch(value === undefined ? rest : { ...rest, [key]: value });
  }
  return (
    <div className="flex flex-col gap-4">
      <div role="group" aria-label={t`State`} className="flex flex-wrap gap-2">
        {PROMISE_STATUSES.map((status) => (
          <button
            key={status}
            type="button"
            aria-pressed={search.status === status}
            onClick={() => set('status', search.status === status ? undefined : status)}
            className={cn(
              'flex min-w-32 flex-1 flex-col items-start gap-0.5 rounded-card border px-3.5 py-2.5 text-left',
              search.status === status ? 'border-accent bg-accent-soft' : 'border-line bg-surface-0 hover:border-weak',
            )}
          >
            <span className="text-20 font-semibold text-strong tabular-nums">{format.number(board.summary[status])}</span>
            <span className="text-13 text-normal">{statuses[status].name}</span>
          </button>
        ))}
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <SearchInput
          className="min-w-52 flex-1"
          label={t`Search promises`}
          clearLabel={t`Clear the search`}
          value={search.q ?? ''}
          onValueChange={(next) => set('q', next === '' ? undefined : next)}
        />
        <div className="w-52 max-sm:w-full">
          <Select
            label={t`Kind of notice`}
            value={search.preset ?? any}
            options={[
              { value: any, label: t`Every kind of notice` },
              ...PROMISE_PRESETS.map((one) => ({ value: one, label: presets[one] })),
            ]}
            onValueChange={(next) =>
              set(
                'preset',
                PROMISE_PRESETS.find((one) => one === next),
              )
            }
          />
        </div>
        <div className="w-60 max-sm:w-full">
          <Select
            label={t`Control`}
            value={search.control ?? any}
            options={[
              { value: any, label: t`Every control` },
              ...controls.map((one) => ({ value: one.id, label: `${one.id} ${one.name[language]}` })),
            ]}
            onValueChange={(next) => set('control', next === any ? undefined : next)}
          />
        </div>
      </div>
      <p role="status" className="text-13 text-weak">
        <Plural value={found.length} one="# promise" other="# promises" />
      </p>
      {found.length === 0 ? (
        <Card flush>
          <EmptyState
            picture={<SearchX />}
            title={<Trans>No promise fits</Trans>}
            action={
              <Button onClick={() => onSearch({})}>
                <Trans>Show all promises</Trans>
              </Button>
            }
          >
            <Trans>None of the 297 has these words and filters.</Trans>
          </EmptyState>
        </Card>
      ) : (
        <Card flush>
          <ul className="divide-y divide-line">
            {found.map((row) => (
              <li key={row.id}>
                <button
                  type="button"
                  onClick={() => onSearch({ ...filters, row: row.id })}
                  className="flex w-full items-start gap-3 px-4 py-2.5 text-left -outline-offset-2 hover:bg-surface-1 sm:px-5"
                >
                  <span className="w-10 shrink-0 pt-0.5 text-12 text-weak tabular-nums">{row.id}</span>
                  <span className="flex min-w-0 flex-1 flex-col gap-0.5">
                    <span className="text-14 text-strong">{row.claim[language]}</span>
                    <span className="text-12 text-weak">
                      {row.controls.map(({ name }) => name[language]).join(', ')}
                      {row.last_result_at === null ? null : ` · ${format.date(row.last_result_at)}`}
                    </span>
                  </span>
                  <Badge tone={statuses[row.status].tone} dot>
                    {statuses[row.status].name}
                  </Badge>
                </button>
              </li>
            ))}
          </ul>
        </Card>
      )}
      {open ? <PromiseSheet row={open} onClose={() => onSearch(filters)} /> : null}
    </div>
  );
}
