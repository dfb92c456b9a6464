import type { WebhookEndpoint } from '@kabar/contract';
import { Trans } from '@lingui/react/macro';
import { CircleCheck, PowerOff, TriangleAlert } from 'lucide-react';
import { Badge } from '#ui/Badge.tsx';

/** Whether events go to an endpoint, in a word. */
export function EndpointStatus({ endpoint }: { endpoint: WebhookEndpoint }) {
  if (endpoint.status === 'disabled') {
    return (
      <Badge tone={endpoint.disabled_reason === 'member' ? 'neutral' : 'bad'} icon={<PowerOff aria-hidden />}>
        <Trans>Switched off</Trans>
      </Badge>
    );
  }
  if (endpoint.circuit.failing_since !== null) {
    return (
      <Badge tone="warn" icon={<TriangleAlert aria-hidden />}>
        <Trans>Failing</Trans>
      </Badge>
    );
  }
  return (
    <Badge tone="good" icon={<CircleCheck aria-hidden />}>
      <Trans>On</Trans>
    </Badge>
  );
}
