import { WEEKDAYS, type Schedule, type ServiceTargets } from '@kabar/contract';
import { describe, expect, it } from 'vitest';
import { alwaysOpen, readSchedule } from '#modules/working-hours';
import { applyFact, deriveEpisode, openEpisode, type EpisodeFact, type EpisodeState } from './episode-state.ts';

const office = readSchedule(
  {
    mode: 'weekly',
    time_zone: 'UTC',
    week: Object.fromEntries(WEEKDAYS.map((day) => [day, [{ from: '09:00', until: '17:00' }]])) as Schedule['week'], // all seven are there
    exceptions: [],
  },
  'UTC',
);
const targets: ServiceTargets = { first_reply_minutes: 60, resolution_minutes: 600, clock: 'working_time', warn_at_percent: 80 };
const at = (time: string, day = 23): Date => new Date(`2026-11-${day}T${time}:00Z`);

function live(facts: readonly EpisodeFact[], hours = office): EpisodeState | null {
  return facts.reduce<EpisodeState | null>((state, fact) => applyFact(state, fact, hours), null);
}

function mustLive(facts: readonly EpisodeFact[], hours = office): EpisodeState {
  const state = live(facts, hours);
  if (state === null) throw new Error('no episode');
  return state;
}

describe('a turn of a conversation', () => {
  it('begins with a customer, is answered and ends, in working time', () => {
    const state = mustLive([
      { kind: 'inbound', at: at('16:30') },
      { kind: 'inbound', at: at('16:45') },
      { kind: 'reply', at: at('09:15', 24), by: 'm' },
      { kind: 'reply', at: at('09:20', 24), by: 'other' },
      { kind: 'resolved', at: at('11:00', 24) },
    ]);
    const { state: derived, missed, due } = deriveEpisode(state, targets, office, at('12:00', 24));
    expect(derived).toMatchObject({
      firstReplyBy: 'm',
      firstReplySeconds: 45 * 60,
      firstReplyMet: true,
      resolutionSeconds: 150 * 60,
      resolutionMet: true,
    });
    expect([missed, due, derived.checkAt]).toEqual([[], null, null]);
  });

  it('by the clock, nights count', () => {
    const state = mustLive([
      { kind: 'inbound', at: at('16:30') },
      { kind: 'reply', at: at('09:15', 24), by: null },
    ]);
    const { state: derived, missed } = deriveEpisode(state, { ...targets, clock: 'clock_time' }, office, at('09:15', 24));
    expect(derived).toMatchObject({ firstReplySeconds: 60_300, firstReplyMet: false });
    expect(missed).toEqual(['first_reply', 'resolution']);
  });

  it('is due first for a reply, then for its end; the warning comes before the miss, each told once', () => {
    const state = mustLive([{ kind: 'inbound', at: at('10:00') }]);
    const early = deriveEpisode(state, targets, office, at('10:00'));
    expect(early).toMatchObject({ due: { at: at('11:00'), kind: 'first_reply' }, warn: [], missed: [], state: { checkAt: at('10:48') } });
    const warned = deriveEpisode(early.state, targets, office, at('10:48'));
    expect(warned).toMatchObject({ warn: ['first_reply'], missed: [], state: { checkAt: at('11:00') } });
    const late = deriveEpisode(warned.state, targets, office, at('11:00'));
    expect(late).toMatchObject({ warn: [], missed: ['first_reply'], due: { at: at('11:00'), kind: 'first_reply' } });
    expect(deriveEpisode(late.state, targets, office, at('11:05'))).toMatchObject({ warn: [], missed: [] });
    const replied = applyFact(late.state, { kind: 'reply', at: at('11:10'), by: 'm' }, office);
    expect(replied && deriveEpisode(replied, targets, office, at('11:10'))).toMatchObject({
      due: { at: at('12:00', 24), kind: 'resolution' },
      state: { firstReplyMet: false, firstReplySeconds: 70 * 60 },
    });
  });

  it('stands still for its end while it is snoozed, and goes on where it was', () => {
    const snoozed = mustLive([
      { kind: 'inbound', at: at('10:00') },
      { kind: 'reply', at: at('10:10'), by: 'm' },
      { kind: 'snoozed', at: at('11:00') },
    ]);
    expect(deriveEpisode(snoozed, targets, office, at('12:00'))).toMatchObject({
      due: null,
      state: { resolutionMet: null, checkAt: null },
    });
    const woken = applyFact(snoozed, { kind: 'woken', at: at('10:00', 24) }, office);
    // One hour had passed of ten; nine are left from Tuesday at ten on.
    expect(woken && deriveEpisode(woken, targets, office, at('10:00', 24)).due).toEqual({ at: at('11:00', 25), kind: 'resolution' });
    const resolved = woken && applyFact(woken, { kind: 'resolved', at: at('11:30', 24) }, office);
    expect(resolved && deriveEpisode(resolved, targets, office, at('11:30', 24)).state.resolutionSeconds).toBe(150 * 60);
  });

  it('does not wait for a first reply when a member opened it again', () => {
    const state = mustLive([{ kind: 'reopened', at: at('10:00'), byCustomer: false }]);
    expect(deriveEpisode(state, targets, office, at('12:00'))).toMatchObject({
      due: { kind: 'resolution' },
      missed: [],
      state: { firstReplyMet: null },
    });
  });

  it('knows nothing of replies and ends without a beginning', () => {
    expect(
      live([
        { kind: 'reply', at: at('10:00'), by: null },
        { kind: 'resolved', at: at('10:00') },
      ]),
    ).toBeNull();
  });

  it('is the same when facts are told twice', () => {
    const facts: EpisodeFact[] = [
      { kind: 'inbound', at: at('10:00') },
      { kind: 'snoozed', at: at('10:10') },
      { kind: 'reopened', at: at('10:30'), byCustomer: true },
      { kind: 'reply', at: at('10:40'), by: 'm' },
    ];
    expect(live(facts.flatMap((fact) => [fact, fact]))).toEqual(live(facts));
  });

  it('follows targets that are set, changed and taken away later', () => {
    const state = openEpisode(at('10:00'), true);
    expect(deriveEpisode(state, null, office, at('16:00'))).toMatchObject({ due: null, missed: [], state: { checkAt: null } });
    const strict = deriveEpisode(state, { ...targets, first_reply_minutes: 5 }, alwaysOpen('UTC'), at('10:06'));
    expect(strict.missed).toEqual(['first_reply']);
    expect(deriveEpisode(strict.state, targets, office, at('10:06')).state.firstReplyMet).toBeNull();
  });
});
