export { CloseWorkspaceCard } from './components/CloseWorkspaceCard.tsx';
export { ClosingBanner } from './components/ClosingBanner.tsx';
