// Import directions of the repository. `npm run check` runs them; tools/guards/import-rules.test.ts proves that they can see.

/** Modules of the server by tier. A module may import modules of lower tiers only; upward it speaks by events. */
export const tiers = [
  ['keyring', 'law'],
  ['audit'],
  ['users'],
  ['workspaces', 'api-keys'],
  ['teams', 'notifications', 'numbers', 'contacts', 'single-sign-on', 'support-access', 'member-roles'],
  ['consent', 'templates', 'media', 'conversations', 'working-hours', 'saved-replies'],
  ['messages'],
  ['search', 'assignment', 'automatic-replies', 'service-levels', 'transcripts', 'imports', 'person-imports'],
  ['exports'],
  ['intake', 'campaigns', 'bots', 'webhooks', 'usage', 'analytics', 'crash-reports', 'request-log'],
  ['billing', 'data-catalogue', 'processors', 'contact-forms', 'graph'],
  ['retention', 'incidents', 'disclosures', 'backups'],
  ['erasure', 'encryption'],
  ['requests', 'closures'],
  ['self-service'],
  ['promises'],
  ['notices'],
];

const isTest = '(^|/)test/|\\.test\\.tsx?$';

const tierRules = tiers.flatMap((names, tier) => {
  const forbidden = tiers.slice(tier).flat();
  return {
    name: 'tier',
    comment: 'A module imports modules of lower tiers only. Same tier or upward: append an event and let the other module listen.',
    severity: 'error',
    from: { path: `^server/src/modules/(${names.join('|')})/`, pathNot: isTest },
    to: { path: `^server/src/modules/(${forbidden.join('|')})/`, pathNot: '^server/src/modules/$1/' },
  };
});

/** Our packages that a folder may import beside itself. Everything else of ours is out of its reach. */
const allowed = {
  contract: [],
  'cloud-api': [],
  server: ['contract', 'cloud-api', 'sdk'],
  emulator: ['cloud-api'],
  sdk: ['contract'],
  web: ['sdk', 'contract'],
  docs: ['sdk', 'contract'],
  e2e: ['sdk', 'contract', 'cloud-api', 'emulator', 'docs'],
  bench: ['sdk', 'contract', 'cloud-api', 'emulator', 'e2e'],
};
const packages = [...Object.keys(allowed), 'tools'];

const packageRules = Object.entries(allowed).map(([name, may]) => ({
  name: `reach-of-${name}`,
  comment: `${name}/ may import ${may.length === 0 ? 'nothing of ours' : may.map((other) => `${other}/`).join(', ')}.`,
  severity: 'error',
  from: { path: `^${name}/` },
  to: { path: `^(${packages.filter((other) => other !== name && !may.includes(other)).join('|')})/` },
}));

export default {
  forbidden: [
    ...packageRules,
    ...tierRules,
    {
      name: 'module-known',
      comment: 'Give a new module its tier in .dependency-cruiser.mjs.',
      severity: 'error',
      from: {},
      to: { path: '^server/src/modules/[^/]+/', pathNot: `^server/src/modules/(${tiers.flat().join('|')})/` },
    },
    {
      name: 'module-door',
      comment: 'Another module is entered through its index.ts only.',
      severity: 'error',
      from: { path: '^server/src/modules/([^/]+)/', pathNot: isTest },
      to: { path: '^server/src/modules/[^/]+/.', pathNot: ['^server/src/modules/$1/', '^server/src/modules/[^/]+/index\\.ts$'] },
    },
    {
      name: 'counting-reads-nothing',
      comment:
        'What counts, bills or proves never opens what people wrote: it has no way to a module that holds content, and to nothing that unseals.',
      severity: 'error',
      from: { path: '^server/src/modules/(analytics|usage|billing|processors|promises|notices)/', pathNot: isTest },
      to: {
        path: '^server/src/(modules/(messages|conversations|media|search|saved-replies|transcripts|intake|exports)/|platform/crypto/seal\\.ts)',
      },
    },
    {
      name: 'roles-use-doors',
      comment: 'Roles enter a module through its index.ts only.',
      severity: 'error',
      from: { path: '^server/src/(roles|config|main)', pathNot: isTest },
      to: { path: '^server/src/modules/[^/]+/.', pathNot: '^server/src/modules/[^/]+/index\\.ts$' },
    },
    {
      name: 'clients-alone-use-the-sdk',
      comment: 'The server is not a client of itself. Only commands that talk to a running Kabar, here or elsewhere, use the SDK.',
      severity: 'error',
      from: { path: '^server/src/', pathNot: ['^server/src/roles/commands/client/', isTest] },
      to: { path: '^sdk/' },
    },
    {
      name: 'platform-below',
      comment: 'platform/ knows no domain: it imports neither modules, whatsapp nor roles.',
      severity: 'error',
      from: { path: '^server/src/platform/', pathNot: isTest },
      to: { path: '^server/src/(modules|whatsapp|roles)/' },
    },
    {
      name: 'whatsapp-below',
      comment: 'whatsapp/ imports neither modules nor roles.',
      severity: 'error',
      from: { path: '^server/src/whatsapp/', pathNot: isTest },
      to: { path: '^server/src/(modules|roles)/' },
    },
    {
      name: 'roles-on-top',
      comment: 'Roles put everything together; nothing below imports them.',
      severity: 'error',
      from: { path: '^server/src/', pathNot: ['^server/src/(roles/|main\\.ts$)', isTest] },
      to: { path: '^server/src/roles/' },
    },
    {
      name: 'meta-shapes-at-the-door',
      comment:
        "Meta's wire format stays in whatsapp/, in the entry of intake that splits a webhook body, and in graph, which speaks it to programs.",
      severity: 'error',
      from: { path: '^server/src/', pathNot: ['^server/src/whatsapp/', '^server/src/modules/(intake|graph)/', isTest] },
      to: { path: '^cloud-api/' },
    },
    {
      name: 'feature-door',
      comment: 'A feature of the dashboard is entered through its index.ts only.',
      severity: 'error',
      from: { path: '^web/src/features/([^/]+)/', pathNot: isTest },
      to: { path: '^web/src/features/[^/]+/.', pathNot: ['^web/src/features/$1/', '^web/src/features/[^/]+/index\\.tsx?$'] },
    },
    {
      name: 'sdk-alone-at-run-time',
      comment: 'The SDK has no run-time dependency but the error catalogue; use `import type`.',
      severity: 'error',
      from: { path: '^sdk/src/', pathNot: isTest },
      to: { pathNot: ['^sdk/', '^contract/src/errors\\.ts$'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'tests-only',
      comment: 'Only tests import from test/ folders and from tests.',
      severity: 'error',
      from: { pathNot: [isTest, '(^|/)vitest\\.config\\.ts$', '^tools/', '^e2e/'] },
      to: { path: isTest, pathNot: '/node_modules/' },
    },
    {
      name: 'no-cycle',
      comment: 'Two files that import each other cannot be understood or loaded one at a time.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      comment: 'This import leads nowhere.',
      severity: 'error',
      from: { pathNot: '^tools/canaries/' },
      to: { couldNotResolve: true, pathNot: ['^virtual:', '\\.po$'] },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['(^|/)dist/', '(^|/)\\.kabar', 'e2e/artifacts/', 'routeTree\\.gen\\.ts$'] },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mts', '.js', '.mjs', '.cjs', '.json', '.css', '.svg', '.node'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
