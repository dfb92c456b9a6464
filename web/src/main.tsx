import { CSPProvider } from '@base-ui/react/csp-provider';
import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { watchCrashes } from '#features/crash-reports';
import { preferredLanguage, showLanguage } from '#lib/i18n.ts';
import { watchTheme } from '#lib/theme.ts';
import { ToastProvider } from '#ui/Toasts.tsx';
import { TooltipProvider } from '#ui/Tooltip.tsx';
import { queryClient, router } from './router.tsx';
import './styles/app.css';

const root = document.querySelector('#root');
if (!root) throw new Error('index.html has no #root');

watchTheme();
watchCrashes(() => router.state.matches.at(-1)?.fullPath ?? '/');
await showLanguage(preferredLanguage(), false);

createRoot(root).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <I18nProvider i18n={i18n}>
        <QueryClientProvider client={queryClient}>
          <TooltipProvider>
            <ToastProvider>
              <RouterProvider router={router} />
            </ToastProvider>
          </TooltipProvider>
        </QueryClientProvider>
      </I18nProvider>
    </CSPProvider>
  </StrictMode>,
);
