import { Badge } from '#ui/Badge.tsx';

/** The status of an answer; the number says it, the colour helps. */
export function StatusCode({ status }: { status: number }) {
  return <Badge tone={status >= 500 ? 'bad' : status >= 400 ? 'warn' : 'good'}>{status}</Badge>;
}
