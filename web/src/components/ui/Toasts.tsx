import { Toast } from '@base-ui/react/toast';
import { useLingui } from '@lingui/react/macro';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '#lib/cn.ts';
import { toneIcons } from './Banner.tsx';
import { toastManager, type ToastData } from './toasts.ts';

const toneText = { info: 'text-info', good: 'text-good', warn: 'text-warn', bad: 'text-bad' } as const;

function ToastList() {
  const { t } = useLingui();
  const { toasts } = Toast.useToastManager<ToastData>();
  return toasts.map((toast) => {
    const tone = toast.data?.tone ?? 'info';
    const Icon = toneIcons[tone];
    return (
      <Toast.Root
        key={toast.id}
        toast={toast}
        swipeDirection={['right', 'down']}
        className={cn(
          'rounded-card bg-popup text-normal shadow-popup transition-[opacity,translate] duration-160',
          'translate-x-(--toast-swipe-movement-x) translate-y-(--toast-swipe-movement-y) data-swiping:transition-none',
          'data-ending-style:translate-y-2 data-ending-style:opacity-0 data-starting-style:translate-y-2 data-starting-style:opacity-0 data-limited:hidden',
        )}
      >
        <Toast.Content className="flex items-start gap-2.5 p-3">
          <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', toneText[tone])} />
          <div className="min-w-0 flex-1 wrap-anywhere">
            <Toast.Title render={<p />} className="text-14 font-medium text-strong" />
            <Toast.Description className="text-13 text-weak" />
          </div>
          <Toast.Action className="touch-target -my-0.5 shrink-0 rounded-control px-2 py-0.5 text-14 font-semibold text-accent-text hover:bg-popup-hover" />
          <Toast.Close
            aria-label={t`Dismiss`}
            className="touch-target -mr-1 flex size-6 shrink-0 items-center justify-center rounded-control text-weak hover:bg-popup-hover hover:text-strong"
          >
            <X aria-hidden className="size-4" />
          </Toast.Close>
        </Toast.Content>
      </Toast.Root>
    );
  });
}

/** Where toasts appear: bottom left, away from the box one writes in; on top on a phone. F6 moves the focus into them. */
export function ToastProvider({ children }: { children: ReactNode }) {
  return (
    <Toast.Provider toastManager={toastManager} limit={4}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className="fixed bottom-4 left-4 z-50 flex w-[min(24rem,calc(100vw-2rem))] flex-col gap-2 max-sm:top-4 max-sm:bottom-auto">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}
