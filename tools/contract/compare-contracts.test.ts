import { describe, expect, it } from 'vitest';
import { compareContracts } from './compare-contracts.ts';
import { freezeDocument, type OpenApiDocument, type Schema } from './openapi-document.ts';

const contact: Schema = {
  type: 'object',
  properties: {
    id: { type: 'string' },
    name: { type: ['string', 'null'] },
    stage: { type: 'string', enum: ['new', 'customer'] },
    owner: { anyOf: [{ $ref: '#/components/schemas/Owner' }, { type: 'null' }] },
  },
  required: ['id', 'name', 'stage'],
};

/** A small API of every kind of part; each test changes one thing. */
function makeDocument() {
  return {
    info: { version: '1.0.0' },
    paths: {
      '/v1/contacts': {
        get: {
          operationId: 'get_contacts',
          security: [{ apiKey: ['contacts:read'] }],
          parameters: [
            { name: 'limit', in: 'query', required: false, schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 } as Schema },
            { name: 'q', in: 'query', required: false, schema: { type: 'string' } as Schema },
          ],
          responses: {
            '200': {
              headers: { 'Request-Id': {}, RateLimit: {} } as Record<string, unknown>,
              content: { 'application/json': { schema: { type: 'array', items: { $ref: '#/components/schemas/Contact' } } as Schema } },
            },
          } as Record<string, object>,
        },
        post: {
          operationId: 'post_contacts',
          security: [{ apiKey: ['contacts:write'] }, { session: [] }],
          parameters: [],
          requestBody: {
            required: true,
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  properties: {
                    name: { type: 'string', maxLength: 80 },
                    note: { type: 'string' },
                    via: { type: 'string', enum: ['shop', 'phone'] },
                    how: {
                      oneOf: [
                        { type: 'object', properties: { kind: { const: 'mail' }, address: { type: 'string' } } },
                        { type: 'object', properties: { kind: { const: 'call' } } },
                      ],
                    },
                  } as Record<string, Schema>,
                  required: ['name'],
                },
              },
            },
          },
          responses: {
            '201': { content: { 'application/json': { schema: { $ref: '#/components/schemas/Contact' } as Schema } } },
          } as Record<string, object>,
        },
      },
    } as Record<string, Record<string, object>>,
    webhooks: {
      'contact.updated': {
        post: { requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Contact' } } } }, responses: {} },
      },
    } as Record<string, object>,
    components: {
      schemas: { Contact: contact, Owner: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] } } as Record<
        string,
        Schema
      >,
      parameters: {},
      responses: { Refused404: { 'x-codes': ['not_found'] }, Refused409: { 'x-codes': ['conflict', 'busy'] } } as Record<string, object>,
    },
  };
}

/** Lets `change` loose on a copy; `at` finds what a path leads to in it. */
function changed(change: (at: (path: string) => Record<string, unknown>, document: ReturnType<typeof makeDocument>) => void) {
  const after = structuredClone(makeDocument());
  // The test knows what it asks for; a path that leads nowhere fails in the change itself.
  const at = (path: string) =>
    path.split(' ').reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], after) as Record<string, unknown>;
  change(at, after);
  return compareContracts(makeDocument() as OpenApiDocument, after as OpenApiDocument);
}

const list = 'paths /v1/contacts get';
const make = 'paths /v1/contacts post';
const body = `${make} requestBody content application/json schema`;
const fields = 'components schemas Contact properties';

describe('the comparison of two contracts', () => {
  it('finds nothing where nothing changed, or only words for people', () => {
    expect(changed(() => {})).toEqual([]);
    expect(
      changed((at) => {
        at(list)['description'] = 'Better words';
        at(fields)['id'] = { type: 'string', description: 'Id of a contact', examples: ['ctc_1'] };
      }),
    ).toEqual([]);
  });

  it.each<[string, string, (at: (path: string) => Record<string, unknown>) => void]>([
    ['a path', '`GET /v1/contacts`: is gone.', (at) => delete at('paths')['/v1/contacts']],
    ['a method', '`POST /v1/contacts`: is gone.', (at) => delete at('paths /v1/contacts')['post']],
    [
      'a name in generated clients',
      '`GET /v1/contacts`: is called `list_contacts` instead of `get_contacts`.',
      (at) => (at(list)['operationId'] = 'list_contacts'),
    ],
    [
      'a way to call',
      '`POST /v1/contacts`: may no longer be called with apiKey (contacts:write).',
      (at) => (at(make)['security'] = [{ session: [] }]),
    ],
    ['a field of answers', '`Contact` in answers: the field `stage` is gone.', (at) => delete at(fields)['stage']],
    [
      'a field that was always there',
      '`Contact` in answers: the field `name` is no longer always there.',
      (at) => (at('components schemas Contact')['required'] = ['id', 'stage']),
    ],
    [
      'a value',
      '`Contact` in answers: `stage` no longer has the value `customer`.',
      (at) => (at(`${fields} stage`)['enum'] = ['new', 'known']),
    ],
    ['a type', '`Contact` in answers: `id` is integer instead of string.', (at) => (at(`${fields} id`)['type'] = 'integer')],
    [
      'an answer that may be empty now',
      '`Contact` in answers: `id` may now be null.',
      (at) => (at(`${fields} id`)['type'] = ['string', 'null']),
    ],
    [
      'something deep inside',
      '`Owner` in answers: the field `id` is gone.',
      (at) => delete at('components schemas Owner properties')['id'],
    ],
    ['a field of requests', '`POST /v1/contacts`: the field `body.note` is gone.', (at) => delete at(`${body} properties`)['note']],
    [
      'a field that is required now',
      '`POST /v1/contacts`: the field `body.note` is now required.',
      (at) => (at(body)['required'] = ['name', 'note']),
    ],
    [
      'a new field that is required',
      '`POST /v1/contacts`: the field `body.vat` is new and required.',
      (at) => {
        at(`${body} properties`)['vat'] = { type: 'string' };
        at(body)['required'] = ['name', 'vat'];
      },
    ],
    [
      'a value that is taken',
      '`POST /v1/contacts`: `body.via` no longer has the value `phone`.',
      (at) => (at(`${body} properties via`)['enum'] = ['shop']),
    ],
    [
      'a limit',
      '`POST /v1/contacts`: the longest length of `body.name` is 40 instead of 80.',
      (at) => (at(`${body} properties name`)['maxLength'] = 40),
    ],
    [
      'a form',
      '`POST /v1/contacts`: the form of `body.note` is `^[a-z]+$` instead of free.',
      (at) => (at(`${body} properties note`)['pattern'] = '^[a-z]+$'),
    ],
    [
      'one of several forms',
      '`POST /v1/contacts`: `body.how` no longer has the form `kind: "call"`.',
      (at) => (at(`${body} properties how`)['oneOf'] as unknown[]).pop(),
    ],
    [
      'what is not known',
      '`POST /v1/contacts`: `body` refuses fields it does not know.',
      (at) => (at(body)['additionalProperties'] = false),
    ],
    ['a body', '`POST /v1/contacts`: takes no body any more.', (at) => delete at(make)['requestBody']],
    ['a parameter', '`GET /v1/contacts`: the parameter `query.q` is gone.', (at) => (at(list)['parameters'] as unknown[]).pop()],
    [
      'a parameter that is required',
      '`GET /v1/contacts`: the parameter `query.q` is now required.',
      (at) => (at(`${list} parameters 1`)['required'] = true),
    ],
    [
      'a page',
      '`GET /v1/contacts`: the most of `query.limit` is 100 instead of 200.',
      (at) => (at(`${list} parameters 0 schema`)['maximum'] = 100),
    ],
    [
      'what is meant by nothing',
      '`GET /v1/contacts`: `query.limit` left out means `20` instead of `50`.',
      (at) => (at(`${list} parameters 0 schema`)['default'] = 20),
    ],
    [
      'a status',
      '`POST /v1/contacts`: no longer answers 201.',
      (at) => {
        at(`${make} responses`)['202'] = at(`${make} responses 201`);
        delete at(`${make} responses`)['201'];
      },
    ],
    [
      'a header',
      '`GET /v1/contacts`: the answer 200 has no header `RateLimit` any more.',
      (at) => delete at(`${list} responses 200 headers`)['RateLimit'],
    ],
    ['an event', 'Event `contact.updated`: is gone.', (at) => delete at('webhooks')['contact.updated']],
    ['an error code', 'Errors: `busy` is gone.', (at) => (at('components responses Refused409')['x-codes'] = ['conflict'])],
    [
      'the status of an error code',
      'Errors: `not_found` comes with 409 instead of 404.',
      (at) => {
        at('components responses Refused404')['x-codes'] = [];
        at('components responses Refused409')['x-codes'] = ['conflict', 'busy', 'not_found'];
      },
    ],
  ])('sees that %s breaks programs', (_what, sentence, change) => {
    const found = changed(change).filter(({ isBreaking }) => isBreaking);
    expect(found.map((one) => one.sentence)).toContain(sentence);
  });

  it.each<[string, string, (at: (path: string) => Record<string, unknown>) => void]>([
    ['a new operation', '`DELETE /v1/contacts`: is new.', (at) => (at('paths /v1/contacts')['delete'] = { responses: {} })],
    ['a new field of answers', '`Contact` in answers: the field `city` is new.', (at) => (at(fields)['city'] = { type: 'string' })],
    [
      'a new field one may write',
      '`POST /v1/contacts`: the field `body.city` is new.',
      (at) => (at(`${body} properties`)['city'] = { type: 'string' }),
    ],
    [
      'a new value of answers',
      '`Contact` in answers: `stage` has the new value `lost`.',
      (at) => (at(`${fields} stage`)['enum'] = ['new', 'customer', 'lost']),
    ],
    [
      'a wider limit',
      '`POST /v1/contacts`: the longest length of `body.name` is 90 instead of 80.',
      (at) => (at(`${body} properties name`)['maxLength'] = 90),
    ],
    [
      'a new parameter',
      '`GET /v1/contacts`: the parameter `query.tag` is new.',
      (at) => (at(list)['parameters'] as unknown[]).push({ name: 'tag', in: 'query', schema: {} }),
    ],
    [
      'a new error code',
      'Errors: `gone` is new, with 404.',
      (at) => (at('components responses Refused404')['x-codes'] = ['not_found', 'gone']),
    ],
  ])('tells of %s, which breaks nothing', (_what, sentence, change) => {
    expect(changed(change)).toEqual([{ isBreaking: false, sentence }]);
  });

  it('reads what is kept of a release as the document it was made of', () => {
    const frozen = freezeDocument(makeDocument() as OpenApiDocument);
    expect(compareContracts(JSON.parse(frozen) as OpenApiDocument, makeDocument() as OpenApiDocument)).toEqual([]);
  });
});
