import type { WhatsAppNumber } from '@kabar/contract';
import { Badge } from '#ui/Badge.tsx';
import { toneIcons } from '#ui/Banner.tsx';
import { useHealthWords } from './use-health-words.ts';

/** How a number is, as icon and words. */
export function HealthBadge({ number }: { number: WhatsAppNumber }) {
  const { title } = useHealthWords()(number);
  const { level } = number.health;
  const Icon = toneIcons[level];
  return (
    <Badge tone={level} icon={<Icon aria-hidden />}>
      {title}
    </Badge>
  );
}
