import { expect, test } from 'vitest';
import { DEFAULT_READING_PROFILE } from '#shared/contract/services/preferences.contract.ts';
import { DEFAULT_PROTOCOLS } from '#shared/hanging/protocol/default-protocols.ts';
import { readProfileFile, writeProfileFile } from '#renderer/app/keyboard/profile-file.ts';

const profile = { ...DEFAULT_READING_PROFILE, keys: { 'viewer.key.length': ['L'] }, windowPresets: [{ name: 'lung' as const, title: '肺', windowCenter: -500, windowWidth: 1200 }] };
const own = { ...DEFAULT_PROTOCOLS[0]!, protocolId: 'own-CT-head', name: '我的头颅' };

test('keys, presets and how the screen hangs go to another seat and come back as they were', () => {
  expect(readProfileFile(writeProfileFile({ profile, protocols: [own] }))).toEqual({ profile, protocols: [own] });
});

test('protocols of the centre stay with the centre, however they came into the file', () => {
  const ofCentre = { ...own, protocolId: 'centre-1' };
  expect(readProfileFile(writeProfileFile({ profile, protocols: [ofCentre, own] }))?.protocols).toEqual([own]);
  expect(readProfileFile(JSON.stringify({ ...profile, hangingProtocols: [ofCentre] }))?.protocols).toEqual([]);
});

test('a file of before, without hanging, is a profile', () => {
  expect(readProfileFile(JSON.stringify(profile))).toEqual({ profile, protocols: [] });
});

test.each([
  ['no JSON', 'not json'], ['another version', JSON.stringify({ ...profile, version: 2 })], ['a layout that no desk has', JSON.stringify({ ...profile, hangingProtocols: [{ ...own, layout: '9x9' }] })],
  ['half a file', writeProfileFile({ profile, protocols: [own] }).slice(0, 60)],
])('nothing is taken from %s', (_what, text) => expect(readProfileFile(text)).toBeUndefined());
