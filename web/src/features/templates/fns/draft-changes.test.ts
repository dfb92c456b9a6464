import { checkTemplate } from '@kabar/contract';
import { describe, expect, it } from 'vitest';
import {
  alignCards,
  cardLike,
  inLanguage,
  moved,
  newButton,
  newDraft,
  shapeOf,
  toTemplateName,
  withCategory,
  withShape,
} from './draft-changes.ts';

const codes = (draft: Parameters<typeof checkTemplate>[0]) => checkTemplate(draft).map((issue) => issue.code);

describe('withCategory', () => {
  it('makes a complete authentication template', () => {
    expect(codes({ ...withCategory(newDraft('id'), 'authentication'), name: 'code' })).toEqual([]);
  });

  it('takes away what only marketing can have', () => {
    const carousel = withShape({ ...newDraft('id'), category: 'marketing' }, 'carousel');
    const utility = withCategory(carousel, 'utility');
    expect(shapeOf(utility)).toBe('standard');
    expect(codes(utility)).not.toContain('only_marketing');
  });

  it('begins anew when it leaves authentication', () => {
    const draft = withCategory(withCategory(newDraft('id'), 'authentication'), 'utility');
    expect(draft.buttons).toEqual([]);
    expect(codes(draft)).not.toContain('otp_only_authentication');
  });
});

describe('withShape', () => {
  it('makes an offer with its two buttons in their order, and keeps the text', () => {
    const written = {
      ...newDraft('id'),
      category: 'marketing' as const,
      body: { text: 'Halo', samples: {}, security_recommendation: null },
    };
    const offer = withShape(written, 'offer');
    expect(offer.buttons.map((button) => button.kind)).toEqual(['copy_code', 'url']);
    expect(offer.body?.text).toBe('Halo');
    expect(codes(offer)).not.toContain('offer_code_first');
  });

  it('makes a carousel of two cards alike', () => {
    const carousel = withShape({ ...newDraft('id'), category: 'marketing' }, 'carousel');
    expect(carousel.cards).toHaveLength(2);
    expect(codes(carousel)).not.toContain('cards_count');
  });
});

describe('cards', () => {
  it('become alike after the first has changed', () => {
    const first = { ...cardLike(undefined), body: null, header: { kind: 'video' as const, handle: '4::a' }, buttons: [newButton('url')] };
    const aligned = alignCards([first, cardLike(undefined)]);
    expect(aligned[1]?.header).toEqual({ kind: 'video', handle: '' });
    expect(aligned[1]?.body).toBeNull();
    expect(aligned[1]?.buttons.map((button) => button.kind)).toEqual(['url']);
    expect(aligned[0]).toEqual(first);
  });
});

describe('small things', () => {
  it('moves within the list only', () => {
    expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
    expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
  });

  it('makes a name of what is typed', () => {
    expect(toTemplateName('Pesanan Siap – Café №1')).toBe('pesanan_siap_cafe_no1');
  });

  it('copies structure without sharing it', () => {
    const draft = newDraft('id');
    const copy = inLanguage(draft, 'en_US');
    expect(copy.language).toBe('en_US');
    expect(copy.body).toEqual(draft.body);
    expect(copy.body).not.toBe(draft.body);
  });
});
