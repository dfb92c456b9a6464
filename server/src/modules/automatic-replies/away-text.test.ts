import type { AwayMessage } from '@kabar/contract';
import { describe, expect, it } from 'vitest';
import { awayText, languageFor, unknownVariables } from './away-text.ts';

const message: AwayMessage = {
  enabled: true,
  text: 'Halo {{contact.name}}, kami buka lagi {{ next_opening }}.',
  language: 'id',
  translations: { es: 'Hola {{contact.name}}.' },
  min_hours_between: 12,
  says_automatic: true,
};
const values = { language: 'id', name: 'Budi', nextOpening: new Date('2026-11-23T02:00:00Z'), zone: 'Asia/Jakarta' } as const;

describe('the text of an away message', () => {
  it('holds name and next opening by the clocks of the business, and says that it is automatic', () => {
    expect(awayText(message, values)).toBe('Halo Budi, kami buka lagi Senin, 23 November pukul 09.00.\n\nIni adalah pesan otomatis.');
  });

  it('leaves no gap where a value is missing', () => {
    expect(awayText({ ...message, says_automatic: false }, { ...values, name: null, nextOpening: null })).toBe('Halo, kami buka lagi.');
  });

  it('takes a name as it is, whatever stands in it', () => {
    expect(awayText({ ...message, says_automatic: false }, { ...values, name: '$& {{next_opening}}', nextOpening: null })).toBe(
      'Halo $& {{next_opening}}, kami buka lagi.',
    );
  });

  it('follows the country of the customer where there is a text for it', () => {
    expect(languageFor(message, 'MX')).toBe('es');
    expect(languageFor(message, 'BR')).toBe('id');
    expect(languageFor(message, null)).toBe('id');
    expect(awayText({ ...message, says_automatic: false }, { ...values, language: 'es' })).toBe('Hola Budi.');
  });

  it('knows which variables there are', () => {
    expect(unknownVariables('{{contact.name}} {{ next_opening }} {{order}} {{}}')).toEqual(['order', '']);
  });
});
