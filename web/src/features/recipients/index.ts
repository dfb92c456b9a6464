import { lazyRouteComponent } from '@tanstack/react-router';

export const RecipientsPage = lazyRouteComponent(() => import('./pages/RecipientsPage.tsx'), 'RecipientsPage');
export const OperatorRecipientsPage = lazyRouteComponent(() => import('./pages/OperatorRecipientsPage.tsx'), 'OperatorRecipientsPage');
