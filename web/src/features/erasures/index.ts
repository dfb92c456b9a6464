export { EraseDialog } from './components/EraseDialog.tsx';
export { KeptList } from './components/ErasureLists.tsx';
export { ErasureNotice } from './components/ErasureNotice.tsx';
export { ErasuresPage } from './pages/ErasuresPage.tsx';
