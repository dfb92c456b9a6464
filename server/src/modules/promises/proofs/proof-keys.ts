import type { proofs } from './registry.ts';

/** Name of a proof that one or more rows of the ledger rest on. */
export type ProofKey = keyof typeof proofs;
