import type { BehaviourBook } from '../behaviours.ts';
import type { Clock } from '../clock.ts';
import type { Outbox } from '../webhooks/outbox.ts';
import type { Template } from '../world/entities.ts';
import type { World } from '../world/world.ts';

/** Reviews pending templates after a while and tells every change of state by webhook. */
export interface TemplateReview {
  /** Puts a template into review; ends by itself as the behaviours say. */
  submit(template: Template): void;
  /** Moves a template to a state at once and tells it. */
  setStatus(template: Template, status: string, options?: { reason?: string; title?: string; description?: string }): void;
  setQuality(template: Template, quality: string): void;
  /** Moves a template to another category, or only gives notice of it, and tells it. */
  setCategory(template: Template, category: string, isNotice: boolean): void;
  /** Replaces the content as somebody does in Meta's own manager, and tells it. */
  setComponents(template: Template, components: Template['components']): void;
  resume(): void;
}

/** Creates the review. */
export function createTemplateReview(context: { world: World; clock: Clock; behaviours: BehaviourBook; outbox: Outbox }): TemplateReview {
  const { world, clock, behaviours, outbox } = context;

  function reference(template: Template): Record<string, unknown> {
    return {
      // A JSON integer in webhooks, unlike everywhere else. Source: "message_template_status_update", 2026-09.
      message_template_id: Number(template.id),
      message_template_name: template.name,
      message_template_language: template.language,
    };
  }

  function setStatus(template: Template, status: string, options: { reason?: string; title?: string; description?: string } = {}): void {
    template.status = status;
    template.reviewAtMs = null;
    template.rejectedReason = status === 'REJECTED' ? (options.reason ?? 'INVALID_FORMAT') : 'NONE';
    template.rejectionRecommendation = status === 'REJECTED' ? (options.description ?? null) : null;
    world.save('template', template);
    outbox.push({
      wabaId: template.wabaId,
      field: 'message_template_status_update',
      item: {
        event: status,
        ...reference(template),
        message_template_category: template.category,
        reason: status === 'REJECTED' ? template.rejectedReason : 'NONE',
        ...(status === 'REJECTED' && options.description
          ? { rejection_info: { reason: template.rejectedReason, recommendation: options.description } }
          : {}),
        ...(options.title === undefined ? {} : { other_info: { title: options.title, description: options.description ?? '' } }),
      },
    });
  }

  function finish(template: Template): void {
    if (template.status !== 'PENDING' || template.isDeleted) return;
    const { review, rejectReason } = behaviours.of().templates;
    if (review === 'never') return;
    const looksBad = /reject/i.test(`${template.name} ${JSON.stringify(template.components)}`);
    if (review === 'reject' || (review === 'by_content' && looksBad)) {
      setStatus(template, 'REJECTED', {
        reason: rejectReason,
        description: 'Write what the message is for and keep placeholders away from the edges.',
      });
    } else {
      setStatus(template, 'APPROVED');
    }
  }

  function schedule(template: Template): void {
    if (template.reviewAtMs !== null) clock.at(template.reviewAtMs, () => finish(template));
  }

  return {
    submit(template) {
      template.status = 'PENDING';
      template.rejectedReason = 'NONE';
      template.reviewAtMs = clock.nowMs() + behaviours.of().templates.reviewDelayMs;
      world.save('template', template);
      schedule(template);
    },
    setStatus,
    setQuality(template, quality) {
      const previous = template.quality;
      template.quality = quality;
      world.save('template', template);
      outbox.push({
        wabaId: template.wabaId,
        field: 'message_template_quality_update',
        item: { previous_quality_score: previous, new_quality_score: quality, ...reference(template) },
      });
    },
    setCategory(template, category, isNotice) {
      const previous = template.category;
      if (!isNotice) {
        template.previousCategory = previous;
        template.category = category;
        world.save('template', template);
      }
      outbox.push({
        wabaId: template.wabaId,
        field: 'template_category_update',
        // A notice names the present category as the new one. Source: "template_category_update webhook reference", 2026.
        item: isNotice
          ? {
              ...reference(template),
              new_category: previous,
              correct_category: category,
              category_update_timestamp: Math.floor(clock.nowMs() / 1000) + 86_400,
            }
          : { ...reference(template), previous_category: previous, new_category: category },
      });
    },
    setComponents(template, components) {
      template.components = components;
      world.save('template', template);
      const textOf = (type: string) => components.find((component) => component.type === type)?.text;
      outbox.push({
        wabaId: template.wabaId,
        field: 'message_template_components_update',
        item: {
          ...reference(template),
          ...(textOf('HEADER') ? { message_template_title: textOf('HEADER') } : {}),
          message_template_element: textOf('BODY') ?? '',
          ...(textOf('FOOTER') ? { message_template_footer: textOf('FOOTER') } : {}),
          message_template_buttons: (components.find((component) => component.type === 'BUTTONS')?.buttons ?? []).map((button) => ({
            message_template_button_type: button.type,
            message_template_button_text: button.text ?? '',
            ...(button.url ? { message_template_button_url: button.url } : {}),
            ...(button.phone_number ? { message_template_button_phone_number: button.phone_number } : {}),
          })),
        },
      });
    },
    resume() {
      for (const template of world.templates.values()) if (template.status === 'PENDING') schedule(template);
    },
  };
}
