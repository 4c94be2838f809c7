import type { applicationContract } from '#shared/contract/application.contract.ts';
import type { Permission } from '#shared/people/roles.ts';

type Contract = typeof applicationContract;
export type MethodName = { [S in keyof Contract]: Contract[S] extends object ? `${S}.${Extract<keyof Contract[S], string>}` : never }[keyof Contract];

/** `anybody`: also while nobody has signed in. `anybody-here`: whoever has. */
export type MethodNeed = Permission | 'anybody' | 'anybody-here';

/** What each method needs. The compiler knows when one is missing. */
export const METHOD_NEEDS: Readonly<Record<MethodName, MethodNeed>> = {
  'system.describe': 'anybody',
  // Events hold row numbers, names of hospitals' rows and nothing of a patient; the tone of a new case sounds at a locked seat too.
  'system.events': 'anybody',
  'system.displayLights': 'anybody-here',
  'system.recordDisplayLight': 'anybody-here',
  'system.displayChecks': 'anybody-here',
  'system.recordDisplayCheck': 'see-cases',

  'people.session': 'anybody',
  'people.becomeAdministrator': 'anybody',
  'people.signIn': 'anybody',
  'people.lock': 'anybody',
  'people.touch': 'anybody',
  'people.changeOwnPassword': 'anybody-here',
  'people.breakGlass': 'see-cases',
  'people.list': 'manage-people',
  'people.add': 'manage-people',
  'people.change': 'manage-people',
  'people.resetPassword': 'manage-people',
  'people.setIdleMinutes': 'manage-people',

  'singleSignOn.offer': 'anybody',
  'singleSignOn.begin': 'anybody',
  'singleSignOn.finish': 'anybody',
  'singleSignOn.cancel': 'anybody',
  'singleSignOn.provider': 'manage-people',
  'singleSignOn.setProvider': 'manage-people',
  'singleSignOn.link': 'manage-people',

  'audit.rows': 'read-audit',
  'audit.verify': 'read-audit',

  'keys.state': 'manage-people',
  'keys.rotate': 'manage-people',
  'keys.stop': 'manage-people',
  'keys.renewEscrow': 'manage-people',

  'retention.state': 'manage-people',
  'retention.setRules': 'manage-people',
  'retention.preview': 'manage-people',
  'retention.run': 'manage-people',
  'retention.hold': 'manage-people',
  'retention.releaseHold': 'manage-people',

  'papers.pictureKeyImage': 'measure',
  'papers.letterhead': 'anybody-here',
  'papers.setLetterhead': 'manage-hospitals',
  'papers.leaving': 'see-cases',

  'department.quality': 'see-quality',
  'department.recognitionItems': 'anybody-here',
  'department.saveRecognitionItems': 'edit-department-texts',
  'department.criticalHook': 'anybody-here',
  'department.setCriticalHook': 'edit-department-texts',
  'department.tryCriticalHook': 'edit-department-texts',

  'deliveries.list': 'see-cases',
  'deliveries.hurry': 'see-cases',

  'exports.survey': 'export-studies',
  'exports.list': 'export-studies',
  'exports.start': 'export-studies',
  'exports.cancel': 'export-studies',
  'exports.picture': 'export-studies',

  'coordination.standing': 'see-cases',
  'coordination.claim': 'write-reports',
  'coordination.handOver': 'write-reports',
  'coordination.next': 'see-cases',

  'sites.list': 'anybody-here',
  'sites.pollNow': 'anybody-here',
  'sites.test': 'anybody-here',
  'sites.setLine': 'manage-lines',
  'sites.relearn': 'manage-lines',
  'sites.tryAddress': 'manage-hospitals',
  'sites.add': 'manage-hospitals',
  'sites.remove': 'manage-hospitals',
  'sites.setSecurity': 'manage-hospitals',

  'worklist.list': 'see-cases',
  'worklist.counts': 'see-cases',
  'worklist.markSeen': 'see-cases',

  'studies.open': 'see-cases',
  'studies.describe': 'see-cases',
  'studies.close': 'see-cases',
  'studies.recordViewed': 'see-cases',
  'studies.keep': 'see-cases',
  'studies.settleChange': 'write-reports',
  'studies.focus': 'see-cases',

  'measurements.list': 'see-cases',
  'measurements.save': 'measure',
  'measurements.calibrations': 'see-cases',
  'measurements.calibrate': 'measure',
  'measurements.history': 'see-cases',
  'measurements.keepHistory': 'measure',
  'measurements.reportedSentences': 'see-cases',
  'measurements.recordReported': 'write-reports',
  'measurements.keyImages': 'see-cases',
  'measurements.markKeyImage': 'measure',
  'measurements.remove': 'measure',

  'reports.forStudy': 'see-cases',
  'reports.saveDraft': 'write-reports',
  'reports.checkBeforeSigning': 'write-reports',
  'reports.signers': 'anybody-here',
  'reports.importSigner': 'sign-reports',
  'reports.addGatewaySigner': 'sign-reports',
  'reports.addTokenSigner': 'sign-reports',
  'reports.reviewRule': 'see-cases',
  'reports.setReviewRule': 'edit-department-texts',
  'reports.sign': 'sign-reports',
  'reports.deliverNow': 'sign-reports',

  'versions.history': 'see-cases',
  'versions.openAmendment': 'write-reports',
  'versions.cancelAmendment': 'write-reports',
  'versions.signAddendum': 'sign-reports',
  'versions.withdraw': 'sign-reports',
  'versions.acknowledge': 'see-cases',
  'versions.submit': 'write-reports',
  'versions.returnDraft': 'sign-reports',
  'versions.withdrawnInstances': 'see-cases',

  'verification.verifyFile': 'anybody-here',
  'verification.verifyCode': 'anybody-here',

  'imports.list': 'import-studies',
  'imports.start': 'import-studies',
  'imports.beginUpload': 'import-studies',
  'imports.endUpload': 'import-studies',
  'imports.cancel': 'import-studies',

  'hanging.learned': 'see-cases',
  'hanging.learn': 'see-cases',
  'hanging.forget': 'see-cases',

  'ecg.reading': 'see-cases',
  'ecg.saveReading': 'write-reports',
  'ecg.dictionary': 'see-cases',
  'ecg.saveStatement': 'edit-department-texts',
  'ecg.resetStatement': 'edit-department-texts',
  'ecg.saveThresholds': 'edit-department-texts',
  'ecg.criticalCalls': 'see-cases',
  'ecg.recordCriticalCall': 'write-reports',

  'preferences.read': 'anybody-here',
  'preferences.save': 'anybody-here',
  'preferences.saveSitePresets': 'anybody-here',

  'reportTexts.library': 'see-cases',
  'reportTexts.saveTemplate': 'edit-department-texts',
  'reportTexts.removeTemplate': 'edit-department-texts',
  'reportTexts.saveMacro': 'write-reports',
  'reportTexts.removeMacro': 'write-reports',
  'reportTexts.surroundings': 'see-cases',
  'reportTexts.revisions': 'see-cases',
  'reportTexts.confirmCheck': 'write-reports',

  'criticalValues.rules': 'see-cases',
  'criticalValues.saveRules': 'edit-department-texts',
  'criticalValues.ofRequest': 'see-cases',
  'criticalValues.open': 'see-cases',
  'criticalValues.raise': 'write-reports',
  'criticalValues.recordCall': 'write-reports',
  'criticalValues.close': 'write-reports',
};
