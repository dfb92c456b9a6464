import { Trans, useLingui } from '@lingui/react/macro';
import { Megaphone } from 'lucide-react';
import { safeHref, textAt } from '../fns/read-content.ts';

/** The ad or post that brought the customer here. Its picture stays where it is: no other server is asked. */
export function ReferralCard({ referral }: { referral: unknown }) {
  const { t } = useLingui();
  const headline = textAt(referral, 'headline');
  const body = textAt(referral, 'body');
  const href = safeHref(textAt(referral, 'source_url'));
  const kind = textAt(referral, 'source_type') === 'post' ? t`From a post` : t`From an ad`;
  return (
    <div className="mb-1.5 rounded-card bg-surface-2 px-2.5 py-1.5">
      <p className="flex items-center gap-1.5 text-12 font-medium text-accent-text">
        <Megaphone aria-hidden className="size-3.5" />
        {kind}
      </p>
      {headline ? (
        <p dir="auto" className="text-13 font-medium wrap-anywhere">
          {headline}
        </p>
      ) : null}
      {body ? (
        <p dir="auto" className="line-clamp-3 text-13 wrap-anywhere text-normal">
          {body}
        </p>
      ) : null}
      {href ? (
        <a href={href} target="_blank" rel="noopener noreferrer nofollow" className="text-12 text-accent-text underline underline-offset-2">
          <Trans>See where it came from</Trans>
        </a>
      ) : null}
    </div>
  );
}
