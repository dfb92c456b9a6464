import { templateVariables } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { Bold, Braces, Code, Italic, Strikethrough } from 'lucide-react';
import { useLayoutEffect, useRef, type KeyboardEvent } from 'react';
import { IconButton } from '#ui/IconButton.tsx';
import { Textarea } from '#ui/Textarea.tsx';
import { insertText, nextVariable, toggleMark, type TextMark, type TextSelection } from '../fns/text-edit.ts';

/** Props of TextBox. `marks` offers WhatsApp's formatting; a header has none. */
export interface TextBoxProps {
  label: string;
  text: string;
  format: 'positional' | 'named';
  marks: boolean;
  rows?: number | undefined;
  placeholder?: string | undefined;
  onTextChange: (text: string) => void;
}

/** Text with variables: a toolbar for formatting and for the next variable, Ctrl+B and Ctrl+I, and the cursor stays where it belongs. */
export function TextBox({ label, text, format, marks, rows = 6, placeholder, onTextChange }: TextBoxProps) {
  const { t } = useLingui();
  const boxRef = useRef<HTMLTextAreaElement>(null);
  const wantedRef = useRef<{ start: number; end: number } | null>(null);

  // The text box puts the cursor to the end when its text changes from outside.
  useLayoutEffect(() => {
    const wanted = wantedRef.current;
    if (!wanted || !boxRef.current) return;
    wantedRef.current = null;
    boxRef.current.focus();
    boxRef.current.setSelectionRange(wanted.start, wanted.end);
  }, [text]);

  function edit(change: (selection: TextSelection) => TextSelection): void {
    const box = boxRef.current;
    const next = change({ text, start: box?.selectionStart ?? text.length, end: box?.selectionEnd ?? text.length });
    wantedRef.current = { start: next.start, end: next.end };
    onTextChange(next.text);
  }

  function insertVariable(): void {
    const name = nextVariable(templateVariables(text), format);
    edit((selection) => {
      const next = insertText(selection, `{{${name}}}`);
      // A name is meant to be typed over.
      return format === 'named' ? { ...next, start: selection.start + 2, end: selection.start + 2 + name.length } : next;
    });
  }

  function handleKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    if (!marks || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const mark = { b: 'bold', i: 'italic' }[event.key.toLowerCase()] as TextMark | undefined; // one of the two, or none
    if (!mark) return;
    event.preventDefault();
    edit((selection) => toggleMark(selection, mark));
  }

  const markButton = (mark: TextMark, name: string, icon: React.ReactNode, shortcut?: string) => (
    <IconButton size="sm" label={name} shortcut={shortcut} icon={icon} onClick={() => edit((selection) => toggleMark(selection, mark))} />
  );
  return (
    <div className="flex flex-col gap-1">
      <div role="toolbar" aria-label={t`Tools for: ${label}`} className="-ml-1 flex flex-wrap items-center gap-0.5">
        {marks ? (
          <>
            {markButton('bold', t`Bold`, <Bold aria-hidden />, 'mod+b')}
            {markButton('italic', t`Italic`, <Italic aria-hidden />, 'mod+i')}
            {markButton('strike', t`Strikethrough`, <Strikethrough aria-hidden />)}
            {markButton('mono', t`Monospace`, <Code aria-hidden />)}
            <span aria-hidden className="mx-1 h-4 w-px bg-line" />
          </>
        ) : null}
        <button
          type="button"
          onClick={insertVariable}
          className="touch-target inline-flex h-7 items-center gap-1.5 rounded-control px-1.5 text-13 font-medium text-accent-text hover:bg-surface-3"
        >
          <Braces aria-hidden className="size-4" />
          {t`Insert variable`}
        </button>
      </div>
      <Textarea
        ref={boxRef}
        dir="auto"
        rows={rows}
        placeholder={placeholder}
        value={text}
        onChange={(event) => onTextChange(event.target.value)}
        onKeyDown={handleKeyDown}
      />
    </div>
  );
}
