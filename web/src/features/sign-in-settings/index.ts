import { lazyRouteComponent } from '@tanstack/react-router';

export const SignInSettingsPage = lazyRouteComponent(() => import('./pages/SignInSettingsPage.tsx'), 'SignInSettingsPage');
