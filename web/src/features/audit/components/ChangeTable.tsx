import type { AuditEntry } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Fingerprint } from 'lucide-react';
import { useFormat } from '#lib/use-format.ts';
import { Badge } from '#ui/Badge.tsx';
import { fieldWords } from '../fns/field-words.ts';
import { asWords, ERASED, isMoment, readChange, valueText, type ChangedField } from '../fns/read-change.ts';

function Value({ value, gone }: { value: unknown; gone: boolean }) {
  const { t } = useLingui();
  const format = useFormat();
  if (value === ERASED) return <Badge>{t`erased`}</Badge>;
  const text = typeof value === 'boolean' ? (value ? t`yes` : t`no`) : isMoment(value) ? format.dateTime(value) : valueText(value);
  if (text === null)
    return (
      <span className="text-weak">
        <Trans>nothing</Trans>
      </span>
    );
  return gone ? <del className="wrap-anywhere text-weak">{text}</del> : <span className="wrap-anywhere text-strong">{text}</span>;
}

function FieldRow({ field }: { field: ChangedField }) {
  const { t, i18n } = useLingui();
  const words = fieldWords[field.name];
  const isBoth = field.hasBefore && field.hasAfter;
  return (
    <div className="grid grid-cols-1 gap-x-3 gap-y-1 py-2 text-13 sm:grid-cols-[9rem_1fr]">
      <dt className="flex items-start gap-1.5 text-weak">
        <span className="wrap-anywhere">{words === undefined ? asWords(field.name) : i18n._(words)}</span>
        {field.isPersonal ? (
          <span role="img" aria-label={t`About a person`} title={t`About a person`} className="mt-0.5">
            <Fingerprint aria-hidden className="size-3.5" />
          </span>
        ) : null}
      </dt>
      <dd className="flex min-w-0 flex-wrap items-baseline gap-x-2 gap-y-1">
        {field.hasBefore ? (
          <span className="min-w-0">
            <span className="sr-only">
              <Trans>Before:</Trans>{' '}
            </span>
            <Value value={field.before} gone />
          </span>
        ) : null}
        {isBoth ? (
          <span aria-hidden className="text-weak">
            →
          </span>
        ) : null}
        {field.hasAfter ? (
          <span className="min-w-0">
            <span className="sr-only">
              <Trans>After:</Trans>{' '}
            </span>
            <Value value={field.after} gone={false} />
          </span>
        ) : null}
      </dd>
    </div>
  );
}

/** What an act changed, field by field: what it was, and what it became. */
export function ChangeTable({ entry }: { entry: AuditEntry }) {
  const fields = readChange(entry);
  if (fields.length === 0)
    return (
      <p className="text-13 text-weak">
        <Trans>That it happened is all there is to it.</Trans>
      </p>
    );
  return (
    <>
      <dl className="divide-y divide-line">
        {fields.map((field) => (
          <FieldRow key={field.name} field={field} />
        ))}
      </dl>
      {fields.some((field) => field.isPersonal) ? (
        <p className="mt-2 flex items-start gap-1.5 text-13 text-weak">
          <Fingerprint aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span>
            <Trans>
              About a person: the log itself holds a keyed fingerprint of it only. The value lies beside it, sealed. When the person is
              erased, the value goes, and the log stays whole.
            </Trans>
          </span>
        </p>
      ) : null}
    </>
  );
}
