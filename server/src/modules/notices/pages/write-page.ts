import {
  NOTICE_PAGES,
  NOTICE_SECTIONS,
  type NoticeChange,
  type NoticeLanguage,
  type NoticePage,
  type NoticeSentence,
} from '@kabar/contract';
import { escapeHtml } from '#platform/mail/mail';
import { frameWords, pageTitles, sectionTitles } from './page-words.ts';

/** What a page shows. `version` is null where nothing is published. */
export type PageContent = {
  page: NoticePage;
  language: NoticeLanguage;
  /** Whose notice it is. */
  name: string;
  /** Path of the pages, without the name of one. */
  path: string;
  version: {
    number: number;
    publishedAt: Date;
    effectiveAt: Date;
    state: 'upcoming' | 'current' | 'past';
    sentences: readonly NoticeSentence[];
    changes: readonly NoticeChange[];
  } | null;
  upcoming: { number: number; effectiveAt: Date; changes: readonly NoticeChange[] } | null;
  earlier: readonly { number: number; effectiveAt: Date }[];
};

/** Writes a page of a notice: no script, one style sheet, readable on paper and on a phone. */
export function writePage(content: PageContent): string {
  const { page, language, name, path, version, upcoming } = content;
  const words = frameWords[language];
  const title = pageTitles[language][page];
  const other = language === 'en' ? 'id' : 'en';
  const query = version === null || version.state === 'current' ? '' : `&version=${version.number}`;
  const link = (to: NoticePage): string => `${path}/${to}?lang=${language}${escapeHtml(query)}`;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)} – ${escapeHtml(name)}</title>
<link rel="stylesheet" href="/legal/notice.css">
</head>
<body>
<header>
<p class="name">${escapeHtml(name)}</p>
<a class="language" hreflang="${other}" lang="${other}" href="${path}/${page}?lang=${other}${escapeHtml(query)}">${words.otherLanguage}</a>
</header>
<nav aria-label="${words.allPages}">
<ul>
${NOTICE_PAGES.map((one) => `<li><a href="${link(one)}"${one === page ? ' aria-current="page"' : ''}>${escapeHtml(pageTitles[language][one])}</a></li>`).join('\n')}
</ul>
</nav>
<main>
<h1>${escapeHtml(title)}</h1>
${version === null ? `<p>${words.notYet}</p>\n<p>${words.rightsStay.replace('{name}', () => escapeHtml(name))}</p>` : body(content, version)}
${upcoming === null ? '' : announcement(content, upcoming)}
${content.earlier.length === 0 ? '' : earlier(content)}
</main>
</body>
</html>
`;
}

/** A page that does not exist, in the look of the others. */
export function writeNotFound(language: NoticeLanguage): string {
  const words = frameWords[language];
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${words.notFound}</title>
<link rel="stylesheet" href="/legal/notice.css">
</head>
<body>
<main>
<h1>${words.notFound}</h1>
</main>
</body>
</html>
`;
}

function body({ page, language, path }: PageContent, version: NonNullable<PageContent['version']>): string {
  const words = frameWords[language];
  const { number, publishedAt, effectiveAt, state } = version;
  const here = version.sentences.filter((one) => one.page === page);
  const sections = NOTICE_SECTIONS.flatMap((section) => {
    const said = here.filter((one) => one.section === section);
    if (said.length === 0) return [];
    return [
      `<section aria-labelledby="${section}">
<h2 id="${section}">${escapeHtml(sectionTitles[language][section])}</h2>
<ul>
${said.map(({ text }) => `<li>${linkify(text[language])}</li>`).join('\n')}
</ul>
</section>`,
    ];
  });
  const warning =
    state === 'current'
      ? ''
      : `<p class="note">${state === 'past' ? words.old : words.future} <a href="${path}/${page}?lang=${language}">${words.current}</a></p>`;
  const changes = state === 'upcoming' ? listChanges(language, version.changes) : '';
  return `<p class="dates">${words.lastUpdated} ${time(publishedAt, language)}, ${words.countsFrom} ${time(effectiveAt, language)}. ${words.version} ${number}.</p>
${warning}
${changes}
${sections.join('\n')}`;
}

function announcement({ page, language, path }: PageContent, upcoming: NonNullable<PageContent['upcoming']>): string {
  const words = frameWords[language];
  return `<aside class="note" aria-label="${words.whatChanges}">
<p>${words.upcoming} ${time(upcoming.effectiveAt, language)}. <a href="${path}/${page}?lang=${language}&amp;version=${upcoming.number}">${words.readUpcoming}</a></p>
${listChanges(language, upcoming.changes)}
</aside>`;
}

function listChanges(language: NoticeLanguage, changes: readonly NoticeChange[]): string {
  const words = frameWords[language];
  const seen = new Map(changes.map((change) => [`${change.kind} ${change.after?.en ?? ''} ${change.before?.en ?? ''}`, change]));
  if (seen.size === 0) return '';
  const items = [...seen.values()].map(({ kind, before, after }) => {
    const now = after === null ? '' : ` ${escapeHtml(after[language])}`;
    const was = before === null ? '' : ` <del>${escapeHtml(before[language])}</del>`;
    return `<li><strong>${words[kind]}:</strong>${now}${was}</li>`;
  });
  return `<details open><summary>${words.whatChanges}</summary>
<ul>
${items.join('\n')}
</ul>
</details>`;
}

function earlier({ page, language, path, earlier: list }: PageContent): string {
  const words = frameWords[language];
  return `<details class="earlier"><summary>${words.earlier}</summary>
<ul>
${list.map(({ number, effectiveAt }) => `<li><a href="${path}/${page}?lang=${language}&amp;version=${number}">${words.version} ${number}</a>, ${words.countsFrom} ${time(effectiveAt, language)}</li>`).join('\n')}
</ul>
</details>`;
}

function time(at: Date, language: NoticeLanguage): string {
  const shown = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(at);
  return `<time datetime="${at.toISOString()}">${shown}</time>`;
}

/** Makes addresses of pages and mailboxes pressable; everything else is text. Other sites learn nothing of where somebody came from. */
function linkify(text: string): string {
  return escapeHtml(text).replaceAll(/https?:\/\/[^\s<>&]+[^\s<>&.,;:!?)]|[^\s<>&@,;:]+@[^\s<>&@,;:]+\.[a-z]{2,}/gi, (found) =>
    found.includes('://') ? `<a href="${found}" rel="noopener noreferrer">${found}</a>` : `<a href="mailto:${found}">${found}</a>`,
  );
}
