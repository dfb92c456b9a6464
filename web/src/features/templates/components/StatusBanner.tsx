import type { Template } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useFormat } from '#lib/use-format.ts';
import { useServerWords } from '#lib/use-server-words.ts';
import { Banner } from '#ui/Banner.tsx';
import { categoryLabel, rejectionWords, statusWords } from '../fns/template-words.ts';

/** What a template's status means, why it has it, and what to do. */
export function StatusBanner({ template }: { template: Template }) {
  const { i18n } = useLingui();
  const format = useFormat();
  const words = useServerWords();
  const { label, tone, meaning, nextStep } = statusWords[template.status];
  const known = rejectionWords(template.rejected_reason);
  const reason = template.rejected_reason === null ? null : known ? i18n._(known) : words(template.rejected_reason);
  const until = template.paused_until === null ? null : format.dateTime(template.paused_until);
  const coming = template.coming_category;
  const comingName = coming === null ? '' : i18n._(categoryLabel(coming.category));
  const comingAt = coming?.at ? format.dateTime(coming.at) : null;
  return (
    <>
      <Banner tone={tone === 'neutral' ? 'info' : tone} title={i18n._(label)}>
        <p>
          {i18n._(meaning)} {reason ? <strong className="font-semibold">{reason}</strong> : null}
        </p>
        {until ? (
          <p>
            <Trans>Paused until {until}.</Trans>
          </p>
        ) : null}
        {nextStep ? <p>{i18n._(nextStep)}</p> : null}
      </Banner>
      {coming ? (
        <Banner tone="warn" title={<Trans>WhatsApp is going to change the category</Trans>}>
          {comingAt ? (
            <Trans>
              From {comingAt} it is {comingName} and is charged as such. If that is wrong, ask for another review in WhatsApp Manager.
            </Trans>
          ) : (
            <Trans>Soon it is {comingName} and is charged as such. If that is wrong, ask for another review in WhatsApp Manager.</Trans>
          )}
        </Banner>
      ) : null}
    </>
  );
}
