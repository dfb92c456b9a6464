import type {
  AutomaticReading,
  AutomaticReadings,
  DataMap,
  DataMapQuery,
  RecordFileQuery,
  RecordOfProcessing,
  SwitchReadingRequest,
} from '@kabar/contract';
import type { Transport } from '../transport.ts';
import type { CallOptions, Input, Query } from '../wire-types.ts';

/** What is stored about people, and the record of processing. All need `privacy:read`. */
export function createDataMap(http: Transport) {
  return {
    /** Every place where data lies that meets the filters. */
    list: (query?: Query<DataMapQuery>, options?: CallOptions) =>
      http.json<DataMap>({ method: 'GET', path: '/v1/privacy/data-map', query, ...options }),
    /** Every automated reading of content, and whether it is on. */
    readings: (options?: CallOptions) => http.json<AutomaticReadings>({ method: 'GET', path: '/v1/privacy/readings', ...options }),
    /** Switches one; needs `privacy:write`. Errors: `not_found`, `validation_failed`. */
    switchReading: (body: Input<typeof SwitchReadingRequest>, options?: CallOptions) =>
      http.json<AutomaticReading>({ method: 'PUT', path: '/v1/privacy/readings', json: body, ...options }),
    /** The record of processing (GDPR art. 30) as it is at this moment. */
    record: (options?: CallOptions) =>
      http.json<RecordOfProcessing>({ method: 'GET', path: '/v1/privacy/record-of-processing', ...options }),
    /** The same as a file: JSON, CSV, or a page to print. */
    recordFile: (query?: Query<RecordFileQuery>, options?: CallOptions) =>
      http.blob({ method: 'GET', path: '/v1/privacy/record-of-processing/file', query, accept: '*/*', ...options }),
  };
}
