import { SELF_SERVICE_KEYWORDS, type PublicPage } from '@kabar/contract';
import { tenantQuery } from '#platform/db/tx';
import type { SelfServiceContext } from './self-service-context.ts';
import { selectHasNotice, selectOpenNumbers } from './self-service.sql.ts';
import type { Page } from './settings.ts';

/** What anybody sees of a page. */
export async function publicPage(ctx: SelfServiceContext, page: Page, isSignedIn: boolean): Promise<PublicPage> {
  const title = page.title ?? page.name;
  const word = page.keywords_enabled ? SELF_SERVICE_KEYWORDS.access[page.language === 'id' ? 2 : 1].toUpperCase() : null;
  const numbers = await tenantQuery<{ display: string }>(ctx.db, page.workspaceId, selectOpenNumbers(page.workspaceId));
  const [notice] = await tenantQuery<{ hasNotice: boolean }>(ctx.db, page.workspaceId, selectHasNotice(page.workspaceId, ctx.clock.now()));
  return {
    title,
    intro: page.intro,
    mark: page.mark ?? initialsOf(title),
    color: page.color,
    language: page.language,
    contact: page.contact,
    // Source: WhatsApp, "How to use click to chat", https://faq.whatsapp.com/5913398998672934, read 2026-11.
    numbers: numbers.map(({ display }) => ({
      display,
      link: `https://wa.me/${display.replaceAll(/\D/g, '')}${word === null ? '' : `?text=${encodeURIComponent(word)}`}`,
    })),
    has_notice: notice?.hasNotice ?? false,
    word,
    signed_in: isSignedIn,
  };
}

function initialsOf(title: string): string {
  const words = title.split(/\s+/).filter((word) => /^\p{L}|^\p{N}/u.test(word));
  const letters = words.slice(0, 2).map((word) => [...word][0] ?? '');
  return letters.join('').toUpperCase() || '•';
}
