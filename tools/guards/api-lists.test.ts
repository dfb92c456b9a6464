import { describe, expect, it } from 'vitest';
import { readRepositoryFile } from '../run/repository-files.ts';

type Schema = { $ref?: string; type?: string; minimum?: number; maximum?: number; properties?: Record<string, Schema>; anyOf?: Schema[] };
type Operation = {
  parameters: { name?: string; in?: string; schema?: Schema }[];
  responses: Record<string, { content?: Record<string, { schema?: Schema }> }>;
};

/** Lists that are whole in one answer, each with what bounds it. Everything else is read page by page. */
const whole: Readonly<Record<string, string>> = {
  '/v1/attributes': 'at most 100 per workspace; the dashboard needs all to show one contact',
  '/v1/stages': 'the steps of one process, at most 50',
  '/v1/tags': 'at most 500 per workspace; the dashboard needs all to show one row',
  '/v1/teams': 'the teams of one workspace',
  '/v1/roles': 'at most 54; a member cannot be shown without theirs',
  '/v1/segments': 'saved filters of one workspace',
  '/v1/views': 'saved views of one member and the shared ones',
  '/v1/presence': 'as many as the request names',
  '/v1/member-presence': 'one per member',
  '/v1/notification-preferences': 'one per kind of notification',
  '/v1/contacts/{id}/merges': 'merges of one contact',
  '/v1/conversations/{id}/episodes': 'the newest few of one conversation',
  '/v1/evidence': 'one per promise that needs evidence',
  '/v1/operator/evidence': 'one per promise that needs evidence',
  '/v1/promises': 'the promises of the catalogue',
  '/v1/operator/promises': 'the promises of the catalogue',
  '/v1/incidents': 'incidents of one workspace, of which there are few',
  '/v1/operator/incidents': 'incidents of the installation, of which there are few',
  '/v1/incidents/{id}/timeline': 'what happened in one incident, read as a whole',
  '/v1/operator/incidents/{id}/timeline': 'what happened in one incident, read as a whole',
  '/v1/operator/business-transfers': 'changes of hands of the installation, of which there are few',
  '/v1/operator/egress': 'the newest 500 places, as one table',
  '/v1/operator/processors': 'the register of recipients, printed as a whole',
  '/v1/operator/support-access': 'the newest 100 accesses of one operator',
  '/v1/operator/support-access/entered': 'the workspaces that one session is inside',
  '/v1/recipients': 'the register of recipients, printed as a whole',
  '/v1/privacy/data-map': 'the tables of the program, filtered',
  '/v1/privacy/readings': 'the readings of the program',
  '/v1/privacy/requests/{id}/history': 'what happened to one request, read as a whole',
  '/v1/operator/privacy-requests/{id}/history': 'what happened to one request, read as a whole',
  '/v1/me/privacy-requests': 'requests of one person',
  '/v1/me/sessions': 'open sessions of one person',
  '/v1/public/{slug}/me/requests': 'requests of one person',
  '/v1/webhook-event-types': 'the events of the program',
};

/** Largest pages of lists that differ from the rest. */
const largest: Readonly<Record<string, number>> = {
  // Lines of a few words that are read beside the messages of the same time.
  '/v1/conversations/{id}/entries': 500,
};

/** Lists that offer `fields`, because their rows are heavy. */
const heavy: readonly string[] = [
  '/v1/messages',
  '/v1/conversations',
  '/v1/conversations/{id}/messages',
  '/v1/contacts',
  '/v1/intake/deliveries',
];

const document = JSON.parse(await readRepositoryFile('docs/reference/openapi.json')) as {
  paths: Record<string, { get?: Operation }>;
  components: { schemas: Record<string, Schema> };
};
const lists = Object.entries(document.paths).flatMap(([path, { get }]) => {
  const written = get?.responses['200']?.content?.['application/json']?.schema;
  const schema = written?.$ref === undefined ? written : document.components.schemas[written.$ref.split('/').at(-1) ?? ''];
  return get === undefined || schema?.properties?.['data']?.type !== 'array' ? [] : [{ path, get, schema }];
});
const queryOf = (operation: Operation, name: string): Schema | undefined =>
  operation.parameters.find((parameter) => parameter.in === 'query' && parameter.name === name)?.schema;

describe('every list of the API', () => {
  it('is read page by page in the same way, save those that are bounded', () => {
    expect(lists.length).toBeGreaterThan(40);
    const wrong = lists.filter(({ path, get, schema }) => {
      if (path in whole) return false;
      const limit = queryOf(get, 'limit');
      return !(
        limit?.minimum === 1 &&
        limit.maximum === (largest[path] ?? 200) &&
        queryOf(get, 'cursor')?.type === 'string' &&
        'next_cursor' in (schema.properties ?? {})
      );
    });
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('that is said to be whole is one, and exists', () => {
    const paged = lists.filter(({ get }) => queryOf(get, 'cursor') !== undefined).map(({ path }) => path);
    expect(Object.keys(whole).filter((path) => paged.includes(path) || !(path in document.paths))).toEqual([]);
  });

  it('with heavy rows lets callers choose fields', () => {
    const offering = lists.filter(({ get }) => queryOf(get, 'fields') !== undefined).map(({ path }) => path);
    expect(heavy.filter((path) => !offering.includes(path))).toEqual([]);
  });
});
