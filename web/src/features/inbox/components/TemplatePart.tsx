import type { Message } from '@kabar/contract';
import { Trans } from '@lingui/react/macro';
import { LayoutTemplate } from 'lucide-react';
import { useMemo } from 'react';
import { useTemplates } from '../api/queries.ts';
import { asList, asRecord, textAt } from '../fns/read-content.ts';
import { findTemplate, renderTemplate } from '../fns/render-template.ts';
import { TemplateCard } from './TemplateCard.tsx';

/** A template message as it was sent; when the template is not known here, its name and what was filled in. */
export function TemplatePart({ message }: { message: Message }) {
  const { data } = useTemplates(message.number_id);
  const { content } = message;
  const rendered = useMemo(() => {
    const template = findTemplate(data ?? [], content);
    return template && renderTemplate(template.components, asList(asRecord(content)['components']));
  }, [data, content]);
  const name = textAt(content, 'name');
  if (rendered) {
    return (
      <div className="w-72 max-w-full">
        <TemplateCard template={rendered} />
      </div>
    );
  }
  const filled = asList(asRecord(content)['components'])
    .flatMap((component) => asList(asRecord(component)['parameters']))
    .map((parameter) => textAt(parameter, 'text'))
    .filter(Boolean);
  return (
    <div className="flex items-start gap-2">
      <LayoutTemplate aria-hidden className="mt-0.5 size-4 shrink-0 text-accent-text" />
      <div className="min-w-0">
        <p className="wrap-anywhere">
          <Trans>Template “{name}”</Trans>
        </p>
        {filled.length > 0 ? (
          <p dir="auto" className="text-13 wrap-anywhere text-normal">
            {filled.join(' · ')}
          </p>
        ) : null}
      </div>
    </div>
  );
}
