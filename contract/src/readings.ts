import { z } from 'zod';
import { DATA_CLASSES } from './personal-data-words.ts';

/** Pages of the settings on which a reading is decided. */
export const READING_SETTINGS = ['automatic_replies', 'satisfaction', 'assignment'] as const;
export type ReadingSettings = (typeof READING_SETTINGS)[number];

const Words = z.object({ en: z.string(), id: z.string(), hi: z.string() });

/** Key of a reading: the part of Kabar that reads, and what. */
export const ReadingKey = z
  .string()
  .regex(/^[a-z-]+\.[a-z_]+$/, 'must be the key of a reading')
  .meta({ examples: ['search.messages'] });

/** One way in which Kabar itself reads what people wrote or sent. */
export const AutomaticReading = z.object({
  key: ReadingKey,
  owner: z.string(),
  name: Words,
  reads: Words,
  why: Words,
  classes: z.array(z.enum(DATA_CLASSES)).describe('Kinds of data it reads; empty: times and counts alone'),
  starts: z.enum(['by_itself', 'when_asked']),
  where: z.enum(['here', 'scanner', 'whatsapp']).describe('`scanner`: another program of the operator; `whatsapp`: it leaves to WhatsApp'),
  control: z.enum(['here', 'settings', 'operator', 'fixed']),
  settings: z.enum(READING_SETTINGS).nullable().describe('Page that decides, where `control` is `settings`'),
  warning: Words.nullable().describe('What one must know before switching it off'),
  is_on: z.boolean().nullable().describe('Null where a page of the settings decides, or several'),
});
export type AutomaticReading = z.infer<typeof AutomaticReading>;

/** Every automated reading of content. */
export const AutomaticReadings = z.object({ data: z.array(AutomaticReading) });
export type AutomaticReadings = z.infer<typeof AutomaticReadings>;

/** Body of `PUT /v1/privacy/readings`. */
export const SwitchReadingRequest = z.strictObject({
  key: ReadingKey,
  is_on: z.boolean(),
  understood: z.boolean().default(false).describe('True: the warning was read. Needed to switch off a reading that has one'),
});
export type SwitchReadingRequest = z.infer<typeof SwitchReadingRequest>;
