import type { AttributeValue, ContactCondition, ContactFilter } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { useAttributes, useStages } from '#features/attributes';
import { useTags } from '#features/tags';
import { countryName } from '#lib/countries.ts';
import { useFormat } from '#lib/use-format.ts';
import { isGroup, type AttributeOp, type ConditionField } from '../fns/filter-draft.ts';
import { useAttributeText } from './use-attribute-text.ts';

/** The words of a filter in the reader's language. */
export interface ConditionWords {
  field: (field: ConditionField) => string;
  op: (op: AttributeOp) => string;
  /** A condition, or a group of them, as one short sentence. */
  say: (member: ContactFilter['conditions'][number]) => string;
}

/** Says what narrows a list. */
export function useConditionWords(): ConditionWords {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const { data: tags = [] } = useTags();
  const { data: stages = [] } = useStages();
  const { data: attributes = [] } = useAttributes();
  const textOf = useAttributeText();

  const field = (name: ConditionField): string =>
    ({
      tags: t`Tags`,
      stage: t`Stage`,
      attribute: t`Attribute`,
      country: t`Country`,
      marketing_consent: t`Marketing consent`,
      blocked: t`Blocked`,
      open_conversation: t`Open conversation`,
      source: t`How they came`,
      created_at: t`Added`,
      last_seen_at: t`Last wrote`,
    })[name];

  const op = (name: AttributeOp): string =>
    ({
      equals: t`is`,
      not_equals: t`is not`,
      any_of: t`is one of`,
      at_least: t`is at least`,
      at_most: t`is at most`,
      between: t`is between`,
      begins_with: t`begins with`,
      set: t`is known`,
      not_set: t`is not known`,
    })[name];

  const or = (words: readonly string[]): string => words.join(` ${t`or`} `);
  const and = (words: readonly string[]): string => words.join(` ${t`and`} `);
  const tagName = (id: string): string => tags.find((tag) => tag.id === id)?.name ?? t`a former tag`;
  const stageName = (id: string | null): string =>
    id === null ? t`no stage` : (stages.find((stage) => stage.id === id)?.name ?? t`a former stage`);

  function range(condition: Extract<ContactCondition, { field: 'created_at' | 'last_seen_at' }>): string {
    const name = field(condition.field);
    const days = format.number(condition.within_days ?? condition.before_days ?? 0);
    if (condition.within_days !== undefined) return t`${name}: in the last ${days} days`;
    if (condition.before_days !== undefined) {
      return condition.field === 'last_seen_at' ? t`${name}: more than ${days} days ago, or never` : t`${name}: more than ${days} days ago`;
    }
    const from = condition.from === undefined ? '' : format.date(condition.from);
    const until = condition.until === undefined ? '' : format.date(condition.until);
    if (from && until) return t`${name}: from ${from} to ${until}`;
    return from ? t`${name}: since ${from}` : t`${name}: before ${until}`;
  }

  function ofAttribute(condition: Extract<ContactCondition, { field: 'attribute' }>): string {
    const attribute = attributes.find(({ id }) => id === condition.attribute_id);
    const name = attribute?.label ?? t`A former attribute`;
    const text = (value: AttributeValue): string => (attribute ? textOf(attribute, value) : String(value));
    const values = (condition.values ?? []).map(text);
    const verb = op(condition.op);
    if (condition.op === 'between') return `${name} ${verb} ${and(values)}`;
    if (condition.op === 'any_of') return `${name}: ${or(values)}`;
    return condition.value === undefined ? `${name} ${verb}` : `${name} ${verb} ${text(condition.value)}`;
  }

  function one(condition: ContactCondition): string {
    switch (condition.field) {
      case 'tags': {
        const names = condition.tag_ids.map(tagName);
        if (condition.op === 'none') return t`Without ${or(names)}`;
        return condition.op === 'all' ? t`Tagged ${and(names)}` : t`Tagged ${or(names)}`;
      }
      case 'stage': {
        const names = or(condition.stage_ids.map(stageName));
        return condition.op === 'is' ? t`Stage: ${names}` : t`Stage is not ${names}`;
      }
      case 'country': {
        const names = or(condition.countries.map((code) => countryName(code, i18n.locale)));
        return condition.op === 'is' ? t`Country: ${names}` : t`Country is not ${names}`;
      }
      case 'marketing_consent': {
        const names = or(condition.states.map((state) => ({ granted: t`agreed`, withdrawn: t`stopped`, none: t`never asked` })[state]));
        return t`Marketing: ${names}`;
      }
      case 'blocked':
        return condition.value ? t`Blocked` : t`Not blocked`;
      case 'open_conversation':
        return condition.value ? t`Has an open conversation` : t`Has no open conversation`;
      case 'source': {
        const names = or(
          condition.sources.map(
            (source) =>
              ({ message: t`wrote a message`, member: t`added by a member`, api: t`from a program`, import: t`imported` })[source],
          ),
        );
        return t`Came by: ${names}`;
      }
      case 'created_at':
      case 'last_seen_at':
        return range(condition);
      case 'attribute':
        return ofAttribute(condition);
    }
  }

  return {
    field,
    op,
    say: (member) => (isGroup(member) ? `(${(member.match === 'all' ? and : or)(member.conditions.map(one))})` : one(member)),
  };
}
