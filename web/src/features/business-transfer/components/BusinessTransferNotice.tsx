import { Trans, useLingui } from '@lingui/react/macro';
import { useFormat } from '#lib/use-format.ts';
import { Banner } from '#ui/Banner.tsx';
import { useBusinessTransferBanner } from '../api/queries.ts';

/** Tells everybody that the business behind Kabar changes hands: from the announcement until 30 days after. */
export function BusinessTransferNotice() {
  const { t } = useLingui();
  const format = useFormat();
  const transfer = useBusinessTransferBanner().data?.transfer ?? null;
  if (transfer === null) return null;
  const day = format.date(transfer.takes_effect_on);
  const title =
    transfer.status === 'completed'
      ? t`Since ${day}, ${transfer.successor_name} runs this service`
      : t`From ${day} on, ${transfer.successor_name} will run this service`;
  return (
    <Banner tone="info" title={title} className="rounded-none">
      <p>
        <Trans>
          They are bound to: {transfer.successor_terms} Questions: {transfer.successor_contact}
        </Trans>
      </p>
    </Banner>
  );
}
