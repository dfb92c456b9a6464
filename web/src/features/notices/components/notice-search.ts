import { NOTICE_PAGES, type NoticeLanguage, type NoticePage } from '@kabar/contract';

/** Which page is looked at, in which language. */
export interface NoticeSearch {
  page?: NoticePage;
  lang?: NoticeLanguage;
}

/** Reads an address; what makes no sense is left out. */
export function noticeSearch(raw: Record<string, unknown>): NoticeSearch {
  const page = NOTICE_PAGES.find((one) => one === raw['page']);
  const lang = raw['lang'] === 'en' || raw['lang'] === 'id' ? raw['lang'] : undefined;
  return { ...(page === undefined ? {} : { page }), ...(lang === undefined ? {} : { lang }) };
}
