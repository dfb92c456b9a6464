import { AGENTS_SEE, type AgentsSee } from '@kabar/contract';
import { expect, it } from 'vitest';
import { exampleConversations, seesExample } from './example-sight.ts';

function seen(rule: AgentsSee): string[] {
  return exampleConversations.filter((one) => seesExample(rule, one)).map((one) => one.id);
}

it('shows what each rule leaves to an agent', () => {
  expect(seen('everything')).toEqual(['assigned', 'own-team', 'own-number', 'open-number']);
  expect(seen('teams')).toEqual(['assigned', 'own-team', 'own-number']);
  expect(seen('assigned')).toEqual(['assigned']);
});

it('never hides what is assigned to the agent', () => {
  for (const rule of AGENTS_SEE) expect(seen(rule)).toContain('assigned');
});
