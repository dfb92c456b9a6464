import { useOpenErasure } from '../api/queries.ts';
import { ErasureState } from './ErasureState.tsx';

/** Says on a contact's page that they are going to be erased, with the way back; nothing otherwise. */
export function ErasureNotice({ contactId }: { contactId: string }) {
  const erasure = useOpenErasure(contactId);
  return erasure === null ? null : (
    <div className="mt-4">
      <ErasureState erasure={erasure} />
    </div>
  );
}
