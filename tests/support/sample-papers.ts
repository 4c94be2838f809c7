import { FINAL_AFTER_PRELIMINARY } from '#shared/report/report-words.ts';
import type { CanonicalReport } from '#shared/report/canonical-report.ts';
import { picturedReport } from './pictured-report.ts';
import { infarctionReport, recordingOf } from './sample-ecg-report.ts';
import { addendumReport, amendedReport, ecgReport, radiologyReport, truthfulReport, twoStudyReport } from './sample-report.ts';
import { syntheticGroup } from './synthetic-ecg.ts';

const child: CanonicalReport = {
  ...radiologyReport,
  patient: { ...radiologyReport.patient, birthDate: '2026-10-30', ageAsSent: '003W', ageText: '3周', sex: 'M' },
  studies: radiologyReport.studies.map((study) => ({ ...study, modalities: ['DX'], description: '胸部正位', series: study.series.map((series) => ({ ...series, modality: 'DX' })) })),
  comparisonStudies: [], measurements: [], clinicalInformation: '气促 2 天', procedure: '仰卧前后位', outcome: 'negative', recommendation: '',
  request: { ...radiologyReport.request, procedureText: '胸部正位', department: '新生儿科' },
  findings: '双肺透亮度对称，未见斑片影。心影不大，双侧肋膈角锐利。所示骨骼未见异常。', impression: ['胸部正位片未见异常。'],
};

/** One paper of each kind that leaves the program, for the eye: `npm run sample:reports` prints them, pdftoppm shows them. */
export const SAMPLE_PAPERS: Readonly<Record<string, { readonly report: CanonicalReport; readonly preview?: true }>> = {
  '01-ct-measurements': { report: radiologyReport },
  '02-key-images': { report: picturedReport },
  '03-preliminary': { report: { ...radiologyReport, isPreliminary: true } },
  '04-final-after-preliminary': { report: { ...amendedReport, predecessor: amendedReport.predecessor && { ...amendedReport.predecessor, reason: FINAL_AFTER_PRELIMINARY } } },
  '05-amended': { report: amendedReport },
  '06-addendum': { report: addendumReport },
  '07-two-studies': { report: twoStudyReport },
  '08-newborn': { report: child },
  '09-ecg': { report: infarctionReport(recordingOf(syntheticGroup({ seconds: 10 }))) },
  '10-ecg-without-curves': { report: ecgReport },
  '11-every-spacing': { report: truthfulReport },
  '12-recognised': { report: { ...radiologyReport, recognition: '京津冀HR' } },
  '13-demo': { report: { ...radiologyReport, isDemo: true } },
  '14-preview': { report: radiologyReport, preview: true },
};
