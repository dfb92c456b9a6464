import type { AwayLanguage, AwayMessage } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import { FormattedText } from '#features/inbox';
import { useWorkspace } from '#features/session';
import { PhoneBubble } from '#ui/PhoneBubble.tsx';
import { PhoneFrame } from '#ui/PhoneFrame.tsx';
import { useAwayPreview } from '../api/queries.ts';

/** How a customer reads the message now, on a phone; a moment behind the typing. */
export function AwayPreview({ message, language, numberId }: { message: AwayMessage; language: AwayLanguage; numberId: string | null }) {
  const { t } = useLingui();
  const { workspace } = useWorkspace();
  const [asked, setAsked] = useState(message);
  // The server is asked when the typing rests.
  useEffect(() => {
    const rest = setTimeout(() => setAsked(message), 350);
    return () => clearTimeout(rest);
  }, [message]);
  const preview = useAwayPreview(asked, language, numberId);
  const isEmpty = message.text.trim() === '';
  return (
    <div className="flex flex-col gap-2" aria-live="polite">
      <PhoneFrame title={workspace.name} subtitle={t`Business account`}>
        <PhoneBubble own>
          <span aria-hidden>
            {
              {
                en: 'Hello, are you open?',
                id: 'Halo, masih buka?',
                hi: 'नमस्ते, क्या आप खुले हैं?',
                es: 'Hola, ¿están abiertos?',
                pt: 'Olá, estão abertos?',
                ar: 'مرحبًا، هل أنتم مفتوحون؟',
              }[language]
            }
          </span>
        </PhoneBubble>
        {isEmpty ? (
          <p className="text-13 text-weak italic">{t`The text appears here.`}</p>
        ) : preview.data === undefined ? (
          <p className="text-13 text-weak italic">{preview.isError ? t`No preview: look at the text.` : t`One moment…`}</p>
        ) : (
          <PhoneBubble>
            <FormattedText text={preview.data} className="block" />
          </PhoneBubble>
        )}
      </PhoneFrame>
      <p className="max-w-75 text-center text-12 text-weak">
        <Trans>As an invented customer would read it now.</Trans>
      </p>
    </div>
  );
}
