import { describe, expect, it } from 'vitest';
import { createWamid, orderOfWamid } from './wamid.ts';

const SALT = 'A1B2C3D4E5F6';

describe('wamid', () => {
  it.each([1, 2, 77, 65_536, 4_000_000_000])('hides the order number %i and gives it back', (order) => {
    expect(orderOfWamid(createWamid('out', '6281200000101', order, SALT))).toBe(order);
    expect(orderOfWamid(createWamid('in', '6281200000101', order, SALT))).toBe(order);
  });

  it('has the byte shape of real ids', () => {
    const bytes = Buffer.from(createWamid('out', '6281200000101', 5, SALT).slice('wamid.'.length), 'base64');
    expect([...bytes.subarray(0, 3)]).toEqual([0x1c, 0x18, 13]);
    expect(bytes.subarray(3, 16).toString()).toBe('6281200000101');
    expect([...bytes.subarray(16, 22)]).toEqual([0x15, 0x02, 0x00, 0x11, 0x18, 18]);
    expect(bytes.subarray(22, 40).toString()).toMatch(/^[0-9A-F]{18}$/);
    expect(bytes.at(-1)).toBe(0);
    expect(Buffer.from(createWamid('in', '6281200000101', 5, SALT).slice(6), 'base64')[19]).toBe(0x12);
  });

  it('never makes the same id twice', () => {
    const ids = new Set(Array.from({ length: 20_000 }, (_id, order) => createWamid('out', '1', order, SALT)));
    expect(ids.size).toBe(20_000);
  });

  it.each(['', 'wamid.', 'wamid.AAAA', 'msg_1', 'wamid.HBgLMTU1NTAxMDAxMDAVAgARGBI='])('knows nothing about %j', (text) => {
    expect(orderOfWamid(text)).toBeUndefined();
  });
});
