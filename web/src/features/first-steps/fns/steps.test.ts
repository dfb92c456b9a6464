import { describe, expect, it } from 'vitest';
import { stepIds, stepsDone } from './steps.ts';

const nothing = { hasNumber: false, phoneOpened: false, received: false, answered: false, hasKey: false, sentByApi: false };

describe('the first steps', () => {
  it('are all open at the start and all done at the end', () => {
    expect(Object.values(stepsDone(nothing))).toEqual(stepIds.map(() => false));
    const everything = { hasNumber: true, phoneOpened: true, received: true, answered: true, hasKey: true, sentByApi: true };
    expect(Object.values(stepsDone(everything))).toEqual(stepIds.map(() => true));
  });

  it('count the phone as opened once a message has come from it', () => {
    expect(stepsDone({ ...nothing, received: true }).phone).toBe(true);
  });
});
