import type { AccountErasureReceipt } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import { Page } from '#frame/Page.tsx';
import { saveBlob } from '#lib/save-blob.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { EraseAccountCard } from '../components/EraseAccountCard.tsx';
import { OwnCopyCard } from '../components/OwnCopyCard.tsx';

/** `/account/privacy`: a copy of what is stored about the signed-in person, and erasing it. Stands outside of every workspace. */
export function AccountPrivacyPage() {
  const { t } = useLingui();
  const [receipt, setReceipt] = useState<AccountErasureReceipt | null>(null);
  return (
    <div className="flex h-dvh flex-col">
      <header className="flex h-12 shrink-0 items-center gap-4 border-b border-line bg-surface-0 px-4">
        {receipt === null ? (
          <Link to="/" className="flex items-center gap-1.5 text-13 font-medium text-accent-text">
            <ArrowLeft aria-hidden className="size-4" />
            <Trans>To the workspace</Trans>
          </Link>
        ) : null}
      </header>
      <main id="main" tabIndex={-1} className="min-h-0 flex-1 bg-surface-0 outline-none">
        <Page
          width="narrow"
          title={t`Your own data`}
          description={t`What this installation stores about your account, and how you get or erase it.`}
        >
          {receipt === null ? (
            <>
              <OwnCopyCard />
              <EraseAccountCard onErased={setReceipt} />
            </>
          ) : (
            <Banner
              tone="good"
              title={t`Your account is erased`}
              action={
                <Button
                  size="sm"
                  onClick={() => saveBlob(new Blob([JSON.stringify(receipt, null, 2)], { type: 'application/json' }), 'kabar-receipt.json')}
                >
                  <Trans>Save the receipt</Trans>
                </Button>
              }
            >
              <Trans>You are signed out everywhere. The signed receipt is also on its way to your mailbox, as the last mail.</Trans>
            </Banner>
          )}
        </Page>
      </main>
    </div>
  );
}
