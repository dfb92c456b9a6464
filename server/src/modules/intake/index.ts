export { createIntake, type Intake, type IntakeOptions } from './create-intake.ts';
export type { InboundFile, IntakeContext } from './intake-context.ts';
export { maintainIntake } from './maintain-intake.ts';
