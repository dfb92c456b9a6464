/** Which dialog is open. */
export type Asking = 'judge' | 'deny' | 'extend' | 'start' | 'begin' | 'cancel' | 'forward' | 'step' | 'step-skip' | null;
