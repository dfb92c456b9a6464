import type { ConsentRecord, RecordConsentRequest, Suppression } from '@kabar/contract';
import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { sharedKey } from '#lib/query-keys.ts';
import { consentKeys } from './keys.ts';

function useStale(contactId: string): () => Promise<void> {
  const { workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return async () => {
    void queryClient.invalidateQueries({ queryKey: sharedKey(workspace.id, 'contacts') });
    await queryClient.invalidateQueries({ queryKey: consentKeys.of(workspace.id, contactId) });
  };
}

/** What a record begins with; the server fills in the rest. */
export type NewRecord = Partial<RecordConsentRequest> & Pick<RecordConsentRequest, 'state'>;

/** Writes one entry into the ledger of a contact. */
export function useRecordConsent(contactId: string): UseMutationResult<ConsentRecord, Error, NewRecord> {
  const { api } = useWorkspace();
  const onSuccess = useStale(contactId);
  return useMutation({ mutationFn: (body) => api.consents.record(contactId, body), onSuccess });
}

/** Lifts a suppression on the customer's wish, with the evidence for it. */
export function useLiftSuppression(contactId: string): UseMutationResult<void, Error, { id: Suppression['id']; evidence: string }> {
  const { api } = useWorkspace();
  const onSuccess = useStale(contactId);
  return useMutation({
    mutationFn: ({ id, evidence }) => api.consents.suppressions.lift(id, { evidence: { text: evidence } }),
    onSuccess,
  });
}
