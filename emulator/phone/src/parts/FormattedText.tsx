import type { ReactNode } from 'react';

const TOKEN = /(```[\s\S]+?```|`[^`\n]+`|\*[^*\n]+\*|_[^_\n]+_|~[^~\n]+~|https?:\/\/[^\s<>"]+)/g;

function format(token: string, key: number): ReactNode {
  if (token.startsWith('http')) {
    return (
      <a key={key} href={token} target="_blank" rel="noreferrer noopener">
        {token}
      </a>
    );
  }
  if (token.startsWith('```')) return <code key={key}>{token.slice(3, -3)}</code>;
  const inner = token.slice(1, -1);
  switch (token[0]) {
    case '`':
      return <code key={key}>{inner}</code>;
    case '*':
      return <strong key={key}>{inner}</strong>;
    case '_':
      return <em key={key}>{inner}</em>;
    default:
      return <s key={key}>{inner}</s>;
  }
}

/** Text with WhatsApp's own marks (bold, italic, struck, code) and links; nothing else is interpreted. */
export function FormattedText({ text }: { text: string }) {
  const parts = text.split(TOKEN);
  return <span className="formatted">{parts.map((part, index) => (index % 2 === 1 ? format(part, index) : part))}</span>;
}
