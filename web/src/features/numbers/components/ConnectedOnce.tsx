import type { ConnectNumberResponse } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useFormat } from '#lib/use-format.ts';
import { Banner } from '#ui/Banner.tsx';
import { CopyField } from '#ui/CopyField.tsx';

/** What the answer to connecting holds and never comes again: the verify token, beside the address it belongs to. */
export function ConnectedOnce({ answer }: { answer: ConnectNumberResponse }) {
  const { t } = useLingui();
  const format = useFormat();
  const phone = format.phone(answer.number.display_phone_number);
  const isEmulator = answer.number.provider === 'emulator';
  return (
    <div className="flex flex-col gap-4">
      <Banner tone="good" title={answer.number.verified_name ?? phone}>
        {isEmulator ? (
          <Trans>The emulator already sends its deliveries here; there is nothing to set up.</Trans>
        ) : (
          <Trans>The app is subscribed to the account. If Meta asks for a callback URL and a verify token, enter these two.</Trans>
        )}
      </Banner>
      <CopyField label={t`Callback URL`} value={answer.webhook_url} />
      <CopyField label={t`Verify token`} value={answer.verify_token} hint={t`Shown this once. Only its hash is kept.`} />
      {isEmulator ? null : (
        <p className="text-13 text-weak">
          <Trans>
            developers.facebook.com, your app, WhatsApp, Configuration, Webhook: Edit, then subscribe to the field “messages” and the others
            you want.
          </Trans>
        </p>
      )}
    </div>
  );
}
