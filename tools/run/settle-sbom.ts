import { createHash } from 'node:crypto';

type Reference = { ref: string; dependsOn?: string[] };
type Document = {
  serialNumber?: string;
  metadata: { timestamp?: string; component: { name: string; purl: string; 'bom-ref'?: string } };
  components: { 'bom-ref': string; purl?: string }[];
  dependencies: Reference[];
};

/**
 * Keeps of npm's CycloneDX document the packages that `isShipped` says (`name@version`), and takes out what differs from one run or machine to the next (the time, a random serial number, the name of the folder,
 * the order), so that whoever builds the same release gets the same bytes. The serial number becomes one made of the content.
 * Source: CycloneDX 1.5, `serialNumber` must be a UUID in RFC 4122 form and `metadata.timestamp` is optional; read 2026-11-21.
 * Errors: throws when the text is not such a document.
 */
export function settleSbom(given: string, isShipped: (name: string) => boolean): { text: string; count: number } {
  const { serialNumber: _random, ...document } = JSON.parse(given) as Document; // npm's own format; a wrong one fails right below
  delete document.metadata.timestamp;
  document.components = document.components.filter(({ purl }) => isShipped(nameOf(purl)));
  const kept = new Set(document.components.map((component) => component['bom-ref']));
  document.dependencies = document.dependencies.filter(({ ref }) => kept.has(ref) || ref === document.metadata.component['bom-ref']);
  for (const dependency of document.dependencies) dependency.dependsOn = (dependency.dependsOn ?? []).filter((ref) => kept.has(ref));
  document.metadata.component.name = document.metadata.component.purl.replace(/^pkg:npm\/(.+)@.+$/, '$1');
  document.components.sort((left, right) => order(left['bom-ref'], right['bom-ref']));
  document.dependencies.sort((left, right) => order(left.ref, right.ref));
  for (const dependency of document.dependencies) dependency.dependsOn?.sort(order);
  const hash = createHash('sha256').update(JSON.stringify(document)).digest('hex');
  // Version 8 is for values of one's own making (RFC 9562).
  const serialNumber = `urn:uuid:${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
  return { text: `${JSON.stringify({ ...document, serialNumber }, null, 2)}\n`, count: document.components.length };
}

function order(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** `name@version` of a package address. Source: github.com/package-url/purl-spec, type npm. */
function nameOf(purl = ''): string {
  return decodeURIComponent(purl.replace(/^pkg:npm\//, '').replace(/[?#].*$/, ''));
}
