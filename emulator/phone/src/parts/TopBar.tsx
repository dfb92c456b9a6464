import { Mail, MessageCircle, SlidersHorizontal, Smartphone } from 'lucide-react';

const PAGES = [
  { path: '/phone', label: 'Phones', Icon: MessageCircle },
  { path: '/mailbox', label: 'Mailbox', Icon: Mail },
  { path: '/controls', label: 'Weather', Icon: SlidersHorizontal },
] as const;

/** Name of the place, the three pages, and whether the emulator is there. */
export function TopBar({ current, isConnected }: { current: '/phone' | '/mailbox' | '/controls'; isConnected: boolean }) {
  return (
    <header className="top-bar">
      <h1>
        <Smartphone size={18} aria-hidden />
        <span className="label">Simulated WhatsApp</span>
        <span className="visually-hidden">on this machine</span>
      </h1>
      <nav aria-label="Pages">
        {PAGES.map(({ path, label, Icon }) => (
          <a key={path} href={path} aria-current={path === current ? 'page' : undefined}>
            <Icon size={16} aria-hidden />
            {label}
          </a>
        ))}
      </nav>
      <p className={isConnected ? 'status' : 'status lost'} role="status">
        <span className="dot" aria-hidden />
        <span className="words">{isConnected ? 'Emulator is running' : 'Emulator is not reachable, trying again'}</span>
      </p>
    </header>
  );
}
