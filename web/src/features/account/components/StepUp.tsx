import { lazy, Suspense } from 'react';
import { useStepUpAsked } from '#lib/step-up.ts';

const StepUpDialog = lazy(async () => ({ default: (await import('./StepUpDialog.tsx')).StepUpDialog }));

/** The question before dangerous acts; nothing until one asks for it. */
export function StepUp() {
  if (!useStepUpAsked()) return null;
  return (
    <Suspense fallback={null}>
      <StepUpDialog />
    </Suspense>
  );
}
