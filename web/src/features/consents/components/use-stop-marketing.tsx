import { useLingui } from '@lingui/react/macro';
import { errorSentence } from '#lib/present-error.ts';
import { notify } from '#ui/toasts.ts';
import { useRecordConsent } from '../api/mutations.ts';

/** Stops marketing for a contact with one press. It cannot be taken back by us: only the customer can want it again. */
export function useStopMarketing(contactId: string): { stop: () => void; pending: boolean } {
  const { t, i18n } = useLingui();
  const record = useRecordConsent(contactId);
  return {
    pending: record.isPending,
    stop: () =>
      record.mutate(
        { purpose: 'marketing', state: 'withdrawn', source: 'agent' },
        {
          onSuccess: () =>
            notify({ title: t`Marketing messages stopped`, description: t`They begin again only when the customer wants it.` }),
          onError: (error) => notify({ tone: 'bad', title: t`Not written down`, description: errorSentence(error, i18n) }),
        },
      ),
  };
}
