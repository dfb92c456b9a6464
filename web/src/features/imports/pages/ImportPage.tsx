import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Page } from '#frame/Page.tsx';
import { Card } from '#ui/Card.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { Stepper } from '#ui/Stepper.tsx';
import { useImport } from '../api/queries.ts';
import { BackToImports } from '../components/BackToImports.tsx';
import { ColumnsStep } from '../components/ColumnsStep.tsx';
import { ImportProgress } from '../components/ImportProgress.tsx';
import { ImportResult } from '../components/ImportResult.tsx';
import { PreviewStep } from '../components/PreviewStep.tsx';
import { RulesStep } from '../components/RulesStep.tsx';
import { columnsProblem } from '../fns/column-targets.ts';
import { isMoving } from '../fns/import-words.ts';

type StepName = 'columns' | 'rules' | 'preview';

/** One import: its steps while it is a draft, how far it is while it runs, what came of it after. */
export function ImportPage({ importId }: { importId: string }) {
  const { t } = useLingui();
  const query = useImport(importId);
  const given = query.data;
  const [step, setStep] = useState<StepName>('columns');
  const name = given?.file_name ?? t`Import`;
  return (
    <Page title={name} width="narrow" back={<BackToImports />}>
      {given === undefined ? (
        query.error ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <RowSkeletons label={t`Loading the import`} rows={5} />
        )
      ) : given.status === 'draft' ? (
        <>
          <Stepper<StepName>
            label={t`Steps of the import`}
            value={step}
            onValueChange={setStep}
            steps={[
              { value: 'columns', label: t`Columns`, done: columnsProblem(given.columns) === null },
              { value: 'rules', label: t`Rules and consent`, done: given.consent !== null },
              { value: 'preview', label: t`Look and start`, done: false },
            ]}
          />
          {step === 'columns' ? (
            <ColumnsStep given={given} onNext={() => setStep('rules')} />
          ) : step === 'rules' ? (
            <RulesStep given={given} onBack={() => setStep('columns')} onNext={() => setStep('preview')} />
          ) : (
            <PreviewStep given={given} onBack={() => setStep('rules')} />
          )}
        </>
      ) : (
        <>
          {isMoving(given.status) || given.status === 'paused' ? (
            <Card>
              <ImportProgress given={given} />
            </Card>
          ) : null}
          {given.status === 'queued' ? null : (
            <Card title={t`Result`}>
              <ImportResult given={given} />
            </Card>
          )}
        </>
      )}
    </Page>
  );
}
