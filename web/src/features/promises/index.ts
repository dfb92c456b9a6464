export { promiseSearch } from './fns/promise-search.ts';
export { OperatorPromisesPage, PromisesPage } from './pages/PromisesPage.tsx';
