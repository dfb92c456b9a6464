import { TEMPLATE_LIMITS, type TemplateParts } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { CircleAlert, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { cn } from '#lib/cn.ts';
import { Checkbox } from '#ui/Checkbox.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { ReorderButtons } from '#ui/ReorderButtons.tsx';
import { alignCards, cardLike, moved } from '../fns/draft-changes.ts';
import { BodyEditor } from './BodyEditor.tsx';
import { ButtonsEditor } from './ButtonsEditor.tsx';
import { useEditing, visibleIssues } from './editing-context.ts';
import { HeaderEditor } from './HeaderEditor.tsx';
import { GroupIssues } from './RuleField.tsx';

/** Props of CarouselEditor. `card` is the one that is shown; the page keeps it, so that the preview can follow. */
export interface CarouselEditorProps {
  cards: readonly TemplateParts[];
  format: 'positional' | 'named';
  onCardsChange: (cards: TemplateParts[]) => void;
}

/** The cards of a carousel: one at a time, in an order that can be changed. The first decides what the others are made of. */
export function CarouselEditor({ cards, format, onCardsChange }: CarouselEditorProps) {
  const { t } = useLingui();
  const editing = useEditing();
  const [chosen, setChosen] = useState(0);
  const at = Math.min(chosen, cards.length - 1);
  const card = cards[at];
  if (!card) return null;
  const place = at + 1;
  const name = t`card ${place}`;
  const isFirst = at === 0;

  function change(next: TemplateParts): void {
    const all = cards.with(at, next);
    onCardsChange(isFirst ? alignCards(all) : all);
  }

  const hasError = (index: number): boolean =>
    editing.issues.some((issue) => issue.path.startsWith(`cards.${index}.`) && visibleIssues(editing, issue.path).length > 0);
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-1.5">
        {cards.map((_card, index) => {
          const number = index + 1;
          return (
            <button
              key={index}
              type="button"
              aria-pressed={index === at}
              onClick={() => setChosen(index)}
              className={cn(
                'inline-flex h-8 items-center gap-1.5 rounded-control border px-2.5 text-13 font-medium touch:h-10',
                index === at ? 'border-accent bg-accent-soft text-accent-text' : 'border-line-control/60 text-normal hover:bg-surface-2',
              )}
            >
              <Trans>Card {number}</Trans>
              {hasError(index) ? <CircleAlert aria-label={t`needs a look`} className="size-3.5 text-bad" /> : null}
            </button>
          );
        })}
        {cards.length < TEMPLATE_LIMITS.cardsMax ? (
          <IconButton
            label={t`Add a card`}
            variant="outline"
            icon={<Plus aria-hidden />}
            onClick={() => {
              onCardsChange([...cards, cardLike(cards[0])]);
              setChosen(cards.length);
            }}
          />
        ) : null}
      </div>
      <section aria-label={name} className="flex flex-col gap-4 rounded-card border border-line p-3 sm:p-4">
        <div className="flex items-center gap-2">
          <p className="min-w-0 flex-1 text-13 text-weak">
            {isFirst ? (
              <Trans>What this card is made of holds for all of them.</Trans>
            ) : (
              <Trans>Made of the same parts as the first card.</Trans>
            )}
          </p>
          <ReorderButtons
            direction="horizontal"
            name={name}
            index={at}
            count={cards.length}
            onMove={(to) => {
              onCardsChange(alignCards(moved(cards, at, to)));
              setChosen(to);
            }}
          />
          <IconButton
            size="sm"
            label={t`Remove ${name}`}
            icon={<Trash2 aria-hidden />}
            disabled={cards.length <= TEMPLATE_LIMITS.cardsMin}
            focusableWhenDisabled
            onClick={() => onCardsChange(cards.toSpliced(at, 1))}
          />
        </div>
        <HeaderEditor
          key={`${at} ${card.header?.kind ?? ''}`}
          prefix={`cards.${at}.`}
          header={card.header}
          kinds={isFirst ? ['image', 'video'] : card.header?.kind === 'video' ? ['video'] : ['image']}
          format={format}
          onHeaderChange={(header) => change({ ...card, header })}
        />
        {isFirst ? (
          <Checkbox
            label={t`Cards have a text`}
            checked={card.body !== null}
            onCheckedChange={(on) => change({ ...card, body: on ? { text: '', samples: {}, security_recommendation: null } : null })}
          />
        ) : null}
        {card.body ? (
          <BodyEditor
            prefix={`cards.${at}.`}
            body={card.body}
            max={TEMPLATE_LIMITS.cardBody}
            format={format}
            onBodyChange={(body) => change({ ...card, body })}
          />
        ) : null}
        <ButtonsEditor
          prefix={`cards.${at}.`}
          buttons={card.buttons}
          kinds={['quick_reply', 'url', 'phone']}
          most={TEMPLATE_LIMITS.cardButtons}
          fixed={!isFirst}
          onButtonsChange={(buttons) => change({ ...card, buttons })}
        />
        <GroupIssues path={`cards.${at}`} />
      </section>
      <GroupIssues path="cards" />
      {cards.length >= TEMPLATE_LIMITS.cardsMax ? (
        <p className="text-13 text-weak">
          <Trans>A carousel has at most ten cards.</Trans>
        </p>
      ) : null}
    </div>
  );
}
