import { localTime } from './local-time.ts';
import type { TranscriptHead, TranscriptLine } from './transcript-line.ts';

const style = `
body{font:15px/1.5 system-ui,sans-serif;margin:0 auto;max-width:760px;padding:24px;color:#1c2524;background:#fff}
h1{font-size:20px;margin:0}header p{margin:2px 0 0;color:#55605e}ol{list-style:none;padding:0;margin:24px 0}
li{margin:0 0 10px;padding:8px 12px;border-radius:10px;background:#f2f5f4;max-width:80%;overflow-wrap:anywhere}
li.out{margin-left:auto;background:#dff1ec}li.note{max-width:none;background:#fdf3d0}li.activity{max-width:none;background:none;color:#55605e;padding:0 12px}
p{margin:0;white-space:pre-wrap}.who{font-size:13px;color:#55605e}.marks{font-size:13px;font-style:italic;color:#55605e}
@media print{li{break-inside:avoid}}`;

/** A transcript as a page that needs nothing from outside and runs nothing, piece by piece. */
export async function* writeHtml(head: TranscriptHead, lines: AsyncIterable<TranscriptLine>): AsyncGenerator<string> {
  const time = localTime(head.timeZone);
  yield `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">`;
  yield `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`;
  yield `<title>Conversation ${escapeHtml(head.conversationId)}</title><style>${style}</style></head><body><header><h1>${escapeHtml(head.contact)}</h1>`;
  yield `<p>${escapeHtml(head.number)}, ${escapeHtml(head.workspace)}</p><p>Conversation ${escapeHtml(head.conversationId)}, made ${time(head.madeAt)}; all times are ${escapeHtml(head.timeZone)}</p></header><ol>`;
  for await (const line of lines) {
    const kind = line.kind === 'message' ? (line.direction ?? 'in') : line.kind;
    const label = line.kind === 'note' ? ' · note' : '';
    const marks = line.marks.length === 0 ? '' : `<p class="marks">${escapeHtml(line.marks.join('; '))}</p>`;
    const link = line.link === null ? '' : `<p><a href="${escapeHtml(line.link)}" rel="noreferrer">Show in Kabar</a></p>`;
    yield `<li class="${kind}"><p class="who">${escapeHtml(line.author)}${label} · <time datetime="${line.at.toISOString()}">${time(line.at)}</time></p><p dir="auto">${escapeHtml(line.text)}</p>${marks}${link}</li>\n`;
  }
  yield '</ol></body></html>\n';
}

/** Text that stands for itself in HTML, in content and in attributes. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"'`]/g, (char) => `&#${char.charCodeAt(0)};`);
}
