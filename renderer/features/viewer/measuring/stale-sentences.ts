import type { Measurement, ReportedSentence } from '#shared/contract/services/measurements.contract.ts';

/** A measurement that says something else today than its sentence in the report. */
export interface StaleSentence {
  readonly studyId: number;
  readonly trackingUid: string;
  /** The sentence as it went into the report. */
  readonly before: string;
  /** What it would be now; '' for a measurement that is gone. */
  readonly after: string;
}

/** What in the report no longer holds. @param sentenceOf the sentence of a measurement as of now */
export function staleSentences(reported: readonly ReportedSentence[], measurements: readonly Measurement[], sentenceOf: (measurement: Measurement) => string): readonly StaleSentence[] {
  return reported.flatMap(({ studyId, trackingUid, sentence }) => {
    const now = measurements.find((one) => one.trackingUid === trackingUid);
    const after = now === undefined ? '' : sentenceOf(now);
    return after === sentence ? [] : [{ studyId, trackingUid, before: sentence, after }];
  });
}

/** What no section holds any more, word for word, was put right by hand. */
export function stillWritten(stale: readonly StaleSentence[], sections: readonly string[]): readonly StaleSentence[] {
  return stale.filter(({ before }) => sections.some((section) => section.includes(before)));
}
