import { SINGLE_SIGN_ON_FAILURES, type SingleSignOnFailure } from '@kabar/contract';
import { createRoute, redirect } from '@tanstack/react-router';
import {
  AcceptInvitationPage,
  AccountSecurityPage,
  ForgotPasswordPage,
  NewWorkspacePage,
  ResetPasswordPage,
  SignInPage,
  SignUpPage,
  VerifyEmailPage,
} from '#features/account';
import { AccountPrivacyPage } from '#features/account-privacy';
import { CookiesPage } from '#features/browser-choice';
import { readStored } from '#lib/stored.ts';
import { requireMe } from './require-me.ts';
import { rootRoute } from './root.tsx';

/** Only a path of our own may be gone on to after signing in; "//other.example" would leave the site. */
function nextOf(search: Record<string, unknown>): { next?: string | undefined } {
  const next = search['next'];
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? { next } : {};
}

/** `/`: to the workspace used last in this browser, or to make one. */
export const startRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: async ({ context, location }) => {
    const me = await requireMe(context.queryClient, location.href);
    const last = readStored('workspace');
    const membership = me.memberships.find(({ workspace }) => workspace.slug === last) ?? me.memberships[0];
    if (!membership) return redirect({ to: '/new-workspace', throw: true });
    return redirect({ to: '/w/$slug', params: { slug: membership.workspace.slug }, throw: true });
  },
});

/** `/sign-in?next=…` */
export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { next?: string | undefined; single_sign_on?: SingleSignOnFailure } => {
    const failure = SINGLE_SIGN_ON_FAILURES.find((known) => known === search['single_sign_on']);
    return { ...nextOf(search), ...(failure === undefined ? {} : { single_sign_on: failure }) };
  },
  component: function SignIn() {
    const { next, single_sign_on: failure } = signInRoute.useSearch();
    return <SignInPage next={next} failure={failure} />;
  },
});

/** `/sign-up` */
export const signUpRoute = createRoute({ getParentRoute: () => rootRoute, path: '/sign-up', component: SignUpPage });

/** `/forgot-password` */
export const forgotPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/forgot-password',
  component: ForgotPasswordPage,
});

/** `/reset-password#token=…`, from the mail. */
export const resetPasswordRoute = createRoute({ getParentRoute: () => rootRoute, path: '/reset-password', component: ResetPasswordPage });

/** `/verify-email#token=…`, from the mail. */
export const verifyEmailRoute = createRoute({ getParentRoute: () => rootRoute, path: '/verify-email', component: VerifyEmailPage });

/** `/accept-invitation#token=…`, from the mail. */
export const acceptInvitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/accept-invitation',
  component: AcceptInvitationPage,
});

/** `/new-workspace` */
export const newWorkspaceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/new-workspace',
  loader: ({ context, location }) => requireMe(context.queryClient, location.href),
  component: NewWorkspacePage,
});

/** `/account/security`: of the signed-in person, in no workspace. */
export const accountSecurityRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/account/security',
  loader: ({ context, location }) => requireMe(context.queryClient, location.href),
  component: AccountSecurityPage,
});

/** `/account/privacy`: what is stored about the signed-in person, and erasing it. */
export const accountPrivacyRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/account/privacy',
  loader: ({ context, location }) => requireMe(context.queryClient, location.href),
  component: AccountPrivacyPage,
});

/** `/cookies`: for anybody. */
export const cookiesRoute = createRoute({ getParentRoute: () => rootRoute, path: '/cookies', component: CookiesPage });
