import type { RetentionCollision } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useFormat } from '#lib/use-format.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { useRetentionWords } from '../fns/use-retention-words.ts';

/** Props of CollisionList. `onDrop` takes a law out of the policy, `onSeal` keeps a sealed copy for it. */
export interface CollisionListProps {
  collisions: readonly RetentionCollision[];
  onDrop?: ((law: NonNullable<RetentionCollision['law']>) => void) | undefined;
  onSeal?: (() => void) | undefined;
}

/** Pairs of rules of which only one can be kept, in plain words, with what can be done. Rules that touch several kinds of data are told once. */
export function CollisionList({ collisions, onDrop, onSeal }: CollisionListProps) {
  const { t } = useLingui();
  const words = useRetentionWords();
  const format = useFormat();
  const pairs = new Map<string, { first: RetentionCollision; kinds: string[] }>();
  for (const collision of collisions) {
    const id = `${collision.floor.id} ${collision.ceiling.id} ${collision.from ?? ''}`;
    const pair = pairs.get(id) ?? { first: collision, kinds: [] };
    pair.kinds.push(words.kind(collision.class));
    pairs.set(id, pair);
  }
  return [...pairs].map(([id, { first, kinds }]) => {
    const { floor, ceiling, law, from } = first;
    const floorText = words.rule(floor);
    const floorPeriod = words.period(floor.period);
    const ceilingText = words.rule(ceiling);
    const ceilingPeriod = words.period(ceiling.period);
    const day = from === null ? null : format.date(from);
    const about = kinds.join(', ');
    return (
      <Banner key={id} tone="bad" title={day === null ? t`Two rules collide: ${about}` : t`Two rules collide from ${day} on: ${about}`}>
        <ul className="mt-1 list-disc space-y-0.5 pl-5">
          <li>
            <Trans>
              Keep at least {floorPeriod}: {floorText}.
            </Trans>
          </li>
          <li>
            <Trans>
              Keep at most {ceilingPeriod}: {ceilingText}.
            </Trans>
          </li>
        </ul>
        <p className="mt-2">
          {law === null ? (
            <Trans>Choose a longer period for these, or take the promise “at most” off.</Trans>
          ) : (
            <Trans>Choose a longer period for these, take the promise “at most” off, or take the law out if you serve nobody there.</Trans>
          )}
        </p>
        <details className="mt-1 text-12">
          <summary className="cursor-pointer">
            <Trans>Sources</Trans>
          </summary>
          <p className="mt-1">{floor.source}</p>
          <p>{ceiling.source}</p>
        </details>
        {first.ways_out.includes('seal') ? (
          <p className="mt-2">
            <Trans>
              Or keep your promise on every screen, and keep a sealed copy only for as long as the law asks. Two people together can open
              it.
            </Trans>
          </p>
        ) : null}
        <div className="mt-2 flex flex-wrap gap-2">
          {onSeal === undefined || !first.ways_out.includes('seal') ? null : (
            <Button size="sm" onClick={onSeal}>
              <Trans>Keep a sealed copy</Trans>
            </Button>
          )}
          {law === null || onDrop === undefined ? null : (
            <Button size="sm" onClick={() => onDrop(law)}>
              {t`We serve nobody in ${words.law(law)}`}
            </Button>
          )}
        </div>
      </Banner>
    );
  });
}
