/** Name of the canary below; the dead-code check must find it, or it is blind. */
export const canaryName = 'exportThatNobodyImports';

/** Imported by nobody on purpose. */
export const exportThatNobodyImports = 'canary';
