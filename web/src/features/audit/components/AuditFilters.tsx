import { AUDIT_WAYS, type AuditWay } from '@kabar/contract';
import { useLingui } from '@lingui/react';
import { Trans, useLingui as useWords } from '@lingui/react/macro';
import { useMemo, useState } from 'react';
import { useApiKeys } from '#features/api-keys';
import { useMembers } from '#features/members';
import { Button } from '#ui/Button.tsx';
import { Combobox, type ComboboxOption } from '#ui/Combobox.tsx';
import { DateTimeInput } from '#ui/DateTimeInput.tsx';
import { Field } from '#ui/Field.tsx';
import { IdSearch } from '#ui/IdSearch.tsx';
import { Select } from '#ui/Select.tsx';
import { actionWords } from '../fns/action-words.ts';
import { auditSearch, isAbout, isNarrowed, type AuditSearch } from '../fns/audit-search.ts';

/** Props of AuditFilters. `actions`: every action that occurs in this log. */
export interface AuditFiltersProps {
  search: AuditSearch;
  actions: readonly string[];
  onSearch: (search: AuditSearch) => void;
}

/** Narrows the log by who did what, how they came in, to what, and when. */
export function AuditFilters({ search, actions, onSearch }: AuditFiltersProps) {
  const { i18n } = useLingui();
  const { t } = useWords();
  const members = useMembers();
  const keys = useApiKeys();
  const [clearedCount, setClearedCount] = useState(0);
  const kinds = useMemo(() => {
    const nouns = [...new Set(actions.map((action) => action.split('.')[0] ?? ''))];
    const say = (action: string): string => actionWords(action, (message) => i18n._(message));
    return [...nouns, ...actions]
      .map((value) => ({ value, label: say(value) }))
      .toSorted((a, b) => a.label.localeCompare(b.label, i18n.locale));
  }, [actions, i18n]);
  const people: ComboboxOption[] = [
    ...(members.data ?? []).map(({ user_id: value, name, email }) => ({ value, label: name, hint: email })),
    ...(keys.data ?? []).map(({ id, name, last_four: end }) => ({ value: id, label: name, hint: `…${end}` })),
  ];
  // Somebody who is gone can still be in the address.
  if (search.who !== undefined && !people.some(({ value }) => value === search.who))
    people.push({ value: search.who, label: search.who, hint: '' });
  const set = (change: Partial<Record<keyof AuditSearch, string | undefined>>): void => onSearch(auditSearch({ ...search, ...change }));
  const ways: Readonly<Record<AuditWay, string>> = {
    browser: t`Dashboard`,
    api_key: t`API key`,
    support: t`Support access`,
    system: t`Kabar by itself`,
  };
  return (
    <div className="flex flex-col gap-3">
      <div className="grid grid-cols-1 items-end gap-3 min-[22rem]:grid-cols-2 lg:grid-cols-3">
        <Field label={t`Who`}>
          <Combobox
            options={people}
            value={search.who ?? null}
            onValueChange={(who) => set({ who })}
            placeholder={t`Everybody`}
            emptyText={t`Nobody of this name`}
          />
        </Field>
        <Field label={t`What`}>
          <Combobox
            options={kinds}
            value={search.what ?? null}
            onValueChange={(what) => set({ what })}
            placeholder={t`Everything`}
            emptyText={t`Nothing of the kind is in the log`}
          />
        </Field>
        <Field label={t`Way`}>
          <Select
            value={search.way ?? 'all'}
            onValueChange={(way) => set({ way: way === 'all' ? undefined : way })}
            options={[{ value: 'all', label: t`Every way` }, ...AUDIT_WAYS.map((way) => ({ value: way, label: ways[way] }))]}
          />
        </Field>
        <Field label={t`From`}>
          <DateTimeInput value={search.since ?? null} onValueChange={(since) => set({ since: since ?? undefined })} />
        </Field>
        <Field label={t`Until`}>
          <DateTimeInput value={search.before ?? null} onValueChange={(before) => set({ before: before ?? undefined })} />
        </Field>
        {isNarrowed(search) ? (
          <Button
            variant="ghost"
            className="justify-self-start"
            onClick={() => {
              setClearedCount((count) => count + 1);
              onSearch({});
            }}
          >
            <Trans>Show all</Trans>
          </Button>
        ) : null}
      </div>
      <IdSearch
        key={clearedCount}
        label={t`Id of a thing or a request, or the number of an entry`}
        value={search.about}
        fits={isAbout}
        wrong={<Trans>An id looks like ctc_… or req_… with 26 letters and digits; an entry is a number.</Trans>}
        onFind={(wanted) => set({ about: wanted })}
      />
    </div>
  );
}
