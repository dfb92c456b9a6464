import { Trans, useLingui } from '@lingui/react/macro';
import { CircleCheck, CircleMinus, CircleX, ShieldQuestionMark } from 'lucide-react';
import { useEffect, useState } from 'react';
import { cn } from '#lib/cn.ts';
import { errorSentence } from '#lib/present-error.ts';
import { Card } from '#ui/Card.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { useTriedWords } from '../api/queries.ts';
import { useConsentWords } from './use-consent-words.ts';

const pauseMs = 200;

/** What Kabar would do with a message, while somebody types it. Nothing is recorded. */
export function WordsTester() {
  const { t, i18n } = useLingui();
  const words = useConsentWords();
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), pauseMs);
    return () => clearTimeout(timer);
  }, [text]);
  const tried = useTriedWords(asked);
  const language = tried.data?.language ? words.language(tried.data.language) : null;
  const outcomes = {
    stop: {
      icon: CircleX,
      look: 'bg-bad-soft text-bad',
      title: t`Kabar stops marketing for this customer`,
      why: language === null ? t`The whole message means stop.` : t`The whole message means stop in ${language}. They are told so once.`,
    },
    start: {
      icon: CircleCheck,
      look: 'bg-good-soft text-good',
      title: t`The customer gets marketing again`,
      why: t`It lifts a stop by word or button. To somebody who never stopped it says nothing: it is no agreement.`,
    },
    doubt: {
      icon: ShieldQuestionMark,
      look: 'bg-warn-soft text-warn',
      title: t`A person decides`,
      why: t`The sentence has a word of stopping but may be about something else. Nothing is stopped; a line in the thread asks.`,
    },
    none: {
      icon: CircleMinus,
      look: 'bg-surface-2 text-normal',
      title: t`An ordinary message`,
      why: t`Nothing in it means stop or start.`,
    },
  } as const;
  const outcome = asked === '' || !tried.data ? null : outcomes[tried.data.meaning];
  return (
    <Card title={t`Try it`}>
      <Field label={t`What a customer might write`}>
        <Input dir="auto" value={text} maxLength={1000} placeholder={t`for example: stop sending me offers`} onValueChange={setText} />
      </Field>
      <div aria-live="polite" className="mt-3 min-h-16">
        {tried.isError && asked !== '' ? (
          <p className="text-13 text-bad">{errorSentence(tried.error, i18n)}</p>
        ) : outcome === null ? (
          <p className="text-13 text-weak">
            <Trans>Type a message to see what Kabar would do and why. Nothing is recorded.</Trans>
          </p>
        ) : (
          <div className={cn('flex items-start gap-2.5 rounded-card px-3 py-2.5 text-13', outcome.look)}>
            <outcome.icon aria-hidden className="mt-0.5 size-4 shrink-0" />
            <div>
              <p className="font-semibold">{outcome.title}</p>
              <p>{outcome.why}</p>
            </div>
          </div>
        )}
      </div>
    </Card>
  );
}
