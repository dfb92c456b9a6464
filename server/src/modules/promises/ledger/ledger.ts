import { agency90d } from './agency-90d.ts';
import { business12m } from './business-12m.ts';
import { engagement24m } from './engagement-24m.ts';
import { gateway30d } from './gateway-30d.ts';
import { minimal } from './minimal.ts';
import type { LedgerRow } from './row.ts';

/** Every promise, `L001` first. */
export const ledger: readonly LedgerRow[] = [...gateway30d, ...business12m, ...agency90d, ...engagement24m, ...minimal];
