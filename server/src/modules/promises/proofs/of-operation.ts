import { evidence, tests, type Proof } from './proof.ts';

/** Proofs about registers, backups, and what people show by evidence. */
export const ofOperation = {
  // Registers
  processor_register: [],
  processor_contracts: [],
  processor_purposes: [],
  sharing_needs_basis: [],
  no_sale: [],
  disclosures: [],
  business_transfer: [],
  transfers: [],
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
