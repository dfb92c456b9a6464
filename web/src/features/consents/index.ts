export { MarketingMark } from './components/MarketingMark.tsx';
export { ConsentPanel } from './components/ConsentPanel.tsx';
export { ConsentLine } from './components/ConsentLine.tsx';
