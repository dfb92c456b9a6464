import { SELF_SERVICE_KEYWORDS, type PublicPage } from '@kabar/contract';
import { KabarError } from '@kabar/sdk';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { MessageCircle } from 'lucide-react';
import { useState } from 'react';
import { accountApi } from '#lib/api.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { ButtonAnchor } from '#ui/ButtonLink.tsx';
import { Card } from '#ui/Card.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { useBeginVisit } from '../api/queries.ts';

/** Proving that one holds a number: by writing a word from it, or by a code that is sent to it. */
export function ProveCard({ slug, page }: { slug: string; page: PublicPage }) {
  const { t, i18n } = useLingui();
  const navigate = useNavigate();
  const [phone, setPhone] = useState('');
  const [code, setCode] = useState('');
  const ask = useMutation({ mutationFn: () => accountApi.publicPages.askCode(slug, { phone }) });
  const begin = useBeginVisit(slug);
  // Words of both languages are always heard; the reader is shown the one of their own.
  const word = page.word === null ? null : SELF_SERVICE_KEYWORDS.access[i18n.locale === 'id' ? 2 : 1].toUpperCase();
  const isWrong = begin.error instanceof KabarError && (begin.error.code === 'token_invalid' || begin.error.code === 'validation_failed');
  return (
    <Card
      title={<Trans>Your data</Trans>}
      description={
        <Trans>
          See what {page.title} holds about you, take it along, correct it or have it erased. First show that the number is yours.
        </Trans>
      }
    >
      <div className="flex flex-col gap-5">
        {word !== null && page.numbers.length > 0 ? (
          <div className="flex flex-col gap-2">
            <p className="text-14 text-normal">
              <Trans>
                The easy way: write <strong className="font-semibold text-strong">{word}</strong> on WhatsApp. The answer is a link that
                opens your data.
              </Trans>
            </p>
            {page.numbers.map((number) => (
              <ButtonAnchor
                key={number.display}
                size="lg"
                variant="primary"
                href={withWord(number.link, word)}
                target="_blank"
                rel="noopener noreferrer"
                icon={<MessageCircle aria-hidden />}
              >
                <Trans>Write to {number.display}</Trans>
              </ButtonAnchor>
            ))}
          </div>
        ) : null}
        {ask.isSuccess ? (
          <form
            className="flex flex-col gap-3"
            onSubmit={(event) => {
              event.preventDefault();
              begin.mutate({ phone, code: code.trim() }, { onSuccess: () => void navigate({ to: '/p/$slug/my-data', params: { slug } }) });
            }}
          >
            <Banner tone="info" title={<Trans>If this number is known here, a code is on its way</Trans>}>
              <Trans>
                It comes over WhatsApp to {phone}, if you wrote to {page.title} in the last 24 hours. Nothing after a minute? Then write to
                them as above.
              </Trans>
            </Banner>
            {isWrong ? (
              <Banner tone="bad" title={<Trans>That did not open anything</Trans>}>
                <Trans>The code is wrong, was used before, or is older than 10 minutes. Look again, or ask for another.</Trans>
              </Banner>
            ) : (
              <ErrorBanner error={begin.error} />
            )}
            <Field label={t`Code of six digits`}>
              <Input
                inputMode="numeric"
                autoComplete="one-time-code"
                maxLength={6}
                value={code}
                onChange={(event) => setCode(event.currentTarget.value)}
              />
            </Field>
            <div className="flex flex-wrap gap-2">
              <Button type="submit" variant="primary" size="lg" loading={begin.isPending} disabled={code.trim().length !== 6}>
                <Trans>Open my data</Trans>
              </Button>
              <Button
                size="lg"
                onClick={() => {
                  ask.reset();
                  begin.reset();
                  setCode('');
                }}
              >
                <Trans>Another number</Trans>
              </Button>
            </div>
          </form>
        ) : (
          <form
            className="flex flex-col gap-3"
            onSubmit={(event) => {
              event.preventDefault();
              ask.mutate();
            }}
          >
            <ErrorBanner error={ask.error} />
            <Field label={t`Your WhatsApp number`} hint={t`With its country, such as +62 812 3456 7890`}>
              <Input type="tel" autoComplete="tel" required value={phone} onChange={(event) => setPhone(event.currentTarget.value)} />
            </Field>
            <Button type="submit" size="lg" loading={ask.isPending} disabled={phone.trim().length < 5}>
              <Trans>Send me a code</Trans>
            </Button>
          </form>
        )}
      </div>
    </Card>
  );
}

/** The address that opens WhatsApp, with another word typed already. */
function withWord(link: string, word: string): string {
  const url = new URL(link);
  url.searchParams.set('text', word);
  return url.href;
}
