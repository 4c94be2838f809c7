import type { ExportSource } from '#main/export/export-instance.ts';
import { readPart10, type ReceivedInstance } from '#main/part10/read-part10.ts';

/** A study of these files, as the store would hand it to an export. */
export function exportSourceOf(files: readonly Uint8Array[]): ExportSource & { readonly instances: readonly ReceivedInstance[] } {
  const instances = files.map((file) => readPart10(file));
  const find = (uid: string) => instances.find(({ sopInstanceUid }) => sopInstanceUid === uid);
  return {
    instances,
    async readFrame(_studyId, uid, frameNumber) {
      const instance = find(uid);
      const bytes = instance?.frames[frameNumber - 1];
      return instance === undefined || bytes === undefined ? { kind: 'unknown' } : { kind: 'held', frame: { bytes, transferSyntaxUid: instance.transferSyntaxUid } };
    },
    readBulkData: async (_studyId, uid, elementPath) => find(uid)?.bulkData.find((one) => one.elementPath === elementPath)?.bytes,
    readSeriesMetadata: async (_studyId, seriesInstanceUid) => JSON.stringify(instances.filter((one) => one.seriesInstanceUid === seriesInstanceUid).map(({ metadata }) => metadata)),
  };
}
