import { check, evidence, tests, type Proof } from './proof.ts';

const modules = 'server/src/modules';

/** Proofs about registers, backups, and what people show by evidence. */
export const ofOperation = {
  // Registers
  processor_register: [
    ...tests(`${modules}/processors/processors.http.test.ts`, 'stands in the register before anybody types, and follows the configuration'),
    ...tests(`${modules}/processors/egress-capture.test.ts`, 'what is dialled is what the register has, and every way out was tried'),
  ],
  processor_contracts: [
    ...tests(
      `${modules}/processors/processors.http.test.ts`,
      'gets nothing before it is complete and announced, and is then shown to every workspace',
      'announces itself once its record is complete, and anew when what people were told changes',
    ),
    ...tests(`${modules}/processors/judge-processor.test.ts`, 'that is complete lacks nothing and may receive'),
  ],
  processor_purposes: [
    ...tests(`${modules}/processors/egress-capture.test.ts`, 'what is dialled is what the register has, and every way out was tried'),
    ...tests('server/src/platform/egress/gate.test.ts', 'is shut before it has rules, counts every refusal, and tallies what was asked'),
  ],
  sharing_needs_basis: [
    ...tests(
      `${modules}/processors/egress-capture.test.ts`,
      'nothing at all is dialled where the register is empty, and each try is counted',
    ),
    ...tests('tools/guards/egress-rules.test.ts', 'holds in the server'),
  ],
  no_sale: [
    ...tests(`${modules}/processors/judge-processor.test.ts`, 'has no word for a buyer, and the words for purposes that the gate has'),
    ...tests(
      `${modules}/processors/processors.http.test.ts`,
      'can have no role but those of the list, and no transfer without a mechanism',
    ),
  ],
  disclosures: [
    ...tests(
      `${modules}/disclosures/disclosures.http.test.ts`,
      'is exported by no other way',
      'is recorded, approved by a second person, exported with its hash, and handed over',
    ),
  ],
  business_transfer: [
    ...tests(
      `${modules}/processors/business-transfers/business-transfers.http.test.ts`,
      'is nothing without terms that bind the successor, in the contract and in the database',
      'is told to every owner before and after, each once, and to everybody by a banner',
    ),
  ],
  transfers: [
    ...tests(
      `${modules}/processors/processors.http.test.ts`,
      'can have no role but those of the list, and no transfer without a mechanism',
      'closes when somebody ends a transfer, in every process that listens',
    ),
    ...tests(`${modules}/processors/judge-processor.test.ts`, 'of one’s own needs no contract, but a transfer where it stands abroad'),
  ],
  breaches: [
    ...tests(
      `${modules}/incidents/incidents.http.test.ts`,
      'goes from the first minute to what was learned, by the clocks of the laws',
      'is told to each workspace concerned with its own people, once, and starts the clocks there',
    ),
    ...tests(`${modules}/law/breach-clocks.test.ts`, 'are six hours for CERT-In, real 72 hours elsewhere, and the shortest comes first'),
  ],

  // Backups
  backup_age: [
    check('backups_made'),
    ...tests(
      `${modules}/backups/backup-life.db.test.ts`,
      'ends on its last day: removed in both places, and a copy kept elsewhere does not open',
      'keeps a person erased whose backup is older than their erasure',
    ),
    ...tests(`${modules}/backups/backup-restore.db.test.ts`, 'after its last day, for the key is gone'),
  ],
  backup_second_place: [
    check('backup_second_place'),
    ...tests(`${modules}/backups/backup-life.db.test.ts`, 'is copied to the second place, which restores as well'),
    ...tests(`${modules}/backups/backup-restore.db.test.ts`, 'has no key of anybody in it'),
  ],
  backups_and_watch: [
    check('backups_made'),
    ...tests(
      `${modules}/backups/backup-life.db.test.ts`,
      'restores the newest backup and signs a report that says so',
      'that is missing for eight days alarms operators once',
    ),
  ],

  // Told by people
  security_audit: [evidence('security_audit')],
  access_and_training: [
    ...tests(
      'server/test/route-security/all-routes.http.test.ts',
      'of a workspace refuses strangers, lesser roles, other origins and other tenants',
    ),
    evidence('staff_training'),
  ],
  meta_terms: [evidence('meta_terms')],
  hosting_certificate: [evidence('hosting_certificate')],
  secure_development: [evidence('secure_development')],
} as const satisfies Record<string, readonly Proof[]>;
