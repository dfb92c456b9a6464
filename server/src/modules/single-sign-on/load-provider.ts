import type { JoinRole } from '@kabar/contract';
import { presentRole } from '#modules/workspaces';
import { tenantQuery } from '#platform/db/tx';
import { addressOf, findProvider, type ProviderSettings } from './provider-client.ts';
import type { SingleSignOnContext } from './single-sign-on-context.ts';
import { selectProvider, type ProviderRow } from './single-sign-on.sql.ts';

/** A workspace's provider, opened. */
export type OpenedProvider = { row: ProviderRow; settings: ProviderSettings };

/** What people become who come through the provider without an invitation. */
export function joinRoleOf(row: Pick<ProviderRow, 'join_role' | 'join_role_id'>): JoinRole {
  const role = presentRole({ role: row.join_role, role_id: row.join_role_id });
  if (role === 'owner') throw new Error('nobody becomes an owner by coming'); // a check of the table
  return role;
}

/** Where a provider's secret is sealed. */
export function secretPlace(workspaceId: string): { workspaceId: string; table: string; column: string; rowId: string } {
  return { workspaceId, table: 'single_sign_on_providers', column: 'client_secret', rowId: workspaceId };
}

/** Reads a workspace's provider and its secret; null when there is none. */
export async function loadProvider(ctx: Pick<SingleSignOnContext, 'db' | 'keyring'>, workspaceId: string): Promise<OpenedProvider | null> {
  const [row] = await tenantQuery<ProviderRow>(ctx.db, workspaceId, selectProvider(workspaceId));
  if (row === undefined) return null;
  const clientSecret =
    row.client_secret_sealed === null ? null : await ctx.keyring.openSecret(secretPlace(workspaceId), row.client_secret_sealed);
  return { row, settings: { issuer: row.issuer, clientId: row.client_id, clientSecret } };
}

/** The address at the provider that a visit begins with. Errors: `ProviderError`. */
export async function addressAt(
  ctx: Pick<SingleSignOnContext, 'client'>,
  provider: OpenedProvider,
  visit: Parameters<typeof addressOf>[1],
  email: string | null,
): Promise<string> {
  return addressOf(await findProvider(ctx.client, provider.settings), visit, email);
}
