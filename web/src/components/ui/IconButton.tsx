import { Button as BaseButton } from '@base-ui/react/button';
import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from '#lib/cn.ts';
import { Tooltip } from './Tooltip.tsx';

const iconButtonStyles = cva(
  'touch-target inline-flex shrink-0 items-center justify-center rounded-control transition-colors data-disabled:opacity-50',
  {
    variants: {
      variant: {
        ghost: 'text-weak hover:not-data-disabled:bg-surface-3 hover:not-data-disabled:text-strong data-popup-open:bg-surface-3',
        solid: 'bg-accent text-on-accent hover:not-data-disabled:bg-accent-hover',
        outline: 'border border-line-control/60 bg-surface-1 text-normal hover:not-data-disabled:bg-surface-2',
      },
      size: { sm: 'size-7 [&_svg]:size-4', md: 'size-8 [&_svg]:size-4.5', lg: 'size-10 [&_svg]:size-5' },
    },
    defaultVariants: { variant: 'ghost', size: 'md' },
  },
);

/** Props of IconButton. `label` is spoken and shown as the tooltip; `shortcut` is shown beside it. */
export interface IconButtonProps
  extends Omit<ComponentProps<typeof BaseButton>, 'className' | 'children' | 'aria-label'>, VariantProps<typeof iconButtonStyles> {
  label: string;
  icon: ReactNode;
  shortcut?: string | undefined;
  tooltipSide?: 'top' | 'bottom' | 'left' | 'right' | undefined;
  className?: string | undefined;
}

/** A button that is only an icon; its name is never left out. */
export function IconButton({ label, icon, shortcut, tooltipSide, variant, size, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip label={label} shortcut={shortcut} side={tooltipSide}>
      <BaseButton aria-label={label} className={cn(iconButtonStyles({ variant, size }), className)} {...rest}>
        {icon}
      </BaseButton>
    </Tooltip>
  );
}
