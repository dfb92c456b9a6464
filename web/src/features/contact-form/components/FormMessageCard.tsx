import type { FormMessage, FormMessageContent } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { Mail, Phone, ShieldCheck, Trash2, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { FormRequestDialog } from '#features/privacy-requests';
import { usePermission } from '#features/session';
import { errorSentence } from '#lib/present-error.ts';
import { Button } from '#ui/Button.tsx';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { notify } from '#ui/toasts.ts';
import { useMessageWork, type MessageWork } from '../api/queries.ts';

function Facts({ content }: { content: FormMessageContent }) {
  const { t } = useLingui();
  const { company, job_title: jobTitle, project = {} } = content;
  const facts = [
    [t`Company`, company],
    [t`Job title`, jobTitle],
    [t`Requirements`, project.requirements],
    [t`Budget`, project.budget],
    [t`Timeline`, project.timeline],
    [t`Goals`, project.goals],
  ].filter(([, value]) => value !== undefined && value !== '');
  if (facts.length === 0) return null;
  return (
    <dl className="grid gap-x-4 gap-y-1 text-13 sm:grid-cols-[8rem_1fr]">
      {facts.map(([label, value]) => (
        <div key={label} className="contents">
          <dt className="text-weak">{label}</dt>
          <dd dir="auto" className="wrap-anywhere whitespace-pre-line text-normal">
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** One message with what can be done about it. */
export function FormMessageCard({ message }: { message: FormMessage }) {
  const { t, i18n } = useLingui();
  const mayWrite = usePermission('contacts:write');
  const mayHandle = usePermission('privacy:requests');
  const work = useMessageWork();
  const [removing, setRemoving] = useState(false);
  const [isRequest, setRequest] = useState(false);
  const { content } = message;

  function run(what: MessageWork['do'], title: string, undo?: MessageWork['do']): void {
    work.mutate(
      { id: message.id, do: what },
      {
        onSuccess: () => {
          setRemoving(false);
          notify({
            tone: 'good',
            title,
            ...(undo === undefined ? {} : { action: { label: t`Undo`, onClick: () => work.mutate({ id: message.id, do: undo }) } }),
          });
        },
        onError: (error) => notify({ tone: 'bad', title: t`Nothing was changed`, description: errorSentence(error, i18n) }),
      },
    );
  }

  if (content === null) {
    return (
      <li className="flex flex-wrap items-center justify-between gap-3 px-4 py-3 sm:px-5">
        <span className="text-14 text-normal">
          <Trans>Made a contact; what was written is a note there.</Trans>
        </span>
        <span className="flex items-center gap-3">
          <RelativeTime at={message.handled_at ?? message.submitted_at} style="list" className="text-12 text-weak" />
          {message.contact_id === null ? null : (
            <Link
              from="/w/$slug"
              to="/w/$slug/contacts/$contactId"
              params={(previous) => ({ ...previous, contactId: message.contact_id ?? '' })}
              className="text-13 font-medium text-accent-text"
            >
              <Trans>Open the contact</Trans>
            </Link>
          )}
        </span>
      </li>
    );
  }
  const name = content.name;
  return (
    <li className="flex flex-col gap-2.5 px-4 py-4 sm:px-5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h3 dir="auto" className="text-14 font-semibold wrap-anywhere text-strong">
          {name}
        </h3>
        <RelativeTime at={message.submitted_at} style="list" className="text-12 text-weak" />
      </div>
      <p dir="auto" className="text-14 wrap-anywhere whitespace-pre-line text-normal">
        {content.message}
      </p>
      <Facts content={content} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 text-13">
        {content.email ? (
          <a href={`mailto:${content.email}`} className="inline-flex min-h-8 items-center gap-1.5 text-accent-text">
            <Mail aria-hidden className="size-4" />
            {content.email}
          </a>
        ) : null}
        {content.phone ? (
          <span className="inline-flex min-h-8 items-center gap-1.5 text-normal">
            <Phone aria-hidden className="size-4 text-weak" />
            {content.phone}
          </span>
        ) : null}
        {mayWrite ? (
          <span className="ml-auto flex flex-wrap items-center gap-2">
            {message.state === 'new' ? (
              <Button size="sm" onClick={() => run('answer', t`Marked as answered`, 'reopen')}>
                <Trans>Answered</Trans>
              </Button>
            ) : (
              <Button size="sm" onClick={() => run('reopen', t`It waits for an answer again`)}>
                <Trans>Not answered yet</Trans>
              </Button>
            )}
            {mayHandle && message.state === 'new' ? (
              <Button size="sm" icon={<ShieldCheck aria-hidden />} onClick={() => setRequest(true)}>
                <Trans>Asks about their data</Trans>
              </Button>
            ) : null}
            {content.phone ? (
              <Button
                size="sm"
                variant="primary"
                icon={<UserPlus aria-hidden />}
                loading={work.isPending && work.variables.do === 'convert'}
                onClick={() => run('convert', t`${name} is a contact now`)}
              >
                <Trans>Make a contact</Trans>
              </Button>
            ) : null}
            <IconButton label={t`Delete the message of ${name}`} icon={<Trash2 aria-hidden />} onClick={() => setRemoving(true)} />
          </span>
        ) : null}
      </div>
      {isRequest ? <FormRequestDialog message={message} onClose={() => setRequest(false)} /> : null}
      <ConfirmDialog
        open={removing}
        onOpenChange={setRemoving}
        title={t`Delete the message of ${name}?`}
        confirmLabel={t`Delete`}
        pending={work.isPending}
        onConfirm={() => run('remove', t`The message is deleted`)}
      >
        <Trans>It cannot be brought back.</Trans>
      </ConfirmDialog>
    </li>
  );
}
