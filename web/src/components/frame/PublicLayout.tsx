import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { languages, showLanguage, type Language } from '#lib/i18n.ts';
import { Select } from '#ui/Select.tsx';

/** Props of PublicLayout. `brand` is what stands at the top, the name of the product without it; `footer` stands before the link to the cookies. */
export interface PublicLayoutProps {
  title: string;
  description?: ReactNode;
  brand?: ReactNode;
  footer?: ReactNode;
  children: ReactNode;
}

/** A page for anybody, without an account: made for a phone first, with language and cookies within reach. */
export function PublicLayout({ title, description, brand, footer, children }: PublicLayoutProps) {
  const { t, i18n } = useLingui();
  return (
    <div className="flex h-dvh flex-col overflow-y-auto bg-surface-0">
      <title>{title}</title>
      <header className="border-b border-line bg-surface-1">
        <div className="mx-auto flex min-h-14 max-w-180 items-center justify-between gap-4 px-4 py-2">
          <div className="min-w-0 flex-1">
            {brand ?? (
              <Link to="/" className="rounded-control text-16 font-semibold text-strong">
                Kabar
              </Link>
            )}
          </div>
          <div className="w-38 shrink-0">
            <Select
              size="sm"
              label={t`Language`}
              options={languages.map(({ code, name }) => ({ value: code, label: name }))}
              value={i18n.locale as Language}
              onValueChange={(language) => void showLanguage(language, true)}
            />
          </div>
        </div>
      </header>
      <main id="main" className="mx-auto flex w-full max-w-180 flex-1 flex-col gap-4 px-4 py-6 sm:py-8">
        <div>
          <h1 className="text-20 font-semibold tracking-tight text-balance wrap-anywhere text-strong">{title}</h1>
          {description ? <div className="mt-1 text-14 text-pretty text-weak">{description}</div> : null}
        </div>
        {children}
      </main>
      <footer className="border-t border-line bg-surface-1">
        <nav aria-label={t`Privacy`} className="mx-auto flex max-w-180 flex-wrap gap-x-5 gap-y-1 px-4 py-3 text-13">
          {footer}
          <Link
            to="/cookies"
            className="inline-flex min-h-8 items-center text-accent-text underline-offset-3 hover:underline touch:min-h-10"
          >
            <Trans>Cookies</Trans>
          </Link>
        </nav>
      </footer>
    </div>
  );
}
