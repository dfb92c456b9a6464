import type { PromisePreset } from '@kabar/contract';
import type { ControlId } from '../controls.ts';
import type { ProofKey } from '../proofs/proof-keys.ts';

/** A sentence that a privacy notice may contain, and what makes and shows it true. */
export type LedgerRow = {
  /** `L001` to `L297`; never reused. */
  id: string;
  /** The kind of notice that makes this promise; the retention preset of the same name carries its numbers. */
  preset: PromisePreset;
  /** Section of that notice. */
  section: string;
  claim: { en: string; id: string };
  controls: readonly ControlId[];
  proof: ProofKey;
};

type Written = readonly [
  number: number,
  section: string,
  en: string,
  id: string,
  controls: readonly [ControlId, ...ControlId[]],
  proof: ProofKey,
];

/** Reads a table of rows that share a preset. */
export function rowsOf(preset: PromisePreset, rows: readonly Written[]): readonly LedgerRow[] {
  return rows.map(([number, section, en, id, controls, proof]) => ({
    id: `L${String(number).padStart(3, '0')}`,
    preset,
    section,
    claim: { en, id },
    controls,
    proof,
  }));
}
