import type { DataKind } from '@kabar/contract';
import type { AuditContext } from '#modules/audit';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import type { EgressRefusal, EgressTally, RuledGate } from '#platform/egress/gate';
import type { EgressPurpose } from '#platform/egress/gate';
import type { Notifications } from '#platform/events/notifications';
import type { Ids } from '#platform/ids';
import type { Log } from '#platform/log';
import type { MailOutbox } from '#platform/mail/mail-outbox';

/** Somebody whom the running configuration makes a recipient. */
export type ConfiguredRecipient = {
  /** The part of the configuration that names it, e.g. `mail`; one open row of the register each. */
  key: string;
  name: string;
  purposes: readonly EgressPurpose[];
  hosts: readonly string[];
  /** True where it is the operator's own machine or network: it needs no contract. */
  isOwn: boolean;
  /** May its names lead into private networks? */
  ownNetwork: boolean;
  region: string | null;
  data: readonly DataKind[];
};

/** What the register needs. */
export type ProcessorsContext = {
  db: Database;
  clock: Clock;
  ids: Ids;
  log: Log;
  audit: AuditContext;
  notifications: Notifications;
  mails: Pick<MailOutbox, 'add'>;
  gate: RuledGate;
  /** Country of the installation; null where the configuration does not say. */
  homeRegion: string | null;
  publicUrl: string;
  /** Addresses of the people who run the installation, for reminders. */
  operators: readonly string[];
  /** What the configuration names; `mayEnd` only for a process that knows all of it. */
  configured: { recipients: readonly ConfiguredRecipient[]; mayEnd: boolean };
};

/** What happened to a connection. */
export type EgressOutcome = EgressTally['outcome'] | EgressRefusal;
