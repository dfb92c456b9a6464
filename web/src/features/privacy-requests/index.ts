export { FormRequestDialog } from './components/FormRequestDialog.tsx';
export { OfficePage } from './pages/OfficePage.tsx';
export { OperatorRequestPage, RequestPage } from './pages/RequestPage.tsx';
export { OperatorRequestsPage, RequestsPage } from './pages/RequestsPage.tsx';
export { requestsSearch } from './fns/requests-search.ts';
