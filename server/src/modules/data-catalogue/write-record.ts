import {
  inLanguage,
  PERSONAL_DATA_NAMES as names,
  type InLanguages,
  type ProcessingActivity,
  type RecordOfProcessing,
} from '@kabar/contract';
import { stringify } from 'csv-stringify/sync';
import { guardFormula } from '#platform/csv/guard-formula';
import { recordWords as words } from './record-words.ts';

type Language = 'en' | 'id' | 'hi';

/** The record as a table for spreadsheets: one line per activity, UTF-8 with a byte order mark. */
export function writeRecordCsv(record: RecordOfProcessing, language: Language): string {
  const say = (text: InLanguages): string => inLanguage(text, language);
  const heads = [
    words.purpose,
    words.role,
    words.whose,
    words.classes,
    words.basis,
    words.retention,
    words.recipients,
    words.transfer,
    words.encryption,
    words.measures,
    words.places,
  ];
  const lines = record.activities.map((activity) => [
    say(names.purpose[activity.purpose]),
    say(words[activity.role]),
    listed(activity.whose.map((one) => say(names.whose[one]))),
    listed(activity.classes.map((one) => say(names.class[one]))),
    listed(basisWords(activity, language)),
    listed(activity.retention.map(({ rule }) => say(rule))),
    listed(activity.recipients) || say(words.nobody),
    listed(transfersOf(record, activity, language)),
    listed(activity.encryption.map((one) => say(names.encryption[one]))),
    listed(record.measures.map(say)),
    listed(activity.places),
  ]);
  return stringify(
    [heads.map(say), ...lines].map((line) => line.map(guardFormula)),
    { bom: true },
  );
}

const style = `
body{font:14px/1.5 system-ui,sans-serif;margin:0 auto;max-width:900px;padding:24px;color:#1c2524;background:#fff}
h1{font-size:22px;margin:0}h2{font-size:17px;margin:28px 0 8px}p{margin:4px 0;color:#55605e}
section{border:1px solid #d5dcda;border-radius:10px;padding:12px 16px;margin:0 0 12px;break-inside:avoid}
h3{font-size:15px;margin:0 0 6px}dl{display:grid;grid-template-columns:minmax(120px,180px) 1fr;gap:4px 16px;margin:0}
dt{color:#55605e}dd{margin:0;overflow-wrap:anywhere}ul{margin:0;padding-inline-start:18px}
table{border-collapse:collapse;width:100%}th,td{text-align:start;border-bottom:1px solid #d5dcda;padding:6px 8px;vertical-align:top}
@media print{body{padding:0;max-width:none}}`;

/** The record as a page to print: it needs nothing from outside and runs nothing. */
export function writeRecordHtml(record: RecordOfProcessing, language: Language): string {
  const say = (text: InLanguages): string => escapeHtml(inLanguage(text, language));
  const items = (lines: readonly string[]): string => `<ul>${lines.map((line) => `<li>${escapeHtml(line)}</li>`).join('')}</ul>`;
  const row = (head: InLanguages, body: string): string => `<dt>${say(head)}</dt><dd>${body}</dd>`;
  const activities = record.activities.map((activity) => {
    const note = activity.balancing_note === null ? '' : `<p>${say(activity.balancing_note)}</p>`;
    return `<section><h3>${say(names.purpose[activity.purpose])}</h3><dl>${[
      row(words.role, say(words[activity.role])),
      row(words.whose, items(activity.whose.map((one) => inLanguage(names.whose[one], language)))),
      row(words.classes, items(activity.classes.map((one) => inLanguage(names.class[one], language)))),
      row(words.basis, `${items(basisWords(activity, language))}${note}`),
      row(words.retention, items(activity.retention.map(({ rule }) => inLanguage(rule, language)))),
      row(words.recipients, activity.recipients.length === 0 ? say(words.nobody) : items(activity.recipients)),
      row(words.encryption, items(activity.encryption.map((one) => inLanguage(names.encryption[one], language)))),
    ].join('')}</dl></section>`;
  });
  const recipients = record.recipients.map(
    (recipient) =>
      `<tr><td>${escapeHtml(recipient.name)}</td><td>${say(recipient.does)}</td><td>${escapeHtml(recipient.region ?? inLanguage(words.unknown, language))}</td><td>${escapeHtml(recipient.transfer ?? inLanguage(words.unknown, language))}</td></tr>`,
  );
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">`,
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${say(words.title)}</title><style>${style}</style></head><body><h1>${say(words.title)}: ${escapeHtml(record.workspace)}</h1>`,
    `<p>${say(words.about)} ${say(words.madeAt)}: <time>${escapeHtml(record.made_at)}</time></p>`,
    `<h2>${say(words.activities)}</h2>${activities.join('\n')}`,
    `<h2>${say(words.recipients)}</h2><table><thead><tr><th></th><th>${say(words.purpose)}</th><th>${say(words.region)}</th><th>${say(words.transfer)}</th></tr></thead><tbody>${recipients.join('')}</tbody></table>`,
    `<h2>${say(words.measures)}</h2>${items(record.measures.map((measure) => inLanguage(measure, language)))}</body></html>\n`,
  ].join('\n');
}

function basisWords({ legal_bases }: ProcessingActivity, language: Language): string[] {
  return legal_bases.map((basis) => inLanguage(names.basis[basis], language));
}

function transfersOf(record: RecordOfProcessing, activity: ProcessingActivity, language: Language): string[] {
  return record.recipients
    .filter(({ name }) => activity.recipients.includes(name))
    .map(
      ({ name, region, transfer }) =>
        `${name}: ${region ?? inLanguage(words.unknown, language)}, ${transfer ?? inLanguage(words.unknown, language)}`,
    );
}

function listed(parts: readonly string[]): string {
  return parts.join('; ');
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"'`]/g, (char) => `&#${char.charCodeAt(0)};`);
}
