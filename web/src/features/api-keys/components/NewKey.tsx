import { Trans, useLingui } from '@lingui/react/macro';
import { useNumbers } from '#features/numbers';
import { CodeBlock } from '#ui/CodeBlock.tsx';
import { CopyField } from '#ui/CopyField.tsx';
import { sendCurl } from '../fns/curl.ts';

/** A key that was just made, with a command that uses it at once. */
export function NewKey({ apiKey }: { apiKey: string }) {
  const { t } = useLingui();
  const numbers = useNumbers();
  const number = numbers.data?.find((candidate) => candidate.status !== 'disconnected');
  return (
    <div className="flex flex-col gap-4">
      <CopyField label={t`API key`} value={apiKey} hint={t`Keep it where passwords are kept. Whoever has it can act as this workspace.`} />
      {number ? (
        <>
          <CodeBlock label={t`Send a message`} code={sendCurl({ origin: location.origin, apiKey, numberId: number.id, to: '+62…' })} />
          <p className="text-13 text-weak">
            <Trans>Put the customer’s number in place of “+62…”. A free text reaches only those who wrote in the last 24 hours.</Trans>
          </p>
        </>
      ) : (
        <p className="text-13 text-weak">
          <Trans>Connect a number, and a ready command to send with it stands here and on First steps.</Trans>
        </p>
      )}
    </div>
  );
}
