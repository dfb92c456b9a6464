import {
  checkTemplate,
  ID_PREFIXES,
  readComponents,
  type TemplateCategory,
  type TemplateDraftContent,
  type TemplateIssue,
} from '@kabar/contract';
import { AppError } from '#platform/errors';
import { fromPublicId } from '#platform/ids';
import type { ProviderError } from '#whatsapp/provider-error';

/** What a template says, with Meta's own components. Sample files stand in them by our ids. */
export type TemplateContent = {
  name: string;
  language: string;
  category: TemplateCategory;
  parameterFormat: 'positional' | 'named';
  components: Record<string, unknown>[];
  ttlSeconds: number | null;
};

/** One thing that is wrong; `path` is a field of the content. */
export type ContentIssue = { path: string; message: string };

/** Everything Meta is known to refuse (errors) or likely to (warnings). */
export function checkContent(content: TemplateContent): TemplateIssue[] {
  const { name, language, category, parameterFormat, components, ttlSeconds } = content;
  const draft: TemplateDraftContent = {
    name,
    language,
    category,
    parameter_format: parameterFormat,
    ttl_seconds: ttlSeconds,
    ...readComponents(components),
  };
  return checkTemplate(draft);
}

/** Refuses what Meta would refuse. Errors: `content_invalid` with every field. */
export function requireValid(content: TemplateContent): void {
  const issues = checkContent(content).filter(({ severity }) => severity === 'error');
  if (issues.length > 0) throw refusal(issues.map(({ path, message }) => ({ path, message })));
}

/** The refusal that names each field. */
export function refusal(issues: ContentIssue[]): AppError<'content_invalid'> {
  return new AppError('content_invalid', { details: { issues } });
}

/** Fields that Meta's sub-codes speak of. Source: Meta, "Error codes" (template creation), 2025-12. */
const fieldBySubcode: ReadonlyMap<number, string> = new Map([
  [2_388_023, 'name'],
  [2_388_024, 'language'],
  [2_388_039, 'status'],
  [2_388_047, 'header'],
  [2_388_072, 'body'],
  [2_388_073, 'footer'],
  [2_388_293, 'body.text'],
  [2_388_299, 'body.text'],
]);

/** What Meta said about a template, in words, at the field it is about where that is known. */
export function issueOfRefusal(error: ProviderError): ContentIssue {
  const told = error.details ?? '';
  const named = /\b(header|body|footer|button|carousel|name|language|category)s?\b/i.exec(told)?.[1]?.toLowerCase();
  const byWord = named === 'button' ? 'buttons' : named === 'carousel' ? 'cards' : (named ?? '');
  const path = fieldBySubcode.get(error.subcode ?? error.code ?? 0) ?? byWord;
  // Meta's own sentence says more than the table where it is one.
  const isSentence = /\s/.test(told) && !/^\(#\d+\)|^Invalid parameter$/.test(told);
  const words = isSentence ? (error.plainReason.includes(told) ? '' : ` WhatsApp says: ${told}`) : '';
  return { path, message: `${error.plainReason} ${error.nextStep}${words}`.trim() };
}

const ownMedia = /^med_[0-9a-z]{26}$/;

/** Our ids of sample files that stand as handles in components, in order, each once. Database ids. */
export function sampleIdsIn(components: readonly unknown[]): string[] {
  const found = new Set<string>();
  walkHandles(components, (handle) => {
    const id = ownMedia.test(handle) ? fromPublicId(ID_PREFIXES.media, handle) : null;
    if (id !== null) found.add(id);
    return handle;
  });
  return [...found];
}

/** The components with each of our ids replaced by what Meta gave for the file. */
export function withHandles(components: Record<string, unknown>[], handles: ReadonlyMap<string, string>): Record<string, unknown>[] {
  const replaced = walkHandles(components, (handle) => {
    const id = ownMedia.test(handle) ? fromPublicId(ID_PREFIXES.media, handle) : null;
    return id === null ? handle : (handles.get(id) ?? handle);
  });
  return replaced as Record<string, unknown>[]; // only texts inside were exchanged
}

function walkHandles(value: unknown, visit: (handle: string) => string, isHandle = false): unknown {
  if (typeof value === 'string') return isHandle ? visit(value) : value;
  if (Array.isArray(value)) return value.map((item) => walkHandles(item, visit, isHandle));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walkHandles(inner, visit, key === 'header_handle')]));
}
