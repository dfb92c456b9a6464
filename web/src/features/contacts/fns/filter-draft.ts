import { ContactCondition, type Attribute, type ContactFilter, type ContactFilterGroup } from '@kabar/contract';

/** What a condition asks about. */
export type ConditionField = ContactCondition['field'];
/** How an attribute is compared. */
export type AttributeOp = Extract<ContactCondition, { field: 'attribute' }>['op'];

/** Whether a member of a filter is a group of conditions. */
export function isGroup(member: ContactFilter['conditions'][number]): member is ContactFilterGroup {
  return 'match' in member;
}

/** How attributes of this type can be compared: personal values are sealed and only known to be equal or not. */
export function opsOf({ type, sensitivity }: Pick<Attribute, 'type' | 'sensitivity'>): AttributeOp[] {
  if (type === 'choice') return ['any_of', 'not_equals', 'set', 'not_set'];
  if (type === 'yes_no') return ['equals', 'set', 'not_set'];
  if (sensitivity === 'personal') return ['equals', 'not_equals', 'set', 'not_set'];
  return type === 'text'
    ? ['equals', 'not_equals', 'begins_with', 'set', 'not_set']
    : ['equals', 'at_least', 'at_most', 'between', 'set', 'not_set'];
}

function isRange(condition: ContactCondition): condition is Extract<ContactCondition, { field: 'created_at' | 'last_seen_at' }> {
  return condition.field === 'created_at' || condition.field === 'last_seen_at';
}

/** Whether a condition says everything it needs; what is half chosen does not narrow the list yet. */
export function isComplete(condition: ContactCondition): boolean {
  if (!ContactCondition.safeParse(condition).success) return false;
  if (isRange(condition)) {
    const { from, until, within_days: within, before_days: before } = condition;
    return [from, until, within, before].some((part) => part !== undefined);
  }
  if (condition.field !== 'attribute') return true;
  const { op, value, values } = condition;
  if (op === 'set' || op === 'not_set') return true;
  if (op === 'any_of') return (values?.length ?? 0) > 0;
  if (op === 'between') return values?.length === 2;
  return value !== undefined && value !== '';
}

/** The filter without what is half chosen. */
export function completeFilter(filter: ContactFilter): ContactFilter {
  return {
    match: filter.match,
    conditions: filter.conditions.flatMap((member): ContactFilter['conditions'] => {
      if (!isGroup(member)) return isComplete(member) ? [member] : [];
      const conditions = member.conditions.filter(isComplete);
      return conditions.length === 0 ? [] : [{ match: member.match, conditions }];
    }),
  };
}

/** A condition as it begins; the first attribute where there is one. */
export function newCondition(field: ConditionField, attributes: readonly Attribute[]): ContactCondition {
  switch (field) {
    case 'tags':
      return { field, op: 'any', tag_ids: [] };
    case 'stage':
      return { field, op: 'is', stage_ids: [] };
    case 'country':
      return { field, op: 'is', countries: [] };
    case 'marketing_consent':
      return { field, states: ['granted'] };
    case 'blocked':
      return { field, value: true };
    case 'open_conversation':
      return { field, value: true };
    case 'source':
      return { field, sources: ['import'] };
    case 'created_at':
    case 'last_seen_at':
      return { field, within_days: 30 };
    case 'attribute': {
      const [first] = attributes;
      // Without an attribute the field is not offered.
      if (!first) return { field: 'blocked', value: true };
      return attributeCondition(first);
    }
  }
}

/** A comparison of an attribute as it begins. */
export function attributeCondition(attribute: Attribute, op: AttributeOp = opsOf(attribute)[0] ?? 'set'): ContactCondition {
  const base = { field: 'attribute', attribute_id: attribute.id, op } as const;
  if (op === 'equals' && attribute.type === 'yes_no') return { ...base, value: true };
  return base;
}
