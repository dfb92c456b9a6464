export { EraseDialog } from './components/EraseDialog.tsx';
export { ErasureNotice } from './components/ErasureNotice.tsx';
export { ErasuresPage } from './pages/ErasuresPage.tsx';
