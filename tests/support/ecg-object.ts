import { TRANSFER_SYNTAX } from '#main/part10/transfer-syntax.ts';
import { writePart10 } from '#main/part10/write-part10.ts';
import { waveformBulkPaths } from '#shared/dicom/waveform/waveform-record.ts';
import { buildWaveform } from './build-waveform.ts';
import { syntheticGroup } from './synthetic-ecg.ts';

/** A 12-lead ECG file of its own study: an invented patient, ten seconds, one beat each `rrS`. @param number one-based */
export function ecgPart10(number: number, rrS: number, overrides: Parameters<typeof buildWaveform>[1] = {}): Uint8Array {
  const study = `1.2.826.0.1.3680043.10.1561.77.${number}`;
  const { dataSet, bulk } = buildWaveform([syntheticGroup({ seconds: 10, rrS })], {
    SOPInstanceUID: `${study}.1.1`, SeriesInstanceUID: `${study}.1`, StudyInstanceUID: study, Modality: 'ECG', SeriesNumber: 1, InstanceNumber: 1, StudyID: '',
    PatientName: `Ce^Shi${number}=测^试${number}`, PatientID: `ECG-${number}`, PatientBirthDate: '19680312', PatientSex: number % 2 === 0 ? 'F' : 'M',
    StudyDate: '20261122', StudyTime: `0${Math.floor(number / 60)}${String(number % 60).padStart(2, '0')}00`, AccessionNumber: `ECG2611${String(number).padStart(4, '0')}`,
    StudyDescription: '12 导联静息心电图', AcquisitionDateTime: '20261122090000', Manufacturer: '', ...overrides,
  });
  const bulkData = new Map(waveformBulkPaths(dataSet).flatMap((path) => {
    const bytes = bulk(path);
    return bytes === undefined ? [] : [[path, bytes] as const];
  }));
  return writePart10(dataSet, { transferSyntaxUid: TRANSFER_SYNTAX.explicitLittleEndian, bulkData });
}
