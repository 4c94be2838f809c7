import { NO_SECURITY } from '#main/sites/site-security.ts';
import type { Site } from '#main/sites/site.ts';
import type { FoundStudy } from '#main/studies/study.ts';

export const testSite: Site = {
  id: 'yunxiu',
  name: '云岫县人民医院',
  baseUrl: 'http://127.0.0.1:1/dicom-web',
  credentials: undefined,
  security: NO_SECURITY,
  isDemo: false,
  caseRule: { sinceDate: null, modalities: [], requestMark: 'none' },
  quietSeconds: 90,
  pollSeconds: 10,
  letterhead: { address: '', telephone: '' },
  addedAt: '2026-11-20T00:00:00.000Z',
  removedAt: null,
};

/** A study as a search finds it. */
export function foundStudy(overrides: Partial<FoundStudy> = {}): FoundStudy {
  return {
    studyInstanceUid: '1.2.3',
    patientId: 'P1',
    issuerOfPatientId: 'YX',
    patientName: 'Zhao^Shoutian=赵^守田',
    patientSex: 'M',
    patientBirthDate: '1955-03-01',
    patientAge: '',
    studyDate: '2026-11-20',
    studyTime: '09:26:00',
    timezoneOffset: '',
    studyDescription: '头颅平扫',
    modalities: ['CT'],
    bodyPart: 'HEAD',
    accessionNumber: 'QL26112000417',
    referringPhysician: '',
    clinicalInformation: '',
    urgency: 'routine',
    urgencyReason: '',
    isCase: true,
    instanceCount: 32,
    hasLostText: false,
    ...overrides,
  };
}
