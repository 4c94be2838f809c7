import type { Measurement, ReportedSentence } from '#shared/contract/services/measurements.contract.ts';
import type { Text } from '#renderer/text/use-text.ts';
import { changeBetween, type SizeChange } from './lesion-rows.ts';
import { measurementSentence } from './measurement-words.ts';
import type { ReadingStudy } from '../reading-study.ts';

/** `＋4.1 mm（＋41%）`. */
export function changeWords({ t }: Text, { changeMm, percent }: SizeChange): string {
  const signed = (value: number, places: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(places)}`;
  return percent === undefined ? t('lesion.change-mm', { change: signed(changeMm, 1) }) : t('lesion.change', { change: signed(changeMm, 1), percent: signed(Math.round(percent), 0) });
}

/** What goes into the report: the size, and for a lesion that was measured before also what it was and how it changed. */
export function followUpSentence(text: Text, measurement: Measurement, measurements: readonly Measurement[], studies: readonly ReadingStudy[]): string {
  const sentence = measurementSentence(text, measurement);
  const prior = measurements.find(({ trackingUid }) => trackingUid === measurement.priorTrackingUid);
  const change = prior === undefined ? undefined : changeBetween(prior, measurement);
  if (prior === undefined || change === undefined) return sentence;
  const date = studies.find(({ study }) => study.studyId === prior.studyId)?.study.studyDate ?? '';
  return text.t('lesion.sentence', { sentence, before: measurementSentence(text, prior), change: changeWords(text, change), ...(date === '' ? {} : { date }) });
}

/** The sentence of a measurement as of now. With its prior out of the case a follow-up says less than its sentence did; that makes the sentence no less true. */
export function sentenceToday(text: Text, one: Measurement, measurements: readonly Measurement[], studies: readonly ReadingStudy[], reported: readonly ReportedSentence[]): string {
  const sentence = followUpSentence(text, one, measurements, studies);
  const told = reported.find(({ trackingUid }) => trackingUid === one.trackingUid)?.sentence ?? '';
  const isPriorHere = measurements.some(({ trackingUid }) => trackingUid === one.priorTrackingUid);
  return one.priorTrackingUid !== undefined && !isPriorHere && told.startsWith(sentence) ? told : sentence;
}
