import { auditContract } from './services/audit.contract.ts';
import { colleaguesContract } from './services/colleagues.contract.ts';
import { centreContract } from './services/centre.contract.ts';
import { clinicalContract } from './services/clinical.contract.ts';
import { consultationsContract } from './services/consultations.contract.ts';
import { coordinationContract } from './services/coordination.contract.ts';
import { criticalValuesContract } from './services/critical-values.contract.ts';
import { deliveriesContract } from './services/deliveries.contract.ts';
import { departmentContract } from './services/department.contract.ts';
import { ecgContract } from './services/ecg.contract.ts';
import { exportsContract } from './services/exports.contract.ts';
import { hangingContract } from './services/hanging.contract.ts';
import { identityContract } from './services/identity.contract.ts';
import { importsContract } from './services/imports.contract.ts';
import { keysContract } from './services/keys.contract.ts';
import { measurementsContract } from './services/measurements.contract.ts';
import { peopleContract } from './services/people.contract.ts';
import { papersContract } from './services/papers.contract.ts';
import { preferencesContract } from './services/preferences.contract.ts';
import { reportTextsContract } from './services/report-texts.contract.ts';
import { reportsContract } from './services/reports.contract.ts';
import { referralContract } from './services/referral.contract.ts';
import { retentionContract } from './services/retention.contract.ts';
import { singleSignOnContract } from './services/single-sign-on.contract.ts';
import { sitesContract } from './services/sites.contract.ts';
import { studiesContract } from './services/studies.contract.ts';
import { systemContract } from './services/system.contract.ts';
import { technicianContract } from './services/technician.contract.ts';
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
  colleagues: colleaguesContract,
  papers: papersContract,
  deliveries: deliveriesContract,
  department: departmentContract,
  centre: centreContract,
  clinical: clinicalContract,
  identity: identityContract,
  technician: technicianContract,
  consultations: consultationsContract,
  referral: referralContract,
};
export type ApplicationContract = typeof applicationContract;
