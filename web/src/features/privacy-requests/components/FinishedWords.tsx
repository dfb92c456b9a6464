import type { PrivacyRequest } from '@kabar/contract';
import { Trans } from '@lingui/react/macro';
import { useRequestWords } from './use-request-words.ts';

/** What became of a request that is over. */
export function FinishedWords({ request }: { request: PrivacyRequest }) {
  const words = useRequestWords();
  switch (request.state) {
    case 'denied': {
      const { denial } = request;
      return denial === null ? null : (
        <>
          <p className="font-medium text-strong">{words.denial(denial.reason)}</p>
          <p dir="auto" className="whitespace-pre-wrap">
            {denial.text}
          </p>
          <p className="mt-1 text-13 text-weak">
            <Trans>The person can complain to {denial.authority.name}.</Trans>
          </p>
        </>
      );
    }
    case 'duplicate':
      return <Trans>The same person asked for the same before, and that request is open. This one is set aside.</Trans>;
    case 'cancelled':
      return <Trans>It was taken back. Nothing was changed.</Trans>;
    case 'forwarded':
      return request.forwarded === null ? null : (
        <Trans>
          It was handed to whom it concerns. The clock keeps running there:{' '}
          {request.forwarded.state === null ? '' : words.state(request.forwarded.state)}.
        </Trans>
      );
    default:
      return <Trans>Everything is done. The receipt below says what was done and what was kept.</Trans>;
  }
}
