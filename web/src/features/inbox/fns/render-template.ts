import type { Template } from '@kabar/contract';
import { asList, asRecord, textAt, type Loose } from './read-content.ts';

/** The head of a template message: words, a file or a place. `mediaId` is one of our ids, `link` an address of elsewhere. */
export type TemplateHeader =
  | { kind: 'text'; text: string }
  | { kind: 'image' | 'video' | 'document'; mediaId: string | null; link: string | null; filename: string | null }
  | { kind: 'location'; name: string; address: string; latitude: number | null; longitude: number | null };

/** A button as the customer sees it; `value` is where it leads or what it copies. */
export interface TemplateButton {
  kind: 'quick_reply' | 'url' | 'phone' | 'copy_code' | 'other';
  text: string;
  value: string | null;
}

/** A template message as it looks on the phone. */
export interface RenderedTemplate {
  header: TemplateHeader | null;
  body: string;
  footer: string | null;
  offer: string | null;
  buttons: TemplateButton[];
  cards: RenderedTemplate[];
}

/** Names of the variables of a text in the order of their first appearance: "1", "2" or "first_name". */
export function variablesOf(text: string): string[] {
  return [...new Set([...text.matchAll(/\{\{\s*([^{}\s]+)\s*\}\}/g)].map((match) => match[1] ?? ''))];
}

/**
 * Puts parameters into a text. Positional ones by their number, named ones by `parameter_name`; a variable without a
 * parameter stays visible as it is, so that nobody takes a gap for a finished message. Parameters are put in once:
 * braces inside of one are text.
 */
export function fillVariables(text: string, parameters: readonly unknown[]): string {
  const named = new Map(parameters.map((parameter) => [textAt(parameter, 'parameter_name'), parameterText(parameter)]));
  named.delete('');
  return text.replaceAll(/\{\{\s*([^{}\s]+)\s*\}\}/g, (whole, name: string) => {
    if (named.has(name)) return named.get(name) ?? whole;
    if (named.size > 0 || !/^\d+$/.test(name)) return whole;
    const parameter = parameters[Number(name) - 1];
    return parameter === undefined ? whole : parameterText(parameter);
  });
}

function parameterText(parameter: unknown): string {
  const value = asRecord(parameter);
  return (
    textAt(value, 'text') ||
    textAt(value, 'currency', 'fallback_value') ||
    textAt(value, 'date_time', 'fallback_value') ||
    textAt(value, 'coupon_code') ||
    textAt(value, 'payload')
  );
}

function ofType(components: readonly unknown[], type: string): Loose {
  return asRecord(components.find((component) => textAt(component, 'type').toUpperCase() === type));
}

/** What the template looks like with the components of a send ("header", "body", "button", "carousel"); never throws. */
export function renderTemplate(components: Template['components'], sent: readonly unknown[]): RenderedTemplate {
  const body = ofType(components, 'BODY');
  const footer = ofType(components, 'FOOTER');
  const sentCards = asList(ofType(sent, 'CAROUSEL')['cards']);
  const offer = asRecord(ofType(components, 'LIMITED_TIME_OFFER')['limited_time_offer']);
  return {
    header: headerOf(ofType(components, 'HEADER'), asList(ofType(sent, 'HEADER')['parameters'])),
    body: fillVariables(textAt(body, 'text'), asList(ofType(sent, 'BODY')['parameters'])),
    footer: textAt(footer, 'text') || null,
    offer: textAt(offer, 'text') || null,
    buttons: buttonsOf(asList(ofType(components, 'BUTTONS')['buttons']), sent),
    cards: asList(ofType(components, 'CAROUSEL')['cards']).map((card, index) => {
      const sentCard = sentCards.find((candidate) => textAt(candidate, 'card_index') === String(index)) ?? sentCards[index];
      return renderTemplate(asList(asRecord(card)['components']).map(asRecord), asList(asRecord(sentCard)['components']));
    }),
  };
}

function headerOf(header: Loose, parameters: readonly unknown[]): TemplateHeader | null {
  const given = asRecord(parameters[0]);
  switch (textAt(header, 'format').toUpperCase()) {
    case 'TEXT':
      return { kind: 'text', text: fillVariables(textAt(header, 'text'), parameters) };
    case 'IMAGE':
      return fileOf('image', given['image']);
    case 'VIDEO':
    case 'GIF':
      return fileOf('video', given['video'] ?? given['gif']);
    case 'DOCUMENT':
      return fileOf('document', given['document']);
    case 'LOCATION': {
      const place = asRecord(given['location']);
      const [latitude, longitude] = [Number(textAt(place, 'latitude') || Number.NaN), Number(textAt(place, 'longitude') || Number.NaN)];
      return {
        kind: 'location',
        name: textAt(place, 'name'),
        address: textAt(place, 'address'),
        latitude: Number.isFinite(latitude) ? latitude : null,
        longitude: Number.isFinite(longitude) ? longitude : null,
      };
    }
    default:
      return null;
  }
}

function fileOf(kind: 'image' | 'video' | 'document', value: unknown): TemplateHeader {
  const id = textAt(value, 'id');
  return {
    kind,
    mediaId: id.startsWith('med_') ? id : null,
    link: textAt(value, 'link') || null,
    filename: textAt(value, 'filename') || null,
  };
}

function buttonsOf(buttons: readonly unknown[], sent: readonly unknown[]): TemplateButton[] {
  return buttons.map((button, index) => {
    const given = asRecord(
      sent.find((component) => textAt(component, 'type').toLowerCase() === 'button' && textAt(component, 'index') === String(index)),
    );
    const parameters = asList(given['parameters']);
    const text = textAt(button, 'text');
    switch (textAt(button, 'type').toUpperCase()) {
      case 'QUICK_REPLY':
        return { kind: 'quick_reply', text, value: null };
      case 'URL':
        return { kind: 'url', text, value: fillVariables(textAt(button, 'url'), parameters) };
      case 'PHONE_NUMBER':
        return { kind: 'phone', text, value: textAt(button, 'phone_number') };
      case 'COPY_CODE':
        return { kind: 'copy_code', text, value: textAt(parameters[0], 'coupon_code') || null };
      case 'OTP':
        return { kind: 'copy_code', text, value: textAt(parameters[0], 'text') || null };
      default:
        return { kind: 'other', text, value: null };
    }
  });
}

/** The template of a message among those that are known, by name and language. */
export function findTemplate(templates: readonly Template[], content: unknown): Template | null {
  const name = textAt(content, 'name');
  const language = textAt(content, 'language', 'code');
  return templates.find((template) => template.name === name && template.language === language) ?? null;
}
