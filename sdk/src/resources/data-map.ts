import type { DataMap, DataMapQuery, RecordFileQuery, RecordOfProcessing } from '@kabar/contract';
import type { Transport } from '../transport.ts';
import type { CallOptions, Query } from '../wire-types.ts';

/** What is stored about people, and the record of processing. All need `privacy:read`. */
export function createDataMap(http: Transport) {
  return {
    /** Every place where data lies that meets the filters. */
    list: (query?: Query<DataMapQuery>, options?: CallOptions) =>
      http.json<DataMap>({ method: 'GET', path: '/v1/privacy/data-map', query, ...options }),
    /** The record of processing (GDPR art. 30) as it is at this moment. */
    record: (options?: CallOptions) =>
      http.json<RecordOfProcessing>({ method: 'GET', path: '/v1/privacy/record-of-processing', ...options }),
    /** The same as a file: JSON, CSV, or a page to print. */
    recordFile: (query?: Query<RecordFileQuery>, options?: CallOptions) =>
      http.blob({ method: 'GET', path: '/v1/privacy/record-of-processing/file', query, accept: '*/*', ...options }),
  };
}
