import { createRoute, redirect } from '@tanstack/react-router';
import {
  AcceptInvitationPage,
  ForgotPasswordPage,
  NewWorkspacePage,
  ResetPasswordPage,
  SignInPage,
  SignUpPage,
  VerifyEmailPage,
} from '#features/account';
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
  validateSearch: nextOf,
  component: function SignIn() {
    return <SignInPage next={signInRoute.useSearch().next} />;
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

/** `/cookies`: for anybody. */
export const cookiesRoute = createRoute({ getParentRoute: () => rootRoute, path: '/cookies', component: CookiesPage });
