import { ERRORS, errorDocsPath, type ErrorCode } from '@kabar/contract/errors';
import { CLIENT_ERRORS } from '@kabar/sdk';
import { describe, expect, it } from 'vitest';
import { generateErrorsReference } from '../generate/errors-reference.ts';
import { anchorsOf } from './doc-links.ts';
import { readServerSources } from './repository-guards.ts';

/** Raise it together with the catalogue. It never falls: a code that is not used any more stays listed as retired. */
const codeCount = 88;

const codes = Object.keys(ERRORS) as ErrorCode[]; // the keys of a literal object

describe('the error catalogue', () => {
  it('has the number of codes that was last agreed on', () => {
    expect(codes).toHaveLength(codeCount);
  });

  it('names codes in snake case and says what to do next', () => {
    for (const code of codes) {
      expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
      expect(ERRORS[code].message, code).toMatch(/[.…]$/);
      expect(ERRORS[code].status, code).toBeGreaterThanOrEqual(400);
      expect(code in CLIENT_ERRORS, `${code} is also a failure of the SDK`).toBe(false);
    }
  });

  it('is documented under the address that answers give, and nothing else is', () => {
    const anchors = anchorsOf(generateErrorsReference());
    anchors.delete('errors');
    expect([...anchors].toSorted()).toEqual(codes.toSorted());
    for (const code of codes) expect(errorDocsPath(code)).toBe(`/docs/errors/${code}`);
  });

  it('has no code that the server never gives', async () => {
    const text = (await readServerSources()).map((source) => source.text).join('\n');
    const unused = codes.filter((code) => !new RegExp(`['"]${code}['"]`).test(text));
    expect(unused).toEqual([]);
  });
});
