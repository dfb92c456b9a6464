import type { Conversation, Template, WhatsAppNumber } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { ChevronLeft, LayoutTemplate } from 'lucide-react';
import { useState } from 'react';
import { Badge } from '#ui/Badge.tsx';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { SearchInput } from '#ui/Input.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { useTemplates } from '../api/queries.ts';
import { renderTemplate } from '../fns/render-template.ts';
import { searchTemplates } from '../fns/search-templates.ts';
import { plainText, parseWhatsAppText } from '../fns/whatsapp-text.ts';
import { TemplateFill } from './TemplateFill.tsx';

/** Props of TemplatePicker. `onSend` gets the content of the template message. */
export interface TemplatePickerProps {
  conversation: Conversation;
  number: WhatsAppNumber | null;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onSend: (template: { name: string; language: { code: string }; components?: Record<string, unknown>[] }) => void;
}

function CategoryBadge({ category }: { category: Template['category'] }) {
  const { t } = useLingui();
  const words = { authentication: t`Code`, marketing: t`Marketing`, utility: t`Service`, unknown: t`Other` }[category];
  return <Badge tone={category === 'marketing' ? 'info' : 'neutral'}>{words}</Badge>;
}

function TemplateList({ templates, onChoose }: { templates: readonly Template[]; onChoose: (template: Template) => void }) {
  const { t } = useLingui();
  const [query, setQuery] = useState('');
  const found = searchTemplates(templates, query);
  return (
    <div className="flex flex-col gap-3">
      <SearchInput label={t`Search templates`} clearLabel={t`Clear the search`} value={query} onValueChange={setQuery} />
      {found.length === 0 ? (
        <p className="py-6 text-center text-14 text-weak">
          <Trans>No approved template fits “{query}”.</Trans>
        </p>
      ) : (
        <ul className="-mx-2 flex flex-col">
          {found.map((template) => (
            <li key={template.id}>
              <button
                type="button"
                onClick={() => onChoose(template)}
                className="flex w-full flex-col gap-0.5 rounded-control px-2 py-2 text-left hover:bg-popup-hover"
              >
                <span className="flex items-center gap-2">
                  <span className="min-w-0 truncate text-14 font-medium text-strong">{template.name}</span>
                  <span className="shrink-0 text-12 text-weak">{template.language}</span>
                  <CategoryBadge category={template.category} />
                </span>
                <span dir="auto" className="line-clamp-2 text-13 wrap-anywhere text-weak">
                  {plainText(parseWhatsAppText(renderTemplate(template.components, []).body))}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Choose an approved template of the number, fill it in and send it. */
export function TemplatePicker({ conversation, number, open, onOpenChange, onSend }: TemplatePickerProps) {
  const { t } = useLingui();
  const query = useTemplates(conversation.number_id, open);
  const [chosen, setChosen] = useState<Template | null>(null);
  const approved = query.data?.filter((template) => template.status === 'approved');
  const close = (next: boolean): void => {
    if (!next) setChosen(null);
    onOpenChange(next);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      size="lg"
      keepOpen={chosen !== null}
      title={chosen ? chosen.name : t`Send a template`}
      description={chosen ? undefined : t`Templates that WhatsApp approved for this number. They can be sent at any time.`}
    >
      {chosen ? (
        <>
          <Button variant="ghost" size="sm" className="mb-3 -ml-2" icon={<ChevronLeft aria-hidden />} onClick={() => setChosen(null)}>
            <Trans>Other templates</Trans>
          </Button>
          <TemplateFill
            key={chosen.id}
            template={chosen}
            conversation={conversation}
            businessName={number?.verified_name ?? null}
            onSend={(content) => {
              close(false);
              onSend(content);
            }}
          />
        </>
      ) : approved === undefined ? (
        query.error ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <RowSkeletons label={t`Loading the templates`} rows={4} />
        )
      ) : approved.length === 0 ? (
        <EmptyState compact picture={<LayoutTemplate />} title={<Trans>No approved template yet</Trans>}>
          <Trans>Templates are made and approved in WhatsApp Manager. Approved ones appear here by themselves.</Trans>
        </EmptyState>
      ) : (
        <TemplateList templates={approved} onChoose={setChosen} />
      )}
    </Dialog>
  );
}
