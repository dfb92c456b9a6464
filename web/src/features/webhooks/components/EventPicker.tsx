import { Trans, useLingui } from '@lingui/react/macro';
import { useId, useState } from 'react';
import { useWorkspace } from '#features/session';
import { Checkbox } from '#ui/Checkbox.tsx';
import { SearchInput } from '#ui/Input.tsx';
import { RadioGroup } from '#ui/RadioGroup.tsx';
import { eventFamilies, hasType, maySeeAll, withFamily, withType } from '../fns/event-filter.ts';
import { eventWords, familyWords } from '../fns/webhook-words.ts';

/** Props of EventPicker. `value` holds types, families such as `message.*`, or `*`. */
export interface EventPickerProps {
  value: readonly string[];
  onValueChange: (filter: string[]) => void;
  format: 'kabar' | 'meta';
  error: string | undefined;
}

/** Which events an endpoint gets: everything, or a choice by family and type. */
export function EventPicker({ value, onValueChange, format, error }: EventPickerProps) {
  const { t, i18n } = useLingui();
  const { permissions } = useWorkspace();
  const [query, setQuery] = useState('');
  const errorId = useId();
  const families = eventFamilies(format, permissions);
  const words = query.trim().toLocaleLowerCase();
  const shown = families
    .map((family) => ({
      family,
      types: family.types.filter((type) => `${type} ${i18n._(eventWords[type])}`.toLocaleLowerCase().includes(words)),
    }))
    .filter(({ types }) => types.length > 0);
  const isAll = value.includes('*');
  return (
    <fieldset className="flex flex-col gap-1.5" aria-describedby={error ? errorId : undefined}>
      <legend className="mb-1.5 text-13 font-medium text-strong">
        <Trans>Events</Trans>
      </legend>
      <RadioGroup
        label={t`Events`}
        value={isAll ? 'all' : 'some'}
        onValueChange={(next) => onValueChange(next === 'all' ? ['*'] : ['message.*'])}
        options={[
          ...(isAll || maySeeAll(permissions) ? [{ value: 'all' as const, label: t`Everything, and what is added later` }] : []),
          { value: 'some' as const, label: t`Only these` },
        ]}
      />
      {isAll ? null : (
        <div className="mt-1 flex flex-col gap-2">
          <SearchInput label={t`Search events`} clearLabel={t`Clear the search`} value={query} onValueChange={setQuery} />
          <div className="max-h-72 overflow-y-auto rounded-control border border-line px-3 py-1.5">
            {shown.length === 0 ? (
              <p className="py-3 text-center text-13 text-weak">
                <Trans>No event fits “{query}”.</Trans>
              </p>
            ) : null}
            {shown.map(({ family, types }) => {
              const whole = value.includes(`${family.family}.*`);
              const name = familyWords[family.family];
              return (
                <div key={family.family} className="border-line not-last:border-b not-last:pb-1.5 not-first:pt-1.5">
                  <Checkbox
                    checked={whole}
                    indeterminate={!whole && family.types.some((type) => hasType(value, type))}
                    onCheckedChange={(on) => onValueChange(withFamily(value, family, on, families))}
                    label={<span className="font-medium text-strong">{name ? i18n._(name) : family.family}</span>}
                  />
                  <div className="pl-6">
                    {types.map((type) => (
                      <Checkbox
                        key={type}
                        checked={hasType(value, type)}
                        onCheckedChange={(on) => onValueChange(withType(value, type, on, families))}
                        label={<code className="font-mono text-13">{type}</code>}
                        hint={i18n._(eventWords[type])}
                      />
                    ))}
                  </div>
                </div>
              );
            })}
          </div>
        </div>
      )}
      {error ? (
        <p id={errorId} role="alert" className="text-13 text-bad">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
