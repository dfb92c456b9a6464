import { lazyRouteComponent } from '@tanstack/react-router';

export { templatesLive } from './api/live.ts';
export { useTemplateSearch } from './api/use-template-search.ts';
export { templateSearch, type TemplateFilter } from './fns/template-search.ts';
export const TemplatesPage = lazyRouteComponent(() => import('./pages/TemplatesPage.tsx'), 'TemplatesPage');
export const TemplatePage = lazyRouteComponent(() => import('./pages/TemplatePage.tsx'), 'TemplatePage');
export const DraftPage = lazyRouteComponent(() => import('./pages/DraftPage.tsx'), 'DraftPage');
