import type { Template } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { missingFields, renderTemplate, TemplateFields, templateForm, useTemplates, type FieldValues } from '#features/inbox';
import { Banner } from '#ui/Banner.tsx';
import { Combobox } from '#ui/Combobox.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Skeleton } from '#ui/Skeleton.tsx';

/** A template with what was filled in. */
export interface ChosenTemplate {
  template: Template;
  values: FieldValues;
}

/** Props of TemplateChoice. `tried`: what is missing is marked. */
export interface TemplateChoiceProps {
  numberId: string;
  value: ChosenTemplate | null;
  onValueChange: (change: (before: ChosenTemplate | null) => ChosenTemplate | null) => void;
  tried: boolean;
}

/** An approved template of the number, and its fields. */
export function TemplateChoice({ numberId, value, onValueChange, tried }: TemplateChoiceProps) {
  const { t } = useLingui();
  const query = useTemplates(numberId);
  const approved = query.data?.filter((template) => template.status === 'approved') ?? [];
  const form = value ? templateForm(value.template) : null;
  const fields = form?.ok ? form.fields : [];
  if (query.isPending) return <Skeleton className="h-8" />;
  if (query.isError) return <ErrorBanner error={query.error} onRetry={() => void query.refetch()} />;
  if (approved.length === 0) {
    return (
      <Banner tone="info">
        <Trans>This number has no approved template yet.</Trans>
      </Banner>
    );
  }
  return (
    <>
      <Field label={t`Template`} error={tried && value === null ? t`Choose a template.` : undefined}>
        <Combobox
          options={approved.map(({ id, name, language }) => ({ value: id, label: name, hint: language }))}
          value={value?.template.id ?? null}
          emptyText={<Trans>No approved template has this name.</Trans>}
          onValueChange={(id) => {
            const template = approved.find((candidate) => candidate.id === id);
            if (template) onValueChange(() => ({ template, values: {} }));
          }}
        />
      </Field>
      {form?.ok === false ? (
        <Banner tone="info">
          <Trans>This template needs a catalogue, a flow or an offer, which this page cannot fill in. Send it by API.</Trans>
        </Banner>
      ) : null}
      {value ? (
        <TemplateFields
          fields={fields}
          values={value.values}
          onValuesChange={(change) => onValueChange((before) => (before ? { ...before, values: change(before.values) } : before))}
          numberId={numberId}
          buttonTexts={renderTemplate(value.template.components, []).buttons.map(({ text }) => text)}
          missing={tried ? new Set(missingFields(fields, value.values)) : new Set()}
        />
      ) : null}
    </>
  );
}
