import { lazyRouteComponent } from '@tanstack/react-router';

export { useQuickSearch } from './components/use-quick-search.ts';
export { searchFilters } from './fns/search-form.ts';
export const SearchPage = lazyRouteComponent(() => import('./pages/SearchPage.tsx'), 'SearchPage');
