import type { TemplateComponent, TemplateSendComponent } from '@kabar/cloud-api';
import { templateContentSchema } from '@kabar/cloud-api';
import type { Emulator } from '../emulator.ts';
import { fillVariables } from '../graph/check-template.ts';
import type { LedgerMessage } from '../store/ledger.ts';
import type { Template } from '../world/entities.ts';
import type { CardButton, ChatMessage, TemplateCard } from './chat-types.ts';

function buttonsOf(component: TemplateComponent | undefined, sent: readonly TemplateSendComponent[]): CardButton[] {
  return (component?.buttons ?? []).map((button, index) => {
    const given = sent.find((candidate) => candidate.type === 'button' && candidate.index === index)?.parameters?.[0];
    const text = button.text ?? 'Button';
    switch (button.type) {
      case 'QUICK_REPLY':
        return { kind: 'quick_reply', text, value: given?.type === 'payload' ? given.payload : text };
      case 'URL': {
        const url = button.url ?? '';
        return { kind: 'url', text, value: given?.type === 'text' ? url.replace(/\{\{[^}]*\}\}/, () => given.text) : url };
      }
      case 'PHONE_NUMBER':
        return { kind: 'phone', text, value: button.phone_number ?? '' };
      case 'COPY_CODE':
        return { kind: 'copy_code', text, value: given?.type === 'coupon_code' ? given.coupon_code : '' };
      default:
        return { kind: 'other', text, value: '' };
    }
  });
}

function cardOf(
  template: Pick<Template, 'name' | 'category' | 'parameterFormat'>,
  components: readonly TemplateComponent[],
  sent: readonly TemplateSendComponent[],
): TemplateCard {
  const part = (type: string) => components.find((component) => component.type === type);
  const given = (type: string) => sent.find((component) => component.type === type)?.parameters ?? [];
  const header = part('HEADER');
  const headerParameter = given('header')[0];
  const media =
    headerParameter?.type === 'image'
      ? headerParameter.image
      : headerParameter?.type === 'video'
        ? headerParameter.video
        : headerParameter?.type === 'document'
          ? headerParameter.document
          : headerParameter?.type === 'gif'
            ? headerParameter.gif
            : null;
  const filled = (text: string | null | undefined, type: string) => fillVariables(text ?? '', given(type), template.parameterFormat);
  const sentCards = sent.find((component) => component.type === 'carousel')?.cards ?? [];
  return {
    name: template.name,
    category: template.category,
    header: header
      ? {
          format: header.format ?? 'TEXT',
          text: header.text ? filled(header.text, 'header') : null,
          media: media && {
            ...(media.id === undefined ? {} : { id: media.id }),
            ...(media.link === undefined ? {} : { link: media.link }),
            ...('filename' in media && typeof media.filename === 'string' ? { filename: media.filename } : {}),
          },
        }
      : null,
    body: filled(part('BODY')?.text, 'body'),
    footer: part('FOOTER')?.text ?? null,
    buttons: buttonsOf(part('BUTTONS'), sent),
    cards: (part('CAROUSEL')?.cards ?? []).map((card, index) =>
      cardOf(template, card.components, sentCards.find((candidate) => candidate.card_index === index)?.components ?? []),
    ),
  };
}

function templateCard(emulator: Emulator, message: LedgerMessage): TemplateCard | null {
  const parsed = templateContentSchema.safeParse(message.content['template']);
  const number = emulator.world.numbers.get(message.phoneNumberId);
  if (!parsed.success || !number) return null;
  const template = emulator.world
    .templatesByName(number.wabaId, parsed.data.name)
    .find((candidate) => candidate.language === parsed.data.language.code);
  return template ? cardOf(template, template.components, parsed.data.components ?? []) : null;
}

/** Reactions never get further than `sent`; everything else is on the phone once it is delivered. */
function isOnPhone({ direction, state, type }: LedgerMessage): boolean {
  return direction === 'in' || state === 'delivered' || state === 'read' || (type === 'reaction' && state === 'sent');
}

/** Shapes a ledger row for a chat. A failed or undelivered message is in the ledger but not on the phone. */
export function presentChatMessage(emulator: Emulator, message: LedgerMessage): ChatMessage {
  const { content } = message;
  const context = content['context'];
  const quoted: Record<string, unknown> = typeof context === 'object' && context !== null ? { ...context } : {};
  const replyTo = message.direction === 'in' ? quoted['id'] : quoted['message_id'];
  return {
    order: message.order,
    wamid: message.wamid,
    isFromCustomer: message.direction === 'in',
    atMs: message.atMs,
    type: message.type,
    content: content[message.type] ?? null,
    replyTo: typeof replyTo === 'string' ? replyTo : null,
    isForwarded: quoted['forwarded'] === true,
    state: message.state,
    isOnPhone: isOnPhone(message),
    failCode: message.failCode,
    templateCard: message.type === 'template' ? templateCard(emulator, message) : null,
  };
}
