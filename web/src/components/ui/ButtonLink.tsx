import { createLink } from '@tanstack/react-router';
import type { VariantProps } from 'class-variance-authority';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from '#lib/cn.ts';
import { buttonStyles } from './button-styles.ts';

/** Props of ButtonAnchor: those of a link, with the look of a button. */
export interface ButtonAnchorProps extends Omit<ComponentProps<'a'>, 'className'>, VariantProps<typeof buttonStyles> {
  className?: string | undefined;
  icon?: ReactNode;
}

/** A link that looks like a button, to somewhere outside of the dashboard. It stays a link for screen readers and for the middle button of the mouse. */
export function ButtonAnchor({ variant, size, icon, className, children, ...rest }: ButtonAnchorProps) {
  return (
    <a className={cn(buttonStyles({ variant, size }), className)} {...rest}>
      {icon}
      {children}
    </a>
  );
}

/** A link to a page of the dashboard that looks like a button. */
export const ButtonLink = createLink(ButtonAnchor);
