import '@fontsource-variable/inter';
import './styles/tokens.css';
import './styles/base.css';
import './styles/phone.css';
import './styles/bubbles.css';
import './styles/pages.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ControlsPage } from './pages/ControlsPage.tsx';
import { MailboxPage } from './pages/MailboxPage.tsx';
import { PhonePage } from './pages/PhonePage.tsx';

const pages = { '/mailbox': MailboxPage, '/controls': ControlsPage };
const Page = pages[location.pathname as keyof typeof pages] ?? PhonePage; // any other path is the phone

const root = document.querySelector('#root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Page />
    </StrictMode>,
  );
}
