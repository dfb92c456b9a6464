import type { Recipient, WebhookRecipient } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { Share2 } from 'lucide-react';
import { useWorkspace } from '#features/session';
import { PrivacyPage } from '#frame/PrivacyLayout.tsx';
import { useFormat } from '#lib/use-format.ts';
import { Badge } from '#ui/Badge.tsx';
import { Banner } from '#ui/Banner.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { useRecipients } from '../api/queries.ts';
import { FlowPicture } from '../components/FlowPicture.tsx';
import { useRecipientWords } from '../components/use-recipient-words.ts';

/** `/w/{slug}/privacy/recipients`: who receives data, as a picture and in words. */
export function RecipientsPage() {
  const { t } = useLingui();
  const { workspace } = useWorkspace();
  const format = useFormat();
  const words = useRecipientWords();
  const query = useRecipients();
  const now = query.data?.data.filter(({ state, applies }) => state === 'now' && applies) ?? [];
  const coming = query.data?.data.filter(({ state, announced_at: at }) => state === 'coming' && at !== null) ?? [];
  const rest = query.data?.data.filter(({ state, applies }) => state === 'coming' || (state === 'now' && !applies)) ?? [];
  return (
    <PrivacyPage
      title={t`Who receives data`}
      description={t`Made from the running installation. Kabar refuses every connection to anybody who is not on this list.`}
    >
      {query.isPending ? (
        <RowSkeletons label={t`Who receives data`} rows={5} />
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : now.length + rest.length + query.data.own_servers.length === 0 ? (
        <EmptyState picture={<Share2 aria-hidden />} title={<Trans>Nobody receives data yet</Trans>}>
          <Trans>As soon as a number is connected or mail is set up, it appears here by itself.</Trans>
        </EmptyState>
      ) : (
        <>
          {coming.length === 0 ? null : (
            <Banner tone="info" title={t`Somebody new will receive data`}>
              {coming.map(({ id, name, starts_on: startsOn }) => (
                <p key={id}>{startsOn === null ? name : t`${name}, from ${format.date(startsOn)} on`}</p>
              ))}
              <p className="mt-1">
                <Trans>If you object, tell whoever runs this installation before that day.</Trans>
              </p>
            </Banner>
          )}
          {now.length === 0 ? null : (
            <>
              <Card>
                <FlowPicture recipients={now} home={query.data.home_region} from={workspace.name} />
              </Card>
              {now.some(({ region }) => region === null) ? (
                <Banner tone="info" title={t`The country of some is not known yet`}>
                  <Trans>
                    Your notice leaves out where data lies until it is. Whoever runs this installation records it: for its own machines by
                    the setting KABAR_REGION, for others in the register.
                  </Trans>
                </Banner>
              ) : null}
              <Card title={t`In detail`} flush>
                <RecipientRows recipients={now} />
              </Card>
            </>
          )}
          {query.data.own_servers.length === 0 ? null : (
            <Card
              title={t`Your own servers`}
              description={t`Webhooks of this workspace go there. You answer for what they do with it.`}
              flush
            >
              <OwnServers servers={query.data.own_servers} />
            </Card>
          )}
          {rest.length === 0 ? null : (
            <Card title={t`Not in use now`} description={t`Planned, held back, or a channel this workspace does not use.`} flush>
              <RecipientRows recipients={rest} />
            </Card>
          )}
          {query.data.changes.length === 0 ? null : (
            <Card title={t`Changes`} description={t`Of the last year.`}>
              <details>
                <summary className="inline-flex min-h-8 cursor-pointer items-center rounded-control text-13 font-medium text-accent-text">
                  <Trans>Show the list</Trans>
                </summary>
                <ul className="flex flex-col mt-2 gap-1.5 text-13">
                  {query.data.changes.slice(0, 20).map((change) => (
                    <li key={`${change.at}${change.processor_id}${change.kind}`} className="flex gap-4">
                      <time dateTime={change.at} className="w-36 shrink-0 text-weak tabular-nums">
                        {format.dateTime(change.at)}
                      </time>
                      <span className="min-w-0 text-normal">
                        {words.name(change.name)}: {words.changes[change.kind]}
                      </span>
                    </li>
                  ))}
                </ul>
              </details>
            </Card>
          )}
        </>
      )}
    </PrivacyPage>
  );
}

function OwnServers({ servers }: { servers: readonly WebhookRecipient[] }) {
  const { t } = useLingui();
  const format = useFormat();
  return (
    <ul className="divide-y divide-line">
      {servers.map((server) => (
        <li key={server.webhook_endpoint_id} className="flex flex-col gap-1 px-4 py-3 sm:px-5">
          <div className="flex flex-wrap items-center gap-2">
            <Link
              from="/w/$slug"
              to="/w/$slug/developers/webhooks/$endpointId"
              params={{ endpointId: server.webhook_endpoint_id }}
              search={{}}
              className="text-14 font-medium wrap-anywhere text-strong underline decoration-line underline-offset-4 hover:decoration-current"
            >
              {server.host}
            </Link>
            {server.status === 'disabled' ? <Badge>{t`Switched off`}</Badge> : null}
          </div>
          <p className="text-13 text-normal">
            {server.gets === 'content' ? (
              <Trans>Gets: messages and contacts themselves, as they happen</Trans>
            ) : (
              <Trans>Gets: ids of what happened, no content</Trans>
            )}
          </p>
          <p className="text-13 text-weak">
            {t`since ${format.date(server.since)}`}
            {server.description === '' ? '' : ` · ${server.description}`}
          </p>
        </li>
      ))}
    </ul>
  );
}

function RecipientRows({ recipients }: { recipients: readonly Recipient[] }) {
  const { t } = useLingui();
  const words = useRecipientWords();
  const format = useFormat();
  return (
    <ul className="divide-y divide-line">
      {recipients.map((recipient) => (
        <li key={recipient.id} className="flex flex-col gap-1 px-4 py-3 sm:px-5">
          <div className="flex flex-wrap items-center gap-2">
            <span className="text-14 font-medium text-strong">{words.name(recipient.name)}</span>
            <Badge>{words.roles[recipient.role]}</Badge>
            {recipient.state === 'coming' ? (
              <Badge tone="info">{recipient.starts_on === null ? t`Coming` : t`From ${format.date(recipient.starts_on)}`}</Badge>
            ) : null}
          </div>
          <p className="text-13 text-normal">
            <Trans>Gets: {recipient.data.map((kind) => words.data[kind]).join(', ') || '–'}</Trans>
          </p>
          <p className="text-13 text-weak">
            {words.region(recipient.region)}
            {recipient.transfer === null ? '' : ` · ${words.mechanisms[recipient.transfer.mechanism]}: ${recipient.transfer.safeguards}`}
            {recipient.role === 'own_infrastructure'
              ? ''
              : ` · ${recipient.has_contract ? t`contract on record` : t`contract not on record yet`}`}
            {recipient.assessed_on === null ? '' : ` · ${t`assessed ${format.date(recipient.assessed_on)}`}`}
          </p>
        </li>
      ))}
    </ul>
  );
}
