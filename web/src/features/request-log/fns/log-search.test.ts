import { describe, expect, it } from 'vitest';
import { isNarrowed, logQuery, logSearch } from './log-search.ts';

const message = 'msg_01jd8z3t5kf6v9b2m4n7p0q1rs';
const request = 'req_01jd8z3t5kf6v9b2m4n7p0q1rs';

describe('the search of the request log', () => {
  it('reads what it knows and leaves out the rest', () => {
    expect(
      logSearch({
        ended: '4xx',
        method: 'POST',
        route: '/v1/messages',
        error: 'rate_limited',
        about: message,
        from: '2026-11-21T00:00:00Z',
      }),
    ).toEqual({ ended: '4xx', method: 'POST', route: '/v1/messages', error: 'rate_limited', about: message, from: '2026-11-21T00:00:00Z' });
    expect(
      logSearch({ ended: '6xx', method: 'BREW', route: 'x', error: 'made_up', about: 'nothing', from: 'today', by: 'robot', key: 7 }),
    ).toEqual({});
  });

  it('asks for a request by its id, and for anything else by the thing it led to', () => {
    expect(logQuery({ about: request })).toMatchObject({ request_id: request });
    expect(logQuery({ about: message })).toMatchObject({ object_id: message });
  });

  it('asks for the calls of programs, unless for those of the dashboard or for all', () => {
    expect(logQuery({}).caller).toBe('api_key');
    expect(logQuery({ by: 'member' }).caller).toBe('member');
    expect(logQuery({ by: 'all' }).caller).toBeUndefined();
  });

  it('does not count the open call as a filter, nor whose calls are shown', () => {
    expect(isNarrowed({ request, by: 'all' })).toBe(false);
    expect(isNarrowed({ request, ended: '5xx' })).toBe(true);
  });
});
