import type { ReportHospital, ReportPredecessor } from '#shared/report/canonical-report.ts';
import type { SettingRepository } from '../database/setting.repository.ts';
import type { Remote } from '../database/remote-repositories.ts';

/** What a later version must know of the form of the one before. */
export function formOf({ structuredReport }: ReportHospital): Pick<ReportPredecessor, 'structuredReport'> {
  return structuredReport === undefined ? {} : { structuredReport };
}

/** Hospitals whose archive takes no Enhanced SR, by site. */
export async function basicTextSites(settings: Remote<SettingRepository>): Promise<ReadonlySet<string>> {
  const { basicTextSites: stored } = await settings.read();
  return new Set(stored === '' ? [] : (JSON.parse(stored) as string[]));
}

export async function setBasicText(settings: Remote<SettingRepository>, siteId: string, isBasicText: boolean): Promise<void> {
  const before = await basicTextSites(settings);
  if (before.has(siteId) === isBasicText) return;
  const sites = isBasicText ? [...before, siteId] : [...before].filter((one) => one !== siteId);
  await settings.write('basicTextSites', sites.length === 0 ? '' : JSON.stringify(sites));
}
