import { AsyncLocalStorage } from 'node:async_hooks';
import ipaddr from 'ipaddr.js';

/** Where the work that runs now came from: the request it serves. */
export type RequestOrigin = {
  requestId: string;
  /** How whoever calls proved who they are. */
  way: 'browser' | 'api_key' | 'support' | 'nobody';
  /** The caller's network, coarse: /24 of IPv4, /48 of IPv6. Empty when the address is none. */
  network: string;
};

const running = new AsyncLocalStorage<RequestOrigin>();

/** Runs `fn`, and everything it starts, as work of a request. */
export function servingRequest<T>(origin: RequestOrigin, fn: () => T): T {
  return running.run(origin, fn);
}

/** The request that the present work serves; null for work that the program does by itself. */
export function requestOrigin(): RequestOrigin | null {
  return running.getStore() ?? null;
}

/** The part of an address that says where and not who. */
export function coarseNetwork(ip: string): string {
  if (!ipaddr.isValid(ip)) return '';
  const address = ipaddr.process(ip);
  const bits = address.kind() === 'ipv4' ? 24 : 48;
  const network =
    address.kind() === 'ipv4'
      ? ipaddr.IPv4.networkAddressFromCIDR(`${address.toString()}/${bits}`)
      : ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/${bits}`);
  return `${network.toString()}/${bits}`;
}
