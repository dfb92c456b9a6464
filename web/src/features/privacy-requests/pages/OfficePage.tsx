import type { MailIntakeSecret, PrivacyOffice } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { useWorkspace } from '#features/session';
import { PrivacyPage } from '#frame/PrivacyLayout.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import { CopyField } from '#ui/CopyField.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { NumberInput } from '#ui/NumberInput.tsx';
import { Select } from '#ui/Select.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { Switch } from '#ui/Switch.tsx';
import { Textarea } from '#ui/Textarea.tsx';
import { notify } from '#ui/toasts.ts';
import { useRenewMailIntake, useUpdateOffice } from '../api/mutations.ts';
import { useOffice } from '../api/queries.ts';
import { useRequestWords } from '../components/use-request-words.ts';

/** `/w/{slug}/privacy/office`: how requests are handled here. */
export function OfficePage() {
  const { t } = useLingui();
  const office = useOffice();
  return (
    <PrivacyPage
      title={t`Rules for requests`}
      description={t`How soon you answer, who has to agree, and where people can write to.`}
      width="narrow"
    >
      {office.isPending ? (
        <RowSkeletons label={t`Loading the rules`} rows={6} />
      ) : office.isError ? (
        <ErrorState error={office.error} onRetry={() => void office.refetch()} />
      ) : (
        <>
          <OfficeForm key={office.data.updated_at} office={office.data} />
          <MailIntake office={office.data} />
        </>
      )}
    </PrivacyPage>
  );
}

/** What was changed and not saved yet. */
type Draft = Partial<Omit<PrivacyOffice, 'mail_intake' | 'updated_at'>>;

const laws = ['ID', 'IN', 'EU', 'UK', 'US-CA'] as const;

function OfficeForm({ office }: { office: PrivacyOffice }) {
  const { t } = useLingui();
  const words = useRequestWords();
  const { permissions } = useWorkspace();
  const update = useUpdateOffice();
  const [draft, setDraft] = useState<Draft>({});
  const value: PrivacyOffice = { ...office, ...draft };
  const mayWrite = permissions.has('privacy:write');
  const change = (part: Draft): void => setDraft({ ...draft, ...part });
  const days = (number: number | null, fallback: number): number => (number === null || Number.isNaN(number) ? fallback : number);
  return (
    <form
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        update.mutate(draft, { onSuccess: () => notify({ title: t`Saved` }) });
      }}
    >
      <ErrorBanner error={update.error} />
      <Card title={<Trans>How soon you answer</Trans>}>
        <fieldset disabled={!mayWrite} className="flex flex-col gap-4">
          <Field
            label={t`Clock that runs for everybody`}
            hint={t`The law of the place where your business is. The law of where the person lives runs as well; the earliest time counts.`}
          >
            <Select
              value={value.home ?? 'none'}
              disabled={!mayWrite}
              onValueChange={(home) => change({ home: laws.find((law) => law === home) ?? null })}
              options={[
                { value: 'ID', label: t`Indonesia: 72 hours` },
                { value: 'IN', label: t`India: one month` },
                { value: 'EU', label: t`European Union: one month` },
                { value: 'UK', label: t`United Kingdom: one month` },
                { value: 'US-CA', label: t`California: 45 days` },
                { value: 'none', label: t`None of these` },
              ]}
            />
          </Field>
          <Field label={t`Days within which you promise an answer`} hint={t`Counts where no law is stricter.`}>
            <NumberInput
              value={value.promise_days}
              onValueChange={(number) => change({ promise_days: days(number, 30) })}
              min={1}
              max={90}
            />
          </Field>
        </fieldset>
      </Card>
      <Card title={<Trans>Before somebody is erased</Trans>}>
        <fieldset disabled={!mayWrite} className="flex flex-col gap-4">
          <Field
            label={t`Days in which an erasure can still be stopped`}
            hint={t`Nothing is done with the data meanwhile. Shortened by itself where the clock leaves less time; none for children.`}
          >
            <NumberInput value={value.veto_days} onValueChange={(number) => change({ veto_days: days(number, 7) })} min={0} max={30} />
          </Field>
          <Switch
            checked={value.four_eyes}
            disabled={!mayWrite}
            onCheckedChange={(fourEyes) => change({ four_eyes: fourEyes })}
            label={t`Two members have to agree`}
            hint={t`One starts the erasure, another one agrees to it.`}
          />
        </fieldset>
      </Card>
      <Card title={<Trans>Where people can write to</Trans>}>
        <fieldset disabled={!mayWrite} className="flex flex-col gap-4">
          <Field
            label={t`Mail address of your privacy office`}
            optional
            hint={t`Stands in answers to people, and reminders go there as well.`}
          >
            <Input
              type="email"
              value={value.contact_mail ?? ''}
              onValueChange={(text) => change({ contact_mail: text.trim() === '' ? null : text.trim() })}
            />
          </Field>
          <Field label={t`Postal address`} optional>
            <Textarea
              rows={3}
              value={value.contact_address ?? ''}
              onChange={(event) => change({ contact_address: event.target.value.trim() === '' ? null : event.target.value })}
            />
          </Field>
          <Field label={t`Language of answers, when the person’s is not known`}>
            <Select
              value={value.language}
              disabled={!mayWrite}
              onValueChange={(language) => change({ language })}
              options={[
                { value: 'en', label: 'English' },
                { value: 'id', label: 'Bahasa Indonesia' },
              ]}
            />
          </Field>
        </fieldset>
      </Card>
      {mayWrite ? (
        <div className="flex items-center gap-3">
          <Button variant="primary" type="submit" loading={update.isPending} disabled={Object.keys(draft).length === 0}>
            <Trans>Save</Trans>
          </Button>
          {Object.keys(draft).length > 0 ? (
            <Button onClick={() => setDraft({})}>
              <Trans>Discard</Trans>
            </Button>
          ) : null}
        </div>
      ) : (
        <p className="text-13 text-weak">
          <Trans>Admins can change these rules. The clock now: {value.home === null ? t`none` : words.basis(value.home)}.</Trans>
        </p>
      )}
    </form>
  );
}

function MailIntake({ office }: { office: PrivacyOffice }) {
  const { t } = useLingui();
  const { permissions } = useWorkspace();
  const renew = useRenewMailIntake();
  const [asking, setAsking] = useState(false);
  const [shown, setShown] = useState<MailIntakeSecret | null>(null);
  const { url, enabled } = office.mail_intake;
  const go = (): void =>
    renew.mutate(undefined, {
      onSuccess: (made) => {
        setShown(made);
        setAsking(false);
      },
    });
  return (
    <Card
      title={<Trans>Requests by mail</Trans>}
      description={
        <Trans>
          Let your mail server hand over what arrives at your privacy address: every mail becomes a request with a clock. The guide on
          privacy requests shows how.
        </Trans>
      }
    >
      <div className="flex flex-col gap-4">
        <ErrorBanner error={asking ? null : renew.error} />
        {enabled ? (
          <CopyField label={t`Address for your mail server`} value={shown?.url ?? url} />
        ) : (
          <p className="text-14 text-normal">
            <Trans>Not connected. Mails have to be recorded by hand until then.</Trans>
          </p>
        )}
        {shown === null ? null : (
          <CopyField
            label={t`Secret that signs each mail`}
            value={shown.secret}
            hint={t`Shown this once. Keep it with your mail server.`}
          />
        )}
        {permissions.has('privacy:write') ? (
          <div>
            <Button loading={renew.isPending} onClick={() => (enabled ? setAsking(true) : go())}>
              {enabled ? <Trans>Give it a new address and secret</Trans> : <Trans>Connect a mail server</Trans>}
            </Button>
          </div>
        ) : null}
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={<Trans>Replace address and secret?</Trans>}
        confirmLabel={<Trans>Replace</Trans>}
        tone="danger"
        pending={renew.isPending}
        onConfirm={go}
      >
        <Trans>The old address stops working at once. Your mail server needs the new one.</Trans>
      </ConfirmDialog>
    </Card>
  );
}
