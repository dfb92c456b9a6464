import type { WebhookEndpoint } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { useFormat } from '#lib/use-format.ts';
import { Card } from '#ui/Card.tsx';
import { CopyButton } from '#ui/CopyButton.tsx';

function Row({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <div className="grid gap-x-4 gap-y-0.5 py-2 text-14 sm:grid-cols-[12rem_1fr]">
      <dt className="text-13 text-weak sm:pt-px">{label}</dt>
      <dd className="min-w-0 wrap-anywhere text-normal">{children}</dd>
    </div>
  );
}

/** What an endpoint is set to. */
export function EndpointSettings({ endpoint }: { endpoint: WebhookEndpoint }) {
  const { t } = useLingui();
  const format = useFormat();
  const until = endpoint.secrets.find((secret) => secret.expires_at !== null)?.expires_at ?? null;
  const overlapEnd = until === null ? null : format.dateTime(until);
  const made = endpoint.secrets[0] ? format.date(endpoint.secrets[0].created_at) : null;
  return (
    <Card title={t`Settings`}>
      <dl className="divide-y divide-line">
        <Row label={t`Events`}>
          {endpoint.event_types.includes('*') ? (
            <Trans>Everything</Trans>
          ) : (
            <code className="font-mono text-13">{endpoint.event_types.join(', ')}</code>
          )}
        </Row>
        {endpoint.format === 'meta' ? null : (
          <Row label={t`What an event carries`}>
            {endpoint.payload === 'thin' ? <Trans>Ids only</Trans> : <Trans>The whole thing, with personal data</Trans>}
          </Row>
        )}
        <Row label={t`Order`}>
          {endpoint.ordering === 'none' ? <Trans>As quick as possible</Trans> : <Trans>In order within a conversation</Trans>}
        </Row>
        <Row label={t`Signature`}>
          {endpoint.format === 'meta'
            ? 'X-Hub-Signature-256'
            : endpoint.signature === 'hmac'
              ? t`Shared secret (HMAC)`
              : t`Public key (Ed25519)`}
          {made === null ? null : (
            <span className="block text-13 text-weak">
              <Trans>Made on {made}.</Trans> {overlapEnd === null ? null : <Trans>The one before signs, too, until {overlapEnd}.</Trans>}
            </span>
          )}
        </Row>
        {endpoint.public_key === null ? null : (
          <Row label={t`Public key`}>
            <span className="flex items-center gap-1">
              <code className="truncate font-mono text-13">{endpoint.public_key}</code>
              <CopyButton text={endpoint.public_key} label={t`Copy: ${t`Public key`}`} />
            </span>
          </Row>
        )}
        <Row label={t`Pace`}>
          <Trans>At most {format.number(endpoint.max_in_flight)} requests at once</Trans>
          {endpoint.rate_per_second === null ? null : (
            <>
              {', '}
              <Trans>{format.number(endpoint.rate_per_second)} a second</Trans>
            </>
          )}
        </Row>
        {endpoint.header_names.length === 0 ? null : (
          <Row label={t`Headers that go along`}>
            <code className="font-mono text-13">{endpoint.header_names.join(', ')}</code>
          </Row>
        )}
      </dl>
    </Card>
  );
}
