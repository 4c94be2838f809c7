import { AppError } from '#shared/errors/app-error.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { SettingRepository } from '../database/setting.repository.ts';

/** What would leave: with its names, without them, or one picture. */
export type ExportKind = 'identified' | 'de-identified' | 'picture';

/** Answers for the seat. @throws AppError `export/not-allowed` */
export type MayExport = (kind: ExportKind) => Promise<void>;

/** The rule of the seat, for everybody at it. Whether the role of a person allows an export is asked before, at the gate (main/people/method-needs.ts). */
export function createMayExport(settings: Remote<Pick<SettingRepository, 'read'>>): MayExport {
  return async (kind) => {
    const { exports: rule } = await settings.read();
    if (rule === 'all' || (rule === 'de-identified' && kind === 'de-identified')) return;
    throw new AppError('export/not-allowed', 'this seat may not export', { facts: { kind } });
  };
}
