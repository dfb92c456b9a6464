import type { AttributeValue, ContactCondition, ContactFilter } from '@kabar/contract';
import type { LayeredKey } from '#platform/crypto/layered-hash';
import { invalidField, uuidOf } from '../record/acting.ts';
import { foldValue, judgeValue, valueHashes } from '../record/attribute-values.ts';
import type { AttributeRow } from '../record/attributes.sql.ts';

/** What a filter needs to become SQL: the attributes of the workspace by id, the key of their hashes, and the present moment. */
export type FilterWorld = { attributes: ReadonlyMap<string, AttributeRow>; indexKey: LayeredKey; now: Date };

/** A filter ready for a statement: the condition over `contacts contact`, of the workspace in `$1`. Appends its values. */
export type CompiledFilter = (values: unknown[]) => string;

type Bind = (value: unknown, type: string) => string;

const dayMs = 86_400_000;

/**
 * Turns a filter into SQL. Every value is a parameter; every look-up carries the workspace and uses an index of the table that
 * it looks into. Membership is asked as `contact.id in (…)`, which the database can run from either side and hash inside `or`.
 *
 * Errors: `validation_failed` for a comparison that does not fit its attribute. An attribute that is gone fits nobody.
 */
export function compileFilter(filter: ContactFilter, world: FilterWorld): CompiledFilter {
  // Once without a statement, so that a filter that cannot be is refused where it is given.
  groupSql(filter, world, () => '$0');
  return (values) => groupSql(filter, world, (value, type) => `$${values.push(value)}::${type}`);
}

function groupSql({ match, conditions }: ContactFilter, world: FilterWorld, bind: Bind): string {
  if (conditions.length === 0) return 'true';
  const parts = conditions.map((item) => ('field' in item ? conditionSql(item, world, bind) : groupSql(item, world, bind)));
  return `(${parts.join(match === 'all' ? ' and ' : ' or ')})`;
}

function conditionSql(condition: ContactCondition, world: FilterWorld, bind: Bind): string {
  switch (condition.field) {
    case 'tags':
      return tagsSql(condition, bind);
    case 'stage':
      return stageSql(condition, bind);
    case 'attribute':
      return attributeSql(condition, world, bind);
    case 'country': {
      const isOne = `contact.country = any(${bind(condition.countries, 'text[]')})`;
      return condition.op === 'is' ? isOne : `${isOne} is not true`;
    }
    case 'marketing_consent':
      return consentSql(condition.states);
    case 'blocked':
      return `contact.blocked_at is ${condition.value ? 'not ' : ''}null`;
    case 'open_conversation':
      return `contact.id ${condition.value ? '' : 'not '}in (select conversation.contact_id from conversations conversation
               where conversation.workspace_id = $1 and conversation.status <> 'resolved')`;
    case 'source':
      return `contact.source = any(${bind(condition.sources, 'text[]')})`;
    case 'created_at':
      return rangeSql('contact.created_at', condition, world, bind);
    case 'last_seen_at': {
      const range = rangeSql('contact.last_seen_at', condition, world, bind);
      return condition.before_days === undefined ? range : `(${range} or contact.last_seen_at is null)`;
    }
  }
}

function tagsSql({ op, tag_ids }: Extract<ContactCondition, { field: 'tags' }>, bind: Bind): string {
  const ids = [...new Set(tag_ids)].map((id) => uuidOf('tag', id));
  const tagged = (condition: string) =>
    `(select tagged.contact_id from contact_tags tagged where tagged.workspace_id = $1 and tagged.tag_id = ${condition})`;
  if (op === 'all') return ids.map((id) => `contact.id in ${tagged(bind(id, 'uuid'))}`).join(' and ');
  return `contact.id ${op === 'any' ? '' : 'not '}in ${tagged(`any(${bind(ids, 'uuid[]')})`)}`;
}

function stageSql({ op, stage_ids }: Extract<ContactCondition, { field: 'stage' }>, bind: Bind): string {
  const ids = stage_ids.filter((id) => id !== null).map((id) => uuidOf('stage', id));
  const isOne = [
    ...(ids.length > 0 ? [`contact.stage_id = any(${bind(ids, 'uuid[]')})`] : []),
    ...(stage_ids.includes(null) ? ['contact.stage_id is null'] : []),
  ].join(' or ');
  return op === 'is' ? `(${isOne})` : `((${isOne}) is not true)`;
}

function rangeSql(
  column: string,
  range: { from?: string | undefined; until?: string | undefined; within_days?: number | undefined; before_days?: number | undefined },
  { now }: FilterWorld,
  bind: Bind,
): string {
  const ago = (days: number) => new Date(now.getTime() - days * dayMs);
  const parts = [
    ...(range.from === undefined ? [] : [`${column} >= ${bind(range.from, 'timestamptz')}`]),
    ...(range.until === undefined ? [] : [`${column} < ${bind(range.until, 'timestamptz')}`]),
    ...(range.within_days === undefined ? [] : [`${column} >= ${bind(ago(range.within_days), 'timestamptz')}`]),
    ...(range.before_days === undefined ? [] : [`${column} < ${bind(ago(range.before_days), 'timestamptz')}`]),
  ];
  return parts.length === 0 ? `${column} is not null` : `(${parts.join(' and ')})`;
}

/** What is on record in the consent ledger's projection, and what suppresses one of the person's identifiers. */
function consentSql(states: readonly string[]): string {
  const stated = (condition: string) => `contact.id in (select state.contact_id from consent_states state
      where state.workspace_id = $1 and state.purpose = 'marketing' and state.category = '' and state.state ${condition})`;
  const suppressed = `contact.id in (select known.contact_id from suppressions stop
      join contact_identifiers known on known.workspace_id = stop.workspace_id and known.match_kind = stop.match_kind
       and known.match_hash = stop.match_hash
     where stop.workspace_id = $1 and stop.lifted_at is null)`;
  const sql: Record<string, string> = {
    withdrawn: `(${stated(`in ('withdrawn', 'objected')`)} or ${suppressed})`,
    granted: `(${stated(`in ('given', 'resumed')`)} and not ${suppressed})`,
    none: `(not ${stated('is not null')} and not ${suppressed})`,
  };
  return `(${[...new Set(states)].map((state) => sql[state] ?? 'false').join(' or ')})`;
}

function attributeSql(condition: Extract<ContactCondition, { field: 'attribute' }>, world: FilterWorld, bind: Bind): string {
  const attribute = world.attributes.get(uuidOf('attribute', condition.attribute_id));
  if (attribute === undefined) return 'false';
  const values = operandsOf(condition, attribute);
  const having = (text: string) => `in (select value.contact_id from contact_attributes value
      where value.workspace_id = $1 and value.attribute_id = ${bind(attribute.id, 'uuid')}${text})`;
  switch (condition.op) {
    case 'set':
      return `contact.id ${having('')}`;
    case 'not_set':
      return `contact.id not ${having('')}`;
    case 'equals':
    case 'any_of':
      return `contact.id ${having(` and ${equalsSql(attribute, values, world, bind)}`)}`;
    case 'not_equals':
      return `contact.id not ${having(` and ${equalsSql(attribute, values, world, bind)}`)}`;
    case 'begins_with':
      return `contact.id ${having(` and ${beginsSql(values, bind)}`)}`;
    default:
      return `contact.id ${having(` and ${comparedSql(condition.op, attribute, values, bind)}`)}`;
  }
}

function equalsSql(attribute: AttributeRow, values: readonly AttributeValue[], world: FilterWorld, bind: Bind): string {
  if (attribute.sensitivity === 'personal') {
    const hashes = values.map((value) => valueHashes(world.indexKey, attribute.id, value));
    const written = bind(
      hashes.slice(0, 1).map(([first]) => first),
      'bytea[]',
    );
    return `(select kabar_refuse_stale_hashes(array[$1::uuid], ${written})) and value.match_hash = any(${bind(hashes.flat(), 'bytea[]')})`;
  }
  if (attribute.type === 'number') return `value.number_value = any(${bind(values, 'float8[]')})`;
  if (attribute.type === 'date') return `value.date_value = any(${bind(values, 'date[]')})`;
  return `value.match_text = any(${bind(values.map(foldValue), 'text[]')})`;
}

function beginsSql([value]: readonly AttributeValue[], bind: Bind): string {
  const start = foldValue(value ?? '');
  return `value.match_text >= ${bind(start, 'text')} and value.match_text < ${bind(`${start}\u{10ffff}`, 'text')}`;
}

function comparedSql(
  op: 'at_least' | 'at_most' | 'between',
  attribute: AttributeRow,
  values: readonly AttributeValue[],
  bind: Bind,
): string {
  const [column, type] =
    attribute.type === 'number' ? (['value.number_value', 'float8'] as const) : (['value.date_value', 'date'] as const);
  const [first, second] = values;
  if (op === 'between') return `${column} between ${bind(first, type)} and ${bind(second, type)}`;
  return `${column} ${op === 'at_least' ? '>=' : '<='} ${bind(first, type)}`;
}

/** The values of a comparison, judged. */
function operandsOf(condition: Extract<ContactCondition, { field: 'attribute' }>, attribute: AttributeRow): AttributeValue[] {
  const { op, value, values } = condition;
  const path = `filter.${attribute.key}`;
  if (op === 'set' || op === 'not_set') return [];
  const isRange = op === 'at_least' || op === 'at_most' || op === 'between';
  if (attribute.sensitivity === 'personal' && (isRange || op === 'begins_with'))
    throw invalidField(path, 'personal values can only be compared for equality');
  if (isRange && attribute.type !== 'number' && attribute.type !== 'date') throw invalidField(path, 'only numbers and dates have an order');
  if (op === 'begins_with' && attribute.type !== 'text') throw invalidField(path, 'only text has a beginning');
  const operands = op === 'any_of' || op === 'between' ? values : value === undefined ? undefined : [value];
  if (operands === undefined) throw invalidField(path, op === 'any_of' || op === 'between' ? '"values" is needed' : '"value" is needed');
  if (op === 'between' && operands.length !== 2) throw invalidField(path, '"values" must be two');
  for (const operand of operands) {
    // A choice that is gone fits nobody; it is no mistake of the filter.
    const problem = attribute.type === 'choice' && typeof operand === 'string' ? null : judgeValue(attribute, operand);
    if (problem !== null) throw invalidField(path, problem);
  }
  return [...operands];
}
