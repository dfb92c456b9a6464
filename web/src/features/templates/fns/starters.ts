import type { TemplateDraftContent } from '@kabar/contract';
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { newDraft, withCategory } from './draft-changes.ts';

/** What a new template can begin with. */
export const starters = ['empty', 'order', 'appointment', 'offer', 'code'] as const;
export type Starter = (typeof starters)[number];

/** What each beginning is called and for. */
export const starterWords: Readonly<Record<Starter, { label: MessageDescriptor; hint: MessageDescriptor }>> = {
  empty: { label: msg`Empty`, hint: msg`Write all of it yourself.` },
  order: { label: msg`Order on its way`, hint: msg`Utility: name, order number and a button to follow it.` },
  appointment: { label: msg`Appointment`, hint: msg`Utility: day and time, with buttons to confirm or move it.` },
  offer: { label: msg`Offer`, hint: msg`Marketing: a picture, a text and a way to stop.` },
  code: { label: msg`One-time code`, hint: msg`Authentication: WhatsApp writes the text.` },
};

const texts = {
  en: {
    order: 'Hi {{1}}, your order {{2}} is on its way and should reach you tomorrow.',
    follow: 'Follow the parcel',
    appointment: 'Hi {{1}}, this is a reminder of your appointment on {{2}} at {{3}}. See you soon!',
    confirm: 'I will be there',
    move: 'Another time, please',
    offer: 'Hi {{1}}, this week every second coffee is on us. Come by and bring a friend!',
    stop: 'Stop offers',
    samples: { name: 'Sari', order: 'KB-1042', day: 'Monday, 3 May', time: '10:30' },
  },
  id: {
    order: 'Halo {{1}}, pesanan {{2}} sedang dikirim dan akan tiba besok.',
    follow: 'Lacak paket',
    appointment: 'Halo {{1}}, kami ingatkan janji temu Anda pada {{2}} pukul {{3}}. Sampai jumpa!',
    confirm: 'Saya datang',
    move: 'Minta waktu lain',
    offer: 'Halo {{1}}, minggu ini setiap kopi kedua gratis dari kami. Ajak temanmu mampir!',
    stop: 'Berhenti promo',
    samples: { name: 'Sari', order: 'KB-1042', day: 'Senin, 3 Mei', time: '10.30' },
  },
} as const;

const body = (text: string, samples: Record<string, string>) => ({ text, samples, security_recommendation: null });

/** A draft with a beginning, in Indonesian or else in English; the name is still to be found. */
export function startWith(starter: Starter, language: string): TemplateDraftContent {
  const draft = newDraft(language);
  const words = language === 'id' ? texts.id : texts.en;
  const { name, order, day, time } = words.samples;
  switch (starter) {
    case 'empty':
      return draft;
    case 'order':
      return {
        ...draft,
        body: body(words.order, { 1: name, 2: order }),
        buttons: [
          {
            kind: 'url',
            text: words.follow,
            url: 'https://shop.example/orders/{{1}}',
            sample: `https://shop.example/orders/${order}`,
            more: {},
          },
        ],
      };
    case 'appointment':
      return {
        ...draft,
        body: body(words.appointment, { 1: name, 2: day, 3: time }),
        buttons: [words.confirm, words.move].map((text) => ({ kind: 'quick_reply', text, more: {} })),
      };
    case 'offer':
      return {
        ...draft,
        category: 'marketing',
        header: { kind: 'image', handle: '' },
        body: body(words.offer, { 1: name }),
        buttons: [{ kind: 'quick_reply', text: words.stop, more: {} }],
      };
    case 'code':
      return withCategory(draft, 'authentication');
  }
}
