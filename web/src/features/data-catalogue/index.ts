export { dataSearch } from './fns/data-search.ts';
export { DataMapPage } from './pages/DataMapPage.tsx';
