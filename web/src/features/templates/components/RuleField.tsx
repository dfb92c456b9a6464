import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { CharacterCount } from '#ui/CharacterCount.tsx';
import { Field } from '#ui/Field.tsx';
import { useEditing, useFieldIssues } from './editing-context.ts';

/** Props of RuleField: those of Field, and where in the draft the value stands. */
export interface RuleFieldProps {
  path: string;
  label: ReactNode;
  hint?: ReactNode;
  optional?: boolean | undefined;
  /** With a bound the field counts. */
  text?: string | undefined;
  max?: number | undefined;
  /** Stands between label and control. */
  toolbar?: ReactNode;
  /** A way to repair what is wrong, beside the sentence. */
  repair?: ReactNode;
  className?: string | undefined;
  children: ReactNode;
}

/** A field of the builder: what the rules find is said beside it, what is missing only after one has been there. */
export function RuleField({ path, label, hint, optional, text, max, toolbar, repair, className, children }: RuleFieldProps) {
  const { touch } = useEditing();
  const { error, warnings } = useFieldIssues(path);
  return (
    <div data-rule-path={path} onBlur={() => touch(path)} className={className}>
      <Field
        label={label}
        hint={hint}
        error={error}
        optional={optional}
        aside={text === undefined || max === undefined ? null : <CharacterCount text={text} max={max} />}
      >
        {toolbar}
        {children}
      </Field>
      {warnings.map((warning) => (
        <p key={warning} className="mt-1.5 flex items-start gap-1.5 text-13 text-warn">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {warning}
        </p>
      ))}
      {error || warnings.length > 0 ? repair : null}
    </div>
  );
}

/** What the rules find about a group of fields, below the group. */
export function GroupIssues({ path }: { path: string }) {
  const { error, warnings } = useFieldIssues(path);
  const sentences = error ? [error] : warnings;
  if (sentences.length === 0) return null;
  return (
    <div data-rule-path={path} tabIndex={-1} className="flex flex-col gap-1">
      {sentences.map((sentence) => (
        <p key={sentence} className={`flex items-start gap-1.5 text-13 ${error ? 'text-bad' : 'text-warn'}`}>
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {sentence}
        </p>
      ))}
    </div>
  );
}
