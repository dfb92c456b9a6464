import { describe, expect, it } from 'vitest';
import { foldPhone } from './fold-phone.ts';
import { isBsuid } from './identity.ts';
import { normalisePhone } from './normalise-phone.ts';

describe('foldPhone', () => {
  it.each([
    ['an old Brazilian mobile number to the one with nine digits', '553199812345', '5531999812345'],
    ['nothing about a Brazilian mobile number with nine digits', '5531999812345', '5531999812345'],
    ['nothing about a Brazilian landline', '551133334444', '551133334444'],
    ['the old Mexican mobile form to the present one', '5215512345678', '525512345678'],
    ['nothing about the present Mexican form', '525512345678', '525512345678'],
    ['nothing about an Indonesian number', '6281200001234', '6281200001234'],
    ['nothing about a number that only begins like a Brazilian one', '55319981234', '55319981234'],
  ])('changes %s', (_what, digits, folded) => {
    expect(foldPhone(digits)).toBe(folded);
    expect(foldPhone(folded)).toBe(folded);
  });
});

describe('normalisePhone', () => {
  it.each([
    ['+62 812-0000-1234', '6281200001234'],
    ['0062 812 0000 1234', '6281200001234'],
    ['6281200001234', '6281200001234'],
    ['+1 (202) 555-0123', '12025550123'],
    ['+55 31 9 9981-2345', '5531999812345'],
    ['+55 31 9981-2345', '553199812345'],
    ['+52 1 55 1234 5678', '525512345678'],
    ['+52 55 1234 5678', '525512345678'],
  ])('reads %s', (text, digits) => {
    expect(normalisePhone(text)).toBe(digits);
  });

  it.each([
    '',
    '12345',
    'US.13491208655302741918',
    'budi',
    '+62 812 x 1234',
    '0812 0000 1234',
    '+999 123 456 789 0',
    `+62${'1'.repeat(40)}`,
  ])('refuses %s', (text) => {
    expect(normalisePhone(text)).toBeNull();
  });
});

describe('isBsuid', () => {
  it.each(['US.13491208655302741918', 'ID.A1b2', 'US.ENT.11815799212886844830'])('knows %s', (text) => expect(isBsuid(text)).toBe(true));
  it.each(['6281200001234', 'us.123', 'US.', 'US.12 34', 'USA.123', `US.${'1'.repeat(129)}`])('refuses %s', (text) =>
    expect(isBsuid(text)).toBe(false),
  );
});
