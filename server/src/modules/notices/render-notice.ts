import { NOTICE_PAGES, NOTICE_SECTIONS, type NoticePage, type NoticeSection, type NoticeSentence } from '@kabar/contract';
import type { NoticeWorld, Sentence, SentenceValues } from './notice-world.ts';
import { keepingAndSafety } from './sentences/keeping-and-safety.ts';
import { peopleAndPurpose } from './sentences/people-and-purpose.ts';
import { rightsAndRest } from './sentences/rights-and-rest.ts';

/** Every sentence a notice of Kabar can contain, in the order in which pages say them. */
export const sentences: readonly Sentence[] = [...peopleAndPurpose, ...keepingAndSafety, ...rightsAndRest];

/** A sentence as it is stored with a version: what it said, and the values that must still hold for it to be shown. */
export type RenderedSentence = NoticeSentence & { values: SentenceValues };

/** A sentence that cannot stand, with the promises that are not proven. */
export type Silent = { key: string; page: NoticePage; section: NoticeSection; waitsFor: string[] };

/** The notice as the world is now: what can be said, and what cannot because a promise behind it is not proven. Pure. */
export function renderNotice(world: NoticeWorld): { said: RenderedSentence[]; silent: Silent[] } {
  const said: RenderedSentence[] = [];
  const silent: Silent[] = [];
  for (const sentence of sentences) {
    if (sentence.audience !== 'both' && sentence.audience !== world.audience) continue;
    const waitsFor = sentence.promises.filter((promise) => world.statusOf(promise) !== 'proven');
    const list = sentence.values(world);
    for (const place of sentence.places) {
      const { page, section } = readPlace(place);
      if (waitsFor.length > 0) silent.push({ key: sentence.key, page, section, waitsFor });
      else {
        for (const [index, values] of list.entries()) {
          said.push({
            key: `${sentence.key}@${place}${sentence.isList ? `#${keyOf(values, index)}` : ''}`,
            page,
            section,
            promises: [...sentence.promises],
            text: { en: sentence.en(values), id: sentence.id(values) },
            values,
          });
        }
      }
    }
  }
  return { said: said.toSorted(byPlace), silent };
}

/** Where the privacy page must say something; a page that leaves one of these out is no notice. */
export const requiredSections: readonly NoticeSection[] = NOTICE_SECTIONS;

/** Required facts and sections that are not there. Empty: it can be published. */
export function findMissing(world: NoticeWorld, said: readonly NoticeSentence[]): string[] {
  const { controller_name, controller_address, privacy_email, country } = world.facts;
  const facts = Object.entries({ controller_name, controller_address, privacy_email, country }).flatMap(([name, value]) =>
    value === null ? [`fact:${name}`] : [],
  );
  const sections = requiredSections.filter((section) => !said.some((one) => one.page === 'privacy' && one.section === section));
  const pages = NOTICE_PAGES.filter((page) => !said.some((one) => one.page === page));
  return [...facts, ...sections.map((section) => `section:${section}`), ...pages.map((page) => `page:${page}`)];
}

/** Which of the stored sentences hold at this moment: still to be said, of the same values. */
export function stillTrue(stored: readonly RenderedSentence[], said: readonly RenderedSentence[]): Set<string> {
  const now = new Set(said.map(meaningOf));
  return new Set(stored.filter((one) => now.has(meaningOf(one))).map(({ key }) => key));
}

/** What a sentence says where, whatever else is said beside it. */
export function meaningOf({ key, values }: Pick<RenderedSentence, 'key' | 'values'>): string {
  return `${key.split('#', 1)[0] ?? key} ${stableText(values)}`;
}

/** The same text for the same values, in whatever order a database gives their names back. */
export function stableText(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, one]) => `${name}:${stableText(one)}`).join(',')}}`;
}

/** A sentence said of several things is known by its first value, so that adding one changes no other. */
function keyOf(values: SentenceValues, index: number): string {
  const [first] = Object.values(values);
  if (first === undefined || first === null) return String(index);
  return typeof first === 'object' ? first.en : String(first);
}

function readPlace(place: string): { page: NoticePage; section: NoticeSection } {
  const [pageName, sectionName] = place.split('/');
  const page = NOTICE_PAGES.find((one) => one === pageName);
  const section = NOTICE_SECTIONS.find((one) => one === sectionName);
  if (page === undefined || section === undefined) throw new TypeError(`${place} is no place of a notice`);
  return { page, section };
}

function byPlace(a: NoticeSentence, b: NoticeSentence): number {
  return (
    NOTICE_PAGES.indexOf(a.page) - NOTICE_PAGES.indexOf(b.page) || NOTICE_SECTIONS.indexOf(a.section) - NOTICE_SECTIONS.indexOf(b.section)
  );
}
