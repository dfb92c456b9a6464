import { createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { createQueryClient } from '#lib/query-client.ts';
import {
  acceptInvitationRoute,
  accountPrivacyRoute,
  accountSecurityRoute,
  cookiesRoute,
  forgotPasswordRoute,
  newWorkspaceRoute,
  resetPasswordRoute,
  signInRoute,
  signUpRoute,
  startRoute,
  verifyEmailRoute,
} from './routes/account-routes.tsx';
import { developerPages, developersRoute } from './routes/developer-pages.tsx';
import { operatorPages, operatorRoute } from './routes/operator-pages.tsx';
import { privacyPages, privacyRoute } from './routes/privacy-pages.tsx';
import { publicPages } from './routes/public-pages.tsx';
import { rootRoute } from './routes/root.tsx';
import { settingsPages, settingsRoute } from './routes/settings-pages.tsx';
import {
  consentSettingsRoute,
  contactRoute,
  contactsRoute,
  conversationRoute,
  firstStepsRoute,
  importRoute,
  newPersonImportRoute,
  personImportRoute,
  importsRoute,
  inboxRoute,
  newImportRoute,
  numberRoute,
  numbersRoute,
  reportsRoute,
  searchRoute,
  templateDraftRoute,
  templateRoute,
  templatesRoute,
} from './routes/workspace-pages.tsx';
import { workspaceRoute, workspaceStartRoute } from './routes/workspace-route.tsx';

/** `/gallery`: every part with its states. Only in development and in builds made for tests (VITE_GALLERY=true). */
const galleryRoutes =
  import.meta.env.DEV || import.meta.env.VITE_GALLERY === 'true'
    ? [
        createRoute({
          getParentRoute: () => rootRoute,
          path: '/gallery',
          component: lazyRouteComponent(() => import('./gallery/GalleryPage.tsx'), 'GalleryPage'),
        }),
      ]
    : [];

const routeTree = rootRoute.addChildren([
  startRoute,
  signInRoute,
  signUpRoute,
  forgotPasswordRoute,
  resetPasswordRoute,
  verifyEmailRoute,
  acceptInvitationRoute,
  newWorkspaceRoute,
  accountPrivacyRoute,
  accountSecurityRoute,
  cookiesRoute,
  workspaceRoute.addChildren([
    workspaceStartRoute,
    inboxRoute.addChildren([conversationRoute]),
    importsRoute,
    newImportRoute,
    importRoute,
    newPersonImportRoute,
    personImportRoute,
    contactsRoute,
    contactRoute,
    searchRoute,
    firstStepsRoute,
    numbersRoute,
    numberRoute,
    templatesRoute,
    templateRoute,
    templateDraftRoute,
    developersRoute.addChildren(developerPages),
    settingsRoute.addChildren([...settingsPages, consentSettingsRoute]),
    reportsRoute,
    privacyRoute.addChildren(privacyPages),
  ]),
  ...publicPages,
  operatorRoute.addChildren(operatorPages),
  ...galleryRoutes,
]);

/** The cache of the page. */
export const queryClient = createQueryClient();

/** Every page by its address. */
export const router = createRouter({
  routeTree,
  context: { queryClient },
  defaultPreload: 'intent',
  // Freshness is the cache's business, not the router's.
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
