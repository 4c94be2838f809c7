import type { DescribedSeries } from '#shared/dicom/image/described-series.ts';

/**
 * One object of the command line's input. Texts may come as lists, lists as texts with backslashes and numbers as texts: the DICOM files they come
 * from know no better. What is neither text nor number is not heard.
 */
export function describedSeriesOf(line: unknown): DescribedSeries {
  const fields = typeof line === 'object' && line !== null ? (line as Record<string, unknown>) : {};
  const texts = (name: string) => {
    const value: unknown = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return [value].flat(2).filter(isTextOrNumber).flatMap((one) => String(one).split('\\')).filter((one) => one !== '');
  };
  const text = (name: string) => texts(name).join(' ');
  const numbers = (name: string) => texts(name).flatMap((one) => one.replaceAll(/[[\]]/g, '').trim().split(/[\s,;]+/)).map(Number);
  const number = (name: string) => {
    const [value] = numbers(name);
    return value === undefined || !Number.isFinite(value) ? undefined : value;
  };
  return {
    modality: text('modality').trim().toUpperCase(),
    seriesDescription: text('seriesDescription'),
    protocolName: text('protocolName'),
    bodyPartExamined: text('bodyPartExamined'),
    imageOrientationPatient: numbers('imageOrientationPatient'),
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

function isTextOrNumber(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}
