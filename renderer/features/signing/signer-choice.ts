import type { SignerSummary } from '#shared/contract/services/reports.contract.ts';

const STORAGE_KEY = 'tongyue.signer';

/** The signer that was chosen last on this seat; else the first that can sign. */
export function preferredSigner(signers: readonly SignerSummary[], rememberedId: number | undefined, now: Date): SignerSummary | undefined {
  return signers.find(({ signerId }) => signerId === rememberedId) ?? signers.find((signer) => canSign(signer, now)) ?? signers[0];
}

export function canSign({ lockedUntil, validUntil, triesLeft }: SignerSummary, now: Date): boolean {
  const isLocked = lockedUntil !== null && Date.parse(lockedUntil) > now.getTime();
  return !isLocked && (triesLeft > 0 || lockedUntil !== null) && Date.parse(validUntil) > now.getTime();
}

/** Only the number of the signer is remembered, never a PIN. */
export function rememberSigner(storage: Pick<Storage, 'setItem'>, signerId: number): void {
  storage.setItem(STORAGE_KEY, String(signerId));
}

export function rememberedSigner(storage: Pick<Storage, 'getItem'>): number | undefined {
  const stored = Number(storage.getItem(STORAGE_KEY));
  return Number.isInteger(stored) && stored > 0 ? stored : undefined;
}
