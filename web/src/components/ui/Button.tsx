import { Button as BaseButton } from '@base-ui/react/button';
import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from '#lib/cn.ts';
import { Spinner } from './Spinner.tsx';

const buttonStyles = cva(
  [
    'relative inline-flex shrink-0 items-center justify-center gap-2 rounded-control font-medium whitespace-nowrap select-none',
    'transition-colors touch:min-h-10 data-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0',
  ],
  {
    variants: {
      variant: {
        primary: 'bg-accent text-on-accent hover:not-data-disabled:bg-accent-hover',
        secondary: 'border border-line-control/60 bg-surface-1 text-strong hover:not-data-disabled:bg-surface-2',
        ghost: 'text-normal hover:not-data-disabled:bg-surface-3 hover:not-data-disabled:text-strong',
        danger: 'bg-bad-fill text-on-bad hover:not-data-disabled:bg-bad-fill-hover',
        dangerQuiet: 'border border-line-control/60 bg-surface-1 text-bad hover:not-data-disabled:bg-bad-soft',
        link: 'h-auto rounded-[3px] px-0 text-accent-text underline-offset-3 hover:underline touch:min-h-0',
      },
      size: {
        sm: 'h-7 px-2.5 text-13',
        md: 'h-8 px-3 text-14',
        lg: 'h-10 px-4 text-14',
      },
    },
    compoundVariants: [{ variant: 'link', className: 'h-auto px-0' }],
    defaultVariants: { variant: 'secondary', size: 'md' },
  },
);

/** Props of Button: Base UI's, plus look, an icon before the words, and `loading`, which keeps the width and the focus. */
export interface ButtonProps extends Omit<ComponentProps<typeof BaseButton>, 'className'>, VariantProps<typeof buttonStyles> {
  className?: string | undefined;
  icon?: ReactNode;
  loading?: boolean | undefined;
}

/**
 * The one button. One `primary` per view; `danger` only inside the question that names what is lost.
 * As a link: `render={<Link to="…" />}` together with `nativeButton={false}`.
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
