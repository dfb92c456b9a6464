import type { AgentsSee } from '@kabar/contract';

/** A conversation of the example, from the seat of one agent. */
export interface ExampleConversation {
  id: 'assigned' | 'own-team' | 'own-number' | 'open-number' | 'other-team';
  isAssignedToThem: boolean;
  /** Its team: theirs, another one, or none. */
  team: 'own' | 'other' | null;
  /** Its number: one that their team serves or that has no team, or one of other teams only. */
  servesNumber: boolean;
}

/** Five conversations that tell the rules apart. */
export const exampleConversations: readonly ExampleConversation[] = [
  { id: 'assigned', isAssignedToThem: true, team: 'other', servesNumber: false },
  { id: 'own-team', isAssignedToThem: false, team: 'own', servesNumber: true },
  { id: 'own-number', isAssignedToThem: false, team: null, servesNumber: true },
  { id: 'open-number', isAssignedToThem: false, team: 'other', servesNumber: true },
  { id: 'other-team', isAssignedToThem: false, team: 'other', servesNumber: false },
];

/** Whether an agent sees a conversation of the example. The same rule as the server's, which alone decides. */
export function seesExample(rule: AgentsSee, { isAssignedToThem, team, servesNumber }: ExampleConversation): boolean {
  if (isAssignedToThem) return true;
  if (rule === 'assigned') return false;
  if (team === null) return servesNumber;
  return team === 'own' || (rule === 'everything' && servesNumber);
}
