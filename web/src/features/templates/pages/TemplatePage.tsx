import type { Template } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { ChevronLeft } from 'lucide-react';
import { useNumbers } from '#features/numbers';
import { usePermission, useWorkspace } from '#features/session';
import { Page } from '#frame/Page.tsx';
import { useFormat } from '#lib/use-format.ts';
import { Card } from '#ui/Card.tsx';
import { CopyField } from '#ui/CopyField.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { Skeleton, SkeletonGroup } from '#ui/Skeleton.tsx';
import { useDrafts, useSiblings, useTemplate } from '../api/queries.ts';
import { LanguageTabs } from '../components/LanguageTabs.tsx';
import { MessagePreview } from '../components/MessagePreview.tsx';
import { QualityBadge, StatusBadge } from '../components/StatusBadge.tsx';
import { StatusBanner } from '../components/StatusBanner.tsx';
import { TemplateActions } from '../components/TemplateActions.tsx';
import { TemplateHistory } from '../components/TemplateHistory.tsx';
import { UsageCard } from '../components/UsageCard.tsx';
import { previewOf } from '../fns/draft-content.ts';
import { categoryLabel } from '../fns/template-words.ts';

function BackLink() {
  return (
    <Link
      from="/w/$slug"
      to="/w/$slug/templates"
      className="-ml-1 inline-flex min-h-6 items-center gap-1 rounded-control pr-1.5 text-13 text-weak hover:text-strong"
    >
      <ChevronLeft aria-hidden className="size-4" />
      <Trans>Templates</Trans>
    </Link>
  );
}

/** One template in one language: how it looks, how it stands, what became of its messages. */
export function TemplatePage({ templateId }: { templateId: string }) {
  const { t } = useLingui();
  const template = useTemplate(templateId);
  if (template.data) return <Found template={template.data} />;
  return (
    <Page title={t`Template`} back={<BackLink />}>
      {template.isPending ? (
        <SkeletonGroup label={t`Loading the template`} className="flex flex-col gap-5">
          <Skeleton className="h-14 rounded-card" />
          <Skeleton className="h-96 rounded-card" />
        </SkeletonGroup>
      ) : (
        <ErrorState error={template.error} onRetry={() => void template.refetch()} />
      )}
    </Page>
  );
}

function Found({ template }: { template: Template }) {
  const { t, i18n } = useLingui();
  const { workspace } = useWorkspace();
  const canWrite = usePermission('templates:write');
  const numbers = useNumbers();
  const drafts = useDrafts(canWrite);
  const siblings = useSiblings(template.waba_id, template.name);
  const living = (siblings.data ?? []).filter((sibling) => sibling.status !== 'deleted');
  const number = numbers.data?.find((one) => one.waba_id === template.waba_id);
  const ownNumbers = new Set((numbers.data ?? []).filter((one) => one.waba_id === template.waba_id).map((one) => one.id as string));
  const begun = (drafts.data ?? []).filter(
    (draft) => draft.name === template.name && draft.template_id === null && draft.number_id !== null && ownNumbers.has(draft.number_id),
  );
  const parts = previewOf(template);
  const business = number?.verified_name ?? workspace.name;
  const others = living.filter((sibling) => sibling.id !== template.id);
  return (
    <Page
      title={template.name}
      description={
        <span className="inline-flex flex-wrap items-center gap-2">
          {i18n._(categoryLabel(template.category))}
          <QualityBadge quality={template.quality} />
        </span>
      }
      back={<BackLink />}
      action={canWrite ? <TemplateActions template={template} siblings={living} /> : null}
    >
      <LanguageTabs current={template.language} currentState={<StatusBadge status={template.status} />} drafts={begun} templates={others} />
      <StatusBanner template={template} />
      <div className="grid items-start gap-5 lg:grid-cols-[1fr_auto]">
        <div className="flex min-w-0 flex-col gap-5 max-lg:order-last">
          <UsageCard templateId={template.id} />
          <TemplateHistory templateId={template.id} />
          <TemplateFacts template={template} />
        </div>
        <section aria-label={t`Preview`} className="flex justify-center lg:sticky lg:top-5">
          {/* A phone has no room for a picture of one. */}
          <div className="w-full sm:hidden">
            <MessagePreview bare parts={parts} category={template.category} business={business} />
          </div>
          <div className="max-sm:hidden">
            <MessagePreview parts={parts} category={template.category} business={business} />
          </div>
        </section>
      </div>
    </Page>
  );
}

function TemplateFacts({ template }: { template: Template }) {
  const { t } = useLingui();
  const format = useFormat();
  const life = template.ttl_seconds === null ? null : format.duration(template.ttl_seconds * 1000);
  return (
    <Card title={t`For programs`} description={t`How the API and WhatsApp name it.`}>
      <div className="grid gap-4 sm:grid-cols-2">
        <CopyField label={t`Name`} value={template.name} />
        <CopyField label={t`Language code`} value={template.language} />
        <CopyField label={t`Template ID in Kabar`} value={template.id} />
        <CopyField label={t`Template ID at WhatsApp`} value={template.meta_id} />
      </div>
      <p className="mt-4 text-13 text-weak">
        {life === null ? null : <Trans>A message that does not reach the phone within {life} is dropped.</Trans>}{' '}
        <Trans>
          Last read from WhatsApp: <RelativeTime at={template.synced_at} />
        </Trans>
      </p>
    </Card>
  );
}
