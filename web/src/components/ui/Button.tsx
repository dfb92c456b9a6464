import { Button as BaseButton } from '@base-ui/react/button';
import type { VariantProps } from 'class-variance-authority';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from '#lib/cn.ts';
import { buttonStyles } from './button-styles.ts';
import { Spinner } from './Spinner.tsx';

/** Props of Button: Base UI's, plus look, an icon before the words, and `loading`, which keeps the width and the focus. */
export interface ButtonProps extends Omit<ComponentProps<typeof BaseButton>, 'className'>, VariantProps<typeof buttonStyles> {
  className?: string | undefined;
  icon?: ReactNode;
  loading?: boolean | undefined;
}

/**
 * The one button. One `primary` per view; `danger` only inside the question that names what is lost.
 * What leads to another page is a ButtonLink.
 */
export function Button({ variant, size, icon, loading = false, disabled, className, children, ...rest }: ButtonProps) {
  return (
    <BaseButton
      focusableWhenDisabled={loading}
      disabled={Boolean(disabled) || loading}
      aria-busy={loading || undefined}
      className={cn(buttonStyles({ variant, size }), loading && 'data-disabled:opacity-100', className)}
      {...rest}
    >
      {loading ? (
        <>
          <Spinner className="absolute" />
          <span className="inline-flex opacity-0 items-center gap-2">
            {icon}
            {children}
          </span>
        </>
      ) : (
        <>
          {icon}
          {children}
        </>
      )}
    </BaseButton>
  );
}
