import type { WhatsAppNumber } from '@kabar/contract';
import { Badge } from '#ui/Badge.tsx';
import { toneIcons } from '#ui/Banner.tsx';
import { describeHealth } from '../fns/number-words.ts';
import { useWords } from './use-words.ts';

/** How a number is, as icon and words. */
export function HealthBadge({ number }: { number: WhatsAppNumber }) {
  const words = useWords();
  const health = describeHealth(number);
  const Icon = toneIcons[health.level];
  return (
    <Badge tone={health.level} icon={<Icon aria-hidden />}>
      {words(health.title)}
    </Badge>
  );
}
