import { z } from 'zod';
import { ControlError } from './control-error.ts';
import type { ControlCall, ControlRoute } from './control-route.ts';

function numberOf(call: ControlCall): string | undefined {
  const id = call.query.get('number') ?? undefined;
  if (id !== undefined && !call.emulator.world.numbers.has(id)) throw new ControlError(404, `There is no number ${id}.`);
  return id;
}

/** Switches, clock and chance. */
export const behaviourRoutes: readonly ControlRoute[] = [
  {
    method: 'GET',
    path: '/emulator/behaviours',
    handle: (call) => ({ json: call.emulator.behaviours.of(numberOf(call)) }),
  },
  {
    method: 'PATCH',
    path: '/emulator/behaviours',
    handle(call) {
      const result = call.emulator.behaviours.patch(call.body, numberOf(call));
      if (!result.ok) throw new ControlError(400, result.message);
      call.emulator.events.publish({ type: 'behaviours' });
      return { json: result.value };
    },
  },
  {
    method: 'DELETE',
    path: '/emulator/behaviours',
    handle(call) {
      const number = numberOf(call);
      call.emulator.behaviours.reset(number);
      call.emulator.events.publish({ type: 'behaviours' });
      return { json: call.emulator.behaviours.of(number) };
    },
  },
  {
    method: 'GET',
    path: '/emulator/clock',
    handle: ({ emulator }) => ({ json: { nowMs: emulator.clock.nowMs(), offsetMs: emulator.clock.offsetMs() } }),
  },
  {
    method: 'POST',
    path: '/emulator/clock/advance',
    handle(call) {
      const { byMs } = call.parse(z.strictObject({ byMs: z.number().int().min(0) }));
      const { clock, world } = call.emulator;
      clock.advance(byMs);
      world.saveSetting('clockOffsetMs', clock.offsetMs());
      return { json: { nowMs: clock.nowMs(), offsetMs: clock.offsetMs() } };
    },
  },
  {
    method: 'POST',
    path: '/emulator/random/seed',
    handle(call) {
      const { seed } = call.parse(z.strictObject({ seed: z.number().int() }));
      call.emulator.random.seed(seed);
      return { json: { seed } };
    },
  },
];
