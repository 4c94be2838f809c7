import { z } from 'zod';
import { readingProfile, type ReadingProfile } from '#shared/contract/services/preferences.contract.ts';
import { hangingProtocol, type HangingProtocol } from '#shared/hanging/protocol/hanging-protocol.ts';
import { isOfCentre } from '#renderer/features/hanging/ShareProtocol.tsx';

/** What a physician takes to another seat: keys, mouse, presets, views, tones, and how their screen hangs. */
const profileFile = readingProfile.extend({
  /** Absent in files of before. */
  hangingProtocols: z.array(hangingProtocol).max(500).optional(),
});

export interface ProfileFile {
  readonly profile: ReadingProfile;
  readonly protocols: readonly HangingProtocol[];
}

/** Protocols of the centre stay at home: the other seat has them, or belongs to another centre. */
export function writeProfileFile({ profile, protocols }: ProfileFile): string {
  return `${JSON.stringify({ ...profile, hangingProtocols: protocols.filter(({ protocolId }) => !isOfCentre(protocolId)) }, undefined, 2)}\n`;
}

/** @returns undefined for anything else than a whole profile: nothing of it is taken then */
export function readProfileFile(text: string): ProfileFile | undefined {
  const read = profileFile.safeParse(jsonOf(text));
  if (!read.success) return undefined;
  const { hangingProtocols = [], ...profile } = read.data;
  return { profile, protocols: hangingProtocols.filter(({ protocolId }) => !isOfCentre(protocolId)) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
