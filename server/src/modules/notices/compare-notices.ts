import type { NoticeChange, NoticeSection, NoticeSentence } from '@kabar/contract';

/** Sections in which any change matters to people: what is held, why, who gets it, for how long, where. */
const weighty: ReadonlySet<NoticeSection> = new Set(['who', 'what', 'why', 'recipients', 'how_long', 'transfers']);
/** Sections in which losing a sentence takes something away from people. */
const guarantees: ReadonlySet<NoticeSection> = new Set(['security', 'rights', 'children', 'cookies', 'changes']);

/**
 * What changed from one notice to the next, sentence by sentence, in the order of the pages. Nothing is material on the first publication,
 * because nobody relied on anything before. A sentence counts once as material, on the page where it stands first.
 */
export function compareNotices(before: readonly NoticeSentence[] | null, after: readonly NoticeSentence[]): NoticeChange[] {
  if (before === null) return [];
  const old = new Map(before.map((one) => [one.key, one]));
  const fresh = new Map(after.map((one) => [one.key, one]));
  const changes = [
    ...after.flatMap((one): NoticeChange[] => {
      const was = old.get(one.key);
      if (was === undefined) return [change('added', null, one)];
      return was.text.en === one.text.en && was.text.id === one.text.id ? [] : [change('changed', was, one)];
    }),
    ...before.flatMap((one) => (fresh.has(one.key) ? [] : [change('dropped', one, null)])),
  ];
  return changes;
}

function change(kind: NoticeChange['kind'], before: NoticeSentence | null, after: NoticeSentence | null): NoticeChange {
  const { page, section } = after ?? before ?? { page: 'privacy', section: 'who' };
  const isMaterial = weighty.has(section) || (guarantees.has(section) && kind !== 'added');
  return { kind, page, section, before: before?.text ?? null, after: after?.text ?? null, is_material: isMaterial };
}
