import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createCatalogueRepositories, type CatalogueRepositories } from '#main/composition/catalogue-repositories.ts';
import { openCatalogueHere } from '#main/composition/open-catalogue.ts';
import { migrate, readMigrations } from '#main/database/migrate.ts';
import type { SqliteDatabase } from '#main/database/open-encrypted-database.ts';
import { createFileSecretStore } from '#main/platform/secret-store.ts';
import { createDemoAuthority } from '#main/signing/demo-authority.ts';
import { createPackShelf, type PackReference, type PackShelf } from '#main/store/pack-shelf.ts';

/** The files of a seat while no program runs on it. */
export interface SeatFiles {
  readonly database: SqliteDatabase;
  readonly catalogue: CatalogueRepositories;
  readonly shelf: PackShelf;
  readonly reference: (studyId: number) => PackReference;
  readonly close: () => void;
}

export function openSeatFiles(profile: string): SeatFiles {
  mkdirSync(profile, { recursive: true });
  const { database } = openCatalogueHere(profile, createFileSecretStore(profile), new Date());
  migrate(database, readMigrations('catalogue'));
  const catalogue = createCatalogueRepositories(database);
  const shelf = createPackShelf(join(profile, 'packs'), () => new Date());
  return {
    database,
    catalogue,
    shelf,
    reference(studyId) {
      const study = catalogue.studies.find(studyId);
      const key = catalogue.studies.packKey(studyId);
      if (study === undefined || key === undefined) throw new Error(`no study ${studyId}`);
      return { studyId, studyInstanceUid: study.studyInstanceUid, key };
    },
    close() {
      shelf.closeAll();
      database.close();
    },
  };
}

/** Gives a profile the keys of the demo physicians, without the demo alliance. @param pin another one than the demo's, which the page does not show */
export async function addSigners(profile: string, pin?: string): Promise<void> {
  const files = openSeatFiles(profile);
  for (const signer of (await createDemoAuthority(new Date(), pin)).signers) files.catalogue.signers.put(pin === undefined ? signer : { ...signer, demoPin: undefined });
  files.close();
}
