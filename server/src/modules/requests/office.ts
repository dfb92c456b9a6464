import { randomBytes } from 'node:crypto';
import { PrivacyOffice, type MailIntakeSecret, type UpdatePrivacyOffice } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { tenantQuery, withTenant, type TenantTx } from '#platform/db/tx';
import { appendEvents } from '#platform/events/append-events';
import { toPublicId } from '#platform/ids';
import type { Actor } from './acting.ts';
import { selectOffice, upsertMailIntake, upsertOffice, type OfficeRow } from './office.sql.ts';
import type { RequestsContext } from './requests-context.ts';

/** How an office works, with what was never set at its default. */
export type Office = Omit<PrivacyOffice, 'mail_intake' | 'updated_at'>;

/**
 * As Kabar comes: the clock of Indonesia, 72 hours, runs for everybody, because that is where most of its first users are and because the
 * strictest clock is never too slow elsewhere.
 */
const defaultOffice: Office = {
  home: 'ID',
  promise_days: 30,
  veto_days: 7,
  four_eyes: false,
  contact_mail: null,
  contact_address: null,
  language: 'en',
};

/** How the office of a workspace works, in a transaction. */
export async function officeIn(tx: TenantTx): Promise<Office> {
  const [row] = await tx.query<OfficeRow>(selectOffice(tx.workspaceId));
  return { ...defaultOffice, ...row?.settings };
}

/** How the office of a workspace works, for its page. */
export async function getOffice(ctx: RequestsContext, workspaceId: string): Promise<PrivacyOffice> {
  const [row] = await tenantQuery<OfficeRow>(ctx.db, workspaceId, selectOffice(workspaceId));
  return PrivacyOffice.parse({
    ...defaultOffice,
    ...row?.settings,
    mail_intake: { url: mailUrl(ctx, row?.mailKey ?? null), enabled: (row?.mailKey ?? null) !== null },
    updated_at: row?.updatedAt.toISOString() ?? null,
  });
}

/** Changes how the office works; what is left out stays. Clocks of requests that run already stay as they were told. */
export async function updateOffice(ctx: RequestsContext, actor: Actor, change: UpdatePrivacyOffice): Promise<PrivacyOffice> {
  const { workspaceId } = actor;
  const set = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const before = await officeIn(tx);
    const now = ctx.clock.now();
    await tx.query(upsertOffice(workspaceId, { ...before, ...set }, now));
    await tellWorkspace(tx, workspaceId, now);
    await appendAudit(ctx.audit, tx, {
      actor: actor.audit,
      action: 'privacy_office.updated',
      before: Object.fromEntries(Object.keys(set).map((key) => [key, before[key as keyof Office]])),
      after: set,
    });
  });
  return getOffice(ctx, workspaceId);
}

/** Opens the address that takes mails of people, or gives it a new name and secret; the old ones stop working at once. */
export async function renewMailIntake(ctx: RequestsContext, actor: Actor): Promise<MailIntakeSecret> {
  const { workspaceId } = actor;
  const key = randomBytes(18).toString('base64url');
  const secret = `kabar_mail_${randomBytes(32).toString('base64url')}`;
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const now = ctx.clock.now();
    const sealed = await ctx.keyring.sealSecret(mailSecretPlace(workspaceId), secret, tx);
    await tx.query(upsertMailIntake(workspaceId, key, sealed, now));
    await tellWorkspace(tx, workspaceId, now);
    await appendAudit(ctx.audit, tx, { actor: actor.audit, action: 'privacy_office.mail_intake_renewed' });
  });
  return { url: mailUrl(ctx, key), secret };
}

/** Where the secret of the mail address lies. */
export function mailSecretPlace(workspaceId: string): { workspaceId: string; table: string; column: string; rowId: string } {
  return { workspaceId, table: 'privacy_offices', column: 'mail_secret_sealed', rowId: workspaceId };
}

function mailUrl(ctx: Pick<RequestsContext, 'publicUrl'>, key: string | null): string {
  return key === null ? '' : `${ctx.publicUrl}/webhooks/privacy-mail/${key}`;
}

async function tellWorkspace(tx: TenantTx, workspaceId: string, occurredAt: Date): Promise<void> {
  await appendEvents(tx, [{ workspaceId, type: 'workspace.updated', data: { workspace_id: toPublicId('wsp', workspaceId) }, occurredAt }]);
}
