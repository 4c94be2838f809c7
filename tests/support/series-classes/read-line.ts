import type { DescribedSeries } from '#shared/dicom/image/described-series.ts';

/** One object of the command line's input. Texts may come as lists and numbers as texts: the DICOM files they come from know no better. */
export function describedSeriesOf(line: unknown): DescribedSeries {
  const fields = typeof line === 'object' && line !== null ? (line as Record<string, unknown>) : {};
  const list = (name: string): readonly unknown[] => {
    const value = fields[name];
    if (value === undefined || value === null || value === '') return [];
    return Array.isArray(value) ? value : typeof value === 'string' ? value.split('\\') : [value];
  };
  const texts = (name: string) => list(name).map(String);
  const text = (name: string) => texts(name).join(' ');
  const number = (name: string) => {
    const value = Number(list(name)[0]);
    return list(name).length === 0 || !Number.isFinite(value) ? undefined : value;
  };
  return {
    modality: text('modality').trim().toUpperCase(),
    seriesDescription: text('seriesDescription'),
    protocolName: text('protocolName'),
    bodyPartExamined: text('bodyPartExamined'),
    imageOrientationPatient: list('imageOrientationPatient').map(Number),
    imageType: texts('imageType'),
    scanningSequence: texts('scanningSequence'),
    repetitionTime: number('repetitionTime'),
    echoTime: number('echoTime'),
    inversionTime: number('inversionTime'),
    contrastBolusAgent: text('contrastBolusAgent'),
    convolutionKernel: texts('convolutionKernel'),
    sliceThickness: number('sliceThickness'),
  };
}
