import { useLingui } from '@lingui/react/macro';
import { Braces } from 'lucide-react';
import { useLayoutEffect, useRef, type ReactNode } from 'react';
import { Button } from './Button.tsx';
import { CharacterCount } from './CharacterCount.tsx';
import { Field } from './Field.tsx';
import { PickList } from './PickList.tsx';
import { Textarea } from './Textarea.tsx';

/** Something that is filled in when the text is used; `hint` says with what, for example. */
export interface TextVariable {
  name: string;
  label: string;
  hint?: string | undefined;
}

/** Props of VariableTextarea. `max` is the longest text in characters. */
export interface VariableTextareaProps {
  label: string;
  value: string;
  onValueChange: (value: string) => void;
  variables: readonly TextVariable[];
  max: number;
  rows?: number | undefined;
  error?: string | undefined;
  hint?: ReactNode;
  placeholder?: string | undefined;
}

const mostChips = 3;

/** Text with variables in double braces, put in at the cursor by a press: as chips, or by a list where there are many. */
export function VariableTextarea(props: VariableTextareaProps) {
  const { label, value, onValueChange, variables, max, rows = 5, error, hint, placeholder } = props;
  const { t } = useLingui();
  const boxRef = useRef<HTMLTextAreaElement>(null);
  const cursorRef = useRef<number | null>(null);

  // The text box puts the cursor to the end when its text changes from outside.
  useLayoutEffect(() => {
    const at = cursorRef.current;
    if (at === null || !boxRef.current) return;
    cursorRef.current = null;
    boxRef.current.focus();
    boxRef.current.setSelectionRange(at, at);
  }, [value]);

  function insert(name: string): void {
    const from = boxRef.current?.selectionStart ?? value.length;
    const to = boxRef.current?.selectionEnd ?? value.length;
    const put = `{{${name}}}`;
    cursorRef.current = from + put.length;
    onValueChange(value.slice(0, from) + put + value.slice(to));
  }

  return (
    // The list of variables has a box of its own and must not take this field's label.
    <div className="flex flex-col gap-2">
      <Field label={label} error={error} hint={hint} aside={<CharacterCount text={value} max={max} />}>
        <Textarea
          ref={boxRef}
          dir="auto"
          rows={rows}
          className="min-h-32"
          placeholder={placeholder}
          value={value}
          onChange={(event) => onValueChange(event.target.value)}
        />
      </Field>
      <div role="group" aria-label={t`Variables for: ${label}`} className="flex flex-wrap gap-1.5">
        {variables.length <= mostChips ? (
          variables.map((variable) => (
            <Button key={variable.name} size="sm" icon={<Braces aria-hidden />} title={variable.hint} onClick={() => insert(variable.name)}>
              {variable.label}
            </Button>
          ))
        ) : (
          <PickList
            label={t`Insert a variable`}
            placeholder={t`Find a variable`}
            emptyText={t`No variable of this name.`}
            groups={[{ items: variables.map((variable) => ({ value: variable.name, label: variable.label, hint: variable.hint })) }]}
            chosen={[]}
            onPick={insert}
            trigger={
              <Button size="sm" icon={<Braces aria-hidden />}>
                {t`Insert a variable`}
              </Button>
            }
          />
        )}
      </div>
    </div>
  );
}
