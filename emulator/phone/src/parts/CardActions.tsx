import { Copy, ExternalLink, List, MapPin, Phone, Reply } from 'lucide-react';
import { useState } from 'react';
import type { CardButton } from '../data/api.ts';

const ICONS = { quick_reply: Reply, url: ExternalLink, phone: Phone, copy_code: Copy, other: Reply, list: List, location: MapPin };

/** One line under a card that can be tapped. */
export function CardAction({ kind, text, onTap, href }: { kind: keyof typeof ICONS; text: string; onTap?: () => void; href?: string }) {
  const Icon = ICONS[kind];
  const inner = (
    <>
      <Icon size={16} aria-hidden />
      {text}
    </>
  );
  if (href !== undefined) {
    return (
      <a className="card-action" href={href} target="_blank" rel="noreferrer noopener">
        {inner}
      </a>
    );
  }
  return (
    <button type="button" className="card-action" onClick={onTap}>
      {inner}
    </button>
  );
}

/** The buttons of a template card. */
export function TemplateActions({ buttons, onQuickReply }: { buttons: CardButton[]; onQuickReply: (button: CardButton) => void }) {
  const [copied, setCopied] = useState<string | null>(null);
  if (buttons.length === 0) return null;
  return (
    <div className="card-actions">
      {buttons.map((button) => {
        const key = `${button.kind}-${button.text}`;
        if (button.kind === 'url' && !button.value.includes('/otp/code')) {
          return <CardAction key={key} kind="url" text={button.text} href={button.value} />;
        }
        if (button.kind === 'phone') return <CardAction key={key} kind="phone" text={button.text} href={`tel:${button.value}`} />;
        if (button.kind === 'copy_code' || button.kind === 'url') {
          const code = button.kind === 'url' ? (new URL(button.value).searchParams.get('code') ?? '').replace(/^otp/, '') : button.value;
          return (
            <CardAction
              key={key}
              kind="copy_code"
              text={copied === code ? 'Copied' : button.text}
              onTap={() => {
                void navigator.clipboard.writeText(code).then(() => setCopied(code));
              }}
            />
          );
        }
        return <CardAction key={key} kind={button.kind} text={button.text} onTap={() => onQuickReply(button)} />;
      })}
    </div>
  );
}
