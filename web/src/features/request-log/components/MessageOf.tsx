import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { MessageSquare } from 'lucide-react';
import { statusTone, statusWords } from '#features/inbox';
import { useWorkspace } from '#features/session';
import { sharedKey } from '#lib/query-keys.ts';
import { useServerWords } from '#lib/use-server-words.ts';
import { Badge } from '#ui/Badge.tsx';

const tones = { quiet: 'good', warn: 'warn', bad: 'bad', muted: 'neutral' } as const;

/** The message that a call made or asked for, with what became of it; nothing where it may not be seen or is gone. */
export function MessageOf({ messageId }: { messageId: string }) {
  const { i18n } = useLingui();
  const { api, workspace, permissions } = useWorkspace();
  const say = useServerWords();
  const { data: message } = useQuery({
    queryKey: [...sharedKey(workspace.id, 'message-stories'), messageId],
    enabled: permissions.has('messages:read'),
    queryFn: ({ signal }) => api.messages.get(messageId, { signal }),
  });
  if (!message) return null;
  return (
    <div className="flex items-center gap-3 rounded-card border border-line px-3 py-2.5 text-13">
      <MessageSquare aria-hidden className="size-4 shrink-0 text-weak" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2 text-strong">
          <Trans>Message</Trans>
          <Badge dot tone={tones[statusTone(message)]}>
            {i18n._(statusWords[message.status])}
          </Badge>
        </p>
        {message.reason ? <p className="mt-0.5 text-weak">{say(message.reason.title)}</p> : null}
      </div>
      <Link
        from="/w/$slug"
        to="/w/$slug/inbox/$conversationId"
        params={{ conversationId: message.conversation_id }}
        search={{}}
        className="text-accent-text underline underline-offset-3"
      >
        <Trans>Open the conversation</Trans>
      </Link>
    </div>
  );
}
