import { CONTENT_LIMITS, codePointLength, templateNeeds, variablesOf } from '@kabar/cloud-api';
import type { TemplateContent, TemplateNeeds, TemplateParameter, TemplateSendComponent } from '@kabar/cloud-api';
import type { Template } from '../world/entities.ts';
import type { World } from '../world/world.ts';
import { GraphError, tableError } from './graph-error.ts';

const needsCache = new WeakMap<Template['components'], TemplateNeeds>();

function needsOf(template: Template): TemplateNeeds {
  const known = needsCache.get(template.components);
  if (known) return known;
  const needs = templateNeeds(template.components, template.parameterFormat);
  needsCache.set(template.components, needs);
  return needs;
}

/** The words of the captured errors: `header: Format mismatch, expected IMAGE, received UNKNOWN`. Source: captured live, 2026-07. */
function formatMismatch(place: string, expected: string, received: string): GraphError {
  return tableError(132012, `${place}: Format mismatch, expected ${expected}, received ${received}`);
}

function countMismatch(place: string, given: number, expected: number): GraphError {
  return tableError(132000, `${place}: number of localizable_params (${given}) does not match the expected number of params (${expected})`);
}

function isTextLike(parameter: TemplateParameter): boolean {
  return parameter.type === 'text' || parameter.type === 'currency' || parameter.type === 'date_time';
}

function checkTextParameters(
  place: string,
  parameters: readonly TemplateParameter[],
  variables: readonly string[],
  needs: TemplateNeeds,
): void {
  if (parameters.length !== variables.length) throw countMismatch(place, parameters.length, variables.length);
  for (const parameter of parameters) {
    if (!isTextLike(parameter)) throw formatMismatch(place, 'TEXT', parameter.type.toUpperCase());
    const name = 'parameter_name' in parameter ? parameter.parameter_name : undefined;
    if (needs.parameterFormat === 'NAMED' && (name === undefined || !variables.includes(name))) {
      throw new GraphError(100, 'Invalid parameter', { details: `${place}: Parameter name is missing or empty` });
    }
    if (parameter.type === 'text' && /[\n\t]| {5,}/.test(parameter.text)) {
      throw tableError(132007, `${place}: Param text cannot have new-line/tab characters or more than 4 consecutive spaces`);
    }
  }
}

function checkHeader(needs: TemplateNeeds, header: TemplateSendComponent | undefined): void {
  const parameters = header?.parameters ?? [];
  if (!needs.header) {
    if (parameters.length > 0) throw countMismatch('header', parameters.length, 0);
    return;
  }
  const { format, variables } = needs.header;
  if (format === 'TEXT') {
    checkTextParameters('header', parameters, variables, needs);
    return;
  }
  const parameter = parameters[0];
  if (!parameter) throw formatMismatch('header', format, 'UNKNOWN');
  if (parameter.type.toUpperCase() !== format) throw formatMismatch('header', format, parameter.type.toUpperCase());
}

function checkBody(needs: TemplateNeeds, body: TemplateSendComponent | undefined, bodyText: string): void {
  const parameters = body?.parameters ?? [];
  checkTextParameters('body', parameters, needs.bodyVariables, needs);
  const added = parameters.reduce((sum, parameter) => sum + (parameter.type === 'text' ? codePointLength(parameter.text) : 0), 0);
  if (codePointLength(bodyText) + added > CONTENT_LIMITS.templateBody + 3000) {
    throw tableError(132005, 'body: the text is too long with its parameters');
  }
}

function checkButtons(needs: TemplateNeeds, components: readonly TemplateSendComponent[]): void {
  const given = components.filter((component) => component.type === 'button');
  for (const need of needs.buttons) {
    const component = given.find((candidate) => candidate.index === need.index);
    if (need.isRequired && (component?.parameters ?? []).length === 0) {
      throw tableError(131008, `buttons: Button at index ${need.index} of type ${need.subType} requires a parameter`);
    }
  }
  for (const component of given) {
    const { index, sub_type: subType } = component;
    if (index === undefined) throw tableError(131008, 'buttons: index is required');
    const isKnown =
      needs.buttons.some((need) => need.index === index && need.subType === subType) ||
      (subType === 'quick_reply' && needs.quickReplyIndexes.includes(index));
    const isFree = subType !== 'url' && subType !== 'copy_code' && subType !== 'quick_reply';
    if (!isKnown && !isFree) {
      throw tableError(132018, `buttons: Button at index ${index} of type ${subType ?? 'unknown'} takes no parameter`);
    }
  }
}

function checkCards(needs: TemplateNeeds, components: readonly TemplateSendComponent[]): void {
  const carousel = components.find((component) => component.type === 'carousel');
  const cards = carousel?.cards ?? [];
  if (cards.length !== needs.cards.length) {
    throw tableError(132018, `carousel: number of cards (${cards.length}) does not match the expected number (${needs.cards.length})`);
  }
  for (const [index, cardNeeds] of needs.cards.entries()) {
    const card = cards.find((candidate) => candidate.card_index === index);
    if (!card) throw tableError(132018, `carousel: card ${index} is missing`);
    checkHeader(
      cardNeeds,
      card.components.find((component) => component.type === 'header'),
    );
    checkBody(
      cardNeeds,
      card.components.find((component) => component.type === 'body'),
      '',
    );
    checkButtons(cardNeeds, card.components);
  }
}

/**
 * Finds the template of a send and checks that the parameters fit it.
 *
 * Errors: 132001 (unknown, wrong language, not approved), 132015, 132016, 132000, 132012, 132007, 132005, 132018, 131008, 100.
 * Source: Meta for Developers, "Error codes", 2026-09-11; texts of 132000 and 132012 captured live, 2026-07.
 */
export function checkTemplate(world: World, wabaId: string, content: TemplateContent): Template {
  const { name, language } = content;
  const template = world.templatesByName(wabaId, name).find((candidate) => candidate.language === language.code && !candidate.isDeleted);
  if (template?.status === 'PAUSED') throw tableError(132015, `template (${name}) is paused`);
  if (template?.status === 'DISABLED') throw tableError(132016, `template (${name}) is disabled`);
  if (!template || template.status !== 'APPROVED') {
    throw tableError(132001, `template name (${name}) does not exist in ${language.code}`);
  }
  const components = content.components ?? [];
  const needs = needsOf(template);
  const find = (type: string) => components.find((component) => component.type === type);
  checkHeader(needs, find('header'));
  const body = template.components.find((component) => component.type === 'BODY');
  checkBody(needs, find('body'), body?.text ?? '');
  checkButtons(needs, components);
  checkCards(needs, components);
  if (needs.isLimitedTimeOffer && !find('limited_time_offer')) {
    throw tableError(131008, 'limited_time_offer: expiration_time_ms is required');
  }
  return template;
}

/** Fills variables of a template text for people to read; what is missing stays as it is. */
export function fillVariables(text: string, parameters: readonly TemplateParameter[], format: 'POSITIONAL' | 'NAMED'): string {
  let filled = text;
  for (const [index, name] of variablesOf(text).entries()) {
    const parameter = parameters.find((candidate, place) =>
      format === 'NAMED' ? 'parameter_name' in candidate && candidate.parameter_name === name : place === index,
    );
    const value =
      parameter?.type === 'text'
        ? parameter.text
        : parameter?.type === 'currency'
          ? parameter.currency.fallback_value
          : parameter?.type === 'date_time'
            ? parameter.date_time.fallback_value
            : undefined;
    if (value !== undefined) filled = filled.replaceAll(new RegExp(`\\{\\{\\s*${name}\\s*\\}\\}`, 'g'), () => value);
  }
  return filled;
}
