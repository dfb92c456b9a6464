import type { Contact, ContactBlock } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useNumbers } from '#features/numbers';
import { contactLabel } from '#lib/contact-label.ts';
import { errorSentence } from '#lib/present-error.ts';
import { Banner } from '#ui/Banner.tsx';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import { notify } from '#ui/toasts.ts';
import { useBlock } from '../../api/mutations.ts';
import { useBlockState } from '../../api/queries.ts';

/** Asks before a block begins or ends, and says what it means. */
export function BlockDialog({ contact, onClose }: { contact: Contact; onClose: () => void }) {
  const { t, i18n } = useLingui();
  const block = useBlock(contact.id);
  const name = contactLabel(contact) ?? t`this contact`;
  return (
    <ConfirmDialog
      open
      tone={contact.blocked ? 'normal' : 'danger'}
      onOpenChange={onClose}
      title={contact.blocked ? <Trans>Unblock {name}?</Trans> : <Trans>Block {name}?</Trans>}
      confirmLabel={contact.blocked ? <Trans>Unblock</Trans> : <Trans>Block</Trans>}
      pending={block.isPending}
      error={block.error ? errorSentence(block.error, i18n) : undefined}
      onConfirm={() =>
        block.mutate(!contact.blocked, {
          onSuccess: () => {
            onClose();
            notify({ title: contact.blocked ? t`No longer blocked` : t`Blocked` });
          },
        })
      }
    >
      {contact.blocked ? (
        <Trans>They can write to you again, and messages can be sent to them again.</Trans>
      ) : (
        <>
          <p>
            <Trans>Their messages do not reach you any more, and nothing is sent to them, from any of your numbers.</Trans>
          </p>
          <p className="mt-2">
            <Trans>
              They are not told. Everything written so far stays. WhatsApp takes a block only of somebody who wrote in the last 24 hours;
              until it does, Kabar sends nothing and tries again when they write.
            </Trans>
          </p>
        </>
      )}
    </ConfirmDialog>
  );
}

/** That a contact is blocked, and at which numbers WhatsApp has not taken it yet. */
export function BlockNotice({ contactId }: { contactId: string }) {
  const { t } = useLingui();
  const { data: numbers = [] } = useNumbers();
  const { data: state } = useBlockState(contactId, true);
  const words: Record<ContactBlock['numbers'][number]['state'], string> = {
    applied: t`blocked at WhatsApp`,
    pending: t`WhatsApp is being told`,
    waiting: t`WhatsApp takes it when they write the next time`,
    failed: t`WhatsApp did not take it; it is tried again`,
  };
  const open = state?.numbers.filter((one) => one.state !== 'applied') ?? [];
  return (
    <Banner tone="warn" title={<Trans>This contact is blocked: nothing is sent to them.</Trans>}>
      {open.length === 0 ? null : (
        <ul>
          {open.map((one) => {
            const number = numbers.find(({ id }) => id === one.number_id);
            return (
              <li key={one.number_id}>
                {number?.verified_name ?? number?.display_phone_number ?? t`Another number`}: {words[one.state]}
              </li>
            );
          })}
        </ul>
      )}
    </Banner>
  );
}
