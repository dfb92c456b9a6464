import type { AuditEntry } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { Badge } from '#ui/Badge.tsx';

/** How somebody came in. An operator who was let in stands out. */
export function WayBadge({ entry }: { entry: Pick<AuditEntry, 'actor' | 'origin'> }) {
  const { t } = useLingui();
  if (entry.origin?.way === 'support') return <Badge tone="warn">{t`Support access`}</Badge>;
  if (entry.actor.kind === 'system') return <Badge>{t`By itself`}</Badge>;
  if (entry.actor.kind === 'api_key') return <Badge tone="info">{t`API key`}</Badge>;
  return <Badge>{t`Dashboard`}</Badge>;
}
