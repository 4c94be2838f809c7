import { CT_BODY_TEMPLATES } from './defaults/ct-body.ts';
import { CT_HEAD_AND_CHEST_TEMPLATES } from './defaults/ct-head-and-chest.ts';
import { MR_AND_ULTRASOUND_TEMPLATES } from './defaults/mr-and-ultrasound.ts';
import { TEMPLATES_WITH_FIELDS } from './defaults/with-fields.ts';
import { X_RAY_AND_ECG_TEMPLATES } from './defaults/x-ray-and-ecg.ts';
import type { ReportTemplate } from './report-template.ts';

/** What a department starts with; it edits, adds and removes its own. */
export const DEFAULT_TEMPLATES: readonly ReportTemplate[] = [
  ...CT_HEAD_AND_CHEST_TEMPLATES, ...CT_BODY_TEMPLATES, ...MR_AND_ULTRASOUND_TEMPLATES, ...X_RAY_AND_ECG_TEMPLATES,
  ...TEMPLATES_WITH_FIELDS,
];
