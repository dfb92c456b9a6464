import type { AuditActor, AuditContext } from '#modules/audit';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import type { EngineTx, TenantTx } from '#platform/db/tx';
import type { WorkspaceActor, UserActor } from '#platform/http/actor';
import type { Ids } from '#platform/ids';
import type { Log } from '#platform/log';
import type { Mail } from '#platform/mail/mail';
import type { LiveCheckKey } from './proofs/live-check-keys.ts';

/** What a live check found. `facts` fill the sentence that says so. */
export type Finding = { outcome: 'passed' | 'failed' | 'off'; facts: Readonly<Record<string, string | number>> };

/** Looks into the running installation; `workspaceId` is null for a check of the installation as a whole. */
export type Look = (workspaceId: string | null) => Promise<Finding>;

/** A check with the words that tell what it is about and what it found; `{name}` in words stands for a fact. */
export type LiveCheck = {
  key: LiveCheckKey;
  scope: 'installation' | 'workspace';
  about: { en: string; id: string };
  /** By outcome; what failed says what to do. */
  words: Partial<Record<Finding['outcome'], { en: string; id: string }>>;
  look: Look;
};

/** What promises need. */
export type PromisesContext = {
  db: Database;
  clock: Clock;
  ids: Ids;
  log: Log;
  audit: AuditContext;
  /** Every live check. */
  checks: readonly LiveCheck[];
  /** File in which `npm run promises` and `npm test` leave results newer than those the release came with. */
  testReportPath: string;
  publicUrl: string;
  addMail(tx: TenantTx | EngineTx, mail: Mail, options: { template: string; dedupeKey: string }): Promise<void>;
};

/** Whose promises and evidence are meant: a workspace's, or the installation's when an operator asks. */
export type Scope = { workspaceId: string; actor: AuditActor };

/** The scope of somebody who works in a workspace. */
export function scopeOf(actor: WorkspaceActor): Scope {
  return {
    workspaceId: actor.workspaceId,
    actor: actor.kind === 'user' ? { kind: 'user', id: actor.userId } : { kind: 'api_key', id: actor.apiKeyId },
  };
}

/** The scope of an operator, who looks after the installation itself. */
export function installationScope(installationId: string, actor: UserActor): Scope {
  return { workspaceId: installationId, actor: { kind: 'user', id: actor.userId } };
}
