import type { Schedule, WorkingHoursSettings } from '@kabar/contract';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Input } from '../wire-types.ts';

/** When there is somebody to answer. */
export function createWorkingHours(http: Transport) {
  return {
    /** Of the workspace and of the numbers that have their own, and whether it is open now. */
    get: (options?: CallOptions) => http.json<WorkingHoursSettings>({ method: 'GET', path: '/v1/working-hours', ...options }),
    update: (body: Input<typeof Schedule>, options?: CallOptions) =>
      http.json<WorkingHoursSettings>({ method: 'PUT', path: '/v1/working-hours', json: body, ...options }),
    updateNumber: (numberId: string, body: Input<typeof Schedule>, options?: CallOptions) =>
      http.json<WorkingHoursSettings>({ method: 'PUT', path: pathOf`/v1/working-hours/numbers/${numberId}`, json: body, ...options }),
    /** It follows the workspace again. */
    removeNumber: (numberId: string, options?: CallOptions) =>
      http.done({ method: 'DELETE', path: pathOf`/v1/working-hours/numbers/${numberId}`, ...options }),
  };
}
