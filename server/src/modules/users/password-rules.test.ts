import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPasswordProblem } from './password-rules.ts';

const rani = { name: 'Rani Wulandari', email: 'rani.w@example.com' };

describe('password rules', () => {
  it.each([
    ['seven lanterns over the harbour'],
    ['kopi tubruk jam lima sore'],
    ['Xk7#pQ2!vL9@mR4z'],
    ['नमस्ते दुनिया मेरे दोस्त'],
    ['gajah duduk di atas atap biru'],
    ['violet-hammock-quartz-91'],
    ['x'.repeat(3) + 'unrelated sentence with many different words'],
  ])('accept %s', (password) => {
    expect(findPasswordProblem(password, rani)).toBeNull();
  });

  it.each([
    ['short one', 'too_short'],
    ['fourteen chars', 'too_short'],
    ['é'.repeat(14), 'too_short'],
    [`seven lanterns ${'a lantern and a harbour '.repeat(45)}`, 'too_long'],
    ['rani.w@example.com', 'contains_name'],
    ['wulandariwulandari', 'contains_name'],
    ['Wulandari-2026-!', 'contains_name'],
    ['aaaaaaaaaaaaaaaaaaaa', 'pattern'],
    ['abababababababababab', 'pattern'],
    ['lantern1lantern1lantern1', 'pattern'],
    ['abcdefghijklmnop', 'pattern'],
    ['123456789012345', 'pattern'],
    ['qwertyuiopasdfgh', 'pattern'],
    ['1qaz2wsx3edc4rfv', 'pattern'],
    ['9876543210987654', 'pattern'],
    ['passwordpassword', 'pattern'],
    ['password12345678', 'common'],
    ['P@ssw0rd!password1', 'common'],
    ['iloveyouiloveyou', 'pattern'],
    ['iloveyouforever!', 'common'],
    ['correct horse battery staple', 'common'],
    ['welcometothejungle', null],
    ['administrator1234', 'common'],
    ['indonesia merdeka 1945', 'common'],
    ['summer2026summer!', 'common'],
    ['bismillahirrahmanirrahim', 'common'],
  ])('judge %s: %s', (password, problem) => {
    expect(findPasswordProblem(password, rani)).toBe(problem);
  });

  it('ask for no kinds of characters', () => {
    expect(findPasswordProblem('only small letters but many of them', rani)).toBeNull();
  });

  it('accept every long random text and finish on anything', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-zA-Z0-9]{40}$/),
        (password) => new Set(password).size < 15 || findPasswordProblem(password, rani) === null,
      ),
    );
    fc.assert(
      fc.property(fc.string({ maxLength: 1_200, unit: 'binary' }), (password) => {
        const problem = findPasswordProblem(password, rani);
        return problem === null || typeof problem === 'string';
      }),
    );
  });
});
