import type { AuditProblem } from '@kabar/contract';
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

/** What is wrong at an entry; follows "Entry 12". */
export const problemWords: Readonly<Record<AuditProblem['reason'], MessageDescriptor>> = {
  missing: msg`is missing`,
  changed: msg`was changed after it was written`,
  not_chained: msg`does not follow the entry before it: entries were swapped or forged`,
  beyond_head: msg`stands after the end of the log: it was forged, or the end was moved back`,
  head_differs: msg`is not what the end of the log says`,
  checkpoint_missing: msg`has a signed checkpoint that is gone`,
  checkpoint_forged: msg`has a checkpoint that this installation did not sign`,
  checkpoint_differs: msg`is not what its signed checkpoint says: the log was rewritten`,
  cut_off: msg`is in a signed checkpoint and not in the log: the log was cut off`,
  restore_unproved: msg`speaks of a restored backup, and no signed statement outside proves it`,
};
