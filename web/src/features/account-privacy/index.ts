export { AccountPrivacyPage } from './pages/AccountPrivacyPage.tsx';
