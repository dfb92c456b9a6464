import { PRESENCE_REPORT_EVERY_MS as asked } from '@kabar/contract';
import { expect, it } from 'vitest';
import { PRESENCE_REPORT_EVERY_MS } from './report-every.ts';

it('reports as often as the server asks for', () => {
  expect(PRESENCE_REPORT_EVERY_MS).toBe(asked);
});
