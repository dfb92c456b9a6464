import { STATUS_CLASSES } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { useApiKeys } from '#features/api-keys';
import { Button } from '#ui/Button.tsx';
import { DateTimeInput } from '#ui/DateTimeInput.tsx';
import { Field } from '#ui/Field.tsx';
import { IdSearch } from '#ui/IdSearch.tsx';
import { Input } from '#ui/Input.tsx';
import { Select } from '#ui/Select.tsx';
import { isNarrowed, logSearch, METHODS, type LogSearch } from '../fns/log-search.ts';

/** Props of LogFilters. */
export interface LogFiltersProps {
  search: LogSearch;
  onSearch: (search: LogSearch) => void;
}

/** A text that counts when Enter is pressed or the field is left. */
function TextFilter({
  label,
  placeholder,
  value,
  onCommit,
}: {
  label: string;
  placeholder: string;
  value: string;
  onCommit: (text: string) => void;
}) {
  const { t } = useLingui();
  const [text, setText] = useState(value);
  const [asked, setAsked] = useState(value);
  const [seen, setSeen] = useState(value);
  if (seen !== value) {
    // The address of the page has changed, by this field or by another way.
    setSeen(value);
    setText(value);
    setAsked(value);
  }
  const ask = (): void => {
    setAsked(text.trim());
    onCommit(text.trim());
  };
  return (
    <Field label={label} error={text.trim() === asked && asked !== value ? t`There is none of this name.` : undefined}>
      <Input
        className="font-mono text-13"
        spellCheck={false}
        placeholder={placeholder}
        value={text}
        onValueChange={setText}
        onBlur={ask}
        onKeyDown={(event) => {
          if (event.key === 'Enter') ask();
        }}
      />
    </Field>
  );
}

/** Narrows the log by how calls ended, what they asked, who made them and when. */
export function LogFilters({ search, onSearch }: LogFiltersProps) {
  const { t } = useLingui();
  const apiKeys = useApiKeys();
  const [clearedCount, setClearedCount] = useState(0);
  const set = (change: Partial<Record<keyof LogSearch, string | undefined>>): void => onSearch(logSearch({ ...search, ...change }));
  const orAll = (value: string): string | undefined => (value === 'all' ? undefined : value);
  return (
    <div className="flex flex-col gap-3">
      <div className="grid grid-cols-2 items-end gap-3 lg:grid-cols-4">
        <Field label={t`Ended`}>
          <Select
            value={search.ended ?? 'all'}
            onValueChange={(next) => set({ ended: orAll(next) })}
            options={[
              { value: 'all', label: t`Any way` },
              ...STATUS_CLASSES.map((one) => ({
                value: one,
                label: { '2xx': t`Worked (2xx)`, '3xx': t`Redirected (3xx)`, '4xx': t`Refused (4xx)`, '5xx': t`Our fault (5xx)` }[one],
              })),
            ]}
          />
        </Field>
        <Field label={t`Method`}>
          <Select
            value={search.method ?? 'all'}
            onValueChange={(next) => set({ method: orAll(next) })}
            options={[{ value: 'all', label: t`Every method` }, ...METHODS.map((method) => ({ value: method, label: method }))]}
          />
        </Field>
        {search.by === 'member' ? null : (
          <Field label={t`API key`}>
            <Select
              value={search.key ?? 'all'}
              onValueChange={(next) => set({ key: orAll(next) })}
              options={[
                { value: 'all', label: t`Every key` },
                ...(apiKeys.data ?? []).map(({ id, name, last_four: end }) => ({ value: id, label: name, hint: `…${end}` })),
              ]}
            />
          </Field>
        )}
        <TextFilter label={t`Route`} placeholder="/v1/messages" value={search.route ?? ''} onCommit={(route) => set({ route })} />
        <TextFilter label={t`Error code`} placeholder="rate_limited" value={search.error ?? ''} onCommit={(error) => set({ error })} />
        <Field label={t`From`} className="max-sm:col-span-2">
          <DateTimeInput value={search.from ?? null} onValueChange={(from) => set({ from: from ?? undefined })} />
        </Field>
        <Field label={t`Until`} className="max-sm:col-span-2">
          <DateTimeInput value={search.until ?? null} onValueChange={(until) => set({ until: until ?? undefined })} />
        </Field>
        {isNarrowed(search) ? (
          <Button
            variant="ghost"
            className="self-end justify-self-start"
            onClick={() => {
              setClearedCount((count) => count + 1);
              onSearch(logSearch({ by: search.by }));
            }}
          >
            <Trans>Show all</Trans>
          </Button>
        ) : null}
      </div>
      <IdSearch
        key={clearedCount}
        label={t`Id of a request, a message or another thing`}
        value={search.about}
        fits={(text) => logSearch({ about: text }).about !== undefined}
        wrong={<Trans>An id looks like req_… or msg_… with 26 letters and digits.</Trans>}
        // A thing may have been made in the dashboard.
        onFind={(wanted) => set(wanted === undefined ? { about: wanted } : { about: wanted, by: 'all' })}
      />
    </div>
  );
}
