import { localTime } from './local-time.ts';
import type { TranscriptHead, TranscriptLine } from './transcript-line.ts';

/** A transcript as plain text, piece by piece. */
export async function* writeText(head: TranscriptHead, lines: AsyncIterable<TranscriptLine>): AsyncGenerator<string> {
  const time = localTime(head.timeZone);
  yield `Conversation ${head.conversationId}\nWith ${oneLine(head.contact)} on ${oneLine(head.number)}, ${oneLine(head.workspace)}\n`;
  yield `Made ${time(head.madeAt)}; all times are ${head.timeZone}\n\n`;
  let count = 0;
  for await (const line of lines) {
    count += 1;
    const marks = line.marks.length === 0 ? '' : ` (${line.marks.join('; ')})`;
    const what = line.kind === 'note' ? ' [note]' : line.kind === 'activity' ? ' [activity]' : '';
    // Further lines of a message stand in, so that none can pass for the beginning of another.
    const text = line.text.replaceAll(/\r\n|[\r\n\u0085\u2028\u2029]/g, '\n    ');
    yield `[${time(line.at)}] ${oneLine(line.author)}${what}: ${text}${marks}${line.link === null ? '' : `\n    ${line.link}`}\n`;
  }
  yield `\n${count} lines\n`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}
