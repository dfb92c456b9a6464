import { cn } from '#lib/cn.ts';

/** Surface and movement shared by everything that opens beside its trigger: menu, select, combobox, popover. */
export const popupStyles = cn(
  'origin-(--transform-origin) rounded-card bg-popup text-normal shadow-popup outline-none transition-[opacity,scale]',
  'data-ending-style:scale-98 data-ending-style:opacity-0 data-starting-style:scale-98 data-starting-style:opacity-0',
);

/** One row of a menu or a list inside a popup. */
export const popupItemStyles = cn(
  'flex min-h-8 cursor-default items-center gap-2.5 rounded-control px-2 py-1 text-14 text-normal outline-none select-none',
  'data-disabled:opacity-50 data-highlighted:bg-popup-hover data-highlighted:text-strong touch:min-h-10',
  '[&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-weak',
);
