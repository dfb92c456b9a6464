import { useLingui } from '@lingui/react/macro';
import { CodeBlock } from '#ui/CodeBlock.tsx';
import { Tabs } from '#ui/Tabs.tsx';
import { curlOf, typescriptOf, type Body } from '../fns/request-code.ts';

/** Languages in which the request is shown. */
export type CodeLanguage = 'curl' | 'typescript';

/** Props of RequestCode. */
export interface RequestCodeProps {
  body: Body;
  idempotencyKey: string | null;
  language: CodeLanguage;
  onLanguageChange: (language: CodeLanguage) => void;
}

/** The request that is being written, as a program would make it; changes with every key. */
export function RequestCode({ body, idempotencyKey, language, onLanguageChange }: RequestCodeProps) {
  const { t } = useLingui();
  return (
    <Tabs
      label={t`Language`}
      value={language}
      onValueChange={onLanguageChange}
      items={[
        {
          value: 'curl',
          label: 'curl',
          content: <CodeBlock label={t`In a terminal`} code={curlOf(location.origin, body, idempotencyKey)} />,
        },
        {
          value: 'typescript',
          label: 'TypeScript',
          content: <CodeBlock label={t`With the SDK`} code={typescriptOf(location.origin, body)} />,
        },
      ]}
    />
  );
}
