import type { Conversation, Template } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Paperclip, SendHorizontal } from 'lucide-react';
import { useMemo, useRef, useState, type ReactNode } from 'react';
import { useWorkspace } from '#features/session';
import { errorSentence } from '#lib/present-error.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { PhoneFrame } from '#ui/PhoneFrame.tsx';
import { Progress } from '#ui/Progress.tsx';
import { fileRules, judgeFile } from '../fns/file-rules.ts';
import { renderTemplate } from '../fns/render-template.ts';
import { buildComponents, missingFields, templateForm, type FieldValues, type TemplateField } from '../fns/template-fields.ts';
import { uploadFile } from '../outbox/upload-file.ts';
import { TemplateCard } from './TemplateCard.tsx';
import { useWidth } from './use-width.ts';

/** Props of TemplateFill. */
export interface TemplateFillProps {
  template: Template;
  conversation: Conversation;
  businessName: string | null;
  onSend: (content: { name: string; language: { code: string }; components?: Record<string, unknown>[] }) => void;
}

function useFieldLabel(): (field: TemplateField, buttonText: string) => string {
  const { t } = useLingui();
  return (field, buttonText) => {
    const { part, card, variable } = field.place;
    const before = card === null ? '' : `${t`Card`} ${card + 1}: `;
    const kinds = {
      image: t`Photo`,
      video: t`Video`,
      document: t`Document`,
      latitude: t`Latitude`,
      longitude: t`Longitude`,
      place: t`Name of the place`,
    };
    if (field.kind in kinds) return before + kinds[field.kind as keyof typeof kinds]; // just checked
    if (part === 'code') return t`Code`;
    if (part === 'button') return before + (field.kind === 'coupon' ? t`Code to copy` : t`Link of “${buttonText}”`);
    const name = variable !== null && /^\d+$/.test(variable) ? `{{${variable}}}` : (variable ?? '').replaceAll('_', ' ');
    return before + (part === 'header' ? t`Title: ${name}` : name);
  };
}

/** A file for the head of a template; uploaded as soon as it is chosen. */
function FileField({
  field,
  conversation,
  name,
  onChange,
}: {
  field: TemplateField;
  conversation: Conversation;
  name: string;
  onChange: (mediaId: string, filename: string) => void;
}) {
  const { t, i18n } = useLingui();
  const { workspace } = useWorkspace();
  const inputRef = useRef<HTMLInputElement>(null);
  const [share, setShare] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const kind = field.kind === 'image' || field.kind === 'video' ? field.kind : 'document';

  async function choose(file: File): Promise<void> {
    const verdict = judgeFile(file, kind);
    if (!verdict.ok) {
      setProblem(i18n._(verdict.reason));
      return;
    }
    setProblem(null);
    setShare(0);
    try {
      const options = { numberId: conversation.number_id, onProgress: setShare, signal: new AbortController().signal };
      onChange(await uploadFile(workspace.id, file, kind, options), file.name);
    } catch (error) {
      setProblem(errorSentence(error, i18n));
    }
    setShare(null);
  }

  return (
    <div>
      <input
        ref={inputRef}
        type="file"
        hidden
        accept={fileRules[kind].types.join(',')}
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) void choose(file);
          event.target.value = '';
        }}
      />
      <Button icon={<Paperclip aria-hidden />} onClick={() => inputRef.current?.click()}>
        {name || t`Choose a file`}
      </Button>
      {share === null ? null : <Progress label={t`Uploading`} done={Math.round(share * 100)} total={100} />}
      {problem === null ? null : (
        <p role="alert" className="mt-1 text-13 text-bad">
          {problem}
        </p>
      )}
    </div>
  );
}

/** The fields of a template beside what the customer will see. */
export function TemplateFill({ template, conversation, businessName, onSend }: TemplateFillProps) {
  const { t } = useLingui();
  const { workspace } = useWorkspace();
  const form = useMemo(() => templateForm(template), [template]);
  const [values, setValues] = useState<FieldValues>({});
  const [tried, setTried] = useState(false);
  const isPhone = useWidth() === 'phone';
  const labelOf = useFieldLabel();
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
        {fields.map((field) => {
          const label = labelOf(field, preview.buttons[field.place.button ?? -1]?.text ?? '');
          const sample = field.example;
          const isMissing = tried && missing.has(field.id);
          const problem = isMissing ? ((values[field.id] ?? '').trim() === '' ? t`Fill this in.` : t`This does not fit here.`) : undefined;
          if (field.kind === 'image' || field.kind === 'video' || field.kind === 'document') {
            return (
              <Field key={field.id} label={label} error={problem}>
                <FileField
                  field={field}
                  conversation={conversation}
                  name={values[`${field.id}.filename`] ?? ''}
                  onChange={(mediaId, filename) =>
                    setValues((before) => ({ ...before, [field.id]: mediaId, [`${field.id}.filename`]: filename }))
                  }
                />
              </Field>
            );
          }
          return (
            <Field
              key={field.id}
              label={label}
              optional={!field.required}
              error={problem}
              hint={sample ? t`For example: ${sample}` : undefined}
            >
              <Input
                dir="auto"
                inputMode={field.kind === 'latitude' || field.kind === 'longitude' ? 'decimal' : 'text'}
                value={values[field.id] ?? ''}
                maxLength={field.maxLength * 2}
                onValueChange={(value) => setValues((before) => ({ ...before, [field.id]: value }))}
              />
            </Field>
          );
        })}
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
