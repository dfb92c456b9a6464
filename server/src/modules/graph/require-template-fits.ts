import { templateNeeds, templateNodeSchema, type TemplateContent, type TemplateNeeds, type TemplateSendComponent } from '@kabar/cloud-api';
import { findTemplateByName } from '#modules/templates';
import type { GraphContext } from './graph-context.ts';
import { GraphRefusal } from './graph-refusal.ts';

type Stored = { status: string; pausedUntil: Date | null };

/**
 * Makes sure that a template exists in this language, may be sent, and gets the parameters that it needs. Meta refuses the rest at once, so a program
 * learns of its mistake from the answer and not from a webhook.
 *
 * Errors: 132000, 132001, 132012, 132015, 132016.
 */
export async function requireTemplateFits(
  ctx: Pick<GraphContext, 'db' | 'clock'>,
  workspaceId: string,
  wabaAccountId: string,
  content: TemplateContent,
): Promise<void> {
  const language = content.language.code.replace('-', '_');
  const template = await findTemplateByName(ctx, workspaceId, { wabaAccountId, name: content.name, language });
  if (template === null) throw unknownTemplate(content.name, content.language.code);
  requireSendable(template, content, ctx.clock.now());
  const node = templateNodeSchema.safeParse({ ...template, id: template.metaId });
  // Components of a form that this version does not know are for WhatsApp to judge.
  if (node.success) requireParameters(templateNeeds(node.data.components ?? [], template.parameterFormat), content.components ?? []);
}

function unknownTemplate(name: string, language: string): GraphRefusal {
  return refusal(132_001, 'Template name does not exist in the translation', `template name (${name}) does not exist in ${language}`);
}

function requireSendable({ status, pausedUntil }: Stored, content: TemplateContent, now: Date): void {
  if (status === 'approved') return;
  if (status === 'paused') {
    if (pausedUntil !== null && pausedUntil <= now) return;
    throw refusal(132_015, 'Template is paused', `template (${content.name}) is paused because of low quality`);
  }
  if (status === 'disabled')
    throw refusal(132_016, 'Template is disabled', `template (${content.name}) is disabled because of low quality`);
  throw unknownTemplate(content.name, content.language.code);
}

function requireParameters(needs: TemplateNeeds, components: readonly TemplateSendComponent[]): void {
  requireHeader(needs.header, components);
  const body = components.find(({ type }) => type === 'body')?.parameters ?? [];
  if (body.length !== needs.bodyVariables.length) throw countMismatch('body', body.length, needs.bodyVariables.length);
  if (needs.parameterFormat === 'NAMED') requireNames('body', needs.bodyVariables, body);
  for (const button of needs.buttons) {
    if (!button.isRequired) continue;
    const given = components.find(({ type, index }) => type === 'button' && index === button.index)?.parameters ?? [];
    if (given.length === 0) throw countMismatch(`button at index ${button.index} of type ${button.subType}`, 0, 1);
  }
}

function requireHeader(header: TemplateNeeds['header'], components: readonly TemplateSendComponent[]): void {
  const given = components.find(({ type }) => type === 'header')?.parameters ?? [];
  if (header === undefined) {
    if (given.length > 0) throw countMismatch('header', given.length, 0);
    return;
  }
  if (header.format === 'TEXT') {
    if (given.length !== header.variables.length) throw countMismatch('header', given.length, header.variables.length);
    return;
  }
  const received = given[0]?.type.toUpperCase() ?? 'UNKNOWN';
  if (received !== header.format)
    throw refusal(
      132_012,
      'Parameter format does not match format in the created template',
      `header: Format mismatch, expected ${header.format}, received ${received}`,
    );
}

function requireNames(place: string, names: readonly string[], given: readonly object[]): void {
  const missing = names.find((name) => !given.some((parameter) => Reflect.get(parameter, 'parameter_name') === name));
  if (missing !== undefined)
    throw refusal(
      132_000,
      'Number of parameters does not match the expected number of params',
      `${place}: parameter ${missing} is missing`,
    );
}

function countMismatch(place: string, given: number, expected: number): GraphRefusal {
  return refusal(
    132_000,
    'Number of parameters does not match the expected number of params',
    `${place}: number of localizable_params (${given}) does not match the expected number of params (${expected})`,
  );
}

function refusal(code: number, title: string, details: string): GraphRefusal {
  return new GraphRefusal('validation_failed', { code, title, details });
}
