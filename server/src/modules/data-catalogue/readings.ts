import type { AutomaticReading, SwitchReadingRequest } from '@kabar/contract';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import type { Catalogue, CataloguedReading } from '#platform/personal-data/catalogue';
import type { Words } from '#platform/personal-data/declaration';

/** The switch of one reading, which belongs to the module that reads and is audited there. */
export type ReadingSwitch = {
  isOn(workspaceId: string): Promise<boolean>;
  set(actor: WorkspaceActor, isOn: boolean): Promise<void>;
};

/** What the list of readings needs; `switches` has one entry per reading whose control is `here`. */
export type ReadingsContext = {
  catalogue: Catalogue;
  switches: Readonly<Record<string, ReadingSwitch>>;
  /** What the operator decided, by reading whose control is `operator`. */
  operatorChoices: Readonly<Record<string, boolean>>;
};

/** What one can decide about comes first. */
function rankOf({ control }: CataloguedReading): number {
  return ['here', 'settings', 'operator', 'fixed'].indexOf(typeof control === 'string' ? control : 'settings');
}

/** Every automated reading, those that start by themselves first. */
export async function listReadings(ctx: ReadingsContext, workspaceId: string): Promise<AutomaticReading[]> {
  const readings = [...ctx.catalogue.readings.values()].toSorted(
    (a, b) => a.starts.localeCompare(b.starts, 'en') || rankOf(a) - rankOf(b) || a.key.localeCompare(b.key, 'en'),
  );
  return Promise.all(readings.map(async (reading) => present(reading, await stateOf(ctx, reading, workspaceId))));
}

/**
 * Switches a reading for the actor's workspace; the module obeys and writes the audit event. Errors: `not_found` for an unknown key; `validation_failed` when it
 * cannot be switched here, or when its warning was not understood.
 */
export async function switchReading(
  ctx: ReadingsContext,
  actor: WorkspaceActor,
  { key, is_on: isOn, understood }: SwitchReadingRequest,
): Promise<AutomaticReading> {
  const reading = ctx.catalogue.readings.get(key);
  if (reading === undefined) throw new AppError('not_found');
  const one = ctx.switches[key];
  if (reading.control !== 'here' || one === undefined) {
    throw invalid('body.is_on', 'This reading is not switched here.');
  }
  if (!isOn && reading.warning !== undefined && !understood) {
    throw invalid('body.understood', 'Switching this off has a consequence; read the warning first.');
  }
  await one.set(actor, isOn);
  return present(reading, await one.isOn(actor.workspaceId));
}

async function stateOf(ctx: ReadingsContext, reading: CataloguedReading, workspaceId: string): Promise<boolean | null> {
  if (reading.control === 'here') return (await ctx.switches[reading.key]?.isOn(workspaceId)) ?? null;
  if (reading.control === 'operator') return ctx.operatorChoices[reading.key] ?? null;
  return reading.control === 'fixed' ? true : null;
}

function present(reading: CataloguedReading, isOn: boolean | null): AutomaticReading {
  const { control } = reading;
  return {
    key: reading.key,
    owner: reading.owner,
    name: inLanguages(reading.name),
    reads: inLanguages(reading.reads),
    why: inLanguages(reading.why),
    classes: [...reading.classes],
    starts: reading.starts,
    where: reading.where,
    control: typeof control === 'string' ? control : 'settings',
    settings: typeof control === 'string' ? null : control.settings,
    warning: reading.warning === undefined ? null : inLanguages(reading.warning),
    is_on: isOn,
  };
}

function inLanguages([en, id, hi]: Words): AutomaticReading['name'] {
  return { en, id, hi };
}

function invalid(path: string, message: string): AppError {
  return new AppError('validation_failed', { details: { issues: [{ path, message }] } });
}
