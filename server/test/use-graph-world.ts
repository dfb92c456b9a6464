import { afterAll, beforeAll, beforeEach } from 'vitest';
import { callGraph, type GraphAnswer } from './graph-calls.ts';
import { createGraphWorld, type GraphWorld } from './graph-world.ts';
import { useTestDatabase, type TestDatabase } from './harness.ts';

/** What a file of tests works with. `world` is filled before its first test; `call` takes what stands behind the version in a path. */
export type GraphStage = {
  database: TestDatabase;
  world: GraphWorld;
  call(method: string, path: string, body?: object | FormData, key?: string): Promise<GraphAnswer>;
  get(path: string, key?: string): Promise<GraphAnswer>;
};

/** The whole program with a fake Graph for a file of tests, with the engines that are named; the file fails when a request ran into a fault of ours. */
export function useGraphWorld(...engines: readonly string[]): GraphStage {
  const database = useTestDatabase();
  const world = {} as GraphWorld; // filled below, before anything reads it
  beforeAll(async () => {
    Object.assign(world, await createGraphWorld(database));
    for (const name of engines) await world.startEngine(name);
  });
  beforeEach(() => {
    world.graph.intercept = () => null;
    world.graph.calls.length = 0;
  });
  afterAll(async () => {
    await world.close();
    if (world.faults.length > 0) throw new Error('requests ran into faults of ours', { cause: world.faults });
  });
  const call: GraphStage['call'] = (method, path, body, key) => callGraph(world, method, path, body, key);
  return { database, world, call, get: (path, key) => call('GET', path, undefined, key) };
}
