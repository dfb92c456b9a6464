import { Check, CheckCheck, Clock } from 'lucide-react';

const WORDS = { sent: 'Sent', delivered: 'Delivered', read: 'Read by the business' } as const;

/** One tick = written, two = the business has it, coloured = read there. */
export function Ticks({ state }: { state: string }) {
  if (state === 'sent') return <Check size={15} className="ticks" aria-label={WORDS.sent} />;
  if (state === 'delivered') return <CheckCheck size={15} className="ticks" aria-label={WORDS.delivered} />;
  if (state === 'read') return <CheckCheck size={15} className="ticks read" aria-label={WORDS.read} />;
  return <Clock size={13} className="ticks" aria-label="Waiting" />;
}
