import { allErrorRows } from '@kabar/cloud-api';
import { describe, expect, it } from 'vitest';
import { judgeAnswer } from './send.ts';

const errorBody = (code: number, more: object = {}) => ({
  error: { message: `(#${code}) Something`, type: 'OAuthException', code, fbtrace_id: 'A1b2', ...more },
});

describe('an accepted send', () => {
  it('gives the WhatsApp id, the wa_id and the status of a template', () => {
    const body = {
      messaging_product: 'whatsapp',
      contacts: [{ input: '15550100001', wa_id: '15550100001' }],
      messages: [{ id: 'wamid.HBgL', message_status: 'held_for_quality_assessment' }],
    };
    expect(judgeAnswer(200, body, null)).toEqual({
      kind: 'accepted',
      wamid: 'wamid.HBgL',
      waId: '15550100001',
      userId: null,
      messageStatus: 'held_for_quality_assessment',
    });
  });

  it('gives the user id of a send to a business-scoped user id', () => {
    const body = { contacts: [{ input: 'US.134', user_id: 'US.134' }], messages: [{ id: 'wamid.X' }] };
    expect(judgeAnswer(200, body, null)).toMatchObject({ kind: 'accepted', waId: null, userId: 'US.134', messageStatus: null });
  });

  it('needs no contacts', () => {
    expect(judgeAnswer(200, { messages: [{ id: 'wamid.X' }] }, null)).toMatchObject({ kind: 'accepted', wamid: 'wamid.X' });
  });

  it.each([
    ['no body', undefined],
    ['another object', { success: true }],
    ['an empty list', { messages: [] }],
    ['an id that is no text', { messages: [{ id: 7 }] }],
    ['a list', []],
    ['null', null],
  ])('with %s has an unknown outcome', (_name, body) => {
    expect(judgeAnswer(200, body, null)).toMatchObject({ kind: 'unknown', cause: 'unreadable_answer', httpStatus: 200 });
  });
});

describe('every row of the error table that can come as an answer', () => {
  const rows = allErrorRows().filter((row) => row.http !== null && row.http >= 400 && (row.channel === 'sync' || row.channel === 'both'));

  it.each(rows.map((row) => [row.code, row.http, row.retry] as const))('code %i with status %i and class %s', (code, http, retry) => {
    const outcome = judgeAnswer(http ?? 0, errorBody(code), null);
    const expected = { R: 'retry', U: 'unknown', L: 'refused', N: 'refused' }[retry];
    expect(outcome.kind).toBe(expected);
    expect(outcome).toMatchObject({ error: { code, httpStatus: http, fbtraceId: 'A1b2' } });
    const row = rows.find((candidate) => candidate.code === code);
    if (outcome.kind === 'refused' || outcome.kind === 'retry') {
      expect(outcome.error.laterAfterMs).toBe(row?.retryAfterSeconds === undefined ? null : row.retryAfterSeconds * 1000);
      expect(outcome.error.plainReason).toBe(row?.reason);
      expect(outcome.error.nextStep).not.toBe('');
    }
  });

  it('covers the table', () => {
    expect(rows.length).toBeGreaterThan(80);
  });
});

describe('a failed send', () => {
  it.each([
    [130_429, 400, 'retry'],
    [131_056, 400, 'retry'],
    [80_007, 400, 'retry'],
    [4, 400, 'retry'],
    [131_000, 500, 'unknown'],
    [131_016, 500, 'unknown'],
    [1, 400, 'unknown'],
    [2, 503, 'unknown'],
    [132_001, 404, 'refused'],
    [131_009, 400, 'refused'],
    [190, 401, 'refused'],
    [132_015, 400, 'refused'],
  ])('with code %i and status %i is %s', (code, status, kind) => {
    expect(judgeAnswer(status, errorBody(code), null).kind).toBe(kind);
  });

  it('is unknown when a server failed with a code that would otherwise be repeated', () => {
    expect(judgeAnswer(500, errorBody(130_429), null)).toMatchObject({ kind: 'unknown', cause: 'server_error', httpStatus: 500 });
  });

  it.each([500, 502, 503, 504, 408])('is unknown for a bare %i', (status) => {
    expect(judgeAnswer(status, undefined, null)).toMatchObject({ kind: 'unknown', cause: 'server_error', httpStatus: status });
  });

  it('is repeated after the time that a bare 429 names', () => {
    expect(judgeAnswer(429, undefined, 7000)).toMatchObject({ kind: 'retry', afterMs: 7000 });
  });

  it.each([400, 403, 404, 413, 301])('is refused for a bare %i', (status) => {
    expect(judgeAnswer(status, undefined, null).kind).toBe('refused');
  });

  it('is unknown for an undocumented code that WhatsApp calls passing, and refused otherwise', () => {
    expect(judgeAnswer(400, errorBody(999_999, { is_transient: true }), null).kind).toBe('unknown');
    expect(judgeAnswer(400, errorBody(999_999), null).kind).toBe('refused');
  });

  it('keeps the details that help a developer', () => {
    const body = errorBody(132_000, {
      error_data: { messaging_product: 'whatsapp', details: 'body: number of localizable_params (2) does not match' },
    });
    expect(judgeAnswer(400, body, null)).toMatchObject({ error: { details: 'body: number of localizable_params (2) does not match' } });
  });

  it('names what became of a token by its sub-code', () => {
    expect(judgeAnswer(401, errorBody(190, { error_subcode: 463 }), null)).toMatchObject({
      error: { class: 'auth', subcode: 463, plainReason: 'The access token has expired.' },
    });
  });
});
