import { Ban, Bell, BellOff, OctagonMinus } from 'lucide-react';
import { api } from '../data/api.ts';
import type { ChatSummary, CustomerView, OutgoingMessage } from '../data/api.ts';
import { Sheet } from './Sheet.tsx';

/** What a person can decide about a business: STOP, offers, block. */
export function ChatMenu({
  customer,
  summary,
  onWrite,
  onClose,
}: {
  customer: CustomerView;
  summary: ChatSummary;
  onWrite: (message: OutgoingMessage) => void;
  onClose: () => void;
}) {
  const act = (run: () => unknown) => () => {
    run();
    onClose();
  };
  const { phoneNumberId, hasBlockedBusiness, hasStoppedMarketing } = summary;
  return (
    <Sheet title={summary.name} onClose={onClose}>
      <button
        type="button"
        className="list-choice with-icon"
        disabled={hasBlockedBusiness}
        onClick={act(() => onWrite({ type: 'text', content: { body: 'STOP' } }))}
      >
        <OctagonMinus size={18} aria-hidden />
        <span>
          Write STOP
          <small>As people do who want no more messages</small>
        </span>
      </button>
      <button
        type="button"
        className="list-choice with-icon"
        onClick={act(() => api.marketing(customer.id, phoneNumberId, hasStoppedMarketing ? 'resume' : 'stop'))}
      >
        {hasStoppedMarketing ? <Bell size={18} aria-hidden /> : <BellOff size={18} aria-hidden />}
        <span>
          {hasStoppedMarketing ? 'Allow offers again' : 'Stop offers and announcements'}
          <small>WhatsApp’s own switch; the business is told</small>
        </span>
      </button>
      <button
        type="button"
        className="list-choice with-icon danger"
        onClick={act(() => api.block(customer.id, phoneNumberId, !hasBlockedBusiness))}
      >
        <Ban size={18} aria-hidden />
        <span>
          {hasBlockedBusiness ? 'Unblock this business' : 'Block this business'}
          <small>
            {hasBlockedBusiness ? 'What was sent meanwhile comes through' : 'The business is not told; its messages stay at one tick'}
          </small>
        </span>
      </button>
    </Sheet>
  );
}
