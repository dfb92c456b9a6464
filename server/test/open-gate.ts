import type { EgressGate } from '../src/platform/egress/gate.ts';

/** A gate that lets everything through, for tests of what lies behind it. */
export const openGate: EgressGate = { admit: () => ({ allowed: true, addresses: 'any' }) };
