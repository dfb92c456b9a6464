import { prepareRequest, runLoad, type PreparedRequest } from '../load.ts';
import { ceilingResult, median, plainResult, ratioResult, type BenchResult } from '../result.ts';
import type { Million } from './open-million.ts';

/** One question to the API: a `GET`, or a `POST` with a body. */
export type Question = { path: string; body?: unknown };

/** What is asked under one name: the questions take turns, so that no answer is merely remembered. */
export type Case = {
  name: string;
  questions: readonly Question[];
  /** Least ratio to F6 at eight connections; null: told, not judged. */
  leastRatio: number | null;
  /** Session of a person instead of the API key. */
  headers?: Readonly<Record<string, string>>;
};

/** What the issue promises: 95 of 100 answers within this. */
const barMs = 100;
const latencyCount = 200;
const rateCount = 240;
const repetitions = 3;
const connectionCount = 8;

/**
 * Measures each case twice over: one question at a time for the server time of an answer (p50, p95, p99, judged against 100 ms), and eight
 * at once for the rate, beside F6 in turns. A case whose route does not answer 200 is told as such and does not end the run.
 */
export async function measureCases(million: Million, floorUrl: URL, cases: readonly Case[]): Promise<BenchResult[]> {
  const results: BenchResult[] = [];
  const floor = prepareRequest(floorUrl, { authorization: `Bearer ${million.facts.apiKey}` }, null);
  for (const one of cases) {
    const requests = one.questions.map((question) => requestOf(million, question, one.headers));
    const take = (count: number): PreparedRequest[] =>
      Array.from({ length: count }, (_, index) => requests[index % requests.length] ?? floor);
    const url = new URL(million.api.url);
    const warm = await runLoad(url, take(Math.max(20, requests.length)), 1);
    const refused = Object.keys(warm.statuses).find((status) => status !== '200');
    if (refused !== undefined) {
      results.push({
        name: `${one.name} answers ${refused}`,
        value: Number(refused),
        unit: 'status',
        floor: null,
        ratio: null,
        bar: '200',
        ok: false,
      });
      continue;
    }
    const latency = await runLoad(url, take(latencyCount), 1);
    results.push(
      plainResult(`${one.name}.p50`, latency.p50Ms, 'ms'),
      ceilingResult(`${one.name}.p95`, latency.p95Ms, 'ms', barMs),
      plainResult(`${one.name}.p99`, latency.p99Ms, 'ms'),
    );
    const [floors, rates]: [number[], number[]] = [[], []];
    for (let repetition = 0; repetition < repetitions; repetition += 1) {
      floors.push(
        (
          await runLoad(
            floorUrl,
            Array.from({ length: rateCount }, () => floor),
            connectionCount,
          )
        ).perSecond,
      );
      rates.push((await runLoad(url, take(rateCount), connectionCount)).perSecond);
    }
    results.push(ratioOf(one, median(rates), median(floors)));
  }
  return results;
}

function ratioOf({ name, leastRatio }: Case, rate: number, floor: number): BenchResult {
  if (leastRatio !== null) return ratioResult(`${name}.rate`, rate, floor, '/s', leastRatio);
  return { ...ratioResult(`${name}.rate`, rate, floor, '/s', 0), bar: null, ok: true };
}

function requestOf(million: Million, { path, body }: Question, headers: Case['headers']): PreparedRequest {
  const auth = headers ?? { authorization: `Bearer ${million.facts.apiKey}` };
  return prepareRequest(new URL(path, million.api.url), auth, body === undefined ? null : JSON.stringify(body));
}

/** The address behind `pageCount` pages of a list. */
export async function pathAtPage(million: Million, path: string, pageCount: number): Promise<string> {
  let at = path;
  for (let page = 0; page < pageCount; page += 1) {
    const answer = await fetch(new URL(at, million.api.url), { headers: { authorization: `Bearer ${million.facts.apiKey}` } });
    if (!answer.ok) return path;
    const { next_cursor: cursor } = (await answer.json()) as { next_cursor: string | null }; // every list answers so
    if (cursor === null) return at;
    at = `${path}${path.includes('?') ? '&' : '?'}cursor=${cursor}`;
  }
  return at;
}

/** Signs the filler's member in; headers for what only a person can ask. */
export async function sessionHeaders({ api, facts }: Million): Promise<Record<string, string>> {
  const answer = await fetch(new URL('/v1/auth/sign-in', api.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: api.url },
    body: JSON.stringify({ email: facts.email, password: facts.password }),
  });
  if (!answer.ok) throw new Error(`signing in was answered with ${answer.status}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ');
  return { cookie, 'kabar-workspace': facts.workspaceId, origin: api.url };
}
