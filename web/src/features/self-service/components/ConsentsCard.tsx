import type { HeldData } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useFormat } from '#lib/use-format.ts';
import { Badge } from '#ui/Badge.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { useRefuse } from '../api/queries.ts';

type Consent = HeldData['consents'][number];

/** What the visitor agreed to, each with the one press that ends it. */
export function ConsentsCard({ slug, held }: { slug: string; held: HeldData }) {
  const { t } = useLingui();
  const refuse = useRefuse(slug);
  const names: Readonly<Record<string, string>> = { marketing: t`Advertising and offers`, messages: t`Any message at all` };
  return (
    <Card
      title={<Trans>What you agreed to</Trans>}
      description={<Trans>One press ends it, at once. What was done before stays lawful; nothing more follows.</Trans>}
      flush
    >
      {refuse.error === null ? null : (
        <div className="px-4 pb-3 sm:px-5">
          <ErrorBanner error={refuse.error} />
        </div>
      )}
      <ul className="divide-y divide-line border-t border-line">
        {held.consents.map((consent) => (
          <ConsentRow
            key={consent.purpose}
            consent={consent}
            name={names[consent.purpose] ?? consent.purpose.replaceAll('_', ' ')}
            isPending={refuse.isPending && refuse.variables === consent.purpose}
            onRefuse={() => refuse.mutate(consent.purpose)}
          />
        ))}
      </ul>
    </Card>
  );
}

function ConsentRow(props: { consent: Consent; name: string; isPending: boolean; onRefuse: () => void }) {
  const { consent, name, isPending, onRefuse } = props;
  const { t } = useLingui();
  const format = useFormat();
  const isAllowed = consent.state === 'given' || consent.state === 'resumed';
  const isOver = consent.state === 'withdrawn' || consent.state === 'objected';
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3 sm:px-5">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2 text-14 text-strong">
          {name}
          <Badge tone={isAllowed ? 'good' : isOver ? 'neutral' : 'info'}>
            {isAllowed ? <Trans>You agreed</Trans> : isOver ? <Trans>Stopped</Trans> : <Trans>You did not say</Trans>}
          </Badge>
        </p>
        {consent.since === null ? null : (
          <p className="text-13 text-weak">
            <Trans>since {format.dateTime(consent.since)}</Trans>
          </p>
        )}
      </div>
      {isOver ? null : (
        <Button loading={isPending} aria-label={isAllowed ? t`Withdraw: ${name}` : t`Object: ${name}`} onClick={onRefuse}>
          {isAllowed ? <Trans>Withdraw</Trans> : <Trans>Object</Trans>}
        </Button>
      )}
    </li>
  );
}
