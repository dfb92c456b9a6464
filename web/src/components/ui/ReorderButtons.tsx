import { useLingui } from '@lingui/react/macro';
import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp } from 'lucide-react';
import { IconButton } from './IconButton.tsx';

/** Props of ReorderButtons. `name` is the thing that moves, e.g. "Card 2". */
export interface ReorderButtonsProps {
  name: string;
  index: number;
  count: number;
  onMove: (to: number) => void;
  direction?: 'vertical' | 'horizontal' | undefined;
}

/** Moves a thing in its list by one place, by mouse, touch and keyboard alike. */
export function ReorderButtons({ name, index, count, onMove, direction = 'vertical' }: ReorderButtonsProps) {
  const { t } = useLingui();
  const isVertical = direction === 'vertical';
  return (
    <>
      <IconButton
        size="sm"
        label={isVertical ? t`Move ${name} up` : t`Move ${name} to the left`}
        icon={isVertical ? <ArrowUp aria-hidden /> : <ArrowLeft aria-hidden />}
        disabled={index === 0}
        focusableWhenDisabled
        onClick={() => onMove(index - 1)}
      />
      <IconButton
        size="sm"
        label={isVertical ? t`Move ${name} down` : t`Move ${name} to the right`}
        icon={isVertical ? <ArrowDown aria-hidden /> : <ArrowRight aria-hidden />}
        disabled={index === count - 1}
        focusableWhenDisabled
        onClick={() => onMove(index + 1)}
      />
    </>
  );
}
