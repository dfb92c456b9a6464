import type { PrivacyRequest } from '@kabar/contract';
import { PRIVACY_REQUEST_KINDS } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { countryName } from '#lib/countries.ts';
import { formatPhone } from '#lib/format-phone.ts';
import { useFormat } from '#lib/use-format.ts';
import { Card } from '#ui/Card.tsx';
import { Checkbox } from '#ui/Checkbox.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Select } from '#ui/Select.tsx';
import { useCorrectRequest } from '../api/mutations.ts';
import { useRequestSource } from '../api/request-source.ts';
import { DueClock } from './DueClock.tsx';
import { useRequestWords } from './use-request-words.ts';

function Line({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <div className="flex flex-wrap gap-x-3 gap-y-0.5 text-14">
      <dt className="w-32 shrink-0 text-weak">{label}</dt>
      <dd className="min-w-0 flex-1 basis-40 wrap-anywhere text-strong">{children}</dd>
    </div>
  );
}

/** Who asks for what, since when, and which clocks run. */
export function AboutCard({ request }: { request: PrivacyRequest }) {
  const format = useFormat();
  const words = useRequestWords();
  const { subject } = request;
  const { scope } = useRequestSource();
  return (
    <Card title={<Trans>About the request</Trans>}>
      <div className="flex flex-col gap-4">
        <DueClock request={request} large />
        {request.clocks.length > 1 || request.extended !== null ? (
          <details className="text-13">
            <summary className="cursor-pointer text-weak">
              <Trans>All clocks that run</Trans>
            </summary>
            <ul className="mt-1 flex flex-col gap-1 text-normal">
              {request.clocks.map((clock) => (
                <li key={clock.basis}>
                  {words.basis(clock.basis)}: {format.dateTime(clock.action_due_at)}
                  {clock.source === null ? null : (
                    <>
                      {' · '}
                      <a href={clock.source.url} target="_blank" rel="noreferrer" className="text-accent-text underline">
                        {clock.source.title}
                      </a>
                    </>
                  )}
                </li>
              ))}
            </ul>
          </details>
        ) : null}
        {request.extended === null ? null : (
          <p className="text-13 text-normal">
            <Trans>Put off on {format.date(request.extended.at)}:</Trans> <span dir="auto">{request.extended.reason}</span>
          </p>
        )}
        <dl className="flex flex-col gap-2">
          {subject === null ? (
            <Line label={<Trans>Who asked</Trans>}>
              <Trans>Forgotten with their data</Trans>
            </Line>
          ) : (
            <>
              {subject.name === null ? null : (
                <Line label={<Trans>Name</Trans>}>
                  <span dir="auto">{subject.name}</span>
                </Line>
              )}
              {subject.phone === null ? null : <Line label={<Trans>Phone</Trans>}>{formatPhone(subject.phone)}</Line>}
              {subject.email === null ? null : <Line label={<Trans>Mail</Trans>}>{subject.email}</Line>}
            </>
          )}
          {request.contact_id !== null && subject !== null && scope === 'workspace' ? (
            <Line label={<Trans>Contact</Trans>}>
              <Link
                from="/w/$slug"
                to="/w/$slug/contacts/$contactId"
                params={{ contactId: request.contact_id }}
                className="text-accent-text underline"
              >
                <Trans>Open the contact</Trans>
              </Link>
            </Line>
          ) : null}
          <Line label={<Trans>Received</Trans>}>
            {format.dateTime(request.received_at)}, {words.channel(request.channel)}
          </Line>
          {request.purpose === null ? null : <Line label={<Trans>About</Trans>}>{request.purpose}</Line>}
          {request.residence === null ? null : <Line label={<Trans>Lives in</Trans>}>{request.residence}</Line>}
          {request.identity.reason === null ? null : (
            <Line label={<Trans>Why it is them</Trans>}>
              <span dir="auto">{request.identity.reason}</span>
            </Line>
          )}
        </dl>
        {subject?.note ? (
          <blockquote dir="auto" className="rounded-card bg-surface-2 px-3 py-2 text-14 whitespace-pre-wrap text-normal">
            {subject.note}
          </blockquote>
        ) : null}
        {scope === 'workspace' ? <Correct request={request} /> : null}
      </div>
    </Card>
  );
}

/** What can still be put right before anything is decided. */
function Correct({ request }: { request: PrivacyRequest }) {
  const { t, i18n } = useLingui();
  const words = useRequestWords();
  const { mayAct } = useRequestSource();
  const correct = useCorrectRequest(request.id);
  const isOpen =
    request.state === 'received' ||
    request.state === 'identity_check' ||
    (request.state === 'planned' && request.approval.planned_by === null);
  if (!mayAct || !isOpen) return null;
  const places = ['ID', 'IN', 'GB', 'DE', 'FR', 'NL', 'ES', 'IT', 'US-CA'];
  return (
    <fieldset className="flex flex-col gap-3 border-t border-line pt-4">
      <legend className="sr-only">{t`Put right what was recorded`}</legend>
      <ErrorBanner error={correct.error} />
      <div className="flex flex-wrap gap-3">
        <Select
          label={t`What they want`}
          size="sm"
          value={request.kind}
          onValueChange={(kind) => correct.mutate({ kind })}
          options={PRIVACY_REQUEST_KINDS.map((value) => ({ value, label: words.kindName(value) }))}
        />
        <Select
          label={t`Where they live`}
          size="sm"
          placeholder={t`Where they live`}
          value={request.residence}
          onValueChange={(residence) => correct.mutate({ residence })}
          options={places.map((value) => ({
            value,
            label: value === 'US-CA' ? t`California` : (countryName(value, i18n.locale) ?? value),
          }))}
        />
        <Select
          label={t`Language of answers`}
          size="sm"
          value={request.language}
          onValueChange={(language) => correct.mutate({ language })}
          options={[
            { value: 'en', label: 'English' },
            { value: 'id', label: 'Bahasa Indonesia' },
          ]}
        />
      </div>
      <Checkbox
        checked={request.is_child}
        onCheckedChange={(isChild) => correct.mutate({ is_child: isChild })}
        label={t`It is about a child`}
        hint={t`An erasure then begins at once.`}
      />
    </fieldset>
  );
}
