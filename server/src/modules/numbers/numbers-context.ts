import type { AuditContext } from '#modules/audit';
import type { Keyring } from '#modules/keyring';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import type { EngineTx } from '#platform/db/tx';
import type { Egress } from '#platform/egress/egress';
import type { Ids } from '#platform/ids';
import type { Log } from '#platform/log';
import type { TemplateChange } from '#whatsapp/account-fact';
import type { Provider } from '#whatsapp/provider';
import type { Connections } from './connections.ts';

/** Addresses that are known once the process listens. All are origins without a path. */
export type Endpoints = {
  /** Base of Meta's Graph API, e.g. `https://graph.facebook.com`. */
  graphUrl: string;
  /** e.g. `v26.0` */
  graphVersion: string;
  /** Where the emulator answers, or null when it does not run here. */
  emulatorUrl: string | null;
  /** Where WhatsApp reaches us. */
  publicUrl: string;
};

/** What the use cases of numbers need. */
export type NumbersContext = {
  db: Database;
  clock: Clock;
  ids: Ids;
  log: Log;
  keyring: Keyring;
  audit: AuditContext;
  provider: Provider;
  /** For the emulator's own control interface only; everything else goes through `provider`. */
  egress: Pick<Egress, 'request'>;
  connections: Connections;
  endpoints: () => Endpoints;
  /** Customers of the emulator see a number that was made for a workspace under this name. */
  nameOfWorkspace: (workspaceId: string) => Promise<string>;
  /** Writes what webhooks tell about templates, in the caller's transaction. */
  applyTemplateChanges: (tx: EngineTx, workspaceId: string, changes: readonly TemplateNews[]) => Promise<void>;
  /** Called after an account was connected, e.g. to read its templates. May take seconds; its failure is logged only. */
  onAccountConnected: (account: { workspaceId: string; wabaAccountId: string }) => Promise<void>;
};

/** What a webhook tells about one template. `at` is WhatsApp's time. */
export type TemplateNews = {
  wabaAccountId: string;
  metaId: string;
  name: string | null;
  language: string | null;
  at: Date;
  change: TemplateChange;
};

/** Provider of an account: the real one or the emulator on this machine. */
export type ProviderName = 'cloud' | 'emulator';
