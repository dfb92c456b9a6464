import type { WhatsAppNumber } from '@kabar/contract';
import { useServerWords } from '#lib/use-server-words.ts';
import { Badge } from '#ui/Badge.tsx';
import { toneIcons } from '#ui/Banner.tsx';

/** How a number is, as icon and words. */
export function HealthBadge({ number }: { number: WhatsAppNumber }) {
  const words = useServerWords();
  const { health } = number;
  const Icon = toneIcons[health.level];
  return (
    <Badge tone={health.level} icon={<Icon aria-hidden />}>
      {words(health.title)}
    </Badge>
  );
}
