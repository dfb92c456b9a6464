import { Trans, useLingui } from '@lingui/react/macro';
import { CircleHelp } from 'lucide-react';
import { JsonView, type JsonValue } from '#ui/JsonView.tsx';
import { asList, asRecord, textAt } from '../fns/read-content.ts';

/** The raw object of a message, shown when somebody wants to look into it. */
export function RawContent({ content }: { content: unknown }) {
  const { t } = useLingui();
  return (
    <details className="mt-1">
      <summary className="inline-flex min-h-6 items-center rounded-control text-12 text-weak underline underline-offset-2 hover:text-strong">
        <Trans>Show the raw data</Trans>
      </summary>
      <div className="mt-1 max-w-80 rounded-control bg-surface-1/60 p-2">
        {/* What came from the server was JSON. */}
        <JsonView label={t`Raw data of the message`} value={content as JsonValue} />
      </div>
    </details>
  );
}

/** A message that WhatsApp does not hand out to businesses. */
export function UnsupportedPart({ content }: { content: unknown }) {
  const error = asList(asRecord(content)['errors'])[0];
  const reason = textAt(error, 'error_data', 'details') || textAt(error, 'title') || textAt(error, 'message');
  return (
    <div>
      <p className="flex items-start gap-1.5 text-normal">
        <CircleHelp aria-hidden className="mt-0.5 size-4 shrink-0" />
        <span>
          <Trans>The customer sent something that WhatsApp does not hand out to businesses. Ask them to send it in another way.</Trans>
        </span>
      </p>
      {reason ? <p className="mt-0.5 text-12 text-weak">{reason}</p> : null}
    </div>
  );
}

/** A type of message that this version does not know yet; nothing of it is lost. */
export function UnknownPart({ content }: { content: unknown }) {
  return (
    <div>
      <p className="flex items-start gap-1.5 text-normal">
        <CircleHelp aria-hidden className="mt-0.5 size-4 shrink-0" />
        <Trans>A kind of message that this version does not know yet. Everything it holds is kept.</Trans>
      </p>
      <RawContent content={content} />
    </div>
  );
}
