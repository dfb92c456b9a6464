import type { Template, TemplateDraft } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { PencilLine, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '#ui/Button.tsx';
import { languageName } from '../fns/language-name.ts';
import { StatusBadge } from './StatusBadge.tsx';

const tabStyles =
  'inline-flex h-8 shrink-0 items-center gap-2 rounded-control border px-2.5 text-13 font-medium touch:h-10 border-line-control/60 text-normal hover:bg-surface-2';
const currentStyles =
  'inline-flex h-8 shrink-0 items-center gap-2 rounded-control border px-2.5 text-13 font-medium touch:h-10 border-accent bg-accent-soft text-accent-text';

/** Props of LanguageTabs: the language that is open, and the other ones of the same name, as drafts or at WhatsApp. */
export interface LanguageTabsProps {
  current: string;
  /** Stands behind the name of the open language. */
  currentState?: ReactNode;
  drafts: readonly TemplateDraft[];
  templates: readonly Template[];
  onAdd?: (() => void) | undefined;
}

/** The languages of a template beside each other; each has its own address. */
export function LanguageTabs({ current, currentState, drafts, templates, onAdd }: LanguageTabsProps) {
  const { t, i18n } = useLingui();
  return (
    <nav aria-label={t`Languages`} className="flex flex-wrap items-center gap-1.5">
      <span aria-current="page" className={currentStyles}>
        {languageName(current, i18n.locale)}
        {currentState}
      </span>
      {drafts.map((draft) => (
        <Link
          key={draft.id}
          from="/w/$slug"
          to="/w/$slug/templates/drafts/$draftId"
          params={(params) => ({ ...params, draftId: draft.id })}
          className={tabStyles}
        >
          {languageName(draft.language, i18n.locale)}
          <PencilLine aria-label={t`Draft`} className="size-3.5 text-weak" />
        </Link>
      ))}
      {templates.map((template) => (
        <Link
          key={template.id}
          from="/w/$slug"
          to="/w/$slug/templates/$templateId"
          params={(params) => ({ ...params, templateId: template.id })}
          className={tabStyles}
        >
          {languageName(template.language, i18n.locale)}
          <StatusBadge status={template.status} />
        </Link>
      ))}
      {onAdd ? (
        <Button size="sm" variant="ghost" icon={<Plus aria-hidden />} onClick={onAdd}>
          <Trans>Language</Trans>
        </Button>
      ) : null}
    </nav>
  );
}
