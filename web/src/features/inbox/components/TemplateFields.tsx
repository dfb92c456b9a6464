import { useLingui } from '@lingui/react/macro';
import { Paperclip } from 'lucide-react';
import { useRef, useState } from 'react';
import { useWorkspace } from '#features/session';
import { errorSentence } from '#lib/present-error.ts';
import { Button } from '#ui/Button.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { Progress } from '#ui/Progress.tsx';
import { fileRules, judgeFile } from '../fns/file-rules.ts';
import type { FieldValues, TemplateField } from '../fns/template-fields.ts';
import { uploadFile } from '../outbox/upload-file.ts';

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
  numberId,
  name,
  onChange,
}: {
  field: TemplateField;
  numberId: string;
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
      const options = { numberId, onProgress: setShare, signal: new AbortController().signal };
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

/** Props of TemplateFields. `missing` holds the ids of those that are marked as empty or wrong. */
export interface TemplateFieldsProps {
  fields: readonly TemplateField[];
  values: FieldValues;
  onValuesChange: (change: (before: FieldValues) => FieldValues) => void;
  /** Number that files are uploaded for. */
  numberId: string;
  /** Words of the template's buttons, by their index. */
  buttonTexts: readonly string[];
  missing: ReadonlySet<string>;
}

/** What has to be filled in before a template can be sent. */
export function TemplateFields({ fields, values, onValuesChange, numberId, buttonTexts, missing }: TemplateFieldsProps) {
  const { t } = useLingui();
  const labelOf = useFieldLabel();
  return fields.map((field) => {
    const label = labelOf(field, buttonTexts[field.place.button ?? -1] ?? '');
    const sample = field.example;
    const problem = missing.has(field.id)
      ? (values[field.id] ?? '').trim() === ''
        ? t`Fill this in.`
        : t`This does not fit here.`
      : undefined;
    if (field.kind === 'image' || field.kind === 'video' || field.kind === 'document') {
      return (
        <Field key={field.id} label={label} error={problem}>
          <FileField
            field={field}
            numberId={numberId}
            name={values[`${field.id}.filename`] ?? ''}
            onChange={(mediaId, filename) =>
              onValuesChange((before) => ({ ...before, [field.id]: mediaId, [`${field.id}.filename`]: filename }))
            }
          />
        </Field>
      );
    }
    return (
      <Field key={field.id} label={label} optional={!field.required} error={problem} hint={sample ? t`For example: ${sample}` : undefined}>
        <Input
          dir="auto"
          inputMode={field.kind === 'latitude' || field.kind === 'longitude' ? 'decimal' : 'text'}
          value={values[field.id] ?? ''}
          maxLength={field.maxLength * 2}
          onValueChange={(value) => onValuesChange((before) => ({ ...before, [field.id]: value }))}
        />
      </Field>
    );
  });
}
