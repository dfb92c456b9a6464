import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { accountApi } from '#lib/api.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';

/** Stopping advertisements with nothing but the number. */
export function StopCard({ slug, title }: { slug: string; title: string }) {
  const { t } = useLingui();
  const [phone, setPhone] = useState('');
  const stop = useMutation({ mutationFn: () => accountApi.publicPages.stopMarketing(slug, { phone }) });
  return (
    <Card
      title={<Trans>No more advertising</Trans>}
      description={<Trans>No code needed. Writing STOP on WhatsApp does the same. Answers to your own questions still reach you.</Trans>}
    >
      {stop.isSuccess ? (
        <Banner tone="good" title={<Trans>Advertising to this number is stopped</Trans>}>
          <Trans>If {title} knows the number, it gets no advertising from now on. You can come back at any time by writing START.</Trans>
        </Banner>
      ) : (
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            stop.mutate();
          }}
        >
          <ErrorBanner error={stop.error} />
          <Field label={t`WhatsApp number`} hint={t`With its country, such as +62 812 3456 7890`}>
            <Input type="tel" autoComplete="tel" required value={phone} onChange={(event) => setPhone(event.currentTarget.value)} />
          </Field>
          <Button type="submit" size="lg" loading={stop.isPending} disabled={phone.trim().length < 5}>
            <Trans>Stop advertising</Trans>
          </Button>
        </form>
      )}
    </Card>
  );
}
