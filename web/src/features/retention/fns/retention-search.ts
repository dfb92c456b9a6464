import { z } from 'zod';

/** The parts of the page. */
export type RetentionTab = 'periods' | 'holds' | 'receipts';

/** What the address says: which part is open. */
export const retentionSearch = z.object({ tab: z.enum(['periods', 'holds', 'receipts']).optional().catch(undefined) });
