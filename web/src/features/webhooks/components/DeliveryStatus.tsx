import type { WebhookDelivery } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { Ban, CircleAlert, CircleCheck, Clock } from 'lucide-react';
import { Badge } from '#ui/Badge.tsx';
import { deliveryWords } from '../fns/webhook-words.ts';

const looks = {
  pending: { tone: 'info', icon: <Clock aria-hidden /> },
  succeeded: { tone: 'good', icon: <CircleCheck aria-hidden /> },
  failed: { tone: 'bad', icon: <CircleAlert aria-hidden /> },
  cancelled: { tone: 'neutral', icon: <Ban aria-hidden /> },
} as const;

/** How a delivery stands, in a word. */
export function DeliveryStatus({ status }: Pick<WebhookDelivery, 'status'>) {
  const { i18n } = useLingui();
  return (
    <Badge tone={looks[status].tone} icon={looks[status].icon}>
      {i18n._(deliveryWords[status])}
    </Badge>
  );
}
