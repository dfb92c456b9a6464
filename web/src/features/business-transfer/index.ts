import { lazyRouteComponent } from '@tanstack/react-router';

export { BusinessTransferNotice } from './components/BusinessTransferNotice.tsx';
export const BusinessTransferPage = lazyRouteComponent(() => import('./pages/BusinessTransferPage.tsx'), 'BusinessTransferPage');
