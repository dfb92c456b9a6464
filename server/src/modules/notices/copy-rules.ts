/** Claims that no notice makes, because nobody can keep them, with a name for each. */
const forbidden: readonly { name: string; pattern: RegExp }[] = [
  { name: 'end-to-end encryption, which ends at Meta’s business systems', pattern: /end[\s-]*to[\s-]*end|ujung\s*ke\s*ujung|\be2ee?\b/i },
  { name: 'perfect security', pattern: /\b(?:100\s*%|absolutely|completely|perfectly|totally|fully|guaranteed?)\s+(?:safe|secure)\b/i },
  {
    name: 'perfect security',
    pattern: /\b(?:unbreakable|unhackable|hack[\s-]?proof|bullet[\s-]?proof|military[\s-]grade|bank[\s-]grade)\b/i,
  },
  {
    name: 'perfect security',
    pattern: /\b(?:100\s*%|sepenuhnya|sempurna|dijamin|mutlak)\s+aman\b|\baman\s+(?:100\s*%|sepenuhnya|sempurna|mutlak)/i,
  },
  { name: 'a promise about for ever', pattern: /\b(?:never|tidak akan pernah)\s+(?:be\s+)?(?:hacked|breached|diretas|bocor)\b/i },
];

/** The names of forbidden claims that a text makes; empty when it makes none. */
export function findForbiddenClaims(text: string): string[] {
  return [...new Set(forbidden.filter(({ pattern }) => pattern.test(text)).map(({ name }) => name))];
}
