import { Toast } from '@base-ui/react/toast';
import type { ReactNode } from 'react';
import type { Tone } from './Banner.tsx';

/** What a toast carries besides its words. */
export interface ToastData {
  tone: Tone;
}

/** The page's toasts; usable outside of components as well. */
export const toastManager = Toast.createToastManager<ToastData>();

/** Words of a toast. `action` is usually "Undo": such a toast stays 10 s instead of 5. */
export interface Notice {
  title: ReactNode;
  description?: ReactNode;
  tone?: Tone | undefined;
  action?: { label: ReactNode; onClick: () => void } | undefined;
}

/** Says something that needs no answer. Bad news stays until it is closed. Returns the id for `dismissNotice`. */
export function notify({ title, description, tone = 'good', action }: Notice): string {
  const id = toastManager.add({
    title,
    description,
    type: tone,
    timeout: tone === 'bad' ? 0 : action ? 10_000 : 5_000,
    priority: tone === 'bad' ? 'high' : 'low',
    data: { tone },
    ...(action
      ? {
          actionProps: {
            children: action.label,
            onClick: () => {
              toastManager.close(id);
              action.onClick();
            },
          },
        }
      : {}),
  });
  return id;
}
