import { createDicomWebSite, type DicomWebSite } from '../dicomweb/dicom-web-site.ts';
import { NEAR_NAME, type NearAddress } from './configuration.ts';

/** In the local network: an archive that keeps us waiting is of no use. */
const NEAR_TIMEOUT_MS = 5_000;

/** The centre's own archive. */
export function connectNear({ baseUrl, credentials, security }: NearAddress): DicomWebSite {
  return createDicomWebSite({ name: NEAR_NAME, baseUrl, credentials, security, noProgressTimeoutMs: NEAR_TIMEOUT_MS });
}
