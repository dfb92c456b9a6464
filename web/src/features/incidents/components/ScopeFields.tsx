import { DATA_KINDS, type DataKind } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { Checkbox } from '#ui/Checkbox.tsx';
import { RadioGroup } from '#ui/RadioGroup.tsx';
import { useIncidentWords } from './use-incident-words.ts';

/** What was in reach: kinds of data, and whether all that was kept or only what passed by. */
export interface ScopeValue {
  data: DataKind[];
  reach: 'stored' | 'passed';
}

/** Choosing what was in reach. */
export function ScopeFields({ value, onChange }: { value: ScopeValue; onChange: (value: ScopeValue) => void }) {
  const { t } = useLingui();
  const words = useIncidentWords();
  return (
    <div className="flex flex-col gap-4">
      <fieldset>
        <legend className="mb-2 text-13 font-medium text-strong">{t`What data could somebody see, take, change or lose?`}</legend>
        <div className="grid gap-2 sm:grid-cols-2">
          {DATA_KINDS.filter((kind) => kind !== 'technical_data').map((kind) => (
            <Checkbox
              key={kind}
              label={words.data[kind]}
              checked={value.data.includes(kind)}
              onCheckedChange={(checked) =>
                onChange({ ...value, data: checked ? [...value.data, kind] : value.data.filter((other) => other !== kind) })
              }
            />
          ))}
        </div>
      </fieldset>
      <RadioGroup
        label={t`How far they could reach`}
        cards
        value={value.reach}
        onValueChange={(reach) => onChange({ ...value, reach })}
        options={[
          { value: 'stored', label: t`Everything kept at that time`, hint: t`For example: a stolen sign-in, key or disk.` },
          { value: 'passed', label: t`Only what came and went`, hint: t`For example: a connection that was listened to.` },
        ]}
      />
    </div>
  );
}
