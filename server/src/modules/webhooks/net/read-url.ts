import { isIP } from 'node:net';
import type { AddressRules } from './address-rules.ts';

/** Why an address of an endpoint is refused before anything is looked up. */
export type UrlRefusal = 'not_a_url' | 'scheme' | 'credentials' | 'fragment' | 'port' | 'private_address' | 'local_name';

/** An address of an endpoint, taken apart. `host` is without brackets; `url` the normal form that is stored. */
export type EndpointUrl = { url: string; origin: string; host: string; port: number; path: string };

/** Names that lead to one's own machine or to the metadata service of a cloud, whatever DNS says. RFC 6761, RFC 6762, RFC 9476; read 2026-11-21. */
const localNames = /(?:^|\.)(?:localhost|local|internal|lan|home\.arpa|localdomain|intranet|corp|alt|onion)$/;

/**
 * Reads the address of an endpoint. The URL parser turns every spelling of an IPv4 address (decimal, octal, hexadecimal, short) into the usual one, and
 * IDN into ASCII, so what is judged here is what would be dialled. Names are judged again when they are looked up (`lookupAllowed`).
 */
export function readEndpointUrl(text: string, rules: AddressRules): EndpointUrl | { refused: UrlRefusal } {
  if (!URL.canParse(text) || /[\s\\]/.test(text)) return { refused: 'not_a_url' };
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { refused: 'scheme' };
  if (url.username !== '' || url.password !== '') return { refused: 'credentials' };
  if (url.hash !== '') return { refused: 'fragment' };
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
  if (host === '') return { refused: 'not_a_url' };
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  const refused = refusalOf({ host, port, isHttps: url.protocol === 'https:' }, rules);
  if (refused !== null) return { refused };
  return { url: url.href, origin: url.origin, host, port, path: `${url.pathname}${url.search}` };
}

function refusalOf({ host, port, isHttps }: { host: string; port: number; isHttps: boolean }, rules: AddressRules): UrlRefusal | null {
  const isAddress = isIP(host) !== 0;
  const isLocalName = !isAddress && (localNames.test(host) || !host.includes('.'));
  if (isAddress && !rules.mayDial(host)) return 'private_address';
  if (isLocalName && !rules.hasOwn) return 'local_name';
  // In the operator's own networks every port and http will do; a name on such a port is held to them when it is looked up.
  if (isAddress ? rules.isOwn(host) : rules.hasOwn && !rules.ports.includes(port)) return null;
  if (!isHttps && !(port === 80 && rules.ports.includes(80))) return 'scheme';
  return rules.ports.includes(port) ? null : 'port';
}
