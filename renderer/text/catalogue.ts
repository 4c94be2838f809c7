import { APP_EN } from './messages/app.en.ts';
import { APP_ZH_CN } from './messages/app.zh-CN.ts';
import { CHANGES_EN } from './messages/changes.en.ts';
import { CHANGES_ZH_CN } from './messages/changes.zh-CN.ts';
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
import { MPR_EN } from './messages/mpr.en.ts';
import { MPR_ZH_CN } from './messages/mpr.zh-CN.ts';
import { PASSPORT_EN } from './messages/passport.en.ts';
import { PASSPORT_ZH_CN } from './messages/passport.zh-CN.ts';
import { RADS_EN } from './messages/rads.en.ts';
import { RADS_ZH_CN } from './messages/rads.zh-CN.ts';
import { READING_EN } from './messages/reading.en.ts';
import { READING_ZH_CN } from './messages/reading.zh-CN.ts';
import { REPORT_EN } from './messages/report.en.ts';
import { REPORT_ZH_CN } from './messages/report.zh-CN.ts';
import { REPORT_WORDS_EN } from './messages/report-words.en.ts';
import { REPORT_WORDS_ZH_CN } from './messages/report-words.zh-CN.ts';
import { SIGNING_EN } from './messages/signing.en.ts';
import { SIGNING_ZH_CN } from './messages/signing.zh-CN.ts';
import { SITES_EN } from './messages/sites.en.ts';
import { SITES_ZH_CN } from './messages/sites.zh-CN.ts';
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
import { WORKLIST_EN } from './messages/worklist.en.ts';
import { WORKLIST_ZH_CN } from './messages/worklist.zh-CN.ts';

/** All messages in Chinese: the list of keys. */
export const MESSAGES_ZH_CN = {
  ...APP_ZH_CN,
  ...CHANGES_ZH_CN,
  ...DEPARTMENT_ZH_CN,
  ...DIAGNOSTICS_ZH_CN,
  ...ECG_DESK_ZH_CN,
  ...ECG_ZH_CN,
  ...ERRORS_ZH_CN,
  ...FORMAT_ZH_CN,
  ...HANDS_ZH_CN,
  ...HANGING_ZH_CN,
  ...IMAGE_TRUTH_ZH_CN,
  ...IMPORTS_ZH_CN,
  ...MPR_ZH_CN,
  ...PASSPORT_ZH_CN,
  ...RADS_ZH_CN,
  ...READING_ZH_CN,
  ...REPORT_ZH_CN,
  ...REPORT_WORDS_ZH_CN,
  ...SIGNING_ZH_CN,
  ...SITES_ZH_CN,
  ...SITES_ROSTER_ZH_CN,
  ...STUDY_BROWSER_ZH_CN,
  ...STUDY_DOCUMENTS_ZH_CN,
  ...VERSIONS_ZH_CN,
  ...VIEWER_ZH_CN,
  ...WORKLIST_ZH_CN,
};

export type MessageKey = keyof typeof MESSAGES_ZH_CN;

export const MESSAGES_EN: Readonly<Record<string, string>> = {
  ...APP_EN,
  ...CHANGES_EN,
  ...DEPARTMENT_EN,
  ...DIAGNOSTICS_EN,
  ...ECG_DESK_EN,
  ...ECG_EN,
  ...ERRORS_EN,
  ...FORMAT_EN,
  ...HANDS_EN,
  ...HANGING_EN,
  ...IMAGE_TRUTH_EN,
  ...IMPORTS_EN,
  ...MPR_EN,
  ...PASSPORT_EN,
  ...RADS_EN,
  ...READING_EN,
  ...REPORT_EN,
  ...REPORT_WORDS_EN,
  ...SIGNING_EN,
  ...SITES_EN,
  ...SITES_ROSTER_EN,
  ...STUDY_BROWSER_EN,
  ...STUDY_DOCUMENTS_EN,
  ...VERSIONS_EN,
  ...VIEWER_EN,
  ...WORKLIST_EN,
};
