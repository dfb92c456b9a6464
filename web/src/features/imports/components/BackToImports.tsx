import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { ChevronLeft } from 'lucide-react';

/** The way from a page of imports back to their list. */
export function BackToImports() {
  return (
    <Link from="/w/$slug" to="/w/$slug/contacts/imports" className="inline-flex items-center gap-1 text-13 text-weak hover:text-strong">
      <ChevronLeft aria-hidden className="size-4" />
      <Trans>Imports</Trans>
    </Link>
  );
}
