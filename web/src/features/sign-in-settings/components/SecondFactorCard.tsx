import type { SignInRules } from '@kabar/contract';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { errorSentence } from '#lib/present-error.ts';
import { useFormat } from '#lib/use-format.ts';
import { Avatar } from '#ui/Avatar.tsx';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import { Field } from '#ui/Field.tsx';
import { Select } from '#ui/Select.tsx';
import { useRequireSecondFactor } from '../api/sign-in-settings.ts';

type Grace = '0' | '3' | '7' | '14' | '30';

/** Whether members need a second factor, from when, and who has none yet. */
export function SecondFactorCard({ rules: { second_factor: rule }, mayDecide }: { rules: SignInRules; mayDecide: boolean }) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const [asking, setAsking] = useState<'on' | 'off' | null>(null);
  const [grace, setGrace] = useState<Grace>('7');
  const require = useRequireSecondFactor();
  const [now] = useState(() => new Date().toISOString());
  const close = (): void => {
    setAsking(null);
    require.reset();
  };
  return (
    <Card
      title={t`Second factor`}
      description={t`A passkey or an app beside the password. It stops nearly every takeover of an account.`}
      action={
        !mayDecide ? null : rule.is_required ? (
          <Button onClick={() => setAsking('off')}>
            <Trans>No longer require it</Trans>
          </Button>
        ) : (
          <Button variant="primary" onClick={() => setAsking('on')}>
            <Trans>Require it of everybody</Trans>
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-4">
        {rule.is_required && rule.from !== null ? (
          rule.from <= now ? (
            <Banner tone="good" title={t`Nobody comes in without one`} />
          ) : (
            <Banner tone="info" title={t`Required from ${format.dateTime(rule.from)}`}>
              <Trans>Until then members without one are reminded each time they come in.</Trans>
            </Banner>
          )
        ) : (
          <p className="text-14 text-weak">
            <Trans>Not required. Everybody can set one up for themselves.</Trans>
          </p>
        )}
        {rule.missing_count === 0 ? (
          <p className="text-14 text-normal">
            <Trans>Every member has one.</Trans>
          </p>
        ) : (
          <section aria-label={t`Members without a second factor`}>
            <h3 className="mb-2 text-13 font-medium text-strong">
              <Plural value={rule.missing_count} one="# member has none" other="# members have none" />
            </h3>
            <ul className="flex max-h-72 flex-col gap-1 overflow-y-auto">
              {rule.missing.map((member) => (
                <li key={member.member_id} className="flex items-center gap-2.5 py-1">
                  <Avatar id={member.member_id} name={member.name} size="sm" />
                  <span className="min-w-0 truncate text-14 text-strong">{member.name}</span>
                  <span className="min-w-0 truncate text-13 text-weak max-sm:hidden">{member.email}</span>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
      <ConfirmDialog
        open={asking !== null}
        onOpenChange={close}
        tone={asking === 'on' ? 'normal' : 'danger'}
        title={asking === 'on' ? t`Require a second factor of everybody?` : t`No longer require a second factor?`}
        confirmLabel={asking === 'on' ? t`Require it` : t`No longer require it`}
        pending={require.isPending}
        error={require.error ? errorSentence(require.error, i18n) : undefined}
        onConfirm={() => require.mutate({ is_required: asking === 'on', grace_days: Number(grace) }, { onSuccess: close })}
      >
        {asking === 'on' ? (
          <div className="flex flex-col gap-3">
            <p>
              <Plural
                value={rule.missing_count}
                one="# member has none yet and must set one up in time. You need one yourself first."
                other="# members have none yet and must set one up in time. You need one yourself first."
              />
            </p>
            <Field label={t`Time to set it up`}>
              <Select<Grace>
                value={grace}
                onValueChange={setGrace}
                options={[
                  { value: '0', label: t`None: from now on` },
                  { value: '3', label: t`3 days` },
                  { value: '7', label: t`7 days` },
                  { value: '14', label: t`14 days` },
                  { value: '30', label: t`30 days` },
                ]}
              />
            </Field>
          </div>
        ) : (
          <Trans>Whoever has one keeps it and is still asked for it. Everybody else comes in with the password alone.</Trans>
        )}
      </ConfirmDialog>
    </Card>
  );
}
