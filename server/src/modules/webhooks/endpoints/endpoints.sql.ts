import type { WebhookDisabledReason } from '@kabar/contract';
import { mayWhere } from '#modules/users';
import type { Statement } from '#platform/db/tx';
import type { SecretKind } from '../signing/secret-forms.ts';

/** A secret that signs now. */
export type SecretRow = {
  id: string;
  kind: SecretKind;
  secretSealed: Buffer;
  publicKey: string | null;
  createdAt: Date;
  expiresAt: Date | null;
};

/** An endpoint as stored, with the secrets that sign now, newest first. */
export type EndpointRow = {
  workspaceId: string;
  id: string;
  urlSealed: Buffer;
  host: string;
  description: string;
  eventTypes: string[];
  status: 'enabled' | 'disabled';
  disabledReason: WebhookDisabledReason | null;
  disabledAt: Date | null;
  format: 'kabar' | 'meta';
  payload: 'thin' | 'full';
  ordering: 'none' | 'conversation';
  signature: 'hmac' | 'ed25519';
  headersSealed: Buffer | null;
  headerNames: string[];
  verifyTokenSealed: Buffer | null;
  maxInFlight: number;
  ratePerSecond: number | null;
  createdAt: Date;
  updatedAt: Date;
  failingSince: Date | null;
  failureCount: number;
  openUntil: Date | null;
  lastSuccessAt: Date | null;
  secrets: SecretRow[];
};

type StoredSecret = Omit<SecretRow, 'secretSealed' | 'createdAt' | 'expiresAt'> & {
  secretSealed: string;
  createdAt: string;
  expiresAt: string | null;
};

const columns = `
  e.workspace_id as "workspaceId", e.id, e.url_sealed as "urlSealed", e.host, e.description, e.event_types as "eventTypes", e.status,
  e.disabled_reason as "disabledReason", e.disabled_at as "disabledAt", e.format, e.payload, e.ordering, e.signature,
  e.headers_sealed as "headersSealed", e.header_names as "headerNames", e.verify_token_sealed as "verifyTokenSealed",
  e.max_in_flight as "maxInFlight", e.rate_per_second as "ratePerSecond", e.created_at as "createdAt", e.updated_at as "updatedAt",
  e.failing_since as "failingSince", e.failure_count as "failureCount", e.open_until as "openUntil", e.last_success_at as "lastSuccessAt",
  coalesce((select jsonb_agg(jsonb_build_object('id', s.id, 'kind', s.kind, 'secretSealed', encode(s.secret_sealed, 'base64'),
                                                'publicKey', s.public_key, 'createdAt', s.created_at, 'expiresAt', s.expires_at)
                             order by s.created_at desc, s.id desc)
              from webhook_secrets s
             where s.workspace_id = e.workspace_id and s.endpoint_id = e.id and (s.expires_at is null or s.expires_at > $3)), '[]') as secrets`;

/** What the statements below give; `readEndpoint` makes it an `EndpointRow`. */
export type RawEndpointRow = Omit<EndpointRow, 'secrets'> & { secrets: StoredSecret[] };

/** Secrets come as JSON, in which there are neither bytes nor times. */
export function readEndpoint(row: RawEndpointRow): EndpointRow {
  return {
    ...row,
    secrets: row.secrets.map((secret) => ({
      ...secret,
      secretSealed: Buffer.from(secret.secretSealed, 'base64'),
      createdAt: new Date(secret.createdAt),
      expiresAt: secret.expiresAt === null ? null : new Date(secret.expiresAt),
    })),
  };
}

/** One endpoint, with the secrets that sign at `at`. */
export function selectEndpoint(workspaceId: string, id: string, at: Date): Statement {
  return {
    name: 'webhooks_select_endpoint',
    text: `select ${columns} from webhook_endpoints e where e.workspace_id = $1 and e.id = $2`,
    values: [workspaceId, id, at],
  };
}

/** The same, held until the transaction ends. */
export function lockEndpoint(workspaceId: string, id: string, at: Date): Statement {
  return {
    text: `select ${columns} from webhook_endpoints e where e.workspace_id = $1 and e.id = $2 for update of e`,
    values: [workspaceId, id, at],
  };
}

/** A page of endpoints, newest first. */
export function selectEndpoints(
  workspaceId: string,
  filter: { beforeId: string | null; status: string | null; limit: number },
  at: Date,
): Statement {
  return {
    text: `select ${columns} from webhook_endpoints e
            where e.workspace_id = $1 and ($2::uuid is null or e.id < $2) and ($4::text is null or e.status = $4)
            order by e.id desc limit $5`,
    values: [workspaceId, filter.beforeId, at, filter.status, filter.limit],
  };
}

/** How many endpoints a workspace has. */
export function countEndpoints(workspaceId: string): Statement {
  return { text: `select count(*)::int as count from webhook_endpoints where workspace_id = $1`, values: [workspaceId] };
}

/** What a caller decides about an endpoint. */
export type EndpointSettings = {
  urlSealed: Buffer;
  host: string;
  description: string;
  eventTypes: readonly string[];
  payload: string;
  ordering: string;
  headersSealed: Buffer | null;
  headerNames: readonly string[];
  verifyTokenSealed: Buffer | null;
  maxInFlight: number;
  ratePerSecond: number | null;
};

/** Adds an endpoint. */
export function insertEndpoint(
  row: EndpointSettings & {
    workspaceId: string;
    id: string;
    format: string;
    signature: string;
    createdByKind: 'member' | 'api_key';
    createdBy: string;
    at: Date;
  },
): Statement {
  return {
    text: `insert into webhook_endpoints (workspace_id, id, url_sealed, host, description, event_types, format, payload, ordering, signature, headers_sealed,
                                          header_names, verify_token_sealed, max_in_flight, rate_per_second, created_by_kind, created_by, created_at, updated_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $18)`,
    values: [
      row.workspaceId,
      row.id,
      row.urlSealed,
      row.host,
      row.description,
      row.eventTypes,
      row.format,
      row.payload,
      row.ordering,
      row.signature,
      row.headersSealed,
      row.headerNames,
      row.verifyTokenSealed,
      row.maxInFlight,
      row.ratePerSecond,
      row.createdByKind,
      row.createdBy,
      row.at,
    ],
  };
}

/** Changes an endpoint's settings. */
export function updateSettings(workspaceId: string, id: string, row: EndpointSettings, at: Date): Statement {
  return {
    text: `update webhook_endpoints set url_sealed = $3, host = $4, description = $5, event_types = $6, payload = $7, ordering = $8, headers_sealed = $9,
                  header_names = $10, verify_token_sealed = $11, max_in_flight = $12, rate_per_second = $13, updated_at = $14
            where workspace_id = $1 and id = $2`,
    values: [
      workspaceId,
      id,
      row.urlSealed,
      row.host,
      row.description,
      row.eventTypes,
      row.payload,
      row.ordering,
      row.headersSealed,
      row.headerNames,
      row.verifyTokenSealed,
      row.maxInFlight,
      row.ratePerSecond,
      at,
    ],
  };
}

/** Switches an endpoint on, with a closed breaker. */
export function updateEnabled(workspaceId: string, id: string, at: Date): Statement {
  return {
    text: `update webhook_endpoints set status = 'enabled', disabled_reason = null, disabled_at = null, failing_since = null, failure_count = 0,
                  open_until = null, updated_at = $3
            where workspace_id = $1 and id = $2`,
    values: [workspaceId, id, at],
  };
}

/** Switches an endpoint off. Gives a row when it was on. */
export function updateDisabled(workspaceId: string, id: string, reason: WebhookDisabledReason, at: Date): Statement {
  return {
    text: `update webhook_endpoints set status = 'disabled', disabled_reason = $3, disabled_at = $4, updated_at = $4
            where workspace_id = $1 and id = $2 and status = 'enabled' returning id`,
    values: [workspaceId, id, reason, at],
  };
}

/** Removes an endpoint with all that hangs on it. */
export function deleteEndpoint(workspaceId: string, id: string): Statement {
  return { text: `delete from webhook_endpoints where workspace_id = $1 and id = $2 returning id`, values: [workspaceId, id] };
}

/** Ends up to `limit` deliveries that an endpoint will not get. Gives how many. */
export function cancelPending(workspaceId: string, endpointId: string, failure: string, at: Date, limit: number): Statement {
  return {
    text: `with ended as (
             update webhook_deliveries set status = 'cancelled', failure = $3, finished_at = $4
              where workspace_id = $1 and id = any (array(
                select id from webhook_deliveries where workspace_id = $1 and endpoint_id = $2 and status = 'pending' limit $5 for update skip locked))
             returning 1)
           select count(*)::int as count from ended`,
    values: [workspaceId, endpointId, failure, at, limit],
  };
}

/** Adds a secret. */
export function insertSecret(row: {
  workspaceId: string;
  id: string;
  endpointId: string;
  kind: string;
  secretSealed: Buffer;
  publicKey: string | null;
  at: Date;
}): Statement {
  return {
    text: `insert into webhook_secrets (workspace_id, id, endpoint_id, kind, secret_sealed, public_key, created_at)
           values ($1, $2, $3, $4, $5, $6, $7)`,
    values: [row.workspaceId, row.id, row.endpointId, row.kind, row.secretSealed, row.publicKey, row.at],
  };
}

/** Lets the secrets of an endpoint end at `until`; those that end earlier keep their time. */
export function expireSecrets(workspaceId: string, endpointId: string, until: Date): Statement {
  return {
    text: `update webhook_secrets set expires_at = least(expires_at, $3) where workspace_id = $1 and endpoint_id = $2 and expires_at is distinct from least(expires_at, $3)`,
    values: [workspaceId, endpointId, until],
  };
}

/** Wakes the engines for these endpoints, at commit. */
export function notifyEndpoints(endpointIds: readonly string[]): Statement {
  return { text: `select pg_notify('${webhooksChannel}', $1)`, values: [endpointIds.length > 150 ? '' : endpointIds.join(',')] };
}

/** Wakes engines; the payload names endpoints by commas, empty: look everywhere. */
export const webhooksChannel = 'kabar_webhooks';

/** Whom to mail about an endpoint. */
export type AdminRow = { email: string; name: string; language: string; workspaceName: string; slug: string };

/** Members who may change endpoints. */
export function selectAdmins(workspaceId: string): Statement {
  return {
    text: `select u.email, u.name, u.language, w.name as "workspaceName", w.slug
             from workspace_members m join users u on u.id = m.user_id join workspaces w on w.id = m.workspace_id
            where m.workspace_id = $1 and ${mayWhere('m', 'webhooks:write')} order by m.id`,
    values: [workspaceId],
  };
}
