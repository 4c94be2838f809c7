import type { CanonicalReport } from '#shared/report/canonical-report.ts';
import { layOutEcgReport } from './ecg-paper.ts';
import { layOutReport, type PaperProof } from './report-paper.ts';
import type { Paper } from './shapes.ts';
import type { Typesetter } from './typesetter.ts';

/** The paper of a report: across with its trace where an ECG was read and can be drawn, upright otherwise. */
export function layOutPaper(report: CanonicalReport, typesetter: Typesetter, proof: PaperProof | undefined): Paper {
  return report.ecg === null ? layOutReport(report, typesetter, proof) : layOutEcgReport(report, report.ecg, typesetter, proof);
}
