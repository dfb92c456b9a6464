import { KabarError } from '@kabar/sdk';
import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { contactLabel } from '#lib/contact-label.ts';
import { Banner } from '#ui/Banner.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { useContact } from '../api/queries.ts';

/** Who has the number already, when that is why an answer was no; else null. */
function takenBy(error: unknown): string | null {
  return error instanceof KabarError && error.is('identifier_taken') ? (error.details?.contact_id ?? null) : null;
}

/** Whether an answer was no because the text cannot be a phone number. */
export function isNoNumber(error: unknown): boolean {
  return error instanceof KabarError && error.is('recipient_invalid');
}

/** Says who has the number already, with what can be done about it. */
export function NumberHolder({ contactId, slug, action }: { contactId: string; slug: string; action?: ReactNode }) {
  const { data: holder } = useContact(contactId);
  const name = holder === undefined ? null : contactLabel(holder);
  return (
    <Banner tone="warn" title={<Trans>Somebody has this number already</Trans>} action={action}>
      <Link to="/w/$slug/contacts/$contactId" params={{ slug, contactId }} className="font-medium underline underline-offset-2">
        {name ?? <Trans>Show the contact</Trans>}
      </Link>
    </Banner>
  );
}

/** Why something about a number did not work; a number that is taken names its holder and offers `action`. */
export function NumberError({
  error,
  slug,
  action,
}: {
  error: unknown;
  slug: string;
  action?: ((holderId: string) => ReactNode) | undefined;
}) {
  const holderId = takenBy(error);
  return holderId === null ? <ErrorBanner error={error} /> : <NumberHolder contactId={holderId} slug={slug} action={action?.(holderId)} />;
}
