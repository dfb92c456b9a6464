import type { TranscriptHead, TranscriptLine } from './transcript-line.ts';

/** A transcript as one JSON document, piece by piece. Instants are in UTC. */
export async function* writeJson(head: TranscriptHead, lines: AsyncIterable<TranscriptLine>): AsyncGenerator<string> {
  const top = JSON.stringify({
    conversation_id: head.conversationId,
    contact: head.contact,
    number: head.number,
    workspace: head.workspace,
    time_zone: head.timeZone,
    made_at: head.madeAt.toISOString(),
    from: head.from?.toISOString() ?? null,
    until: head.until.toISOString(),
  });
  yield `${top.slice(0, -1)},"items":[`;
  let separator = '\n';
  for await (const line of lines) {
    yield (
      separator +
        JSON.stringify({
          kind: line.kind,
          id: line.id,
          at: line.at.toISOString(),
          direction: line.direction,
          author: line.author,
          type: line.type,
          status: line.status,
          text: line.text,
          marks: line.marks,
          media_id: line.mediaId,
          link: line.link,
        })
    );
    separator = ',\n';
  }
  yield '\n]}\n';
}
