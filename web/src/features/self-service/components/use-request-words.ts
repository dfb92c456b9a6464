import type { RequestStatus } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import type { Tone } from '#ui/Banner.tsx';

type Kind = RequestStatus['kind'];
type State = RequestStatus['state'];

/** Requests in the words of whoever asked. */
export function useRequestWords(): {
  kind: (kind: Kind) => string;
  state: (state: State) => string;
  explain: (state: State) => string;
  tone: (state: State) => Tone | 'neutral';
} {
  const { t } = useLingui();
  const kinds: Readonly<Record<Kind, string>> = {
    access: t`A copy of your data`,
    portability: t`Your data to take along`,
    rectify: t`A correction`,
    erase: t`Erasing your data`,
    restrict: t`Only keep my data, do not use it`,
    object: t`An objection`,
    withdraw_consent: t`Taking back your consent`,
  };
  const states: Readonly<Record<State, string>> = {
    waiting: t`With a person`,
    will_begin: t`Will begin`,
    working: t`Under way`,
    done: t`Done`,
    partly_done: t`Partly done`,
    refused: t`Refused`,
    cancelled: t`Taken back`,
    same_as_earlier: t`Asked before`,
  };
  const explanations: Readonly<Record<State, string>> = {
    waiting: t`Somebody has to look at it first. Nothing is needed from you.`,
    will_begin: t`It begins by itself at the time below. Until then you can take it back.`,
    working: t`It is being done right now.`,
    done: t`Everything is done.`,
    partly_done: t`Something could not be done yet; a person is looking at it.`,
    refused: t`It was refused. The reason was sent to you, and you can complain.`,
    cancelled: t`You or somebody for you took it back. Nothing was done.`,
    same_as_earlier: t`You asked the same before, and that request is still open.`,
  };
  const tones: Readonly<Record<State, Tone | 'neutral'>> = {
    waiting: 'info',
    will_begin: 'warn',
    working: 'info',
    done: 'good',
    partly_done: 'warn',
    refused: 'bad',
    cancelled: 'neutral',
    same_as_earlier: 'neutral',
  };
  return {
    kind: (kind) => kinds[kind],
    state: (state) => states[state],
    explain: (state) => explanations[state],
    tone: (state) => tones[state],
  };
}
