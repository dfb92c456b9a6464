import { useLingui } from '@lingui/react/macro';
import { CopyButton } from './CopyButton.tsx';

/** Props of CodeBlock. `label` says what the code is. */
export interface CodeBlockProps {
  code: string;
  label: string;
}

/** Code to take away, with a button that copies all of it. Long lines scroll inside the block. */
export function CodeBlock({ code, label }: CodeBlockProps) {
  const { t } = useLingui();
  return (
    <figure className="overflow-hidden rounded-card border border-line bg-surface-2">
      <figcaption className="flex h-9 items-center justify-between gap-2 border-b border-line pr-1.5 pl-3 text-13 font-medium text-weak">
        {label}
        <CopyButton text={code} label={t`Copy: ${label}`} />
      </figcaption>
      {/* Reachable by keyboard, because it may need to be scrolled sideways. */}
      <pre tabIndex={0} aria-label={label} className="overflow-x-auto p-3 font-mono text-13 leading-5 text-strong -outline-offset-2">
        <code>{code}</code>
      </pre>
    </figure>
  );
}
