import type { Attribute, AttributeValue, ContactCondition } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { X } from 'lucide-react';
import { use } from 'react';
import { useStages } from '#features/attributes';
import { TagDot, useTags } from '#features/tags';
import { countriesIn, countryName } from '#lib/countries.ts';
import { TimeZoneContext } from '#lib/use-format.ts';
import { fromZonedInput, toZonedInput } from '#lib/zoned-input.ts';
import { Button } from '#ui/Button.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { Input } from '#ui/Input.tsx';
import { PickList, type PickOption } from '#ui/PickList.tsx';
import { Select } from '#ui/Select.tsx';
import { attributeCondition, newCondition, opsOf, type ConditionField } from '../../fns/filter-draft.ts';
import { useConditionWords } from '../use-condition-words.ts';

/** Props of ConditionRow. */
export interface ConditionRowProps {
  condition: ContactCondition;
  attributes: readonly Attribute[];
  onChange: (condition: ContactCondition) => void;
  onRemove: () => void;
}

function Several({
  label,
  placeholder,
  options,
  chosen,
  onChange,
}: {
  label: string;
  placeholder: string;
  options: readonly PickOption[];
  chosen: readonly string[];
  onChange: (next: string[]) => void;
}) {
  const { t } = useLingui();
  const words = options.filter(({ value }) => chosen.includes(value)).map((option) => option.label);
  return (
    <PickList
      label={label}
      placeholder={placeholder}
      emptyText={t`Nothing has this name.`}
      multiple
      chosen={chosen}
      groups={[{ items: options }]}
      onPick={(value) => onChange(chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value])}
      trigger={
        <Button className="w-full min-w-0 justify-start font-normal">
          <span className="truncate">{words.length === 0 ? t`Choose` : words.join(', ')}</span>
        </Button>
      }
    />
  );
}

function ValueBox({
  attribute,
  value,
  onChange,
}: {
  attribute: Attribute;
  value: AttributeValue | undefined;
  onChange: (value: AttributeValue) => void;
}) {
  const { t } = useLingui();
  const choices =
    attribute.type === 'yes_no'
      ? [
          { value: 'true', label: t`Yes` },
          { value: 'false', label: t`No` },
        ]
      : attribute.type === 'choice'
        ? attribute.choices.map(({ key, label }) => ({ value: key, label }))
        : null;
  if (choices) {
    return (
      <Select
        label={t`Value`}
        placeholder={t`Choose`}
        value={value === undefined ? null : String(value)}
        onValueChange={(next) => onChange(attribute.type === 'yes_no' ? next === 'true' : next)}
        options={choices}
      />
    );
  }
  return (
    <Input
      aria-label={t`Value`}
      placeholder={t`Value`}
      dir="auto"
      type={attribute.type === 'number' ? 'number' : attribute.type === 'date' ? 'date' : 'text'}
      step="any"
      value={value === undefined ? '' : String(value)}
      onValueChange={(text) => onChange(attribute.type === 'number' && text !== '' ? Number(text) : text)}
    />
  );
}

function AttributePart({
  condition,
  attributes,
  onChange,
}: {
  condition: Extract<ContactCondition, { field: 'attribute' }>;
  attributes: readonly Attribute[];
  onChange: (condition: ContactCondition) => void;
}) {
  const { t } = useLingui();
  const words = useConditionWords();
  const attribute = attributes.find(({ id }) => id === condition.attribute_id);
  const { op, value, values = [] } = condition;
  const base = { field: 'attribute', attribute_id: condition.attribute_id, op } as const;
  return (
    <>
      <Select
        label={t`Attribute`}
        value={condition.attribute_id}
        onValueChange={(id) => {
          const next = attributes.find((candidate) => candidate.id === id);
          if (next) onChange(attributeCondition(next));
        }}
        options={attributes.map(({ id, label }) => ({ value: id as string, label }))}
      />
      {attribute ? (
        <Select
          label={t`Comparison`}
          value={op}
          onValueChange={(next) => onChange(attributeCondition(attribute, next))}
          options={opsOf(attribute).map((name) => ({ value: name, label: words.op(name) }))}
        />
      ) : null}
      {!attribute || op === 'set' || op === 'not_set' ? null : op === 'any_of' ? (
        <Several
          label={attribute.label}
          placeholder={t`Find a choice`}
          options={attribute.choices.map(({ key, label }) => ({ value: key, label }))}
          chosen={values.map(String)}
          onChange={(next) => onChange({ ...base, values: next })}
        />
      ) : op === 'between' ? (
        <span className="grid grid-cols-2 gap-2">
          {[0, 1].map((at) => (
            <ValueBox
              key={at}
              attribute={attribute}
              value={values[at]}
              onChange={(next) =>
                onChange({ ...base, values: [at === 0 ? next : (values[0] ?? next), at === 1 ? next : (values[1] ?? next)] })
              }
            />
          ))}
        </span>
      ) : (
        <ValueBox attribute={attribute} value={value} onChange={(next) => onChange({ ...base, value: next })} />
      )}
    </>
  );
}

function RangePart({
  condition,
  onChange,
}: {
  condition: Extract<ContactCondition, { field: 'created_at' | 'last_seen_at' }>;
  onChange: (condition: ContactCondition) => void;
}) {
  const { t } = useLingui();
  const timeZone = use(TimeZoneContext);
  const { field } = condition;
  const way =
    condition.before_days !== undefined
      ? 'before_days'
      : condition.from !== undefined || condition.until !== undefined
        ? 'dates'
        : 'within_days';
  const days = condition.within_days ?? condition.before_days ?? 30;
  const day = (instant: string | undefined): string => (instant === undefined ? '' : toZonedInput(instant, timeZone).slice(0, 10));
  const put = (text: string): string | undefined => (text === '' ? undefined : fromZonedInput(`${text}T00:00`, timeZone));
  const range = (from: string | undefined, until: string | undefined): ContactCondition => ({
    field,
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
  });
  return (
    <>
      <Select
        label={t`When`}
        value={way}
        onValueChange={(next) =>
          onChange(
            next === 'dates' ? range(put(day(new Date(Date.now() - 30 * 86_400_000).toISOString())), undefined) : { field, [next]: days },
          )
        }
        options={[
          { value: 'within_days', label: t`in the last days` },
          { value: 'before_days', label: t`longer ago than days` },
          { value: 'dates', label: t`between two days` },
        ]}
      />
      {way === 'dates' ? (
        <span className="grid grid-cols-2 gap-2">
          <Input
            aria-label={t`From`}
            type="date"
            value={day(condition.from)}
            onValueChange={(text) => onChange(range(put(text), condition.until))}
          />
          <Input
            aria-label={t`Before`}
            type="date"
            value={day(condition.until)}
            onValueChange={(text) => onChange(range(condition.from, put(text)))}
          />
        </span>
      ) : (
        <Input
          aria-label={t`Days`}
          type="number"
          min={1}
          max={3650}
          value={String(days)}
          onValueChange={(text) => onChange({ field, [way]: Math.max(1, Math.min(3650, Math.round(Number(text)) || 1)) })}
        />
      )}
    </>
  );
}

/** What a condition compares with. */
function Comparison({ condition, attributes, onChange }: Omit<ConditionRowProps, 'onRemove'>) {
  const { t, i18n } = useLingui();
  const { data: tags = [] } = useTags();
  const { data: stages = [] } = useStages();
  switch (condition.field) {
    case 'tags':
      return (
        <>
          <Select
            label={t`Comparison`}
            value={condition.op}
            onValueChange={(op) => onChange({ ...condition, op })}
            options={[
              { value: 'any', label: t`any of` },
              { value: 'all', label: t`all of` },
              { value: 'none', label: t`none of` },
            ]}
          />
          <Several
            label={t`Tags`}
            placeholder={t`Find a tag`}
            options={tags.map((tag) => ({ value: tag.id, label: tag.name, icon: <TagDot color={tag.color} /> }))}
            chosen={condition.tag_ids}
            // Ids that the list of tags gave.
            onChange={(ids) => onChange({ ...condition, tag_ids: ids as typeof condition.tag_ids })}
          />
        </>
      );
    case 'stage':
      return (
        <>
          <IsOrNot value={condition.op} onChange={(op) => onChange({ ...condition, op })} />
          <Several
            label={t`Stage`}
            placeholder={t`Find a stage`}
            options={[{ value: 'none', label: t`No stage` }, ...stages.map(({ id, name }) => ({ value: id as string, label: name }))]}
            chosen={condition.stage_ids.map((id) => id ?? 'none')}
            onChange={(ids) =>
              // Ids that the list of stages gave.
              onChange({ ...condition, stage_ids: ids.map((id) => (id === 'none' ? null : id)) as typeof condition.stage_ids })
            }
          />
        </>
      );
    case 'country':
      return (
        <>
          <IsOrNot value={condition.op} onChange={(op) => onChange({ ...condition, op })} />
          <Several
            label={t`Country`}
            placeholder={t`Find a country`}
            options={[
              ...condition.countries.map((code) => ({ value: code, label: countryName(code, i18n.locale) })),
              ...countriesIn(i18n.locale)
                .filter(({ code }) => !condition.countries.includes(code))
                .map(({ code, name }) => ({ value: code, label: name, hint: code })),
            ]}
            chosen={condition.countries}
            onChange={(countries) => onChange({ ...condition, countries })}
          />
        </>
      );
    case 'marketing_consent':
      return (
        <Several
          label={t`Marketing consent`}
          placeholder={t`Find a state`}
          options={[
            { value: 'granted', label: t`agreed` },
            { value: 'withdrawn', label: t`stopped` },
            { value: 'none', label: t`never asked` },
          ]}
          chosen={condition.states}
          onChange={(states) => onChange({ ...condition, states: states as typeof condition.states })} // values of the options above
        />
      );
    case 'source':
      return (
        <Several
          label={t`How they came`}
          placeholder={t`Find a way`}
          options={[
            { value: 'message', label: t`wrote a message` },
            { value: 'member', label: t`added by a member` },
            { value: 'import', label: t`imported` },
            { value: 'api', label: t`from a program` },
          ]}
          chosen={condition.sources}
          onChange={(sources) => onChange({ ...condition, sources: sources as typeof condition.sources })} // likewise
        />
      );
    case 'blocked':
    case 'open_conversation':
      return (
        <Select
          label={t`Comparison`}
          value={String(condition.value)}
          onValueChange={(next) => onChange({ ...condition, value: next === 'true' })}
          options={[
            { value: 'true', label: t`Yes` },
            { value: 'false', label: t`No` },
          ]}
        />
      );
    case 'created_at':
    case 'last_seen_at':
      return <RangePart condition={condition} onChange={onChange} />;
    case 'attribute':
      return <AttributePart condition={condition} attributes={attributes} onChange={onChange} />;
  }
}

function IsOrNot({ value, onChange }: { value: 'is' | 'is_not'; onChange: (value: 'is' | 'is_not') => void }) {
  const { t } = useLingui();
  return (
    <Select
      label={t`Comparison`}
      value={value}
      onValueChange={onChange}
      options={[
        { value: 'is', label: t`is` },
        { value: 'is_not', label: t`is not` },
      ]}
    />
  );
}

const fields: readonly ConditionField[] = [
  'tags',
  'stage',
  'attribute',
  'marketing_consent',
  'country',
  'blocked',
  'open_conversation',
  'created_at',
  'last_seen_at',
  'source',
];

/** One condition of a filter: what it asks about, and what it compares with. */
export function ConditionRow({ condition, attributes, onChange, onRemove }: ConditionRowProps) {
  const { t } = useLingui();
  const words = useConditionWords();
  return (
    <div className="flex items-start gap-1">
      <div className="grid min-w-0 flex-1 grid-cols-1 gap-2 sm:grid-cols-2">
        <Select
          label={t`Asks about`}
          value={condition.field}
          onValueChange={(field) => onChange(newCondition(field, attributes))}
          options={fields
            .filter((field) => field !== 'attribute' || attributes.length > 0)
            .map((field) => ({ value: field, label: words.field(field) }))}
        />
        <Comparison condition={condition} attributes={attributes} onChange={onChange} />
      </div>
      <IconButton label={t`Take the condition away`} icon={<X aria-hidden />} onClick={onRemove} />
    </div>
  );
}
