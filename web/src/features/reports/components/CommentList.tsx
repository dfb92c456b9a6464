import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { Frown, Meh, Smile } from 'lucide-react';
import { useMembers } from '#features/members';
import { Badge } from '#ui/Badge.tsx';
import { Card } from '#ui/Card.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { NextPage } from '#ui/NextPage.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { useReportComments, type ReportLimits } from '../api/queries.ts';
import type { Days } from '../fns/report-period.ts';

/** What customers wrote after their answers, each with the way to its conversation. */
export function CommentList({ days, limits }: { days: Days; limits: ReportLimits }) {
  const { t } = useLingui();
  const comments = useReportComments(days, limits);
  const { data: members } = useMembers();
  const looks = {
    good: { icon: <Smile aria-hidden />, tone: 'good', name: t`Good` },
    okay: { icon: <Meh aria-hidden />, tone: 'neutral', name: t`Okay` },
    bad: { icon: <Frown aria-hidden />, tone: 'bad', name: t`Bad` },
  } as const;
  return (
    <Card title={t`What customers wrote`} flush>
      {comments.isPending ? (
        <RowSkeletons label={t`Loading the comments`} rows={3} />
      ) : !comments.data ? (
        <ErrorState error={comments.error} onRetry={() => void comments.refetch()} className="py-6" />
      ) : comments.data.length === 0 ? (
        <p className="px-4 pb-4 text-weak sm:px-5 sm:pb-5">
          <Trans>No comments in this time. Customers can write one after they answered your satisfaction question.</Trans>
        </p>
      ) : (
        <ul className="divide-y divide-line border-t border-line">
          {comments.data.map((comment) => {
            const look = comment.rating === null ? null : looks[comment.rating];
            const member = members?.find(({ id }) => id === comment.member_id)?.name;
            return (
              <li key={comment.message_id} className="flex flex-col gap-1 px-4 py-3 sm:px-5">
                <p dir="auto" className="wrap-anywhere text-strong">
                  {comment.text ?? <Trans>This comment can no longer be read.</Trans>}
                </p>
                <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-13 text-weak">
                  {look ? (
                    <Badge tone={look.tone} icon={look.icon}>
                      {look.name}
                    </Badge>
                  ) : null}
                  {member === undefined ? null : <span dir="auto">{member}</span>}
                  <RelativeTime at={comment.asked_at} />
                  <Link
                    from="/w/$slug"
                    to="/w/$slug/inbox/$conversationId"
                    params={(before) => ({ ...before, conversationId: comment.conversation_id })}
                    search={{ message: comment.message_id }}
                    className="font-medium text-accent-text underline underline-offset-2"
                  >
                    <Trans>Open the conversation</Trans>
                  </Link>
                </div>
              </li>
            );
          })}
        </ul>
      )}
      {comments.data && comments.data.length > 0 ? <NextPage query={comments} /> : null}
    </Card>
  );
}
