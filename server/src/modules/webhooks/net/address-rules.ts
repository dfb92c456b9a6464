import { BlockList, isIP } from 'node:net';
import { isPublicAddress } from '#platform/egress/public-address';

/** Where webhooks may go, as the installation's settings say. */
export type AddressRules = {
  /** Ports of public servers. 80 means that http is allowed there. */
  ports: readonly number[];
  /** Whether an address may be dialled: a public one, or one in the operator's own networks. */
  mayDial(address: string): boolean;
  /** Whether an address is in the operator's own networks, where http and any port are allowed. */
  isOwn(address: string): boolean;
  /** Whether there are own networks at all, so that a name may lead into one. */
  hasOwn: boolean;
};

/**
 * Makes the rules. `ownNetworks` are CIDR ranges or addresses that the operator opens, such as `127.0.0.0/8` while developing; addresses of IPv4 inside
 * IPv6 are judged as IPv4, so that no other spelling gets further.
 */
export function createAddressRules(settings: { ports: readonly number[]; ownNetworks: readonly string[] }): AddressRules {
  const own = new BlockList();
  for (const range of settings.ownNetworks) {
    const [net = '', bits] = range.split('/');
    const family = isIP(net) === 6 ? 'ipv6' : 'ipv4';
    own.addSubnet(net, bits === undefined ? (family === 'ipv6' ? 128 : 32) : Number(bits), family);
  }
  const isOwn = (address: string): boolean => {
    const plain = plainAddress(address);
    return plain !== null && own.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
  };
  return {
    ports: settings.ports,
    isOwn,
    mayDial: (address) => isOwn(address) || isPublicAddress(address),
    hasOwn: settings.ownNetworks.length > 0,
  };
}

/** An address in its shortest form, IPv4 in IPv6 as IPv4; null for what is no address. */
function plainAddress(address: string): string | null {
  const family = isIP(address);
  if (family === 4) return address;
  if (family === 0 || address.includes('%')) return null;
  const plain = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(plain);
  if (mapped === null) return plain;
  const [high, low] = [Number.parseInt(mapped[1] ?? '', 16), Number.parseInt(mapped[2] ?? '', 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
