import { ConsentSettings as Schema, type ConsentSettings, type UpdateConsentSettingsRequest } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import type { Database } from '#platform/db/database';
import { engineQuery, tenantQuery, withTenant } from '#platform/db/tx';
import { appendEvents } from '#platform/events/append-events';
import type { WorkspaceActor } from '#platform/http/actor';
import { toPublicId } from '#platform/ids';
import { auditActorOf, type ConsentContext } from './consent-context.ts';
import { selectSettings, upsertSettings, type SettingsRow } from './consent.sql.ts';
import { defaultStartConfirmations, defaultStopConfirmations } from './default-texts.ts';
import { foldWords } from './words/fold-text.ts';
import { foldExtraWords, type ExtraWords } from './words/read-consent-words.ts';

/** What a workspace set, without the defaults shown beside it. */
export type StoredSettings = Omit<ConsentSettings, 'default_stop_confirmations' | 'default_start_confirmations' | 'updated_at'> & {
  /** Whether texts are read for words of stopping; buttons and WhatsApp's own choice always count. */
  read_words: boolean;
};

/** Purposes that every workspace has. The send gate and the suppression list know them by name. */
const builtInPurposes = [
  { key: 'marketing', name: 'Marketing messages' },
  { key: 'messages', name: 'Every message' },
] as const;

/** Everything as Kabar comes: marketing until the customer objects, as WhatsApp itself does it. */
export const defaultSettings: StoredSettings = {
  marketing_rule: 'no_objection',
  purposes: [...builtInPurposes, { key: 'service', name: 'Service messages' }, { key: 'analytics', name: 'Analytics' }],
  stop_keywords: {},
  start_keywords: {},
  stop_buttons: [],
  start_buttons: [],
  confirm: true,
  confirm_again_after_days: 30,
  stop_confirmations: {},
  start_confirmations: {},
  default_language: 'en',
  read_words: true,
};

/** Settings made ready for reading messages. */
export type KnownSettings = StoredSettings & { words: ExtraWords; buttons: { stop: ReadonlySet<string>; start: ReadonlySet<string> } };

/** The settings of workspaces as this process knows them; at most 15 s old, because another process may have changed them. */
export type SettingsMemory = { of(workspaceId: string): Promise<KnownSettings>; forget(workspaceId: string): void };

const freshMs = 15_000;
const maxCount = 10_000;

/** Makes the memory. `nowMs` is a monotonic clock. */
export function createSettingsMemory(db: Database, nowMs: () => number = () => performance.now()): SettingsMemory {
  const known = new Map<string, { readAtMs: number; settings: Promise<KnownSettings> }>();
  return {
    of: (workspaceId) => {
      const entry = known.get(workspaceId);
      if (entry !== undefined && nowMs() - entry.readAtMs < freshMs) return entry.settings;
      if (known.size >= maxCount) known.clear();
      const settings = readStored(db, workspaceId).then(({ stored }) => prepare(stored));
      settings.catch(() => known.delete(workspaceId)); // whoever waits gets the error; the next one asks again
      known.set(workspaceId, { readAtMs: nowMs(), settings });
      return settings;
    },
    forget: (workspaceId) => void known.delete(workspaceId),
  };
}

function prepare(stored: StoredSettings): KnownSettings {
  return {
    ...stored,
    words: { stop: foldExtraWords(stored.stop_keywords), start: foldExtraWords(stored.start_keywords) },
    buttons: { stop: new Set(stored.stop_buttons.map(foldWords)), start: new Set(stored.start_buttons.map(foldWords)) },
  };
}

/** The settings in the form of the API. */
export async function getConsentSettings(ctx: Pick<ConsentContext, 'db'>, workspaceId: string): Promise<ConsentSettings> {
  const [row] = await tenantQuery<SettingsRow>(ctx.db, workspaceId, selectSettings(workspaceId));
  return present(merge(row), row?.updatedAt ?? null);
}

/** Changes settings; what is left out stays. Counts at once in this process and within 15 s in others; the marketing rule at once everywhere. */
export async function updateConsentSettings(
  ctx: ConsentContext,
  actor: WorkspaceActor,
  request: UpdateConsentSettingsRequest,
): Promise<ConsentSettings> {
  const { workspaceId } = actor;
  const now = ctx.clock.now();
  const after = await withTenant(ctx.db, workspaceId, async (tx) => {
    const [row] = await tx.query<SettingsRow>(selectSettings(workspaceId));
    const before = merge(row);
    const next: StoredSettings = { ...before, ...definedOf(request) };
    next.purposes = [...builtInPurposes.filter(({ key }) => !next.purposes.some((purpose) => purpose.key === key)), ...next.purposes];
    await tx.query(upsertSettings(workspaceId, next.marketing_rule, JSON.stringify(next), now));
    await appendEvents(tx, [
      { workspaceId, type: 'workspace.updated', data: { workspace_id: toPublicId('wsp', workspaceId) }, occurredAt: now },
    ]);
    const changed = Object.keys(definedOf(request)) as (keyof StoredSettings)[]; // keys of the checked request
    const pick = (settings: StoredSettings) => Object.fromEntries(changed.map((key) => [key, JSON.stringify(settings[key])]));
    await appendAudit(ctx.audit, tx, {
      actor: auditActorOf(actor),
      action: 'consent_settings.updated',
      before: pick(before),
      after: pick(next),
    });
    return next;
  });
  ctx.settings.forget(workspaceId);
  return present(after, now);
}

/** Whether texts of customers are read for words of stopping and coming back. */
export async function isReadingWords(ctx: Pick<ConsentContext, 'db'>, workspaceId: string): Promise<boolean> {
  const [row] = await tenantQuery<SettingsRow>(ctx.db, workspaceId, selectSettings(workspaceId));
  return merge(row).read_words;
}

/**
 * Has texts read for words of stopping or not. Buttons and the choice in WhatsApp go on being heard, and members can record an objection by hand. Audited;
 * counts at once in this process and within 15 s in others; does nothing when it is so already.
 */
export async function switchWordReading(
  ctx: Pick<ConsentContext, 'db' | 'clock' | 'audit' | 'settings'>,
  actor: WorkspaceActor,
  isOn: boolean,
): Promise<void> {
  const { workspaceId } = actor;
  const now = ctx.clock.now();
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const [row] = await tx.query<SettingsRow>(selectSettings(workspaceId));
    const before = merge(row);
    if (before.read_words === isOn) return;
    await tx.query(upsertSettings(workspaceId, before.marketing_rule, JSON.stringify({ ...before, read_words: isOn }), now));
    await appendAudit(ctx.audit, tx, {
      actor: auditActorOf(actor),
      action: 'consent_settings.updated',
      before: { read_words: before.read_words },
      after: { read_words: isOn },
    });
  });
  ctx.settings.forget(workspaceId);
}

async function readStored(db: Database, workspaceId: string): Promise<{ stored: StoredSettings }> {
  const [row] = await engineQuery<SettingsRow>(db, selectSettings(workspaceId));
  return { stored: merge(row) };
}

/** Stored settings over the defaults: a setting that came with a later release has its default. */
function merge(row: SettingsRow | undefined): StoredSettings {
  return row === undefined ? defaultSettings : { ...defaultSettings, ...row.settings, marketing_rule: row.marketingRule };
}

function present(stored: StoredSettings, updatedAt: Date | null): ConsentSettings {
  return Schema.parse({
    ...stored,
    default_stop_confirmations: defaultStopConfirmations,
    default_start_confirmations: defaultStartConfirmations,
    updated_at: updatedAt?.toISOString() ?? null,
  });
}

function definedOf(request: UpdateConsentSettingsRequest): Partial<StoredSettings> {
  return Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined));
}
