import { AppError } from '#shared/errors/app-error.ts';

/** A file that is DICOM but cannot be trusted. The reason names tags, counts and lengths, never values. */
export function damaged(reason: string, cause?: unknown): AppError {
  return new AppError('file/damaged', `the DICOM file is damaged: ${reason}`, { facts: { reason }, cause });
}

export function notDicom(): AppError {
  return new AppError('file/not-dicom', 'the bytes are not a DICOM file');
}
