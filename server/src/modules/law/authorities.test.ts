import { expect, test } from 'vitest';
import { authorityFor } from './authorities.ts';
import { countriesOf, JURISDICTIONS } from './jurisdictions.ts';

test('every law has an authority to complain to', () => {
  for (const jurisdiction of JURISDICTIONS) expect(authorityFor(jurisdiction, null).url).toMatch(/^https:\/\//);
});

test('somebody in the Union is sent to the authority of their own country, and to the list of all where we know none', () => {
  expect(authorityFor('EU', 'FR').url).toBe('https://www.cnil.fr');
  expect(authorityFor('EU', null).url).toContain('edpb.europa.eu');
  expect(authorityFor('EU', 'ID').url).toContain('edpb.europa.eu');
  const nameless = countriesOf('EU').filter((country) => authorityFor('EU', country) === authorityFor('EU', null));
  // Parts of France and Finland with a code of their own; the list leads them to the authority of the whole.
  expect(nameless).toEqual(['AX', 'GP', 'GF', 'MQ', 'RE', 'YT', 'MF']);
});

test('a country of another law changes nothing', () => {
  expect(authorityFor('UK', 'FR').name).toContain('Information Commissioner');
});
