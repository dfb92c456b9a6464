import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { errorSentence } from '#lib/present-error.ts';
import { saveBlob } from '#lib/save-blob.ts';
import { useFormat } from '#lib/use-format.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { NextPage } from '#ui/NextPage.tsx';
import { notify } from '#ui/toasts.ts';
import { useImportedMessages } from '../../api/queries.ts';

/** Words of a message of any type; null where it has none. */
function wordsOf(content: unknown): string | null {
  const { body, caption, text } = (typeof content === 'object' && content !== null ? content : {}) as Record<string, unknown>;
  return [body, caption, text].find((value): value is string => typeof value === 'string' && value !== '') ?? null;
}

/** What a person wrote and was written in another Kabar. Nothing at all where nothing came. */
export function ImportedMessages({ contactId }: { contactId: string }) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const { api } = useWorkspace();
  const query = useImportedMessages(contactId);
  const file = useMutation({
    mutationFn: async (mediaId: string) => saveBlob(await api.media.download(mediaId), mediaId),
    onError: (error) => notify({ tone: 'bad', title: t`That did not work`, description: errorSentence(error, i18n) }),
  });
  if (query.error && query.data === undefined) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data === undefined || query.data.length === 0) return null;
  return (
    <Card
      title={t`From another Kabar`}
      description={t`These messages came with an import. They were never sent or received here.`}
      className="mt-4"
      flush
    >
      <ul>
        {query.data.map((message) => (
          <li key={message.id} className="border-b border-line px-4 py-3 text-14 last:border-b-0 sm:px-5">
            <p className="text-13 text-weak">
              {message.direction === 'in' ? <Trans>They wrote</Trans> : <Trans>They were written</Trans>} ·{' '}
              {format.dateTime(message.occurred_at)}
            </p>
            <p className="mt-0.5 break-words whitespace-pre-wrap text-strong">{wordsOf(message.content) ?? message.type}</p>
            {message.media_id === null ? null : (
              <Button
                size="sm"
                loading={file.isPending && file.variables === message.media_id}
                onClick={() => file.mutate(message.media_id ?? '')}
              >
                <Trans>Save the file</Trans>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {query.hasNextPage || query.error ? <NextPage query={query} /> : null}
    </Card>
  );
}
