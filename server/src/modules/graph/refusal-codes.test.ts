import { errorRow } from '@kabar/cloud-api';
import { ERRORS, type ErrorCode } from '@kabar/contract/errors';
import { describe, expect, it } from 'vitest';
import { AppError } from '#platform/errors';
import { graphProtocol } from './graph-protocol.ts';
import { httpStatusOf } from './graph-refusal.ts';
import { metaWordsOf } from './refusal-codes.ts';

/** Codes that Meta answers with and that its page of error codes leaves out. */
const undocumented = new Set([2500]);
const codes = Object.keys(ERRORS) as ErrorCode[]; // the keys of the catalogue are the codes

describe('every refusal of the catalogue', () => {
  it.each(codes)('%s has a code that Meta documents', (code) => {
    const { code: meta, title } = metaWordsOf(code);
    expect(errorRow(meta) !== undefined || undocumented.has(meta)).toBe(true);
    expect(title).not.toBe('');
  });

  it('that may be repeated as it is says so, and no other does', () => {
    for (const code of codes) {
      const verdict = errorRow(metaWordsOf(code).code)?.retry;
      if (ERRORS[code].retryable) expect([code, verdict]).toEqual([code, metaWordsOf(code).code === 2 ? 'U' : 'R']);
      else expect([code, verdict === 'R']).toEqual([code, false]);
    }
  });

  it('about who asks stays one about who asks', () => {
    for (const code of codes) {
      const { status } = ERRORS[code];
      if (status === 401) expect([code, httpStatusOf(metaWordsOf(code).code)]).toEqual([code, 401]);
      if (status >= 500) expect([code, httpStatusOf(metaWordsOf(code).code) >= 500]).toEqual([code, true]);
      if (status < 500 && !ERRORS[code].retryable) expect([code, httpStatusOf(metaWordsOf(code).code) < 500]).toEqual([code, true]);
    }
  });
});

describe('the body of a refusal', () => {
  it('has the fields of Meta, our words for people, and the request id as trace', () => {
    const refusal = new AppError('permission_denied', { details: { permission: 'messages:send' } });
    expect(graphProtocol.presentRefusal(refusal, 'req_01')).toEqual({
      status: 403,
      body: {
        error: {
          message: '(#10) Application does not have permission for this action',
          type: 'OAuthException',
          code: 10,
          error_data: { messaging_product: 'whatsapp', details: 'The key needs the scope messages:send.' },
          error_user_title: ERRORS.permission_denied.title,
          error_user_msg: ERRORS.permission_denied.message,
          fbtrace_id: 'req_01',
        },
      },
    });
  });

  it('names each wrong field', () => {
    const issues = [
      { path: 'body.name', message: 'is taken' },
      { path: 'language', message: 'is unknown' },
    ];
    const { body } = graphProtocol.presentRefusal(new AppError('content_invalid', { details: { issues } }), 'req_01');
    expect(body).toMatchObject({ error: { code: 100, error_data: { details: 'name: is taken; language: is unknown' } } });
  });
});
