/** A component of a template as WhatsApp lists it, as far as its text goes. */
type TemplateComponent = { type?: unknown; format?: unknown; text?: unknown; buttons?: unknown };

/**
 * Everything in a message that one can search for, most telling first: bodies, captions, titles of buttons and lists, names of files, places
 * and contact cards, a template as the customer reads it. `template` is what the workspace knows of the named template. Never throws.
 */
export function messageTexts(type: string, content: unknown, template: readonly unknown[] | null = null): string[] {
  const value = asObject(content);
  switch (type) {
    case 'text':
    case 'system':
      return texts(value['body']);
    case 'image':
    case 'video':
    case 'audio':
    case 'document':
    case 'sticker':
      return texts(value['caption'], value['filename']);
    case 'location':
      return texts(value['name'], value['address']);
    case 'button':
      return texts(value['text']);
    case 'contacts':
      return asList(content).flatMap((card) =>
        texts(asObject(asObject(card)['name'])['formatted_name'], asObject(asObject(card)['org'])['company']),
      );
    case 'interactive':
      return interactiveTexts(value);
    case 'order':
      return texts(value['text']);
    case 'template':
      return templateTexts(value, template);
    default:
      return [];
  }
}

function interactiveTexts(value: Record<string, unknown>): string[] {
  const [reply, choice] = [asObject(value['button_reply']), asObject(value['list_reply'])];
  const action = asObject(value['action']);
  const parameters = asObject(action['parameters']);
  return [
    ...texts(reply['title'], choice['title'], choice['description']),
    ...texts(asObject(value['body'])['text'], asObject(value['header'])['text'], asObject(value['footer'])['text']),
    ...asList(action['buttons']).flatMap((button) => texts(asObject(asObject(button)['reply'])['title'])),
    ...texts(action['button'], parameters['display_text']),
    ...asList(action['sections']).flatMap((section) => [
      ...texts(asObject(section)['title']),
      ...asList(asObject(section)['rows']).flatMap((row) => texts(asObject(row)['title'], asObject(row)['description'])),
    ]),
  ];
}

function templateTexts(value: Record<string, unknown>, template: readonly unknown[] | null): string[] {
  const given = asList(value['components']).map(asObject);
  const parametersOf = (kind: string): unknown[] =>
    asList(given.find((part) => String(part['type']).toLowerCase() === kind)?.['parameters']);
  if (template === null) {
    return [
      ...given.flatMap((part) => asList(part['parameters']).flatMap((parameter) => texts(parameterText(parameter)))),
      ...texts(value['name']),
    ];
  }
  const components = template.map((part) => asObject(part) as TemplateComponent);
  const body = components.filter((part) => isKind(part, 'body'));
  const others = components.filter((part) => isKind(part, 'header') || isKind(part, 'footer'));
  return [
    ...[...body, ...others].flatMap((part) => texts(fillIn(part.text, parametersOf(String(part.type).toLowerCase())))),
    ...components.flatMap((part) => asList(part.buttons).flatMap((button) => texts(asObject(button)['text']))),
  ];
}

function isKind(part: TemplateComponent, kind: string): boolean {
  return typeof part.type === 'string' && part.type.toLowerCase() === kind;
}

/** Puts parameters into `{{1}}` and `{{name}}`; a place without one stays empty. */
function fillIn(text: unknown, parameters: readonly unknown[]): string {
  if (typeof text !== 'string') return '';
  const named = new Map(parameters.map((parameter) => [String(asObject(parameter)['parameter_name']), parameterText(parameter)]));
  return text.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (_, name: string) => named.get(name) ?? parameterText(parameters[Number(name) - 1]));
}

function parameterText(parameter: unknown): string {
  const value = asObject(parameter);
  for (const given of [value['text'], asObject(value['currency'])['fallback_value'], asObject(value['date_time'])['fallback_value']]) {
    if (typeof given === 'string') return given;
  }
  return '';
}

function texts(...values: readonly unknown[]): string[] {
  return values.filter((value): value is string => typeof value === 'string' && value.trim() !== '');
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : []; // just checked
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}; // just checked
}
