/** The steps from nothing to a message sent by a program, in order. */
export const stepIds = ['connect', 'phone', 'receive', 'answer', 'key', 'send'] as const;
/** One of `stepIds`. */
export type StepId = (typeof stepIds)[number];

/** What the steps are judged by. `phoneOpened` is kept in this browser; all the rest is what the server says. */
export interface StepFacts {
  hasNumber: boolean;
  phoneOpened: boolean;
  received: boolean;
  answered: boolean;
  hasKey: boolean;
  sentByApi: boolean;
}

/** Which steps are done. A message that came in proves that somebody had a phone open. */
export function stepsDone(facts: StepFacts): Record<StepId, boolean> {
  return {
    connect: facts.hasNumber,
    phone: facts.phoneOpened || facts.received,
    receive: facts.received,
    answer: facts.answered,
    key: facts.hasKey,
    send: facts.sentByApi,
  };
}
