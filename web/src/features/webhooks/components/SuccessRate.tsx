import type { WebhookStatistics } from '@kabar/contract';
import { Trans } from '@lingui/react/macro';
import { useFormat } from '#lib/use-format.ts';
import { rateText } from '../fns/rate-text.ts';

/** The share of tries that arrived; a word where nothing was tried. */
export function SuccessRate({ statistics }: { statistics: WebhookStatistics | undefined }) {
  const format = useFormat();
  if (statistics === undefined) return <span className="text-weak">…</span>;
  const { success_rate: rate } = statistics.total;
  if (rate === null) {
    return (
      <span className="text-weak">
        <Trans>nothing sent</Trans>
      </span>
    );
  }
  return <span className={rate < 0.9 ? 'font-medium text-bad' : undefined}>{rateText(rate, format.settings.locale)}</span>;
}
