import { lazyRouteComponent } from '@tanstack/react-router';

export { useMediaContent } from './api/media.ts';
export { useTemplates } from './api/queries.ts';
export { TemplateFields } from './components/TemplateFields.tsx';
export { FormattedText } from './components/FormattedText.tsx';
export { judgeFile } from './fns/file-rules.ts';
export { renderTemplate } from './fns/render-template.ts';
export { statusTone, statusWords } from './fns/status-words.ts';
export { storySteps } from './fns/story-steps.ts';
export { buildComponents, missingFields, templateForm, type FieldValues } from './fns/template-fields.ts';
export { uploadFile } from './outbox/upload-file.ts';
export { inboxLive } from './api/live.ts';
export { inboxSearch, type InboxSearch } from './fns/inbox-search.ts';
export const InboxPage = lazyRouteComponent(() => import('./pages/InboxPage.tsx'), 'InboxPage');
