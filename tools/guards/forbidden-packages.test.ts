import { expect, it } from 'vitest';
import { checkPackages, checkRepositoryPackages } from './forbidden-packages.ts';

it('finds none in this repository', async () => {
  expect(await checkRepositoryPackages()).toEqual([]);
});

it.each([
  'openai',
  '@anthropic-ai/sdk',
  '@langchain/core',
  '@aws-sdk/client-bedrock-runtime',
  'onnxruntime-node',
  '@xenova/transformers',
  'posthog-js',
  '@sentry/node',
  'react-ga4',
  'firebase',
])('sees %s', (name) => {
  expect(checkPackages([{ name, file: 'server/package.json' }])).toHaveLength(1);
});

it.each(['fastify', '@aws-sdk/client-s3', 'ajv', '@lingui/core', 'openapi-types', 'ai-ready'])('leaves %s alone', (name) => {
  expect(checkPackages([{ name, file: 'server/package.json' }])).toEqual([]);
});
