import { describe, expect, it } from 'vitest';
import { checkJsdocShare, countJsdoc } from './jsdoc-share.ts';

const text = `/** Says so. */
export function a() {}
export async function b() {}
/**
 * Says so.
 */
export const c = async (x: number): Promise<void> => {};
export const d = (): void => {};
export const notAFunction = 1;
export type T = string;
/** Says so. */
export class E {}
/** Says so. */
export function* f() {}
`;

describe('the documentation guard', () => {
  it('counts exported functions and classes and names those without a comment', () => {
    const { total, missing } = countJsdoc([{ name: 'a.ts', text }]);
    expect(total).toBe(6);
    expect(missing.map((finding) => [finding.line, finding.message.split(' ')[0]])).toEqual([
      [3, 'b'],
      [8, 'd'],
    ]);
  });

  it('speaks up only below the share, and when it sees nothing at all', () => {
    expect(checkJsdocShare([{ name: 'a.ts', text }], 0.6)).toEqual([]);
    expect(checkJsdocShare([{ name: 'a.ts', text }], 0.9)).toHaveLength(2);
  });
});
