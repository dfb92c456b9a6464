import type { WebhookEndpoint } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useFormat } from '#lib/use-format.ts';
import { Banner } from '#ui/Banner.tsx';
import { disabledWords } from '../fns/webhook-words.ts';

/** What stands between an endpoint and its events, and what happens next; nothing while all is well. */
export function EndpointBanner({ endpoint }: { endpoint: WebhookEndpoint }) {
  const { i18n } = useLingui();
  const format = useFormat();
  if (endpoint.status === 'disabled') {
    return (
      <Banner tone={endpoint.disabled_reason === 'member' ? 'info' : 'bad'} title={<Trans>Nothing is sent</Trans>}>
        <p>
          {endpoint.disabled_reason ? i18n._(disabledWords[endpoint.disabled_reason]) : null}{' '}
          <Trans>Switch it on again, then send what it missed once more.</Trans>
        </p>
      </Banner>
    );
  }
  const { failing_since: since, disables_at: disablesAt, next_try_at: nextTryAt } = endpoint.circuit;
  if (since === null) return null;
  const began = format.dateTime(since);
  const next = nextTryAt === null ? null : format.dateTime(nextTryAt);
  const end = disablesAt === null ? null : format.dateTime(disablesAt);
  return (
    <Banner tone="warn" title={<Trans>It has been failing since {began}</Trans>}>
      <p>
        <Trans>Nothing is lost: events wait and are tried again.</Trans>{' '}
        {next === null ? null : <Trans>Nothing is sent before the next try at {next}.</Trans>}{' '}
        {end === null ? null : <Trans>Without an answer it is switched off at {end}.</Trans>}
      </p>
    </Banner>
  );
}
