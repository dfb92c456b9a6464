import type { DraftParty, Incident } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Banner } from '#ui/Banner.tsx';
import { Card } from '#ui/Card.tsx';
import { CopyButton } from '#ui/CopyButton.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Select } from '#ui/Select.tsx';
import { Skeleton, SkeletonGroup } from '#ui/Skeleton.tsx';
import { useDraft, useIncidentSource } from '../api/queries.ts';
import { useIncidentWords } from './use-incident-words.ts';

/** Drafts of notices, to be copied. */
export function DraftCard({ incident }: { incident: Incident }) {
  const { t, i18n } = useLingui();
  const words = useIncidentWords();
  const { all } = useIncidentSource();
  const [party, setParty] = useState<DraftParty>('authority');
  const [language, setLanguage] = useState<'en' | 'id'>(i18n.locale === 'id' ? 'id' : 'en');
  const draft = useDraft(incident.id, party, language);
  return (
    <Card
      title={t`Drafts`}
      description={t`With everything the laws want to be told. Copy, read once more, send.`}
      action={
        <div className="flex gap-2">
          <Select<DraftParty>
            label={t`For whom`}
            value={party}
            onValueChange={setParty}
            options={[
              { value: 'authority', label: t`Authority` },
              ...(all === null ? [] : [{ value: 'workspace' as const, label: t`Workspace` }]),
              { value: 'person', label: t`Person` },
            ]}
          />
          <Select<'en' | 'id'>
            label={t`Language`}
            value={language}
            onValueChange={setLanguage}
            options={[
              { value: 'en', label: 'English' },
              { value: 'id', label: 'Bahasa Indonesia' },
            ]}
          />
        </div>
      }
    >
      {draft.isPending ? (
        <SkeletonGroup label={t`Drafts`}>
          <Skeleton className="h-40" />
        </SkeletonGroup>
      ) : draft.isError ? (
        <ErrorBanner error={draft.error} onRetry={() => void draft.refetch()} />
      ) : (
        <div className="flex flex-col gap-3">
          {draft.data.missing.length === 0 ? null : (
            <Banner tone="warn" title={t`Not complete yet`}>
              {draft.data.missing.map((name) => words.facts[name].label).join(' · ')}
            </Banner>
          )}
          <div className="flex items-start justify-between gap-3">
            <p className="min-w-0 text-14 font-medium wrap-anywhere text-strong">{draft.data.subject}</p>
            <CopyButton text={`${draft.data.subject}\n\n${draft.data.text}`} label={t`Copy the draft`} />
          </div>
          <pre
            className="max-h-96 overflow-y-auto rounded-card border border-line bg-surface-2 p-3 font-sans text-13 whitespace-pre-wrap text-normal"
            tabIndex={0}
          >
            {draft.data.text}
          </pre>
        </div>
      )}
    </Card>
  );
}
