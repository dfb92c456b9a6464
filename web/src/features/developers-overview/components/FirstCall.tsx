import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { sendCurl } from '#features/api-keys';
import { useNumbers } from '#features/numbers';
import { usePermission } from '#features/session';
import { ButtonLink } from '#ui/ButtonLink.tsx';
import { Card } from '#ui/Card.tsx';
import { CodeBlock } from '#ui/CodeBlock.tsx';

/** The first call: a command to paste, and where its key comes from. */
export function FirstCall() {
  const { t } = useLingui();
  const numbers = useNumbers();
  const mayCreate = usePermission('api_keys:write');
  const usable = numbers.data?.filter((candidate) => candidate.status !== 'disconnected') ?? [];
  const number = usable.find((candidate) => candidate.provider === 'emulator') ?? usable[0];
  return (
    <Card
      title={t`First call`}
      description={t`Sends a text. Put in your key and the customer’s number.`}
      action={
        mayCreate ? (
          <ButtonLink size="sm" from="/w/$slug" to="/w/$slug/developers/api-keys" search={{ create: true }}>
            <Trans>Create an API key</Trans>
          </ButtonLink>
        ) : null
      }
    >
      <div className="flex flex-col gap-3">
        <CodeBlock
          label={t`In a terminal`}
          code={sendCurl({ origin: location.origin, apiKey: 'kabar_live_…', numberId: number?.id ?? 'num_…', to: '+62…' })}
        />
        <p className="text-13 text-weak">
          <Trans>
            Or without a key and a terminal:{' '}
            <Link from="/w/$slug" to="/w/$slug/developers/playground" search={{}} className="text-accent-text underline underline-offset-3">
              send it from the playground
            </Link>
            .
          </Trans>
        </p>
      </div>
    </Card>
  );
}
