import type { FormMessageState } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { MessageSquareDashed } from 'lucide-react';
import { PrivacyPage } from '#frame/PrivacyLayout.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { NextPage } from '#ui/NextPage.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { Tabs } from '#ui/Tabs.tsx';
import { useContactForm, useFormMessages } from '../api/queries.ts';
import { FormMessageCard } from '../components/FormMessageCard.tsx';
import { FormSettingsCard } from '../components/FormSettingsCard.tsx';

function Messages({ state }: { state: FormMessageState }) {
  const { t } = useLingui();
  const query = useFormMessages(state);
  if (query.isPending) return <RowSkeletons label={t`Messages`} rows={4} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data.length === 0) {
    return (
      <EmptyState
        picture={<MessageSquareDashed aria-hidden />}
        title={state === 'new' ? <Trans>Nothing waits for an answer</Trans> : <Trans>Nothing here</Trans>}
      >
        <Trans>What visitors write in the form appears here by itself.</Trans>
      </EmptyState>
    );
  }
  return (
    <>
      <ul className="divide-y divide-line rounded-card border border-line bg-surface-1">
        {query.data.map((message) => (
          <FormMessageCard key={message.id} message={message} />
        ))}
      </ul>
      <NextPage query={query} />
    </>
  );
}

/** `/w/{slug}/privacy/contact-form`: the form of the public page and what visitors wrote in it. */
export function ContactFormPage({ state = 'new' }: { state?: FormMessageState | undefined }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const form = useContactForm();
  const tabs: { value: FormMessageState; label: string }[] = [
    { value: 'new', label: t`Waiting` },
    { value: 'answered', label: t`Answered` },
    { value: 'converted', label: t`Contacts now` },
  ];
  return (
    <PrivacyPage title={t`Contact form`} description={t`What visitors write to you, before there is a relationship.`} width="narrow">
      {form.isError ? <ErrorState error={form.error} onRetry={() => void form.refetch()} /> : null}
      {form.data ? <FormSettingsCard form={form.data} /> : null}
      <Tabs
        label={t`Messages`}
        value={state}
        onValueChange={(next) =>
          void navigate({
            from: '/w/$slug/privacy/contact-form',
            to: '/w/$slug/privacy/contact-form',
            search: next === 'new' ? {} : { state: next },
            replace: true,
          })
        }
        items={tabs.map((tab) => ({
          ...tab,
          content: (
            <div className="flex flex-col gap-3 pt-4">
              <Messages state={tab.value} />
            </div>
          ),
        }))}
      />
    </PrivacyPage>
  );
}
