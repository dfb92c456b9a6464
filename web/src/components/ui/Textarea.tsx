import { Field } from '@base-ui/react/field';
import type { ComponentProps } from 'react';
import { cn } from '#lib/cn.ts';
import { controlStyles } from './Input.tsx';

/** Props of Textarea: those of a textarea element. */
export interface TextareaProps extends Omit<ComponentProps<'textarea'>, 'className'> {
  className?: string | undefined;
}

/** Several lines of text; grows with what is typed up to 12 lines, then scrolls. */
export function Textarea({ className, rows = 3, ...rest }: TextareaProps) {
  return (
    <Field.Control
      render={
        <textarea
          rows={rows}
          {...rest}
          className={cn(controlStyles, 'field-sizing-content max-h-64 min-h-16 resize-y px-2.5 py-1.5 touch:text-16', className)}
        />
      }
    />
  );
}
