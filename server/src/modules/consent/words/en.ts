import type { WordList } from './word-list.ts';

/** English. */
export const english: WordList = {
  language: 'en',
  isVerbLast: false,
  stopAlone:
    'stop, stopp, stop all, stopall, stop it all, unsubscribe, unsubscribe me, unsub, unsubscribed, unsuscribe, opt out, optout, opt me out, opt-out, stop messages, stop msgs, stop promotions, stop promotion, stop promo, stop promos, stop marketing, stop ads, stop offers, stop updates, stop texts, no more messages, no more promotions, no more promos, no more ads, no more marketing, remove me from your list, remove me from the list, take me off your list, take me off this list, do not contact me, dont contact me, do not contact me again, dont contact me again, i want to opt out, i opt out, stop this spam',
  startAlone:
    'start, unstop, subscribe, resubscribe, subscribe me, opt in, optin, opt me in, start again, start messages, start promotions, resume, resume messages, subscribe again',
  doubtAlone:
    'cancel, end, quit, remove, leave, enough, stop it, leave me alone, remove me, no more, exit, finish, stop this, stop now please ok',
  stop: 'stop, cease',
  no: 'dont, do not, never, no longer, please dont, pls dont',
  send: 'send, sending, receive, receiving, get, getting, forward, forwarding, give, giving, share, sharing',
  unwanted:
    'dont want, do not want, dont wish, do not wish, no longer want, no longer wish, dont need, do not need, not interested in, no more, never want, dont wanna, uninterested in',
  mail: 'message, messages, msg, msgs, text, texts, text message, text messages, sms, spam, promo, promos, promotion, promotions, promotional, ad, ads, advert, adverts, advertisement, advertisements, advertising, marketing, newsletter, newsletters, broadcast, broadcasts, offers, notifications, whatsapp, whatsapps, mailing list, mailing, commercials',
  write:
    'message me, messaging, messaging me, text me, texting, texting me, spamming, spam me, spamming me, contact me, contacting, contacting me, whatsapp me, whatsapping me, write me, write to me, writing me, writing to me, msg me, dm me, dming me, message us, text us, contact us',
  leave:
    'unsubscribe, unsubscribe me, opt out, opt me out, take me off, take me out of, remove me from, remove my number, delete my number, take my number off, remove us from',
  filler:
    'me, us, any, anymore, more, the, these, this, those, all, your, to, with, of, such, further, other, daily, weekly, constant, annoying, stupid, unwanted, useless, bloody, damn, so, many, too, much, immediately, at once, again, ever, on, my, phone, number, here, out, be, being, from, list, whatsapp, want, wish, i, you, now, and, or, kind, kinds, types, that, a, an, group, lists, mailing, anything',
  limit:
    'today, tomorrow, tonight, until, till, before, after, except, only, unless, later, this week, weekend, morning, evening, night, monday, sunday, old number, wrong, husband, wife, work, email instead, mom, mother, father, during, between, about, regarding, unrelated, while, other number, another number, reminder, reminders, appointment, results, prescription, without, yet, for now',
  ask: 'how, why, when, what, where, which, who, did, does, if, will, wont, would, should, cant, cannot, couldnt, didnt, doesnt, isnt, is it, are there, has, have, had, havent, they, he, she, it, doctor, was, were, stopped, since, because, not to, to not, afraid',
  polite:
    'please, pls, plz, plss, kindly, thanks, thank you, thx, ty, ok, okay, hi, hello, hey, dear, sir, madam, team, now, immediately, bro, guys, asap, sorry, just, yes',
  doubtful: 'cancel, cancelled, cancellation, opt, remove me, leave me alone, bothering, harassing',
  request:
    'can you, could you, would you, will you, can u, could u, would you mind, i want you to, i asked you to, i told you to, i would like you to, i need you to, you need to, you have to, you must, i said',
};
