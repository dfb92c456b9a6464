import { WEBHOOK_EVENTS, type Permission } from '@kabar/contract';
import { describe, expect, it } from 'vitest';
import { eventFamilies, hasType, withFamily, withType } from './event-filter.ts';

const everything = new Set<Permission>(Object.values(WEBHOOK_EVENTS).map(({ permission }) => permission));
const families = eventFamilies('kabar', everything);
const messages = families.find(({ family }) => family === 'message');
if (!messages) throw new Error('the catalogue has no messages');

describe('the choice of events', () => {
  it('offers what the reader may see and the format can carry, without the test event', () => {
    expect(families.flatMap(({ types }) => types)).not.toContain('webhook.test');
    expect(eventFamilies('kabar', new Set<Permission>(['consent:read'])).map(({ family }) => family)).toEqual(['consent']);
    for (const { types } of eventFamilies('meta', everything)) for (const type of types) expect(WEBHOOK_EVENTS[type].meta).toBe(true);
  });

  it('takes a family apart when one of its types goes', () => {
    const rest = withType(['message.*', 'contact.updated'], 'message.read', false, families);
    expect(rest).toEqual([...messages.types.filter((type) => type !== 'message.read'), 'contact.updated']);
    expect(hasType(rest, 'message.read')).toBe(false);
  });

  it('takes everything apart when one type goes', () => {
    const rest = withType(['*'], 'message.read', false, families);
    expect(hasType(rest, 'message.read')).toBe(false);
    for (const type of families.flatMap(({ types }) => types)) if (type !== 'message.read') expect(hasType(rest, type), type).toBe(true);
  });

  it('puts a family in the place of its types and takes it away again', () => {
    const whole = withFamily(['message.read', 'contact.updated'], messages, true, families);
    expect(whole).toEqual(['contact.updated', 'message.*']);
    expect(withFamily(whole, messages, false, families)).toEqual(['contact.updated']);
  });

  it('chooses a type once', () => {
    expect(withType(['message.*'], 'message.read', true, families)).toEqual(['message.*']);
    expect(withType([], 'message.read', true, families)).toEqual(['message.read']);
  });
});
