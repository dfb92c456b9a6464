import { evidence, tests, type Proof } from './proof.ts';

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
  disclosures: [],
  business_transfer: [],
  transfers: [
    ...tests(
      `${modules}/processors/processors.http.test.ts`,
      'can have no role but those of the list, and no transfer without a mechanism',
      'closes when somebody ends a transfer, in every process that listens',
    ),
    ...tests(`${modules}/processors/judge-processor.test.ts`, 'of one’s own needs no contract, but a transfer where it stands abroad'),
  ],
  breaches: [],

  // Backups
  backup_age: [],
  backup_second_place: [],
  backups_and_watch: [],

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
