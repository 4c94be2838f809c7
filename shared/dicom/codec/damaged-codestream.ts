import { AppError } from '#shared/errors/app-error.ts';

/** A codestream that does not give the picture it promises. The reason names markers, counts and sizes, never values. */
export function damagedCodestream(reason: string): AppError {
  return new AppError('file/damaged', `the codestream cannot be decoded: ${reason}`, { facts: { reason } });
}
