import { WEBHOOK_EVENT_TYPES } from '@kabar/contract';
import { ERRORS } from '@kabar/contract/errors';
import { describe, expect, it } from 'vitest';
import { readRepositoryFile } from '../run/repository-files.ts';

type Parameter = { $ref?: string; name?: string; in?: string; required?: boolean; schema?: object };
type Content = Readonly<Record<string, { schema?: Record<string, unknown>; example?: unknown }>>;
type Answer = { $ref?: string; description?: string; headers?: Readonly<Record<string, unknown>>; content?: Content };
type Operation = {
  operationId: string;
  summary: string;
  description: string;
  tags: string[];
  security: Record<string, string[]>[];
  parameters: Parameter[];
  requestBody?: { content: Content };
  responses: Readonly<Record<string, Answer>>;
  'x-permission'?: string;
};
type Document = {
  openapi: string;
  tags: { name: string; description?: string }[];
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  webhooks: Readonly<Record<string, { post: Operation }>>;
  components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};

// The committed copy; `npm run check` compares it with what a running server answers.
const document = JSON.parse(await readRepositoryFile('docs/reference/openapi.json')) as Document;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, path, method, operation })),
);

/** Names of the operations that a rule does not hold for. */
const breaking = (rule: (one: (typeof operations)[number]) => boolean): string[] =>
  operations.filter((one) => !rule(one)).map(({ name }) => name);

const isKnown = ({ operation }: { operation: Operation }): boolean => operation.security.length > 0;
const successesOf = ({ operation }: { operation: Operation }): Answer[] =>
  Object.entries(operation.responses).flatMap(([status, answer]) => (status.startsWith('2') ? [answer] : []));

describe('the OpenAPI document', () => {
  it('is of version 3.1 and has more than two hundred operations', () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(operations.length).toBeGreaterThan(200);
  });

  it('names each operation once, says in a line and at length what it does, and puts it into one group', () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(breaking(({ operation }) => /^[a-z][a-z0-9_]*$/.test(operation.operationId))).toEqual([]);
    expect(breaking(({ operation }) => operation.summary.length > 3 && !operation.summary.endsWith('.'))).toEqual([]);
    expect(breaking(({ operation }) => operation.description.length > 20 && operation.description.endsWith('.'))).toEqual([]);
    expect(breaking(({ operation }) => operation.tags.length === 1)).toEqual([]);
  });

  it('says what each group is about, and has no group without operations', () => {
    expect(document.tags.filter(({ description }) => description === undefined).map(({ name }) => name)).toEqual([]);
    expect(document.tags.map(({ name }) => name).toSorted()).toEqual(
      [...new Set(operations.flatMap(({ operation }) => operation.tags))].toSorted(),
    );
  });

  it('names the scope that an operation needs, the same in every way of proving who asks', () => {
    expect(
      breaking(({ operation }) => {
        const permission = operation['x-permission'];
        return operation.security.every((way) =>
          Object.entries(way).every(([scheme, scopes]) => scheme === 'workspace' || scopes.join() === (permission ?? '')),
        );
      }),
    ).toEqual([]);
  });

  it('declares every parameter of a path, and no other', () => {
    expect(
      breaking(({ path, operation }) => {
        const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').toSorted();
        const declared = operation.parameters.flatMap((parameter) => (parameter.in === 'path' ? [parameter.name ?? ''] : []));
        return inPath.join() === declared.toSorted().join();
      }),
    ).toEqual([]);
  });

  it('lets every write of somebody known carry an idempotency key, and no other operation', () => {
    const takesKey = ({ operation }: { operation: Operation }): boolean =>
      operation.parameters.some(({ $ref }) => $ref === '#/components/parameters/IdempotencyKey');
    expect(breaking((one) => takesKey(one) === (one.method !== 'get' && isKnown(one)))).toEqual([]);
    expect(
      breaking((one) => !takesKey(one) || successesOf(one).every((answer) => answer.headers?.['Idempotent-Replayed'] !== undefined)),
    ).toEqual([]);
  });

  it('shows an example of every JSON body, and the headers of every answer', () => {
    expect(breaking(({ operation }) => hasExamples(operation.requestBody?.content))).toEqual([]);
    expect(breaking((one) => successesOf(one).length > 0 && successesOf(one).every((answer) => hasExamples(answer.content)))).toEqual([]);
    expect(breaking((one) => successesOf(one).every((answer) => answer.headers?.['Request-Id'] !== undefined))).toEqual([]);
    expect(breaking((one) => !isKnown(one) || successesOf(one).every((answer) => answer.headers?.['RateLimit'] !== undefined))).toEqual([]);
  });

  it('lists the refusals of every operation', () => {
    const has = ({ operation }: { operation: Operation }, statuses: readonly string[]): boolean =>
      statuses.every((status) => operation.responses[status] !== undefined);
    expect(breaking((one) => has(one, ['429', '500', '503', 'default']))).toEqual([]);
    expect(breaking((one) => !isKnown(one) || has(one, ['401', '403']))).toEqual([]);
    expect(breaking((one) => !one.path.includes('{') || has(one, ['400', '404']))).toEqual([]);
    expect(breaking((one) => one.operation.requestBody === undefined || has(one, ['400', '413']))).toEqual([]);
  });

  it('names every code of the catalogue at the status it comes with', () => {
    const text = JSON.stringify(document.components['responses']);
    const missing = Object.entries(ERRORS).filter(([code]) => !text.includes(`\`${code}\``));
    expect(missing.map(([code]) => code)).toEqual([]);
  });

  it('has each thing of the contract once, under its name, and answers to which fields may be added', () => {
    const schemas = Object.keys(document.components['schemas'] ?? {});
    expect(schemas).toEqual(
      expect.arrayContaining(['ApiKey', 'Contact', 'Conversation', 'Error', 'Message', 'SendMessageRequest', 'Template']),
    );
    const answer = document.paths['/v1/messages/{id}']?.['get']?.responses['200']?.content?.['application/json']?.schema;
    expect(answer).toEqual({ $ref: '#/components/schemas/MessageStory' });
    const closed = operations.filter((one) =>
      JSON.stringify(successesOf(one).map(({ content }) => content)).includes('"additionalProperties":false'),
    );
    expect(closed.map(({ name }) => name)).toEqual([]);
  });

  it('describes every event of webhooks with the body and the headers of its signature', () => {
    expect(Object.keys(document.webhooks)).toEqual([...WEBHOOK_EVENT_TYPES]);
    for (const { post } of Object.values(document.webhooks)) {
      expect(post.parameters.map(({ $ref }) => $ref?.split('/').at(-1))).toEqual(['WebhookId', 'WebhookTimestamp', 'WebhookSignature']);
      expect(post.requestBody?.content['application/json']).toMatchObject({ schema: { type: 'object' }, example: { version: '1' } });
    }
  });

  it('refers to nothing that is not there', () => {
    const missing = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)]
      .map(([, target = '']) => target)
      .filter((target) => find(document, target.split('/')) === undefined);
    expect([...new Set(missing)]).toEqual([]);
  });
});

function hasExamples(content: Content | undefined): boolean {
  const json = content?.['application/json'];
  return json === undefined || json.example !== undefined;
}

function find(value: unknown, [name, ...rest]: readonly string[]): unknown {
  if (name === undefined) return value;
  return typeof value === 'object' && value !== null && name in value ? find(Reflect.get(value, name), rest) : undefined;
}
