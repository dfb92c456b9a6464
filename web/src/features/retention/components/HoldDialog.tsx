import { HOLDABLE_CLASSES, type CreateHoldRequest } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { useMembers } from '#features/members';
import { useWorkspace } from '#features/session';
import { errorSentence } from '#lib/present-error.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Checkbox } from '#ui/Checkbox.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { RadioGroup } from '#ui/RadioGroup.tsx';
import { Select } from '#ui/Select.tsx';
import { Textarea } from '#ui/Textarea.tsx';
import { notify } from '#ui/toasts.ts';
import { useCreateHold } from '../api/queries.ts';
import { useRetentionWords } from '../fns/use-retention-words.ts';

type Holdable = (typeof HOLDABLE_CLASSES)[number];

const dayMs = 86_400_000;
const inDays = (days: number): string => new Date(Date.now() + days * dayMs).toISOString().slice(0, 10);

/** Puts a hold on data: why, who answers for it, until when somebody looks again, and what it covers. */
export function HoldDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t, i18n } = useLingui();
  const words = useRetentionWords();
  const { api, memberId: me } = useWorkspace();
  const { data: members = [] } = useMembers();
  const create = useCreateHold();
  const [reason, setReason] = useState('');
  const [owner, setOwner] = useState<string | null>(me);
  const [reviewOn, setReviewOn] = useState(inDays(90));
  const [scope, setScope] = useState<'everything' | 'person' | 'kinds'>('person');
  const [phone, setPhone] = useState('');
  const [kinds, setKinds] = useState<Holdable[]>([]);
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const [problem, setProblem] = useState<string | null>(null);

  const submit = async (): Promise<void> => {
    setProblem(null);
    if (owner === null) return;
    let contactId: CreateHoldRequest['contact_id'];
    if (scope === 'person') {
      const found = await api.contacts.list({ phone, limit: 1 }).catch(() => null);
      contactId = found?.data[0]?.id;
      if (contactId === undefined) {
        setProblem(t`No contact has this number.`);
        return;
      }
    }
    create.mutate(
      {
        reason,
        owner_member_id: owner as CreateHoldRequest['owner_member_id'], // an id of the list of members
        review_on: reviewOn,
        ...(contactId === undefined ? {} : { contact_id: contactId }),
        ...(scope === 'kinds' ? { classes: kinds } : {}),
        ...(from === '' ? {} : { from: `${from}T00:00:00Z` }),
        ...(until === '' ? {} : { until: new Date(Date.parse(`${until}T00:00:00Z`) + dayMs).toISOString() }),
      },
      {
        onSuccess: () => {
          notify({ tone: 'good', title: t`The hold is in place` });
          onClose();
        },
        onError: (error) => setProblem(errorSentence(error, i18n)),
      },
    );
  };
  const isComplete =
    reason.trim().length >= 3 &&
    owner !== null &&
    reviewOn !== '' &&
    (scope !== 'person' || phone.trim() !== '') &&
    (scope !== 'kinds' || kinds.length > 0);

  return (
    <Dialog
      open={open}
      onOpenChange={onClose}
      title={t`Put a hold on data`}
      description={t`What a hold covers is neither swept nor erased until somebody releases it.`}
      action={
        <Button variant="primary" disabled={!isComplete} loading={create.isPending} onClick={() => void submit()}>
          <Trans>Put the hold</Trans>
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        {problem === null ? null : <Banner tone="bad">{problem}</Banner>}
        <Field label={t`Why`} hint={t`Such as: a dispute, a request of a court.`}>
          <Textarea rows={2} value={reason} onChange={(event) => setReason(event.target.value)} />
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t`Who answers for it`}>
            <Select
              className="w-full"
              options={members.map(({ id, name }) => ({ value: id as string, label: name }))}
              value={owner}
              onValueChange={setOwner}
            />
          </Field>
          <Field label={t`Look at it again on`}>
            <Input type="date" min={inDays(1)} max={inDays(730)} value={reviewOn} onChange={(event) => setReviewOn(event.target.value)} />
          </Field>
        </div>
        <RadioGroup
          label={t`What it covers`}
          value={scope}
          onValueChange={setScope}
          options={[
            { value: 'person', label: t`One person` },
            { value: 'kinds', label: t`Kinds of data` },
            { value: 'everything', label: t`The whole workspace` },
          ]}
        />
        {scope === 'person' ? (
          <Field label={t`Phone number of the contact`}>
            <Input type="tel" inputMode="tel" placeholder="+62 812…" value={phone} onChange={(event) => setPhone(event.target.value)} />
          </Field>
        ) : null}
        {scope === 'kinds' ? (
          <fieldset className="grid gap-2 sm:grid-cols-2">
            <legend className="sr-only">{t`Kinds of data`}</legend>
            {HOLDABLE_CLASSES.map((cls) => (
              <Checkbox
                key={cls}
                checked={kinds.includes(cls)}
                onCheckedChange={(checked) => setKinds(checked ? [...kinds, cls] : kinds.filter((one) => one !== cls))}
                label={words.kind(cls)}
              />
            ))}
          </fieldset>
        ) : null}
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t`Only from`} optional>
            <Input type="date" value={from} onChange={(event) => setFrom(event.target.value)} />
          </Field>
          <Field label={t`Only until`} optional>
            <Input type="date" value={until} onChange={(event) => setUntil(event.target.value)} />
          </Field>
        </div>
        <p className="text-12 text-weak">
          <Trans>
            Copies that exist for a few days only (raw deliveries, mails, files made for download) cannot be held: what they say stands in
            the messages.
          </Trans>
        </p>
      </div>
    </Dialog>
  );
}
