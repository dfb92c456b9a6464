import type { WhatsAppNumber } from '@kabar/contract';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { useFormat } from '#lib/use-format.ts';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { customersOfTier, qualityWords } from '../fns/number-words.ts';

function Fact({ name, children, hint }: { name: ReactNode; children: ReactNode; hint?: ReactNode }) {
  return (
    <div>
      <dt className="text-13 text-weak">{name}</dt>
      <dd className="mt-0.5 text-14 font-medium text-strong">{children}</dd>
      {hint ? <dd className="text-13 text-weak">{hint}</dd> : null}
    </div>
  );
}

function Limit({ tier }: { tier: string | null }) {
  const customers = customersOfTier(tier);
  if (customers === null) return tier ?? <Trans>Not known yet</Trans>;
  if (customers === Number.POSITIVE_INFINITY) return <Trans>No limit</Trans>;
  return <Plural value={customers} one="# customer a day" other="# customers a day" />;
}

/** What Meta says about a number, in words. */
export function NumberFacts({ number }: { number: WhatsAppNumber }) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const perSecond = format.number(number.throughput_per_second);
  return (
    <dl className="grid gap-x-6 gap-y-4 sm:grid-cols-3">
      <Fact name={t`Quality`} hint={t`From what customers block and report`}>
        {i18n._(qualityWords[number.quality])}
      </Fact>
      <Fact name={t`Limit`} hint={t`New conversations that you begin, in 24 hours`}>
        <Limit tier={number.limit_tier} />
      </Fact>
      <Fact name={t`Speed`} hint={t`Kabar paces sending to it`}>
        <Trans>{perSecond} messages a second</Trans>
      </Fact>
      <Fact name={t`Status at Meta`}>{number.meta_status ?? <Trans>Not known yet</Trans>}</Fact>
      <Fact name={t`Last heard from Meta`}>
        {number.last_webhook_at ? <RelativeTime at={number.last_webhook_at} /> : <Trans>Never</Trans>}
      </Fact>
      <Fact name={t`Read from Meta`}>{number.refreshed_at ? <RelativeTime at={number.refreshed_at} /> : <Trans>Never</Trans>}</Fact>
    </dl>
  );
}
