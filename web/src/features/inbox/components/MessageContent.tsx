import type { Message } from '@kabar/contract';
import { textAt } from '../fns/read-content.ts';
import { FormattedText } from './FormattedText.tsx';

/** The content of a message, drawn by its type. */
export function MessageContent({ message }: { message: Message }) {
  switch (message.type) {
    default:
      return <FormattedText text={textAt(message.content, 'body')} emoji />;
  }
}
