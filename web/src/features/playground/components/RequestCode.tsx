import { useLingui } from '@lingui/react/macro';
import { useStored } from '#lib/stored.ts';
import { CodeBlock } from '#ui/CodeBlock.tsx';
import { Tabs } from '#ui/Tabs.tsx';
import { curlOf, typescriptOf, type Body } from '../fns/request-code.ts';

/** The request that is being written, as a program would make it; changes with every key. */
export function RequestCode({ body, idempotencyKey }: { body: Body; idempotencyKey: string | null }) {
  const { t } = useLingui();
  const [language, setLanguage] = useStored('playground-language', 'curl');
  return (
    <Tabs
      label={t`Language`}
      value={language === 'typescript' ? 'typescript' : 'curl'}
      onValueChange={setLanguage}
      items={[
        { value: 'curl', label: 'curl', content: <CodeBlock label={t`In a terminal`} code={curlOf(location.origin, body, idempotencyKey)} /> },
        { value: 'typescript', label: 'TypeScript', content: <CodeBlock label={t`With the SDK`} code={typescriptOf(location.origin, body)} /> },
      ]}
    />
  );
}
