import { lazyRouteComponent } from '@tanstack/react-router';

export const SignInPage = lazyRouteComponent(() => import('./pages/SignInPage.tsx'), 'SignInPage');
export const SignUpPage = lazyRouteComponent(() => import('./pages/SignUpPage.tsx'), 'SignUpPage');
export const ForgotPasswordPage = lazyRouteComponent(() => import('./pages/ForgotPasswordPage.tsx'), 'ForgotPasswordPage');
export const ResetPasswordPage = lazyRouteComponent(() => import('./pages/ResetPasswordPage.tsx'), 'ResetPasswordPage');
export const VerifyEmailPage = lazyRouteComponent(() => import('./pages/VerifyEmailPage.tsx'), 'VerifyEmailPage');
export const AcceptInvitationPage = lazyRouteComponent(() => import('./pages/AcceptInvitationPage.tsx'), 'AcceptInvitationPage');
export const NewWorkspacePage = lazyRouteComponent(() => import('./pages/NewWorkspacePage.tsx'), 'NewWorkspacePage');
export const AccountSecurityPage = lazyRouteComponent(() => import('./pages/AccountSecurityPage.tsx'), 'AccountSecurityPage');
export const BarrierPage = lazyRouteComponent(() => import('./pages/BarrierPage.tsx'), 'BarrierPage');
export const NoAccessPage = lazyRouteComponent(() => import('./pages/NoAccessPage.tsx'), 'NoAccessPage');
export const SignInForm = lazyRouteComponent(() => import('./components/SignInForm.tsx'), 'SignInForm');
export { SecondFactorReminder } from './components/SecondFactorReminder.tsx';
export { StepUp } from './components/StepUp.tsx';
export { slugPattern } from './fns/workspace-slug.ts';
