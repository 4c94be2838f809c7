/**
 * The version of everything in this folder. A window of another version is told to reload.
 * `tests/contract/contract-version.test.ts` hashes all schemas: when the hash moves, add a line here on purpose.
 *
 * 1  2026-11-21  worklist, sites, studies, measurements, reports, events
 * 2  2026-11-22  sites: rule of the line, capabilities, test, time left; imports; changes at the hospital, keeping, holes between slices;
 *                calibrations, images that were seen; a physician's certificate
 * 3  2026-11-22  ECG: readings, dictionary, thresholds, critical calls; what stands against signing an ECG; the error code file/unsupported-ecg
 */
export const CONTRACT_VERSION = 3;
