import { expect, test } from 'vitest';
import { createMetrics, secondsBuckets } from './metrics.ts';

test('counts, observes and sets under typed labels and prints them', async () => {
  const metrics = createMetrics({ processMetrics: false });
  const requests = metrics.counter({ name: 'kabar_requests_total', help: 'Requests', labels: ['route', 'status'] });
  const restarts = metrics.counter({ name: 'kabar_restarts_total', help: 'Restarts' });
  const duration = metrics.histogram({ name: 'kabar_request_seconds', help: 'Time', labels: ['route'], buckets: secondsBuckets });
  const lag = metrics.gauge({ name: 'kabar_lag_seconds', help: 'Lag' });
  let used = 3;
  metrics.observedGauge({ name: 'kabar_pool_used', help: 'Used' }, () => used);
  requests.add({ route: '/v1/messages', status: 202 });
  requests.add({ route: '/v1/messages', status: 202 }, 4);
  restarts.add();
  restarts.add(2);
  duration.observe({ route: '/v1/messages' }, 0.02);
  lag.set(1.5);
  used = 7;
  const { contentType, body } = await metrics.text();
  expect(contentType).toContain('text/plain');
  expect(body).toContain('kabar_requests_total{route="/v1/messages",status="202"} 5');
  expect(body).toContain('kabar_restarts_total 3');
  expect(body).toContain('kabar_request_seconds_bucket{le="0.025",route="/v1/messages"} 1');
  expect(body).toContain('kabar_lag_seconds 1.5');
  expect(body).toContain('kabar_pool_used 7');
});

test('reports the process and the event loop', async () => {
  const { body } = await createMetrics({ processMetrics: true }).text();
  expect(body).toContain('kabar_process_resident_memory_bytes');
  expect(body).toContain('kabar_nodejs_eventloop_lag_seconds');
});

test('refuses labels that name a person or a customer', () => {
  const metrics = createMetrics({ processMetrics: false });
  for (const label of ['workspace', 'workspace_id', 'phone', 'contact_id', 'phone_number', 'user_email']) {
    expect(() => metrics.counter<string>({ name: 'kabar_x_total', help: 'x', labels: [label] }), label).toThrow(TypeError);
  }
  // @ts-expect-error the compiler refuses it, too
  expect(() => metrics.counter({ name: 'kabar_y_total', help: 'y', labels: ['workspace_id'] })).toThrow(TypeError);
});

test('refuses the same name twice', () => {
  const metrics = createMetrics({ processMetrics: false });
  metrics.counter({ name: 'kabar_x_total', help: 'x' });
  expect(() => metrics.gauge({ name: 'kabar_x_total', help: 'x' })).toThrow(TypeError);
});

test('counts label values beyond the bound as other', async () => {
  const metrics = createMetrics({ processMetrics: false });
  const counter = metrics.counter({ name: 'kabar_x_total', help: 'x', labels: ['code'] });
  for (let index = 0; index < 300; index += 1) counter.add({ code: `c${index}` });
  const { body } = await metrics.text();
  expect(body).toContain('kabar_x_total{code="other"} 100');
  expect(body).toContain('kabar_x_total{code="c199"} 1');
  expect(body).not.toContain('c200');
});
