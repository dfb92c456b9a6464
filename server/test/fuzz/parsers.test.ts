import { createHmac, createSecretKey } from 'node:crypto';
import * as cloudApi from '@kabar/cloud-api';
import * as contract from '@kabar/contract';
import { parseSavedReply } from '@kabar/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readIpAllowlist } from '../../src/modules/api-keys/ip-allowlist.ts';
import { readGraphMediaId } from '../../src/modules/graph/media-ids.ts';
import { readGraphMessageId } from '../../src/modules/graph/message-ids.ts';
import { parsePeriod } from '../../src/modules/law/index.ts';
import { readRange } from '../../src/modules/media/content-headers.ts';
import { readMail } from '../../src/modules/requests/read-mail.ts';
import { parseQuery } from '../../src/modules/search/parse-query.ts';
import { readPhoneDigits } from '../../src/modules/search/phone-digits.ts';
import { readSignedRequest } from '../../src/modules/self-service/data-deletion.ts';
import { readRetryAfter } from '../../src/modules/webhooks/engine/schedule.ts';
import { guardFormula } from '../../src/platform/csv/guard-formula.ts';
import { AppError } from '../../src/platform/errors.ts';
import { parseCursor } from '../../src/platform/events/event-cursor.ts';
import { clientIp, ipInRanges, parseRange } from '../../src/platform/http/client-ip.ts';
import { decodeCursor, encodeCursor } from '../../src/platform/http/cursor.ts';
import { readIdempotencyKey } from '../../src/platform/http/idempotency-key.ts';
import { parseWebhook } from '../../src/whatsapp/cloud/parse-webhook.ts';
import { nodeOf } from '../route-security/schema-samples.ts';
import { anyJson, anyText, arbitraryOf, mutated } from './arbitrary-of-schema.ts';
import { fuzzSettings } from './fuzz-settings.ts';

const { seed, count, seconds } = fuzzSettings(200);
/** With a time each property has a fiftieth of it, two to thirty seconds; without one it has its count. */
const propertyMs = Math.min(30_000, Math.max(2_000, (seconds ?? 0) * 20));
const runs = seconds === null ? { seed, numRuns: count } : { seed, numRuns: 10_000_000, interruptAfterTimeLimit: propertyMs };
const amount = seconds === null ? `${count} of each` : `${propertyMs / 1_000} s of each`;
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 400 }),
  anyJson.map((value) => Buffer.from(JSON.stringify(value))),
);

/** The secret under which Meta would sign its form; what is signed with it is read on. */
const formSecret = createSecretKey(Buffer.alloc(32, 7));
const signed = (text: string): string => {
  const payload = Buffer.from(text).toString('base64url');
  return `${createHmac('sha256', formSecret).update(payload).digest('base64url')}.${payload}`;
};

/** Readers of texts from outside that promise never to throw. */
const neverThrow: Readonly<Record<string, (text: string) => unknown>> = {
  'a place among events': parseCursor,
  'a file id of the Graph surface': readGraphMediaId,
  'a message id of the Graph surface': readGraphMessageId,
  'a period': parsePeriod,
  'a range of bytes': (text) => readRange(text, 100),
  'what somebody looks for': parseQuery,
  'digits of a phone number': readPhoneDigits,
  'a signed request': (text) => readSignedRequest(signed(text), [formSecret]),
  'a pause that a server asks for': (text) => readRetryAfter(text, new Date(0)),
  'the address of a caller': (text) => [clientIp('192.0.2.1', text, [parseRange('192.0.2.0/24')]), ipInRanges(text, [parseRange('::/0')])],
  'a cell of a table': guardFormula,
};

/** Readers that refuse with an error of the catalogue and with nothing else. */
const refuse: Readonly<Record<string, (text: string) => unknown>> = {
  'a place in a list': (text) => decodeCursor(text, 2),
  'a list of addresses': (text) => readIpAllowlist([text], 'body.ip_allowlist'),
  'an idempotency key': (text) => readIdempotencyKey(text),
};

describe(`readers of what comes from outside (seed ${seed}, ${amount})`, () => {
  it.each(Object.entries(neverThrow))('read %s without throwing', (_name, read) => {
    fc.assert(
      fc.property(anyText, (text) => {
        read(text);
      }),
      runs,
    );
  });

  it.each(Object.entries(refuse))('read %s or refuse it by the catalogue', (_name, read) => {
    fc.assert(
      fc.property(anyText, (text) => {
        try {
          read(text);
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
        }
      }),
      runs,
    );
  });

  it('find again what a cursor was made of', () => {
    const parts = fc.array(fc.oneof(fc.string(), fc.integer(), fc.constant(null)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(parts, (position) => {
        expect(decodeCursor(encodeCursor(position), position.length)).toEqual(position);
      }),
      runs,
    );
  });

  it('lose nothing of a saved reply', () => {
    const pieces = fc.array(fc.oneof(anyText, fc.constantFrom('{{', '}}', '{', '|', '{{contact.name|friend}}')), { maxLength: 8 });
    fc.assert(
      fc.property(pieces, (all) => {
        const text = all.join('');
        const parts = parseSavedReply(text);
        expect(parts.map((part) => (part.kind === 'text' ? part.text : part.source)).join('')).toBe(text);
      }),
      runs,
    );
  });

  it('read any bytes of a webhook into units, or say why not', () => {
    fc.assert(
      fc.property(bytes, (body) => {
        expect(typeof parseWebhook(body).ok).toBe('boolean');
      }),
      runs,
    );
  });

  it('read a webhook of Meta with anything in it replaced', () => {
    const envelope = (change: unknown): unknown => ({
      object: 'whatsapp_business_account',
      entry: [{ id: '1', time: 1, changes: [{ field: 'messages', value: change }] }],
    });
    const message = fc.constant({
      messaging_product: 'whatsapp',
      metadata: { display_phone_number: '628120000001', phone_number_id: '2' },
      contacts: [{ profile: { name: 'Citra' }, wa_id: '628120000002' }],
      messages: [{ from: '628120000002', id: 'wamid.A', timestamp: '1700000000', type: 'text', text: { body: 'Halo' } }],
      statuses: [{ id: 'wamid.B', status: 'failed', timestamp: '1700000000', recipient_id: '628120000002', errors: [{ code: 1 }] }],
    });
    fc.assert(
      fc.property(fc.oneof(mutated(message.map(envelope)), mutated(mutated(message)).map(envelope)), (body) => {
        expect(typeof parseWebhook(Buffer.from(JSON.stringify(body) ?? '')).ok).toBe('boolean');
      }),
      runs,
    );
  });

  it('read any bytes as a mail, or say that they are none', () => {
    fc.assert(
      fc.property(bytes, (raw) => {
        readMail(Buffer.from(raw));
      }),
      runs,
    );
  });
});

describe(`public schemas (seed ${seed}, ${amount})`, () => {
  const schemas = [...Object.entries(contract), ...Object.entries(cloudApi)].flatMap(([name, value]): [string, z.ZodType][] =>
    value instanceof z.ZodType ? [[name, value]] : [],
  );

  it('are found', () => {
    expect(schemas.length).toBeGreaterThan(200);
  });

  it('judge anything without throwing and leave the prototypes alone', () => {
    // Few of each: there are hundreds, and every route's own are tried over HTTP besides.
    const few =
      seconds === null
        ? { seed, numRuns: Math.max(3, Math.floor(count / 70)) }
        : { seed, numRuns: 1_000, interruptAfterTimeLimit: Math.ceil((propertyMs * 4) / schemas.length) };
    for (const [, schema] of schemas) {
      const fitting = arbitraryOf(nodeOf(schema), () => ['']);
      fc.assert(
        fc.property(fc.oneof(fitting, mutated(fitting), anyJson), (value) => {
          expect(typeof schema.safeParse(value).success).toBe('boolean');
        }),
        few,
      );
    }
    expect(Object.keys(Object.prototype)).toEqual([]);
  }, 300_000);
});
