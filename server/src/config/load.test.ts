import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ConfigError, generateConfigReference, loadConfig, summarizeConfig } from './index.ts';
import { listVariables } from './load.ts';

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('loadConfig', () => {
  it('needs nothing at all', () => {
    const config = loadConfig({});
    expect(config).toMatchObject({
      isEmbedded: true,
      runsEmulator: true,
      http: { host: '127.0.0.1', port: undefined, bodyLimitBytes: 1_048_576, trustedProxies: [] },
      process: { role: 'all', shutdownGraceMs: 20_000 },
      messages: { payloadRetentionDays: 7 },
    });
    expect(config.paths.home).toBe(`${config.paths.project}.kabar`);
    expect(config.paths.keys).toBe(`${config.paths.home}/keys`);
  });

  it("leaves the emulator off with a database of one's own", () => {
    expect(loadConfig({ DATABASE_URL: 'postgres://kabar@localhost/kabar' })).toMatchObject({ isEmbedded: false, runsEmulator: false });
  });

  it('treats an empty variable as not set', () => {
    expect(loadConfig({ DATABASE_URL: '', KABAR_HTTP_PORT: '' }).isEmbedded).toBe(true);
  });

  it('reports every problem at once, each with its name, what is wrong and an example', () => {
    const problems = problemsOf({
      KABAR_HTTP_PORT: '99999',
      KABAR_SHUTDOWN_GRACE: '20',
      KABAR_BODY_LIMIT: '1 apple',
      KABAR_PAYLOAD_RETENTION_DAYS: '31',
      KABAR_TRUSTED_PROXIES: '10.0.0.0/8, nonsense',
      KABAR_PUBLIC_URL: 'ftp://example.com',
      KABAR_META_GRAPH_URL: 'https://user:pass@graph.facebook.com',
      KABAR_MAIL_FROM: 'nobody',
      KABAR_EMULATOR: 'yes',
      KABAR_LOG_LEVEL: 'loud',
    });
    expect(problems).toHaveLength(10);
    expect(problems).toContain('KABAR_HTTP_PORT must be a whole number from 1 to 65535, but is "99999". Example: KABAR_HTTP_PORT=4000');
    for (const problem of problems) expect(problem).toMatch(/^KABAR_[A-Z_]+ must .*Example: KABAR_/);
  });

  it('never prints a secret, neither in a problem nor in the summary', () => {
    const env = { DATABASE_URL: 'mysql://kabar:hunter2@db/kabar', KABAR_SMTP_URL: 'hunter2', KABAR_ROOT_KEY: 'hunter2' };
    expect(problemsOf(env)).toHaveLength(2);
    expect(JSON.stringify([problemsOf(env), summarizeConfig(env)])).not.toContain('hunter2');
    expect(summarizeConfig(env)).toEqual({ DATABASE_URL: '(set)', KABAR_SMTP_URL: '(set)', KABAR_ROOT_KEY: '(set)' });
  });

  it('refuses a name it does not know and guesses what was meant', () => {
    expect(problemsOf({ KABAR_HTTPPORT: '4000' })).toEqual(['KABAR_HTTPPORT is not a setting of Kabar. Did you mean KABAR_HTTP_PORT?']);
  });

  it('refuses settings that contradict each other', () => {
    expect(problemsOf({ KABAR_ROOT_KEY: 'kabar-root-1:x', KABAR_KEYS_DIR: '/keys' })).toHaveLength(1);
    expect(problemsOf({ KABAR_PUBLIC_URL: 'https://example.com/kabar' })).toHaveLength(1);
    expect(problemsOf({ KABAR_ROLE: 'api' })[0]).toContain('DATABASE_URL is needed');
  });

  it('takes TLS as a whole or not at all', () => {
    const both = { KABAR_TLS_CERT: 'cert.pem', KABAR_TLS_KEY: 'key.pem' };
    expect(loadConfig(both).tls).toMatchObject({ certFile: 'cert.pem', keyFile: 'key.pem', minVersion: '1.2', checkEveryMs: 60_000 });
    expect(problemsOf({ KABAR_TLS_CERT: 'cert.pem' })[0]).toContain('belong together');
    expect(problemsOf({ KABAR_TLS_KEY: 'key.pem' })[0]).toContain('belong together');
    expect(problemsOf({ KABAR_TLS_REDIRECT_PORT: '80', KABAR_TLS_CHAIN: 'chain.pem' })).toHaveLength(2);
    expect(problemsOf({ ...both, KABAR_PUBLIC_URL: 'http://kabar.example.com' })[0]).toContain('must begin with https://');
    expect(problemsOf({ ...both, KABAR_HTTP_PORT: '443', KABAR_TLS_REDIRECT_PORT: '443' })[0]).toContain('must be two ports');
    expect(problemsOf({ ...both, KABAR_TLS_MIN_VERSION: '1.1' })[0]).toContain('must be one of: 1.2, 1.3');
  });

  it('lets the command line choose the role', () => {
    expect(loadConfig({ KABAR_ROLE: 'api', DATABASE_URL: 'postgres://a/b' }, 'worker').process.role).toBe('worker');
    expect(() => loadConfig({}, 'cook')).toThrow('KABAR_ROLE must be one of: all, api, worker, migrate, doctor');
    expect(problemsOf({ KABAR_ROLE: 'cook' })).toHaveLength(1);
  });

  it('accepts every example and every default of its own reference', () => {
    for (const { variable } of listVariables()) {
      expect(variable.form.safeParse(variable.example).success, variable.env).toBe(true);
      if (variable.fallback !== undefined) expect(variable.form.safeParse(variable.fallback).success, variable.env).toBe(true);
    }
  });
});

describe('the reference', () => {
  const root = new URL('../../../', import.meta.url);

  it('in the repository is the one that the settings give', () => {
    const { markdown, envExample } = generateConfigReference();
    const advice = 'run npm run generate';
    expect(readFileSync(new URL('docs/reference/configuration.md', root), 'utf8'), advice).toBe(markdown);
    expect(readFileSync(new URL('.env.example', root), 'utf8'), advice).toBe(envExample);
  });
});
