import { PRESENCE_CHOICES } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { errorSentence } from '#lib/present-error.ts';
import { MenuChoices } from '#ui/Menu.tsx';
import { notify } from '#ui/toasts.ts';
import { useChoosePresence, useOwnPresence } from '../api/queries.ts';
import { usePresenceWord } from '../use-presence-word.ts';
import { PresenceDot } from './PresenceDot.tsx';

/** Online, away or busy, as a part of a Menu. Whoever is away or busy is given no new conversations. */
export function PresenceChoices() {
  const { t, i18n } = useLingui();
  const word = usePresenceWord();
  const own = useOwnPresence();
  const choose = useChoosePresence();
  if (own === null) return null;
  return (
    <MenuChoices
      label={t`You are`}
      options={PRESENCE_CHOICES.map((choice) => ({ value: choice, label: word(choice), icon: <PresenceDot state={choice} /> }))}
      value={choose.isPending ? choose.variables : own.choice}
      onValueChange={(choice) =>
        choose.mutate(choice, {
          onError: (error) =>
            notify({ tone: 'bad', title: t`Others still see what you chose before`, description: errorSentence(error, i18n) }),
        })
      }
    />
  );
}
