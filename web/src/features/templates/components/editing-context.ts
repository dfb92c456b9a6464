import type { TemplateIssue } from '@kabar/contract';
import { useLingui } from '@lingui/react';
import { createContext, use } from 'react';
import { issueSentence } from '../fns/issue-sentences.ts';

/** What every field of the builder knows beside its own value. */
export interface Editing {
  issues: readonly TemplateIssue[];
  /** Fields that somebody has been in; what is missing elsewhere is not said yet. */
  touched: ReadonlySet<string>;
  touch: (path: string) => void;
  /** Somebody tried to submit: everything is said. */
  tried: boolean;
  /** Uploads a sample file and gives its media id. */
  upload: (file: File, kind: 'image' | 'video' | 'document', onProgress: (share: number) => void) => Promise<string>;
}

/** Set by the builder around its form. */
export const EditingContext = createContext<Editing | null>(null);

/** What the builder hands to its fields. */
export function useEditing(): Editing {
  const editing = use(EditingContext);
  if (!editing) throw new Error('A field of the builder outside of it');
  return editing;
}

/** Whether a finding only says that something has not been written yet. */
function isMissing(issue: TemplateIssue): boolean {
  return /_missing$|^cards_body_differ$|^card_header$/.test(issue.code);
}

/** Findings of a field that can be said now. */
export function visibleIssues(editing: Pick<Editing, 'issues' | 'touched' | 'tried'>, path: string): TemplateIssue[] {
  return editing.issues.filter((issue) => issue.path === path && (editing.tried || editing.touched.has(path) || !isMissing(issue)));
}

/** The sentences of a field: the first error, and every warning. */
export function useFieldIssues(path: string): { error: string | undefined; warnings: string[] } {
  const editing = useEditing();
  const { i18n } = useLingui();
  const visible = visibleIssues(editing, path);
  const error = visible.find((issue) => issue.severity === 'error');
  return {
    error: error && issueSentence(error, i18n),
    warnings: error ? [] : visible.map((issue) => issueSentence(issue, i18n)),
  };
}
