export { dataSearch } from './fns/data-search.ts';
export { ReadingsPage } from './pages/ReadingsPage.tsx';
export { DataMapPage } from './pages/DataMapPage.tsx';
