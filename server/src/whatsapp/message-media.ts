/** Keys under which a media object stands anywhere in a message's content. */
const mediaKeys: ReadonlySet<string> = new Set(['image', 'video', 'audio', 'document', 'sticker', 'gif']);

const ownMediaId = /^med_[0-9a-z]{26}$/;

type JsonObject = Record<string, unknown>;

/**
 * Our own media ids (`med_…`) that a message's content names, each once: the file itself, the header of an interactive
 * message, the headers of a template and its cards. `type` is the message's type. Never throws.
 */
export function mediaIdsIn(type: string, content: unknown): string[] {
  const found = new Set<string>();
  visitMedia(type, content, (media) => {
    if (typeof media['id'] === 'string' && ownMediaId.test(media['id'])) found.add(media['id']);
    return media;
  });
  return [...found];
}

/**
 * The content with each of our media ids replaced by the id that WhatsApp knows the file under. Everything else is kept;
 * nothing is copied when there is nothing to replace.
 *
 * Errors: throws when a media id of ours is missing in `providerIds`, because WhatsApp would only refuse it.
 */
export function replaceMediaIds(type: string, content: unknown, providerIds: ReadonlyMap<string, string>): unknown {
  return visitMedia(type, content, (media) => {
    const id = media['id'];
    if (typeof id !== 'string' || !ownMediaId.test(id)) return media;
    const providerId = providerIds.get(id);
    if (providerId === undefined) throw new Error(`The file ${id} was not handed to WhatsApp before the message`);
    return { ...media, id: providerId };
  });
}

/** The content with the id of each media object in it written anew. Nothing is copied when nothing changes. */
export function mapMediaIds(type: string, content: unknown, write: (id: string) => string): unknown {
  return visitMedia(type, content, (media) => {
    const id = media['id'];
    if (typeof id !== 'string') return media;
    const next = write(id);
    return next === id ? media : { ...media, id: next };
  });
}

function visitMedia(type: string, content: unknown, visit: (media: JsonObject) => JsonObject): unknown {
  if (mediaKeys.has(type)) return isObject(content) ? visit(content) : content;
  // Only these two can hold a file further inside; a button's own id may look like anything.
  return type === 'interactive' || type === 'template' ? walk(content, visit) : content;
}

function walk(value: unknown, visit: (media: JsonObject) => JsonObject): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => walk(item, visit));
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  if (!isObject(value)) return value;
  let copy: JsonObject | null = null;
  for (const [key, inner] of Object.entries(value)) {
    const next = mediaKeys.has(key) && isObject(inner) ? visit(inner) : walk(inner, visit);
    if (next !== inner) {
      copy ??= { ...value };
      copy[key] = next;
    }
  }
  return copy ?? value;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
