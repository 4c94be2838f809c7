import { APP_EN } from './messages/app.en.ts';
import { APP_ZH_CN } from './messages/app.zh-CN.ts';
import { CENTRE_EN } from './messages/centre.en.ts';
import { CENTRE_ZH_CN } from './messages/centre.zh-CN.ts';
import { CHANGES_EN } from './messages/changes.en.ts';
import { CHANGES_ZH_CN } from './messages/changes.zh-CN.ts';
import { COLLEAGUES_EN } from './messages/colleagues.en.ts';
import { COLLEAGUES_ZH_CN } from './messages/colleagues.zh-CN.ts';
import { COLLABORATION_EN } from './messages/collaboration.en.ts';
import { COLLABORATION_ZH_CN } from './messages/collaboration.zh-CN.ts';
import { COORDINATION_EN } from './messages/coordination.en.ts';
import { COORDINATION_ZH_CN } from './messages/coordination.zh-CN.ts';
import { DELIVERIES_EN } from './messages/deliveries.en.ts';
import { DELIVERIES_ZH_CN } from './messages/deliveries.zh-CN.ts';
import { DEPARTMENT_EN } from './messages/department.en.ts';
import { DEPARTMENT_ZH_CN } from './messages/department.zh-CN.ts';
import { DIAGNOSTICS_EN } from './messages/diagnostics.en.ts';
import { DIAGNOSTICS_ZH_CN } from './messages/diagnostics.zh-CN.ts';
import { ECG_DESK_EN } from './messages/ecg-desk.en.ts';
import { ECG_DESK_ZH_CN } from './messages/ecg-desk.zh-CN.ts';
import { ECG_EN } from './messages/ecg.en.ts';
import { ECG_ZH_CN } from './messages/ecg.zh-CN.ts';
import { ERRORS_EN } from './messages/errors.en.ts';
import { ERRORS_ZH_CN } from './messages/errors.zh-CN.ts';
import { EXPORT_EN } from './messages/export.en.ts';
import { EXPORT_ZH_CN } from './messages/export.zh-CN.ts';
import { FORMAT_EN } from './messages/format.en.ts';
import { FORMAT_ZH_CN } from './messages/format.zh-CN.ts';
import { HANDS_EN } from './messages/hands.en.ts';
import { HANDS_ZH_CN } from './messages/hands.zh-CN.ts';
import { HANGING_EN } from './messages/hanging.en.ts';
import { HANGING_ZH_CN } from './messages/hanging.zh-CN.ts';
import { IMAGE_TRUTH_EN } from './messages/image-truth.en.ts';
import { IMAGE_TRUTH_ZH_CN } from './messages/image-truth.zh-CN.ts';
import { IMPORTS_EN } from './messages/imports.en.ts';
import { IMPORTS_ZH_CN } from './messages/imports.zh-CN.ts';
import { CURVE_EN } from './messages/curve.en.ts';
import { CURVE_ZH_CN } from './messages/curve.zh-CN.ts';
import { FUSION_EN } from './messages/fusion.en.ts';
import { FUSION_ZH_CN } from './messages/fusion.zh-CN.ts';
import { LESION_EN } from './messages/lesion.en.ts';
import { LESION_ZH_CN } from './messages/lesion.zh-CN.ts';
import { LETTERHEAD_EN } from './messages/letterhead.en.ts';
import { LETTERHEAD_ZH_CN } from './messages/letterhead.zh-CN.ts';
import { MPR_EN } from './messages/mpr.en.ts';
import { MPR_ZH_CN } from './messages/mpr.zh-CN.ts';
import { REGISTRATION_EN } from './messages/registration.en.ts';
import { REGISTRATION_ZH_CN } from './messages/registration.zh-CN.ts';
import { VOLUME_EN } from './messages/volume.en.ts';
import { SUBTRACTION_EN } from './messages/subtraction.en.ts';
import { SUBTRACTION_ZH_CN } from './messages/subtraction.zh-CN.ts';
import { VOLUME_ZH_CN } from './messages/volume.zh-CN.ts';
import { PASSPORT_EN } from './messages/passport.en.ts';
import { PASSPORT_ZH_CN } from './messages/passport.zh-CN.ts';
import { PEOPLE_EN } from './messages/people.en.ts';
import { PEOPLE_ZH_CN } from './messages/people.zh-CN.ts';
import { POINTING_EN } from './messages/pointing.en.ts';
import { POINTING_ZH_CN } from './messages/pointing.zh-CN.ts';
import { RADS_EN } from './messages/rads.en.ts';
import { RADS_ZH_CN } from './messages/rads.zh-CN.ts';
import { READING_EN } from './messages/reading.en.ts';
import { READING_ZH_CN } from './messages/reading.zh-CN.ts';
import { REPORT_EN } from './messages/report.en.ts';
import { REPORT_ZH_CN } from './messages/report.zh-CN.ts';
import { REPORT_FORMS_EN } from './messages/report-forms.en.ts';
import { REPORT_FORMS_ZH_CN } from './messages/report-forms.zh-CN.ts';
import { REPORT_WORDS_EN } from './messages/report-words.en.ts';
import { REPORT_WORDS_ZH_CN } from './messages/report-words.zh-CN.ts';
import { SAFEKEEPING_EN } from './messages/safekeeping.en.ts';
import { SAFEKEEPING_ZH_CN } from './messages/safekeeping.zh-CN.ts';
import { SHARED_CENTRE_EN } from './messages/shared-centre.en.ts';
import { SHARED_CENTRE_ZH_CN } from './messages/shared-centre.zh-CN.ts';
import { SIGNING_EN } from './messages/signing.en.ts';
import { SIGNING_ZH_CN } from './messages/signing.zh-CN.ts';
import { SITES_EN } from './messages/sites.en.ts';
import { SITES_ZH_CN } from './messages/sites.zh-CN.ts';
import { SITE_SECURITY_EN } from './messages/site-security.en.ts';
import { SITE_SECURITY_ZH_CN } from './messages/site-security.zh-CN.ts';
import { SITES_ROSTER_EN } from './messages/sites-roster.en.ts';
import { SITES_ROSTER_ZH_CN } from './messages/sites-roster.zh-CN.ts';
import { STUDY_BROWSER_EN } from './messages/study-browser.en.ts';
import { STUDY_BROWSER_ZH_CN } from './messages/study-browser.zh-CN.ts';
import { STUDY_DOCUMENTS_EN } from './messages/study-documents.en.ts';
import { STUDY_DOCUMENTS_ZH_CN } from './messages/study-documents.zh-CN.ts';
import { VERSIONS_EN } from './messages/versions.en.ts';
import { VERSIONS_ZH_CN } from './messages/versions.zh-CN.ts';
import { VIEWER_EN } from './messages/viewer.en.ts';
import { VIEWER_ZH_CN } from './messages/viewer.zh-CN.ts';
import { WINDOWS_EN } from './messages/windows.en.ts';
import { WINDOWS_ZH_CN } from './messages/windows.zh-CN.ts';
import { WORKLIST_EN } from './messages/worklist.en.ts';
import { WORKLIST_ZH_CN } from './messages/worklist.zh-CN.ts';
import { WORKLIST_FILTERS_EN } from './messages/worklist-filters.en.ts';
import { WORKLIST_FILTERS_ZH_CN } from './messages/worklist-filters.zh-CN.ts';

/** All messages in Chinese: the list of keys. */
export const MESSAGES_ZH_CN = {
  ...APP_ZH_CN,
  ...CENTRE_ZH_CN,
  ...CHANGES_ZH_CN,
  ...COLLEAGUES_ZH_CN,
  ...COLLABORATION_ZH_CN,
  ...COORDINATION_ZH_CN,
  ...DELIVERIES_ZH_CN,
  ...DEPARTMENT_ZH_CN,
  ...DIAGNOSTICS_ZH_CN,
  ...ECG_DESK_ZH_CN,
  ...ECG_ZH_CN,
  ...ERRORS_ZH_CN,
  ...EXPORT_ZH_CN,
  ...FORMAT_ZH_CN,
  ...HANDS_ZH_CN,
  ...HANGING_ZH_CN,
  ...IMAGE_TRUTH_ZH_CN,
  ...IMPORTS_ZH_CN,
  ...CURVE_ZH_CN,
  ...FUSION_ZH_CN,
  ...LESION_ZH_CN,
  ...LETTERHEAD_ZH_CN,
  ...MPR_ZH_CN,
  ...REGISTRATION_ZH_CN,
  ...VOLUME_ZH_CN,
  ...SUBTRACTION_ZH_CN,
  ...PASSPORT_ZH_CN,
  ...PEOPLE_ZH_CN, ...SAFEKEEPING_ZH_CN,
  ...POINTING_ZH_CN,
  ...RADS_ZH_CN,
  ...READING_ZH_CN,
  ...REPORT_ZH_CN,
  ...REPORT_FORMS_ZH_CN, ...REPORT_WORDS_ZH_CN,
  ...SHARED_CENTRE_ZH_CN,
  ...SIGNING_ZH_CN,
  ...SITES_ZH_CN,
  ...SITES_ROSTER_ZH_CN,
  ...SITE_SECURITY_ZH_CN,
  ...STUDY_BROWSER_ZH_CN,
  ...STUDY_DOCUMENTS_ZH_CN,
  ...VERSIONS_ZH_CN,
  ...VIEWER_ZH_CN,
  ...WINDOWS_ZH_CN,
  ...WORKLIST_ZH_CN,
  ...WORKLIST_FILTERS_ZH_CN,
};

export type MessageKey = keyof typeof MESSAGES_ZH_CN;

export const MESSAGES_EN: Readonly<Record<string, string>> = {
  ...APP_EN,
  ...CENTRE_EN,
  ...CHANGES_EN,
  ...COLLEAGUES_EN,
  ...COLLABORATION_EN,
  ...COORDINATION_EN,
  ...DELIVERIES_EN,
  ...DEPARTMENT_EN,
  ...DIAGNOSTICS_EN,
  ...ECG_DESK_EN,
  ...ECG_EN,
  ...ERRORS_EN,
  ...EXPORT_EN,
  ...FORMAT_EN,
  ...HANDS_EN,
  ...HANGING_EN,
  ...IMAGE_TRUTH_EN,
  ...IMPORTS_EN,
  ...CURVE_EN,
  ...SUBTRACTION_EN,
  ...FUSION_EN,
  ...LESION_EN,
  ...LETTERHEAD_EN,
  ...MPR_EN,
  ...REGISTRATION_EN,
  ...VOLUME_EN,
  ...PASSPORT_EN,
  ...PEOPLE_EN, ...SAFEKEEPING_EN,
  ...POINTING_EN,
  ...RADS_EN,
  ...READING_EN,
  ...REPORT_EN,
  ...REPORT_FORMS_EN, ...REPORT_WORDS_EN,
  ...SHARED_CENTRE_EN,
  ...SIGNING_EN,
  ...SITES_EN,
  ...SITES_ROSTER_EN,
  ...SITE_SECURITY_EN,
  ...STUDY_BROWSER_EN,
  ...STUDY_DOCUMENTS_EN,
  ...VERSIONS_EN,
  ...VIEWER_EN,
  ...WINDOWS_EN,
  ...WORKLIST_EN,
  ...WORKLIST_FILTERS_EN,
};
