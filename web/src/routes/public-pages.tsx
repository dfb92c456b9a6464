import { createRoute } from '@tanstack/react-router';
import { PublicContactFormPage } from '#features/contact-form';
import { DeletionPage, MyDataPage, PublicStartPage, RequestStatusPage } from '#features/self-service';
import { rootRoute } from './root.tsx';

/** `/p/{slug}/contact`: the contact form of a workspace, for people without an account. */
const publicContactRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/p/$slug/contact',
  component: function PublicContact() {
    return <PublicContactFormPage slug={publicContactRoute.useParams().slug} />;
  },
});

/** `/p/{slug}#t=…` */
const startRoute = createRoute({ getParentRoute: () => rootRoute, path: '/p/$slug', component: PublicStartPage });

/** `/p/{slug}/my-data` */
const myDataRoute = createRoute({ getParentRoute: () => rootRoute, path: '/p/$slug/my-data', component: MyDataPage });

/** `/p/{slug}/requests/{reference}` */
const statusRoute = createRoute({ getParentRoute: () => rootRoute, path: '/p/$slug/requests/$reference', component: RequestStatusPage });

/** `/p/{slug}/deletions/{code}` */
const deletionRoute = createRoute({ getParentRoute: () => rootRoute, path: '/p/$slug/deletions/$code', component: DeletionPage });

/** Pages of businesses for their customers, without an account. */
export const publicPages = [startRoute, myDataRoute, statusRoute, deletionRoute, publicContactRoute] as const;
