import type { Conversation, Template } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { SendHorizontal } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import { useWorkspace } from '#features/session';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { PhoneFrame } from '#ui/PhoneFrame.tsx';
import { renderTemplate } from '../fns/render-template.ts';
import { buildComponents, missingFields, templateForm, type FieldValues } from '../fns/template-fields.ts';
import { TemplateCard } from './TemplateCard.tsx';
import { TemplateFields } from './TemplateFields.tsx';
import { useWidth } from './use-width.ts';

/** Props of TemplateFill. */
export interface TemplateFillProps {
  template: Template;
  conversation: Conversation;
  businessName: string | null;
  onSend: (content: { name: string; language: { code: string }; components?: Record<string, unknown>[] }) => void;
}

/** The fields of a template beside what the customer will see. */
export function TemplateFill({ template, conversation, businessName, onSend }: TemplateFillProps) {
  const { t } = useLingui();
  const { workspace } = useWorkspace();
  const form = useMemo(() => templateForm(template), [template]);
  const [values, setValues] = useState<FieldValues>({});
  const [tried, setTried] = useState(false);
  const isPhone = useWidth() === 'phone';
  const fields = form.ok ? form.fields : [];
  const missing = new Set(missingFields(fields, values));
  const components = useMemo(() => (form.ok ? buildComponents(template, form.fields, values) : []), [template, form, values]);
  const preview = useMemo(() => renderTemplate(template.components, components), [template, components]);

  const card = (
    <div className="max-w-full self-start rounded-bubble rounded-bl-[4px] bg-bubble-customer px-3 py-2">
      <TemplateCard template={preview} />
    </div>
  );
  // A phone has no room for a picture of one.
  const phone = isPhone ? (
    <div role="group" aria-label={t`Preview`} className="order-first flex max-h-64 flex-col overflow-y-auto rounded-card bg-thread p-3">
      {card}
    </div>
  ) : (
    <div className="flex shrink-0 justify-center">
      <PhoneFrame title={businessName ?? workspace.name} subtitle={t`Business account`}>
        {card}
      </PhoneFrame>
    </div>
  );
  if (!form.ok) {
    const why: Record<typeof form.needs, ReactNode> = {
      products: <Trans>This template shows products of a catalogue. Send it by API, which can name them.</Trans>,
      offer_time: <Trans>This template needs the end of the offer. Send it by API, which can name it.</Trans>,
      flow: <Trans>This template opens a form. Send it by API.</Trans>,
    };
    return (
      <div className="flex flex-col gap-5 sm:flex-row">
        <Banner tone="info" className="flex-1 self-start">
          {why[form.needs]}
        </Banner>
        {phone}
      </div>
    );
  }
  return (
    <form
      className="flex flex-col gap-5 sm:flex-row"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (missing.size > 0) return;
        onSend({ name: template.name, language: { code: template.language }, ...(components.length > 0 ? { components } : {}) });
      }}
    >
      <div className="flex min-w-0 flex-1 flex-col gap-4">
        {fields.length === 0 ? (
          <p className="text-14 text-normal">
            <Trans>There is nothing to fill in. This is what the customer will see.</Trans>
          </p>
        ) : null}
        <TemplateFields
          fields={fields}
          values={values}
          onValuesChange={setValues}
          numberId={conversation.number_id}
          buttonTexts={preview.buttons.map(({ text }) => text)}
          missing={tried ? missing : new Set()}
        />
        <div className="flex justify-end pt-1">
          <Button type="submit" variant="primary" icon={<SendHorizontal aria-hidden />}>
            <Trans>Send</Trans>
          </Button>
        </div>
      </div>
      {phone}
    </form>
  );
}
