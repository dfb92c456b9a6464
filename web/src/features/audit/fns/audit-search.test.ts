import { describe, expect, it } from 'vitest';
import { auditQuery, auditSearch, isAbout, isNarrowed } from './audit-search.ts';

const contact = 'ctc_01jd0000000000000000000000';

describe('the address of the audit log', () => {
  it('keeps what it knows and drops what nobody can mean', () => {
    expect(
      auditSearch({ who: 'usr_01jd0000000000000000000000', what: 'member.removed', way: 'support', about: contact, entry: '7' }),
    ).toEqual({
      who: 'usr_01jd0000000000000000000000',
      what: 'member.removed',
      way: 'support',
      about: contact,
      entry: '7',
    });
    expect(auditSearch({ who: 'somebody', what: 'A b', way: 'magic', about: '<b>', since: 'soon', entry: '0' })).toEqual({});
  });

  it('reads numbers as the router gives them', () => {
    expect(auditSearch({ about: 12, entry: 7 })).toEqual({ about: '12', entry: '7' });
  });

  it('asks for a thing, a request or an entry, as the text says', () => {
    expect(auditQuery({ about: contact })).toMatchObject({ target_id: contact });
    expect(auditQuery({ about: 'req_01jd0000000000000000000000' })).toMatchObject({ request_id: 'req_01jd0000000000000000000000' });
    expect(auditQuery({ about: '12' })).toMatchObject({ seq: 12 });
    expect(isAbout('twelve')).toBe(false);
  });

  it('is not narrowed by an open entry alone', () => {
    expect([isNarrowed({ entry: '7' }), isNarrowed({ what: 'member' })]).toEqual([false, true]);
  });
});
