import { clsx, type ClassValue } from 'clsx';
import { extendTailwindMerge } from 'tailwind-merge';

const merge = extendTailwindMerge({
  extend: {
    theme: {
      text: ['12', '13', '14', '16', '20', '28'],
      radius: ['control', 'card', 'bubble'],
      shadow: ['popup'],
    },
  },
});

/** Joins class names; a later Tailwind class of the same kind replaces an earlier one. */
export function cn(...classes: ClassValue[]): string {
  return merge(clsx(classes));
}
