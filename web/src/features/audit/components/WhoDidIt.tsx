import type { AuditEntry } from '@kabar/contract';
import { Trans } from '@lingui/react/macro';

/** Who did it: a person, an API key, or Kabar by itself. */
export function WhoDidIt({ actor }: { actor: AuditEntry['actor'] }) {
  if (actor.kind === 'system') return <Trans>Kabar itself</Trans>;
  if (actor.name !== null) return <>{actor.name}</>;
  return actor.kind === 'api_key' ? <Trans>A key that is gone</Trans> : <Trans>Somebody who is no longer here</Trans>;
}
