import type { Keyring } from '#modules/keyring';
import type { TenantTx } from '#platform/db/tx';
import type { EndpointRow } from './endpoints.sql.ts';

const place = (workspaceId: string, column: string, rowId: string) => ({ workspaceId, table: 'webhook_endpoints', column, rowId });

/** Seals an endpoint's address. */
export function sealUrl(keyring: Keyring, workspaceId: string, id: string, url: string, tx?: TenantTx): Promise<Buffer> {
  return keyring.sealSecret(place(workspaceId, 'url_sealed', id), url, tx);
}

/** Seals headers; null for none. */
export async function sealHeaders(
  keyring: Keyring,
  workspaceId: string,
  id: string,
  headers: Readonly<Record<string, string>>,
  tx?: TenantTx,
): Promise<Buffer | null> {
  if (Object.keys(headers).length === 0) return null;
  return keyring.sealSecret(place(workspaceId, 'headers_sealed', id), JSON.stringify(headers), tx);
}

/** Seals the token of Meta's verification. */
export function sealVerifyToken(keyring: Keyring, workspaceId: string, id: string, token: string, tx?: TenantTx): Promise<Buffer> {
  return keyring.sealSecret(place(workspaceId, 'verify_token_sealed', id), token, tx);
}

/** Seals a signing secret. */
export function sealSigningSecret(keyring: Keyring, workspaceId: string, id: string, text: string, tx?: TenantTx): Promise<Buffer> {
  return keyring.sealSecret({ workspaceId, table: 'webhook_secrets', column: 'secret_sealed', rowId: id }, text, tx);
}

/** The address of an endpoint. */
export function openUrl(keyring: Keyring, row: Pick<EndpointRow, 'workspaceId' | 'id' | 'urlSealed'>, tx?: TenantTx): Promise<string> {
  return keyring.openSecret(place(row.workspaceId, 'url_sealed', row.id), row.urlSealed, tx);
}

/** The headers of an endpoint. */
export async function openHeaders(keyring: Keyring, row: EndpointRow): Promise<Record<string, string>> {
  if (row.headersSealed === null) return {};
  // Sealed by `sealHeaders` from the same shape.
  return JSON.parse(await keyring.openSecret(place(row.workspaceId, 'headers_sealed', row.id), row.headersSealed)) as Record<
    string,
    string
  >;
}

/** The token of Meta's verification; null where none was given. */
export async function openVerifyToken(
  keyring: Keyring,
  row: Pick<EndpointRow, 'workspaceId' | 'id' | 'verifyTokenSealed'>,
): Promise<string | null> {
  if (row.verifyTokenSealed === null) return null;
  return keyring.openSecret(place(row.workspaceId, 'verify_token_sealed', row.id), row.verifyTokenSealed);
}

/** The text of a signing secret. */
export function openSigningSecret(keyring: Keyring, workspaceId: string, id: string, sealed: Buffer): Promise<string> {
  return keyring.openSecret({ workspaceId, table: 'webhook_secrets', column: 'secret_sealed', rowId: id }, sealed);
}
