import { Fragment, memo, useMemo, type ReactNode } from 'react';
import { cn } from '#lib/cn.ts';
import { largeEmojiCount, parseWhatsAppText, type TextNode } from '../fns/whatsapp-text.ts';

function draw(nodes: readonly TextNode[]): ReactNode {
  // Pieces of one text never change places.
  return nodes.map((node, index) => <Fragment key={index}>{drawOne(node)}</Fragment>);
}

function drawOne(node: TextNode): ReactNode {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'link':
      return (
        <a
          href={node.href}
          target="_blank"
          rel="noopener noreferrer nofollow"
          className="text-accent-text underline decoration-1 underline-offset-2 hover:decoration-2"
        >
          {node.text}
        </a>
      );
    case 'mono':
      return (
        <code className="my-0.5 block overflow-x-auto rounded-control bg-surface-0/60 px-2 py-1 font-mono text-13 whitespace-pre-wrap">
          {node.text}
        </code>
      );
    case 'code':
      return <code className="rounded-[4px] bg-surface-0/60 px-1 font-mono text-13">{node.text}</code>;
    case 'bold':
      return <strong className="font-semibold">{draw(node.children)}</strong>;
    case 'italic':
      return <em>{draw(node.children)}</em>;
    case 'strike':
      return <s>{draw(node.children)}</s>;
  }
}

/** Text with WhatsApp's marks and links. `emoji` lets one to three emoji that stand alone grow. */
export const FormattedText = memo(function FormattedText({
  text,
  emoji = false,
  className,
}: {
  text: string;
  emoji?: boolean;
  className?: string | undefined;
}) {
  const nodes = useMemo(() => parseWhatsAppText(text), [text]);
  const large = emoji ? largeEmojiCount(text) : 0;
  return (
    <span
      className={cn(
        'wrap-anywhere whitespace-pre-wrap',
        large > 0 && (large === 1 ? 'inline-block py-1 text-[2.5rem] leading-none' : 'inline-block py-1 text-28'),
        className,
      )}
    >
      {draw(nodes)}
    </span>
  );
});
