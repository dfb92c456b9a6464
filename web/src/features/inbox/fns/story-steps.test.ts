import { describe, expect, it } from 'vitest';
import { sampleMessage } from './sample-message.ts';
import { storySteps } from './story-steps.ts';

describe('storySteps', () => {
  const states = sampleMessage({ n: 1 }).states;

  it('tells what was reported, in the order of time', () => {
    const steps = storySteps({
      ...sampleMessage({ n: 1, direction: 'out' }),
      states: {
        ...states,
        queued_at: '2026-11-21T03:00:00.000Z',
        read_at: '2026-11-21T03:09:00.000Z',
        sent_at: '2026-11-21T03:00:01.000Z',
      },
    });
    expect(steps.map(({ key }) => key)).toEqual(['queued', 'sent', 'read']);
  });

  it('keeps the order of the states within the second that WhatsApp tells', () => {
    const steps = storySteps({
      ...sampleMessage({ n: 1, direction: 'out' }),
      states: {
        ...states,
        queued_at: '2026-11-21T03:00:00.700Z',
        sending_at: '2026-11-21T03:00:00.900Z',
        failed_at: '2026-11-21T03:00:00.000Z',
      },
    });
    expect(steps.map(({ key }) => key)).toEqual(['queued', 'sending', 'failed']);
  });

  it('tells of an incoming message when it was written and when it came', () => {
    expect(storySteps(sampleMessage({ n: 1 })).map(({ key }) => key)).toEqual(['written', 'received']);
  });
});
