import { cva } from 'class-variance-authority';

/** The looks of a button, for Button and for links that look like one. */
export const buttonStyles = cva(
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
