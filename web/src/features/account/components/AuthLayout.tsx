import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { CheckCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { BlockedCookiesBanner } from '#features/browser-choice';
import { cn } from '#lib/cn.ts';
import { languages, showLanguage, type Language } from '#lib/i18n.ts';
import { Select } from '#ui/Select.tsx';
import { Logo } from './Logo.tsx';

/** A small chat that shows what the product does; only a picture. */
function ChatPicture() {
  const bubble = 'w-fit max-w-72 rounded-bubble px-3.5 py-2 text-14 text-strong';
  return (
    <div aria-hidden className="flex w-full max-w-90 flex-col gap-2">
      <p className={cn(bubble, 'rounded-bl-[4px] bg-bubble-customer')}>
        <Trans>Hello, is the blue batik shirt still there in M?</Trans>
      </p>
      <p className={cn(bubble, 'self-end rounded-br-[4px] bg-bubble-own')}>
        <Trans>Yes! Two are left. Shall I put one aside for you?</Trans>
        <CheckCheck className="mt-0.5 ml-auto size-4 text-info" />
      </p>
      <p className={cn(bubble, 'rounded-bl-[4px] bg-bubble-customer')}>
        <Trans>Please. I can come by at five.</Trans>
      </p>
      <p className={cn(bubble, 'self-end rounded-br-[4px] bg-bubble-own')}>
        <Trans>Done. See you at five!</Trans>
        <CheckCheck className="mt-0.5 ml-auto size-4 text-info" />
      </p>
    </div>
  );
}

/** The page around everything one does before being inside a workspace. */
export function AuthLayout({ title, description, children }: { title: string; description?: ReactNode; children: ReactNode }) {
  const { t, i18n } = useLingui();
  return (
    <div className="grid h-dvh lg:grid-cols-[minmax(26rem,1fr)_minmax(0,1.1fr)]">
      <title>{`${title} · Kabar`}</title>
      <div className="flex min-h-0 flex-col overflow-y-auto bg-surface-1 px-5 py-6 sm:px-10">
        <Logo />
        <main className="mx-auto flex w-full max-w-90 flex-1 flex-col justify-center py-10">
          <h1 className="text-28 font-semibold tracking-tight text-balance text-strong">{title}</h1>
          {description ? <div className="mt-1.5 text-14 text-pretty text-weak">{description}</div> : null}
          <div className="mt-7 flex flex-col gap-5">
            <BlockedCookiesBanner />
            <div>{children}</div>
          </div>
        </main>
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
          <div className="w-44">
            <Select
              size="sm"
              label={t`Language`}
              options={languages.map(({ code, name }) => ({ value: code, label: name }))}
              value={i18n.locale as Language}
              onValueChange={(language) => void showLanguage(language, true)}
            />
          </div>
          <Link
            to="/cookies"
            className="inline-flex min-h-8 items-center text-13 text-accent-text underline-offset-3 hover:underline touch:min-h-10"
          >
            <Trans>Cookies</Trans>
          </Link>
        </div>
      </div>
      <div className="hidden flex-col items-center justify-center gap-10 border-l border-line bg-thread p-10 lg:flex">
        <ChatPicture />
        <p className="max-w-90 text-center text-16 text-balance text-weak">
          <Trans>One inbox for the whole team. Nothing is lost, nothing is sent twice.</Trans>
        </p>
      </div>
    </div>
  );
}
