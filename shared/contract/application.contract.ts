import { auditContract } from './services/audit.contract.ts';
import { coordinationContract } from './services/coordination.contract.ts';
import { criticalValuesContract } from './services/critical-values.contract.ts';
import { deliveriesContract } from './services/deliveries.contract.ts';
import { departmentContract } from './services/department.contract.ts';
import { ecgContract } from './services/ecg.contract.ts';
import { exportsContract } from './services/exports.contract.ts';
import { hangingContract } from './services/hanging.contract.ts';
import { importsContract } from './services/imports.contract.ts';
import { keysContract } from './services/keys.contract.ts';
import { measurementsContract } from './services/measurements.contract.ts';
import { peopleContract } from './services/people.contract.ts';
import { papersContract } from './services/papers.contract.ts';
import { preferencesContract } from './services/preferences.contract.ts';
import { reportTextsContract } from './services/report-texts.contract.ts';
import { reportsContract } from './services/reports.contract.ts';
import { retentionContract } from './services/retention.contract.ts';
import { singleSignOnContract } from './services/single-sign-on.contract.ts';
import { sitesContract } from './services/sites.contract.ts';
import { studiesContract } from './services/studies.contract.ts';
import { systemContract } from './services/system.contract.ts';
import { verificationContract } from './services/verification.contract.ts';
import { versionsContract } from './services/versions.contract.ts';
import { worklistContract } from './services/worklist.contract.ts';

/** All that crosses from the page to main and back. Pixels, metadata and documents travel by URL (request-paths.ts). */
export const applicationContract = {
  system: systemContract,
  people: peopleContract,
  singleSignOn: singleSignOnContract,
  audit: auditContract,
  keys: keysContract,
  retention: retentionContract,
  sites: sitesContract,
  worklist: worklistContract,
  studies: studiesContract,
  measurements: measurementsContract,
  reports: reportsContract,
  versions: versionsContract,
  verification: verificationContract,
  imports: importsContract,
  exports: exportsContract,
  hanging: hangingContract,
  ecg: ecgContract,
  preferences: preferencesContract,
  reportTexts: reportTextsContract,
  criticalValues: criticalValuesContract,
  coordination: coordinationContract,
  papers: papersContract,
  deliveries: deliveriesContract,
  department: departmentContract,
};
export type ApplicationContract = typeof applicationContract;
