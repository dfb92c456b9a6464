import type { IdKind, Permission } from '@kabar/contract';
import type { TestDatabase } from '../harness.ts';
import type { TestTenant } from '../tenants.ts';
import type { InjectableApp } from './request.ts';

/**
 * Makes one fresh thing of a kind in a tenant and gives its public id. Called once per check, so that nothing a route does
 * to it can hide what happens next.
 */
export type IdFactory = (tenant: TestTenant) => Promise<string>;

/** Factories by kind of id. A module with a new kind adds one here; nothing else is needed for its routes. */
export type IdFactories = Partial<Record<IdKind, IdFactory>>;

/**
 * Body of a route whose rules a schema cannot say. `id` gives the id for a place, named as in `body.<place>`; `at` is the
 * place under test. `freeIds` are places that take our ids among other texts, so that the schema does not show them.
 */
export type Example = {
  body(id: (kind: IdKind, place: string) => string, at: string | null): Record<string, unknown>;
  freeIds?: readonly { kind: IdKind; place: string }[];
};

/** Examples by `METHOD /path`. */
export type Examples = Readonly<Record<string, Example>>;

/** Keys of the tenant under test. `listed` works from 203.0.113.0/24 only; `unknown` has a good checksum. */
export type TestKeys = { full: string; listed: string; revoked: string; expired: string; unknown: string };

/** Everything that a check of one route works with. */
export type SecurityWorld = {
  database: TestDatabase;
  app: InjectableApp;
  mine: TestTenant;
  other: TestTenant;
  keys: TestKeys;
  examples: Examples;
  /** A key with every scope but this one. */
  keyWithout(permission: Permission): Promise<string>;
  /** A fresh thing of a tenant. Errors: throws when the kind has no factory. */
  idOf(kind: IdKind, tenant: TestTenant): Promise<string>;
  /** An id of a kind that nothing has. */
  missingId(kind: IdKind): string;
};
