import type { DenialReason, PrivacyRequest } from '@kabar/contract';
import { DENIAL_REASONS } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type ReactNode } from 'react';
import { errorSentence } from '#lib/present-error.ts';
import { useFormat } from '#lib/use-format.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { Menu, MenuItem } from '#ui/Menu.tsx';
import { Select } from '#ui/Select.tsx';
import { notify } from '#ui/toasts.ts';
import { useAct } from '../api/mutations.ts';
import { useRequestSource, type RequestAct } from '../api/request-source.ts';
import type { Asking } from './asking.ts';
import { FindPerson } from './FindPerson.tsx';
import { FinishedWords } from './FinishedWords.tsx';
import { ForwardDialog } from './ForwardDialog.tsx';
import { NextStepConfirms } from './NextStepConfirms.tsx';
import { useRequestWords } from './use-request-words.ts';
import { WordsDialog } from './WordsDialog.tsx';

/** What comes next, in plain words, with the buttons that do it. */
export function NextStep({ request }: { request: PrivacyRequest }) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const words = useRequestWords();
  const { mayAct, scope } = useRequestSource();
  const work = useAct(request.id);
  const [asking, setAsking] = useState<Asking>(null);
  const [denial, setDenial] = useState<DenialReason>('identity_not_proved');
  const [code, setCode] = useState('');
  const close = (): void => {
    work.reset();
    setAsking(null);
  };
  const run = (act: RequestAct, said?: string): void =>
    work.mutate(act, {
      onSuccess: () => {
        setAsking(null);
        setCode('');
        if (said !== undefined) notify({ title: said });
      },
      onError: (error) => {
        if (asking === null) notify({ title: errorSentence(error, i18n), tone: 'bad' });
      },
    });
  const current = request.tasks.find(({ state }) => state !== 'done' && state !== 'skipped');
  const ways = request.identity.can_send_code;

  const shown = ((): { title: string; text: ReactNode; buttons?: ReactNode } => {
    switch (request.next_step) {
      case 'find_person':
        return {
          title: t`Find out who asks`,
          text:
            scope === 'operator' ? (
              <Trans>No account has this mail address. Hand the request to the workspace it concerns, or refuse it and say why.</Trans>
            ) : (
              <Trans>
                No contact has this number. Look for the person by another number, or refuse the request and say that you hold no data about
                them.
              </Trans>
            ),
          buttons: scope === 'operator' ? null : <FindPerson request={request} />,
        };
      case 'prove_identity':
        return {
          title: t`Make sure that it is them`,
          text:
            ways?.whatsapp === true || ways?.mail === true ? (
              <Trans>Send them a code that only they can receive. Whoever tells you the code is the person.</Trans>
            ) : (
              <Trans>
                No code can be sent: the customer has not written to you in the last 24 hours, and their contact record holds no mail
                address that matches. Ask them to write to you on WhatsApp, or say how you know that it is them.
              </Trans>
            ),
          buttons: (
            <>
              {ways?.whatsapp === true ? (
                <Button
                  variant="primary"
                  loading={work.isPending}
                  onClick={() => run({ act: 'send-code', with: { via: 'whatsapp' } }, t`The code is on its way`)}
                >
                  <Trans>Send a code over WhatsApp</Trans>
                </Button>
              ) : null}
              {ways?.mail === true ? (
                <Button
                  loading={work.isPending}
                  onClick={() => run({ act: 'send-code', with: { via: 'mail' } }, t`The code is on its way`)}
                >
                  <Trans>Send a code by mail</Trans>
                </Button>
              ) : null}
              <Button onClick={() => setAsking('judge')}>
                <Trans>I know that it is them</Trans>
              </Button>
            </>
          ),
        };
      case 'enter_code':
        return {
          title: t`Enter the code`,
          text: (
            <Trans>
              A code of six digits was sent and is good for ten minutes. Ask the person for it, or wait until they enter it on your privacy
              page.
            </Trans>
          ),
          buttons: (
            <form
              className="flex flex-wrap items-end gap-2"
              onSubmit={(event) => {
                event.preventDefault();
                run({ act: 'confirm-code', with: { code } }, t`It is them`);
              }}
            >
              <Field label={t`Code`}>
                <Input
                  value={code}
                  onValueChange={setCode}
                  inputMode="numeric"
                  autoComplete="one-time-code"
                  maxLength={6}
                  className="w-32 tabular-nums"
                />
              </Field>
              <Button variant="primary" type="submit" loading={work.isPending} disabled={!/^\d{6}$/.test(code.trim())}>
                <Trans>Check the code</Trans>
              </Button>
              {ways?.whatsapp === true ? (
                <Button onClick={() => run({ act: 'send-code', with: { via: 'whatsapp' } }, t`The code is on its way`)}>
                  <Trans>Send a new one</Trans>
                </Button>
              ) : null}
              <Button onClick={() => setAsking('judge')}>
                <Trans>I know that it is them</Trans>
              </Button>
            </form>
          ),
        };
      case 'start':
        return {
          title: t`Decide`,
          text:
            request.kind === 'erase' ? (
              <Trans>
                It is them. When you start, nothing is done with their data any more; the erasure begins after a time in which you can still
                stop it.
              </Trans>
            ) : (
              <Trans>It is them. When you start, everything that can be done by itself is done, and the person is told.</Trans>
            ),
          buttons: (
            <Button variant={request.kind === 'erase' ? 'danger' : 'primary'} onClick={() => setAsking('start')}>
              {request.kind === 'erase' ? <Trans>Start the erasure</Trans> : <Trans>Start</Trans>}
            </Button>
          ),
        };
      case 'second_member':
        return {
          title: t`A second member has to agree`,
          text: (
            <Trans>Your workspace wants two members to agree to an erasure. A colleague has started it; somebody else has to agree.</Trans>
          ),
          buttons: (
            <>
              <Button variant="danger" loading={work.isPending} onClick={() => run({ act: 'approve' }, t`Agreed`)}>
                <Trans>I agree</Trans>
              </Button>
              <Button onClick={() => run({ act: 'stop' }, t`Stopped`)}>
                <Trans>Stop it</Trans>
              </Button>
            </>
          ),
        };
      case 'wait_for_start': {
        const at = request.veto_until === null ? '' : format.dateTime(request.veto_until);
        return {
          title: t`It begins by itself`,
          text: <Trans>The erasure begins on {at}. Until then you can stop it; nothing is done with the data meanwhile.</Trans>,
          buttons: (
            <>
              <Button loading={work.isPending} onClick={() => run({ act: 'stop' }, t`Stopped. The data is used as before.`)}>
                <Trans>Stop it</Trans>
              </Button>
              <Button variant="danger" onClick={() => setAsking('begin')}>
                <Trans>Begin now</Trans>
              </Button>
            </>
          ),
        };
      }
      case 'wait_for_work':
        return { title: t`Nothing to do for you`, text: <Trans>Kabar is working on it. You can close this page.</Trans> };
      case 'manual_step': {
        const step = words.step(current?.key ?? '');
        return {
          title: step,
          text:
            current?.key === 'correct' ? (
              <Trans>Open the contact, correct what the person says is wrong, then say here what you changed.</Trans>
            ) : current?.key === 'tell_recipients' ? (
              <Trans>
                Whoever you gave this person’s data to has to hear of it: delivery services, shops, other companies. Tell them, then say
                here whom. If you gave it to nobody, say that.
              </Trans>
            ) : (
              <Trans>Do what is asked for the account, then say here what you did.</Trans>
            ),
          buttons: (
            <>
              <Button variant="primary" onClick={() => setAsking('step')}>
                <Trans>I have done it</Trans>
              </Button>
              <Button onClick={() => setAsking('step-skip')}>
                <Trans>There was nothing to do</Trans>
              </Button>
            </>
          ),
        };
      }
      case 'look_at_failure':
        return {
          title:
            current?.error === 'held'
              ? t`A legal hold forbids it`
              : current?.error === 'last_owner'
                ? t`A workspace needs another owner first`
                : t`It needs a look`,
          text:
            current?.error === 'last_owner' ? (
              <Trans>
                They are the only owner of a workspace. Ask them to make another member owner or to close it; the erasure then goes on by
                itself.
              </Trans>
            ) : current?.error === 'held' ? (
              <Trans>
                The data of this person must be kept because of a legal hold. The erasure goes on by itself when the hold ends. Tell the
                person why it takes longer.
              </Trans>
            ) : request.state === 'partial' ? (
              <Trans>
                Something was left behind and cannot be explained. The steps below say what. Try again; if it stays, tell whoever runs this
                installation.
              </Trans>
            ) : (
              <Trans>A step failed several times. Nothing was lost. Try again; if it stays, tell whoever runs this installation.</Trans>
            ),
          buttons: (
            <Button variant="primary" loading={work.isPending} onClick={() => run({ act: 'retry' }, t`Tried again`)}>
              <Trans>Try again</Trans>
            </Button>
          ),
        };
      case 'none':
        return { title: words.state(request.state), text: <FinishedWords request={request} /> };
    }
  })();

  const isOpen = request.closed_at === null;
  const undecided = request.state === 'received' || request.state === 'identity_check' || request.state === 'planned';
  const more = [
    ...(undecided ? [{ id: 'deny', label: t`Refuse`, onSelect: () => setAsking('deny') }] : []),
    ...(request.extend_until === null ? [] : [{ id: 'extend', label: t`Put it off`, onSelect: () => setAsking('extend') }]),
    ...(undecided || request.state === 'veto_window'
      ? [{ id: 'cancel', label: t`The person took it back`, onSelect: () => setAsking('cancel') }]
      : []),
    ...(request.state === 'duplicate'
      ? [{ id: 'not-duplicate', label: t`It is not the same: take it up again`, onSelect: () => run({ act: 'not-duplicate' }) }]
      : undecided
        ? [{ id: 'duplicate', label: t`It is the same as another one`, onSelect: () => run({ act: 'mark-duplicate' }) }]
        : []),
    ...(request.state === 'received' || request.state === 'identity_check'
      ? [
          {
            id: 'forward',
            label: scope === 'operator' ? t`Hand it to a workspace` : t`It is about an account: hand it to the operator`,
            onSelect: () => setAsking('forward'),
          },
        ]
      : []),
    ...(request.kind === 'restrict' && request.state === 'done'
      ? [{ id: 'lift', label: t`Use the data again`, onSelect: () => run({ act: 'lift-restriction' }, t`The data may be used again`) }]
      : []),
  ];
  return (
    <Card
      title={isOpen ? <Trans>What to do next: {shown.title}</Trans> : shown.title}
      action={
        mayAct && more.length > 0 ? (
          <Menu
            trigger={
              <Button size="sm">
                <Trans>More</Trans>
              </Button>
            }
          >
            {more.map(({ id, label, onSelect }) => (
              <MenuItem key={id} onClick={onSelect}>
                {label}
              </MenuItem>
            ))}
          </Menu>
        ) : null
      }
    >
      <div className="flex flex-col gap-4">
        <div className="text-14 text-pretty text-normal">{shown.text}</div>
        {asking === null ? <ErrorBanner error={work.error} /> : null}
        {mayAct && shown.buttons ? <div className="flex flex-wrap items-end gap-2">{shown.buttons}</div> : null}
      </div>
      {asking === 'judge' ? (
        <WordsDialog
          title={t`How do you know that it is them?`}
          description={t`Your words are kept with your name, as proof that you looked.`}
          label={t`How you know`}
          confirmLabel={t`It is them`}
          pending={work.isPending}
          error={work.error}
          onConfirm={(reason) => run({ act: 'judge-identity', with: { reason } }, t`Written down`)}
          onClose={close}
        />
      ) : null}
      {asking === 'deny' ? (
        <WordsDialog
          title={t`Refuse this request?`}
          description={t`The person is told the reason and where they can complain.`}
          label={t`In your own words, for the person`}
          confirmLabel={t`Refuse`}
          tone="danger"
          pending={work.isPending}
          error={work.error}
          onConfirm={(text) => run({ act: 'deny', with: { reason: denial, text } }, t`Refused. The person is told.`)}
          onClose={close}
        >
          <Field label={t`Reason`}>
            <Select
              value={denial}
              onValueChange={setDenial}
              options={DENIAL_REASONS.map((value) => ({ value, label: words.denial(value) }))}
            />
          </Field>
        </WordsDialog>
      ) : null}
      {asking === 'extend' ? (
        <WordsDialog
          title={t`Put this request off?`}
          description={t`The law lets you take until ${request.extend_until === null ? '' : format.date(request.extend_until)}, once. The person is told why.`}
          label={t`Why it takes longer, for the person`}
          confirmLabel={t`Put it off`}
          pending={work.isPending}
          error={work.error}
          onConfirm={(reason) => run({ act: 'extend', with: { reason } }, t`Put off. The person is told.`)}
          onClose={close}
        />
      ) : null}
      {asking === 'step' || asking === 'step-skip' ? (
        <WordsDialog
          title={words.step(current?.key ?? '')}
          description={t`Your note is kept with the request.`}
          label={asking === 'step' ? t`What you did` : t`Why there was nothing to do`}
          confirmLabel={t`Go on`}
          minLength={3}
          pending={work.isPending}
          error={work.error}
          onConfirm={(note) =>
            run(
              { act: 'finish-step', with: { task: current?.key ?? '', outcome: asking === 'step' ? 'done' : 'skipped', note } },
              t`Written down`,
            )
          }
          onClose={close}
        />
      ) : null}
      {asking === 'forward' ? (
        <ForwardDialog
          scope={scope}
          pending={work.isPending}
          error={work.error}
          onForward={(given) => run({ act: 'forward', with: given }, t`Handed on`)}
          onClose={close}
        />
      ) : null}
      <NextStepConfirms request={request} asking={asking} work={work} run={run} close={close} />
    </Card>
  );
}
