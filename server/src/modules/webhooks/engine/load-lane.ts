import { engineQuery } from '#platform/db/tx';
import { openHeaders, openSigningSecret, openUrl } from '../endpoints/endpoint-secrets.ts';
import { readEndpoint, selectEndpoint, type RawEndpointRow } from '../endpoints/endpoints.sql.ts';
import { readEndpointUrl, type EndpointUrl } from '../net/read-url.ts';
import { readSecret } from '../signing/secret-forms.ts';
import type { Signer } from '../signing/sign-webhook.ts';
import type { WebhooksContext } from '../webhooks-context.ts';
import type { EndpointState } from './record.sql.ts';

/** Which endpoint a lane sends to. */
export type LaneEndpoint = { workspaceId: string; endpointId: string };

/** An endpoint as a lane needs it, opened. `isReset`: a member switched it on since `state` was written by a lane. */
export type LaneSettings = {
  address: EndpointUrl;
  headers: Record<string, string>;
  signers: Signer[];
  format: 'kabar' | 'meta';
  payload: 'thin' | 'full';
  ordering: 'none' | 'conversation';
  maxInFlight: number;
  ratePerSecond: number | null;
  state: Pick<EndpointState, 'failureCount' | 'failingSince' | 'openUntil' | 'lastSuccessAt'>;
  isReset: boolean;
};

/**
 * Makes the function that opens endpoints for lanes. Keys of secrets are kept, since making one costs more than a signature. Null for an endpoint that is off,
 * removed, or whose address the rules of this process do not allow any more, which is then as good as unreachable: it is tried and refused by the client.
 */
export function createLaneLoader(ctx: WebhooksContext): (endpoint: LaneEndpoint) => Promise<LaneSettings | null> {
  const signers = new Map<string, Signer>();
  const signerOf = async (workspaceId: string, secret: { id: string; kind: Signer['kind']; secretSealed: Buffer }): Promise<Signer> => {
    const known = signers.get(secret.id);
    if (known !== undefined) return known;
    const text = await openSigningSecret(ctx.keyring, workspaceId, secret.id, secret.secretSealed);
    const signer = { kind: secret.kind, key: readSecret(secret.kind, text) };
    if (signers.size >= 5_000) signers.clear();
    signers.set(secret.id, signer);
    return signer;
  };
  const seenUpdates = new Map<string, number>();
  return async ({ workspaceId, endpointId }) => {
    const [raw] = await engineQuery<RawEndpointRow>(ctx.db, selectEndpoint(workspaceId, endpointId, ctx.clock.now()));
    if (raw === undefined || raw.status === 'disabled') return null;
    const row = readEndpoint(raw);
    const url = await openUrl(ctx.keyring, row);
    const read = readEndpointUrl(url, ctx.rules);
    const updatedMs = row.updatedAt.getTime();
    const isReset = seenUpdates.get(endpointId) !== updatedMs;
    if (seenUpdates.size >= 5_000) seenUpdates.clear();
    seenUpdates.set(endpointId, updatedMs);
    return {
      address: 'refused' in read ? unreachable(url) : read,
      headers: await openHeaders(ctx.keyring, row),
      signers: await Promise.all(row.secrets.map((secret) => signerOf(workspaceId, secret))),
      format: row.format,
      payload: row.payload,
      ordering: row.ordering,
      maxInFlight: row.maxInFlight,
      ratePerSecond: row.ratePerSecond,
      state: { failureCount: row.failureCount, failingSince: row.failingSince, openUntil: row.openUntil, lastSuccessAt: row.lastSuccessAt },
      isReset,
    };
  };
}

/** Taken apart without judging: the client refuses what may not be dialled, and the log says so. */
function unreachable(text: string): EndpointUrl {
  const url = new URL(text);
  return { url: text, origin: url.origin, host: url.hostname, port: Number(url.port), path: `${url.pathname}${url.search}` };
}
