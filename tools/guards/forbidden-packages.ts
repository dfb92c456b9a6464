import { listRepositoryFiles, readRepositoryFile } from '../run/repository-files.ts';
import type { Finding } from './guard.ts';

/**
 * Packages that send content to a model, run one, or watch people for advertising and analytics elsewhere. Kabar reads content on a workspace's
 * instruction only, and its notice says so; whoever needs one of these changes the notice first.
 */
const forbidden: readonly { form: RegExp; why: string }[] = [
  {
    form: /^(?:openai|@openai\/.+|@anthropic-ai\/.+|@google\/(?:generative-ai|genai)|@google-cloud\/(?:aiplatform|vertexai|language)|@mistralai\/.+|mistralai|cohere-ai|groq-sdk|@azure\/openai|@aws-sdk\/client-(?:bedrock.*|comprehend|lex.*)|replicate|together-ai|ollama|ai|@ai-sdk\/.+|langchain|@langchain\/.+|llamaindex|@llamaindex\/.+)$/,
    why: 'sends content to a model',
  },
  {
    form: /^(?:@huggingface\/.+|@xenova\/.+|onnxruntime(?:-.+)?|@tensorflow\/.+|tensorflow|brain\.js|ml5|node-llama-cpp|natural|compromise|sentiment)$/,
    why: 'runs a model over content',
  },
  {
    form: /^(?:react-ga4?|ga-4-react|universal-analytics|@segment\/.+|analytics-node|mixpanel(?:-.+)?|posthog-.+|@amplitude\/.+|amplitude-js|@sentry\/.+|@datadog\/browser-.+|logrocket|@fullstory\/.+|@hotjar\/.+|hotjar|@fingerprintjs\/.+|firebase|@firebase\/.+|facebook-nodejs-business-sdk|react-facebook-pixel|react-gtm-module|@vercel\/analytics|plausible-tracker|@bugsnag\/.+)$/,
    why: 'watches people for somebody else',
  },
];

/** Names that are forbidden, with the reason, out of what is installed. `installed`: names of packages and the file that names each. */
export function checkPackages(installed: readonly { name: string; file: string }[]): Finding[] {
  return installed.flatMap(({ name, file }) =>
    forbidden
      .filter(({ form }) => form.test(name))
      .map(({ why }) => ({ file, message: `${name} ${why}: remove it, or see docs/guides/automatic-reading.md first` })),
  );
}

/** Every package of every manifest, and everything that comes with them. */
export async function checkRepositoryPackages(): Promise<Finding[]> {
  const manifests = (await listRepositoryFiles()).filter((name) => /(?:^|\/)package\.json$/.test(name));
  const named = await Promise.all(
    manifests.map(async (file) => {
      // npm's own format.
      const manifest = JSON.parse(await readRepositoryFile(file)) as Record<string, Record<string, string> | undefined>;
      return ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'].flatMap((kind) =>
        Object.keys(manifest[kind] ?? {}).map((name) => ({ name, file })),
      );
    }),
  );
  // npm's own format, too: keys are places below node_modules. Optional peers that nobody installs are not in it.
  const lock = JSON.parse(await readRepositoryFile('package-lock.json')) as { packages: Record<string, unknown> };
  const locked = Object.keys(lock.packages).flatMap((place) => {
    const name = place.split('node_modules/').at(-1) ?? '';
    return place.includes('node_modules/') ? [{ name, file: 'package-lock.json' }] : [];
  });
  return checkPackages([...named.flat(), ...locked]);
}
