import type { FormMessage } from '@kabar/contract';
import { WorkspaceRequests } from '../api/sources.tsx';
import { NewRequestDialog } from './NewRequestDialog.tsx';

/** Makes a request out of a message of the contact form. For the page of the form, which has no requests around it. */
export function FormRequestDialog({ message, onClose }: { message: FormMessage; onClose: () => void }) {
  return (
    <WorkspaceRequests>
      <NewRequestDialog from={message} onClose={onClose} />
    </WorkspaceRequests>
  );
}
