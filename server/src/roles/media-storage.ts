import type { Config } from '#config';
import type { EgressGate } from '#platform/egress/gate';
import { createDiskStorage } from '#platform/storage/disk-storage';
import type { ListableStorage } from '#platform/storage/object-storage';
import { createS3Storage, type S3Storage } from '#platform/storage/s3-storage';

/** The storage that the settings name, behind the gate. Close it at the end. */
export function createMediaStorage(config: Config, gate: EgressGate): ListableStorage & { close(): void } {
  return createS3(config, gate) ?? { ...createDiskStorage(config.paths.media), close: () => undefined };
}

/** The S3 storage of the settings; null where files lie on disk. */
export function createS3(config: Config, gate: EgressGate): S3Storage | null {
  const { storage, s3Bucket: bucket, s3Region: region, s3Endpoint: endpoint, s3AccessKeyId, s3SecretAccessKey } = config.media;
  if (storage !== 's3' || bucket === undefined) return null;
  return createS3Storage({
    bucket,
    region,
    endpoint,
    accessKeyId: s3AccessKeyId,
    secretAccessKey: s3SecretAccessKey,
    draftsIn: config.paths.media,
    gate,
  });
}
