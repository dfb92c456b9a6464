import { getCatalogs } from '@lingui/cli/api';
import { getConfig } from '@lingui/conf';
import { languages } from '../src/lib/i18n.ts';

// Compares what the sources say with what the catalogues hold. Nothing is written: `npm run i18n:extract` does that.

type Problem = { kind: 'not in the catalogue' | 'not translated' | 'no longer used'; text: string };

const config = getConfig({ cwd: import.meta.dirname + '/..' });
// Who can choose a language must find all of it; one that is only begun may have gaps.
const offered = new Set<string>(languages.map(({ code }) => code));
const locales = config.locales.filter((locale) => locale !== config.sourceLocale && offered.has(locale));
const begun = new Map<string, string>();
const problems = new Map<string, Problem[]>();

for (const catalog of await getCatalogs(config)) {
  const used = await catalog.collect();
  if (used === undefined) throw new Error('The sources could not be read for their sentences.');
  for (const locale of config.locales) {
    const known = (await catalog.read(locale)) ?? {};
    const found: Problem[] = [];
    for (const [id, message] of Object.entries(used)) {
      const text = message.message ?? id;
      const entry = known[id];
      if (entry === undefined) found.push({ kind: 'not in the catalogue', text });
      else if (locales.includes(locale) && !entry.translation) found.push({ kind: 'not translated', text });
    }
    for (const [id, entry] of Object.entries(known)) {
      if (!(id in used)) found.push({ kind: 'no longer used', text: entry.message ?? id });
    }
    problems.set(locale, found);
    if (!offered.has(locale)) {
      const total = Object.keys(used).length;
      const done = Object.keys(used).filter((id) => known[id]?.translation).length;
      begun.set(locale, `${done} of ${total} sentences`);
    }
  }
}

let count = 0;
for (const [locale, found] of problems) {
  count += found.length;
  for (const { kind, text } of found.slice(0, 40)) console.log(`${locale}: ${kind}: ${text}`);
  if (found.length > 40) console.log(`${locale}: and ${found.length - 40} more`);
}
if (count > 0) {
  console.log(`\n${count} problems. Run "npm run i18n:extract" in web/, then write what is missing into src/locales/.`);
  process.exitCode = 1;
} else {
  console.log(`All sentences are there in ${[...offered].join(', ')}.`);
  for (const [locale, share] of begun) console.log(`${locale} is begun and not offered yet: ${share}.`);
}
