import { createRoute } from '@tanstack/react-router';
import { PublicContactFormPage } from '#features/contact-form';
import { rootRoute } from './root.tsx';

/** `/p/{slug}/contact`: the contact form of a workspace, for people without an account. */
export const publicContactRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/p/$slug/contact',
  component: function PublicContact() {
    return <PublicContactFormPage slug={publicContactRoute.useParams().slug} />;
  },
});
