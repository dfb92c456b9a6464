import type { ApiKey, WebhookEndpoint } from '@kabar/contract';

/** Something that a person should look at. */
export type Concern =
  | { kind: 'key_expires'; id: string; name: string; at: string }
  | { kind: 'key_unused'; id: string; name: string; lastUsedAt: string | null }
  | { kind: 'endpoint_off'; id: string; url: string }
  | { kind: 'endpoint_failing'; id: string; url: string; since: string };

const dayMs = 86_400_000;
const expiresWithinMs = 14 * dayMs;

/** What is wrong or soon will be, the worst first: endpoints that get nothing, keys that end within two weeks, keys that nobody uses. */
export function findConcerns(apiKeys: readonly ApiKey[], endpoints: readonly WebhookEndpoint[], nowMs: number): Concern[] {
  const active = apiKeys.filter((apiKey) => apiKey.status === 'active');
  return [
    ...endpoints.flatMap((endpoint): Concern[] => {
      const { id, url } = endpoint;
      if (endpoint.status === 'disabled') return endpoint.disabled_reason === 'member' ? [] : [{ kind: 'endpoint_off', id, url }];
      const since = endpoint.circuit.failing_since;
      return since === null ? [] : [{ kind: 'endpoint_failing', id, url, since }];
    }),
    ...active.flatMap(({ id, name, expires_at: at }): Concern[] =>
      at !== null && Date.parse(at) - nowMs < expiresWithinMs ? [{ kind: 'key_expires', id, name, at }] : [],
    ),
    ...active.flatMap(({ id, name, is_unused: isUnused, last_used_at: lastUsedAt }): Concern[] =>
      isUnused ? [{ kind: 'key_unused', id, name, lastUsedAt }] : [],
    ),
  ].toSorted((a, b) => worst.indexOf(a.kind) - worst.indexOf(b.kind));
}

const worst: readonly Concern['kind'][] = ['endpoint_off', 'endpoint_failing', 'key_expires', 'key_unused'];
