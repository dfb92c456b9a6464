import type { SupportState } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import type { Tone } from '#ui/Banner.tsx';

/** The word and the tone for how an access stands. */
export function useStateWord(): (state: SupportState) => { word: string; tone: Tone | 'neutral' } {
  const { t } = useLingui();
  const words = {
    asked: { word: t`waits for an answer`, tone: 'info' },
    active: { word: t`goes on`, tone: 'warn' },
    ended: { word: t`ended`, tone: 'neutral' },
    declined: { word: t`declined`, tone: 'neutral' },
    withdrawn: { word: t`withdrawn`, tone: 'neutral' },
    lapsed: { word: t`not answered in time`, tone: 'neutral' },
  } as const satisfies Record<SupportState, { word: string; tone: Tone | 'neutral' }>;
  return (state) => words[state];
}
