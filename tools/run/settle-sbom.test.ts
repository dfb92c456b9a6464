import { expect, it } from 'vitest';
import { settleSbom } from './settle-sbom.ts';

const all = (): boolean => true;

const document = (folder: string, serial: string, names: string[]): string =>
  JSON.stringify({
    bomFormat: 'CycloneDX',
    serialNumber: serial,
    metadata: {
      timestamp: `2026-01-0${names.length}T00:00:00Z`,
      component: { name: folder, purl: 'pkg:npm/kabar@0.1.0', 'bom-ref': 'kabar@0.1.0' },
    },
    components: names.map((name) => ({
      'bom-ref': name,
      purl: `pkg:npm/${encodeURIComponent(name.replace(/@[^@]*$/, ''))}@${name.split('@').at(-1)}`,
    })),
    dependencies: [{ ref: 'kabar@0.1.0', dependsOn: names }],
  });

it('gives the same bytes for the same packages, whenever and wherever it is asked', () => {
  const one = settleSbom(document('kabar', 'urn:uuid:1', ['a@1.0.0', 'b@1.0.0']), all);
  expect(settleSbom(document('elsewhere', 'urn:uuid:2', ['b@1.0.0', 'a@1.0.0']), all)).toEqual(one);
  expect(one.count).toBe(2);
  expect(JSON.parse(one.text)).toMatchObject({ bomFormat: 'CycloneDX', metadata: { component: { name: 'kabar' } } });
  expect(one.text).not.toContain('timestamp');
});

it('gives another serial number, in the form of a UUID, for other packages', () => {
  const serialOf = (names: string[]): string => JSON.parse(settleSbom(document('kabar', 'x', names), all).text).serialNumber;
  expect(serialOf(['a@1.0.0'])).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(serialOf(['a@1.0.0'])).not.toBe(serialOf(['a@1.0.1']));
});

it('refuses what is no such document', () => {
  expect(() => settleSbom('{}', all)).toThrow();
});

it('keeps what is shipped, and no arrow to anything else', () => {
  const { text, count } = settleSbom(document('kabar', 'x', ['@a/b@1.0.0', 'tool@2.0.0']), (name) => name === '@a/b@1.0.0');
  expect([count, JSON.parse(text).dependencies]).toEqual([1, [{ ref: 'kabar@0.1.0', dependsOn: ['@a/b@1.0.0'] }]]);
});
