import { describe, expect, it } from 'vitest';
import { contactsSearch, looksLikePhone, selectionQuery } from './contact-search.ts';

const segment = `seg_${'0'.repeat(26)}`;

describe('the address of the contacts', () => {
  it('keeps a filter, a segment and the order', () => {
    const filter = { conditions: [{ field: 'blocked', value: true }] };
    expect(contactsSearch({ segment, filter, sort: 'created' })).toEqual({
      segment,
      filter: { match: 'all', conditions: [{ field: 'blocked', value: true }] },
      sort: 'created',
    });
  });

  it('leaves out what it does not understand', () => {
    expect(contactsSearch({ segment: 'seg_1', filter: { conditions: [{ field: 'colour' }] }, sort: 'name', new: 'yes' })).toEqual({});
    expect(contactsSearch({ filter: { conditions: [] } })).toEqual({});
  });

  it('becomes the query of the API', () => {
    const { filter } = contactsSearch({ filter: { conditions: [{ field: 'blocked', value: false }] } });
    expect(selectionQuery({ segment, filter })).toEqual({
      segment_id: segment,
      filter: '{"match":"all","conditions":[{"field":"blocked","value":false}]}',
    });
    expect(selectionQuery({})).toEqual({});
  });
});

describe('what looks like a phone number', () => {
  it.each(['+62 812-0000-0001', '0812 0000 0001', '(0274) 555-123'])('%s does', (text) => expect(looksLikePhone(text)).toBe(true));
  it.each(['1234', 'Sari', 'Sari 08120000', ''])('"%s" does not', (text) => expect(looksLikePhone(text)).toBe(false));
});
