import { z } from 'zod';
import { Timestamp } from './pagination.ts';

/**
 * `person.json` of an export of everything about one person (docs/reference/person-export.md): the part on which a program can rely. Fields may be added;
 * a change that breaks readers raises `version`.
 */
export const PersonFile = z.object({
  format: z.literal('kabar.person'),
  version: z.literal(1),
  exported_at: Timestamp,
  exported_from: z.string().max(200).nullish(),
  contact: z.object({
    id: z.string().max(64),
    name: z.string().max(200).nullable(),
    profile_name: z.string().max(200).nullable(),
    identifiers: z.array(z.object({ kind: z.enum(['phone', 'wa_id', 'bsuid', 'username']), value: z.string().min(1).max(200) })).max(50),
    attributes: z.record(z.string().max(100), z.union([z.string().max(10_000), z.number(), z.boolean()])),
    marketing: z.string().max(20),
    created_at: Timestamp,
  }),
  stage: z.string().max(100).nullable(),
  tags: z.array(z.string().max(50)).max(200),
  notes: z
    .array(
      z.object({
        id: z.string().max(64),
        text: z.string().max(20_000),
        author: z.string().max(64),
        written_at: Timestamp,
        conversation_id: z.string().max(64).nullable(),
      }),
    )
    .max(100_000),
  consents: z
    .array(
      z.object({
        id: z.string().max(64),
        purpose: z.string().max(40),
        category: z.string().max(100),
        state: z.enum(['given', 'withdrawn', 'objected', 'resumed']),
        source: z.string().max(40),
        legal_basis: z.string().max(40).nullable(),
        evidence: z
          .object({
            message_id: z.string().max(64).nullable(),
            media_id: z.string().max(64).nullable(),
            text: z.string().max(10_000).nullable(),
            wording: z.string().max(10_000).nullable(),
          })
          .optional(),
        occurred_at: Timestamp,
      }),
    )
    .max(100_000),
  conversations: z
    .array(z.object({ id: z.string().max(64), number_id: z.string().max(64), created_at: Timestamp, last_activity_at: Timestamp }))
    .max(10_000),
});
export type PersonFile = z.infer<typeof PersonFile>;

/** One message of `messages.json`, which is written with one message to a line. `imported_at`: it was not written where the file was made. */
export const PersonFileMessage = z.object({
  id: z.string().max(64),
  conversation_id: z.string().max(64),
  direction: z.enum(['in', 'out']),
  author: z.string().max(64),
  type: z.string().max(40),
  status: z.string().max(40),
  occurred_at: Timestamp,
  content: z.unknown(),
  media_id: z.string().max(64).nullable(),
  imported_at: Timestamp.nullish(),
});
export type PersonFileMessage = z.infer<typeof PersonFileMessage>;

/** The JSON Schema of the files of an export that a machine reads; it lies in every export as `schema.json`. */
export const personExportSchema: Readonly<Record<string, unknown>> = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Everything about one person',
  $defs: {
    'person.json': schemaOf(PersonFile),
    'messages.json': { type: 'array', items: schemaOf(PersonFileMessage) },
    'records.json': {
      type: 'object',
      required: ['format', 'version', 'tables'],
      properties: {
        format: { const: 'kabar.records' },
        version: { const: 1 },
        tables: {
          type: 'array',
          items: {
            type: 'object',
            required: ['table', 'holds', 'rows'],
            properties: {
              table: { type: 'string' },
              holds: { type: 'string' },
              class: { type: 'string' },
              purpose: { type: 'string' },
              legal_basis: { type: 'string' },
              rows: { type: 'array', items: { type: 'object' } },
            },
          },
        },
      },
    },
    'trail.json': {
      type: 'array',
      items: {
        type: 'object',
        required: ['id', 'at', 'action', 'by'],
        properties: {
          id: { type: 'string' },
          at: { type: 'string', format: 'date-time' },
          action: { type: 'string' },
          by: { type: 'object' },
          target: { type: ['object', 'null'] },
          before: { type: ['object', 'null'] },
          after: { type: ['object', 'null'] },
        },
      },
    },
  },
};

function schemaOf(schema: z.ZodType): unknown {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { unrepresentable: 'any' });
  return rest;
}
