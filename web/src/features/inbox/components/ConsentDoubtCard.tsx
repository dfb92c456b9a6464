import type { ConsentDoubt, Entry } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ShieldQuestionMark } from 'lucide-react';
import { usePermission, useWorkspace } from '#features/session';
import { errorSentence } from '#lib/present-error.ts';
import { sharedKey } from '#lib/query-keys.ts';
import { Button } from '#ui/Button.tsx';
import { notify } from '#ui/toasts.ts';
import { EntryLine } from './EntryLine.tsx';
import { useThreadContext } from './thread-context.ts';

/** A message that may or may not ask to stop: a person decides with one press. Once decided, a quiet line. */
export function ConsentDoubtCard({ entry }: { entry: Entry }) {
  const { t, i18n } = useLingui();
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  const mayDecide = usePermission('consent:write');
  const { jumpTo } = useThreadContext();
  const doubtId = String(entry.data['consent_doubt_id'] ?? '');
  const messageId = String(entry.data['message_id'] ?? '');
  const key = [...sharedKey(workspace.id, 'consents'), 'doubts', entry.conversation_id];
  const { data: open } = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) =>
      (await api.consents.doubts.list({ conversation_id: entry.conversation_id, status: 'open', limit: 50 }, { signal })).data,
  });
  const decide = useMutation({
    mutationFn: (decision: 'stop_marketing' | 'not_meant') => api.consents.doubts.decide(doubtId, { decision }),
    onSuccess: (decided: ConsentDoubt) => {
      notify({ title: decided.status === 'stopped' ? t`Marketing messages stopped` : t`Noted: they did not mean marketing` });
      return queryClient.invalidateQueries({ queryKey: sharedKey(workspace.id, 'consents') });
    },
    onError: (error) => notify({ tone: 'bad', title: t`Not decided`, description: errorSentence(error, i18n) }),
  });
  const isOpen = open?.some(({ id }) => id === doubtId) ?? false;
  if (!isOpen || !mayDecide) return <EntryLine entry={entry} />;
  return (
    <section aria-label={t`Did the customer ask to stop?`} className="px-4 pb-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-card bg-warn-soft px-3 py-2 text-13">
        <ShieldQuestionMark aria-hidden className="size-4 shrink-0 text-warn" />
        <p className="min-w-0 flex-1 basis-60 text-strong">
          <Trans>The customer may have asked to stop. Did they mean marketing messages?</Trans>{' '}
          <button type="button" onClick={() => jumpTo(messageId)} className="font-medium text-accent-text underline underline-offset-2">
            <Trans>Show the message</Trans>
          </button>
        </p>
        <span className="flex gap-2">
          <Button size="sm" loading={decide.isPending} onClick={() => decide.mutate('not_meant')}>
            <Trans>Not meant</Trans>
          </Button>
          <Button size="sm" variant="primary" loading={decide.isPending} onClick={() => decide.mutate('stop_marketing')}>
            <Trans>Stop marketing</Trans>
          </Button>
        </span>
      </div>
    </section>
  );
}
