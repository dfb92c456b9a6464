export { createIntake, type Intake, type IntakeOptions } from './create-intake.ts';
export type { IntakeContext } from './intake-context.ts';
export { maintainIntake } from './maintain-intake.ts';
export { intakePersonalData } from './personal-data.ts';
export { countInDeliveries, eraseFromDeliveries, readFromDeliveries } from './erase-from-deliveries.ts';
export { destroyPayloadKeys, removeDeliveries } from './remove-deliveries.ts';
