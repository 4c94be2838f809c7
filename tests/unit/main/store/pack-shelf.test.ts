import { createCipheriv, hash, randomBytes } from 'node:crypto';
import { appendFileSync, existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openEncryptedDatabase } from '#main/database/open-encrypted-database.ts';
import { createPackShelf, type PackReference } from '#main/store/pack-shelf.ts';
import { readPart10 } from '#main/part10/read-part10.ts';
import { writePart10 } from '#main/part10/write-part10.ts';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import { textOf, type DataSet } from '#shared/dicom/data-set/data-set.ts';
import type { ExpectedInstance } from '#main/store/pack.repository.ts';
import { CT_IMAGE_STORAGE, ctSlice, EXPLICIT_LITTLE_ENDIAN } from '#tests/support/instances.ts';
import { temporaryFolder } from '#tests/support/temporary-folder.ts';

const now = () => new Date('2026-11-20T01:00:00Z');

function openShelf(folder = temporaryFolder(), key: Uint8Array = randomBytes(32)) {
  const shelf = createPackShelf(folder, now);
  onTestFinished(() => shelf.closeAll());
  const reference: PackReference = { studyId: 7, studyInstanceUid: '1.2.3', key };
  const rawPack = () => {
    const database = openEncryptedDatabase({ file: join(folder, '00000007.sqlite'), key, durability: 'normal' });
    onTestFinished(() => void database.close());
    return database;
  };
  return { folder, key, shelf, reference, rawPack };
}
const expected = (...numbers: number[]): ExpectedInstance[] =>
  numbers.map((instanceNumber) => ({ sopInstanceUid: `1.2.3.1.${instanceNumber}`, seriesInstanceUid: '1.2.3.1', sopClassUid: CT_IMAGE_STORAGE, instanceNumber, numberOfFrames: 1 }));

function flipBit(file: string, at: number): void {
  const bytes = readFileSync(file);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}

describe('an instance that arrives', () => {
  test('is held, frame by frame, byte for byte', () => {
    const { shelf, reference } = openShelf();
    expect(shelf.storeInstance(reference, ctSlice(5))).toMatchObject({ outcome: 'stored', heldBySeries: { '1.2.3.1': 1 } });
    const answer = shelf.readFrame(reference, '1.2.3.1.5', 1);
    if (answer.kind !== 'held') throw new Error(answer.kind);
    expect(answer.frame.transferSyntaxUid).toBe(EXPLICIT_LITTLE_ENDIAN);
    expect([...new Uint16Array(new Uint8Array(answer.frame.bytes).buffer)]).toEqual(Array.from({ length: 16 }, () => 5));
  });

  test('a second time with the same content changes nothing', () => {
    const { shelf, reference } = openShelf();
    shelf.storeInstance(reference, ctSlice(5));
    expect(shelf.storeInstance(reference, ctSlice(5)).outcome).toBe('already-held');
  });

  test('under the same UID with other pixels is put aside, and the first stays', () => {
    const { shelf, reference, rawPack } = openShelf();
    shelf.storeInstance(reference, ctSlice(5));
    expect(shelf.storeInstance(reference, ctSlice(5, {}, 99)).outcome).toBe('other-content');
    const answer = shelf.readFrame(reference, '1.2.3.1.5', 1);
    expect(answer.kind === 'held' && new Uint16Array(new Uint8Array(answer.frame.bytes).buffer)[0]).toBe(5);
    expect(rawPack().prepare('SELECT reason FROM quarantine').pluck().all()).toEqual(['other-content']);
  });

  test('in another lossless form is the same image; with another header it is not', () => {
    const { shelf, reference } = openShelf();
    const { metadata } = readPart10(ctSlice(5));
    const inJpegLs = (metadata: DataSet) => writePart10(metadata, { transferSyntaxUid: '1.2.840.10008.1.2.4.80', frames: [Uint8Array.of(0xff, 0xd8, 0xff, 0xd9)] });
    const attributes = Object.fromEntries(Object.entries(metadata).filter(([tag]) => tag !== '7FE00010'));
    shelf.storeInstance(reference, ctSlice(5));
    expect(shelf.storeInstance(reference, inJpegLs(attributes)).outcome).toBe('already-held');
    expect(shelf.storeInstance(reference, inJpegLs({ ...attributes, ...buildDataSet({ InstanceCreationTime: '120000' }) })).outcome).toBe('other-content');
  });

  test('as a video is told from frames by its transfer syntax, which stands in its metadata and in no other', () => {
    const { shelf, reference } = openShelf();
    const attributes = { SOPInstanceUID: '1.2.3.2.1', SeriesInstanceUID: '1.2.3.2', StudyInstanceUID: '1.2.3', SOPClassUID: '1.2.840.10008.5.1.4.1.1.77.1.1.1', NumberOfFrames: 300, InstanceNumber: 1 };
    shelf.storeInstance(reference, writePart10(buildDataSet(attributes), { transferSyntaxUid: '1.2.840.10008.1.2.4.102', frames: [Uint8Array.of(0, 0, 0, 8, 0x66, 0x74, 0x79, 0x70)] }));
    shelf.storeInstance(reference, ctSlice(5));
    const syntaxes = (uid: string) => (JSON.parse(shelf.readSeriesMetadata(reference, uid)) as DataSet[]).map((one) => textOf(one, 'AvailableTransferSyntaxUID'));
    expect(syntaxes('1.2.3.2')).toEqual(['1.2.840.10008.1.2.4.102']);
    expect(syntaxes('1.2.3.1')).toEqual(['']);
    expect(shelf.readFrame(reference, '1.2.3.2.1', 1).kind).toBe('held');
  });

  test('of another study, or another than was asked for, is refused', () => {
    const { shelf, reference } = openShelf();
    expect(() => shelf.storeInstance(reference, ctSlice(5, { StudyInstanceUID: '9.9' }))).toThrow(expect.objectContaining({ code: 'site/unexpected-instance' }));
    expect(() => shelf.storeInstance(reference, ctSlice(5), '1.2.3.1.6')).toThrow(expect.objectContaining({ code: 'site/unexpected-instance' }));
    expect(shelf.inventory(reference).heldBySeries).toEqual({});
  });

  test('that is not DICOM is refused by its code', () => {
    const { shelf, reference } = openShelf();
    expect(() => shelf.storeInstance(reference, new TextEncoder().encode('<html>502 Bad Gateway</html>'))).toThrow(expect.objectContaining({ code: 'file/not-dicom' }));
  });

  test('with half a frame is refused, and nothing of it is held', () => {
    const { shelf, reference } = openShelf();
    const whole = ctSlice(5);
    expect(() => shelf.storeInstance(reference, whole.subarray(0, whole.length - 16))).toThrow(expect.objectContaining({ code: 'file/damaged' }));
    expect(shelf.readFrame(reference, '1.2.3.1.5', 1).kind).toBe('unknown');
  });
});

describe('instances that arrive together', () => {
  test('are compared with what came alone', async () => {
    const { shelf, reference } = openShelf();
    // 256 x 256 x 2 bytes.
    const large = (number: number, value: number) => ctSlice(number, { Rows: 256, Columns: 256 }, 0, new Uint8Array(131_072).fill(value));
    await Promise.all([1, 2].map((number) => shelf.takeInstance(reference, large(number, number))));
    expect(shelf.verify(reference)).toBe('');
    expect([shelf.storeInstance(reference, large(1, 1)).outcome, shelf.storeInstance(reference, large(2, 3)).outcome]).toEqual(['already-held', 'other-content']);
  });

  test('are each answered, and one that cannot be taken in harms no other', async () => {
    const { shelf, reference } = openShelf();
    const answers = await Promise.allSettled([
      shelf.takeInstance(reference, ctSlice(1)),
      shelf.takeInstance(reference, ctSlice(2), '1.2.3.1.9'),
      shelf.takeInstance(reference, ctSlice(3)),
      shelf.takeInstance(reference, ctSlice(3)),
    ]);
    expect(answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.outcome : (answer.reason as { code: string }).code))).toEqual(['stored', 'site/unexpected-instance', 'stored', 'already-held']);
    expect(shelf.inventory(reference).heldBySeries).toEqual({ '1.2.3.1': 2 });
    expect(shelf.verify(reference)).toBe('');
  });

  test('one that the pack refuses in the middle of them is refused alone', async () => {
    const { shelf, reference, rawPack } = openShelf();
    shelf.storeInstance(reference, ctSlice(9));
    rawPack().exec("CREATE TRIGGER refuse BEFORE INSERT ON frame_place WHEN new.sop_instance_uid = '1.2.3.1.2' BEGIN SELECT RAISE (ABORT, 'refused'); END");
    const answers = await Promise.allSettled([1, 2, 3].map((number) => shelf.takeInstance(reference, ctSlice(number))));
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(shelf.heldInstances(reference).map(({ sopInstanceUid }) => sopInstanceUid)).toEqual(['1.2.3.1.1', '1.2.3.1.3', '1.2.3.1.9']);
  });
});

describe('what the hospital says it has', () => {
  test('is missing until it is held, in the order of the stack', () => {
    const { shelf, reference } = openShelf();
    shelf.storeInstance(reference, ctSlice(2));
    const { missing, heldBySeries } = shelf.expect(reference, expected(10, 2, 1));
    expect(missing.map((instance) => instance.instanceNumber)).toEqual([1, 10]);
    expect(heldBySeries).toEqual({ '1.2.3.1': 1 });
    expect(shelf.readFrame(reference, '1.2.3.1.10', 1).kind).toBe('missing');
  });

  test('and says no longer is marked, never deleted', () => {
    const { shelf, reference } = openShelf();
    shelf.storeInstance(reference, ctSlice(1));
    shelf.storeInstance(reference, ctSlice(2));
    expect(shelf.expect(reference, expected(1)).heldBySeries).toEqual({ '1.2.3.1': 1 });
    expect(shelf.readFrame(reference, '1.2.3.1.2', 1).kind).toBe('held');
    expect(shelf.expect(reference, expected(1, 2)).heldBySeries).toEqual({ '1.2.3.1': 2 });
  });

  test('of a series is read back as DICOM JSON, Chinese names and all', () => {
    const { shelf, reference } = openShelf();
    shelf.storeInstance(reference, ctSlice(2));
    shelf.storeInstance(reference, ctSlice(1));
    const dataSets = JSON.parse(shelf.readSeriesMetadata(reference, '1.2.3.1')) as Record<string, { Value?: unknown[] }>[];
    expect(dataSets.map((dataSet) => dataSet['00200013']?.Value?.[0])).toEqual([1, 2]);
    expect(dataSets[0]?.['00100010']?.Value).toEqual([{ Alphabetic: 'Zhao^Shoutian', Ideographic: '赵^守田' }]);
    expect(dataSets[0]?.['7FE00010']).toBeUndefined();
  });
});

describe('bytes that changed on the disk', () => {
  test('a frame of which one bit changed is never shown, put aside, and expected again', () => {
    const { folder, shelf, reference, rawPack } = openShelf();
    shelf.storeInstance(reference, ctSlice(5));
    flipBit(join(folder, '00000007.frames'), 17);
    expect(shelf.verify(reference)).toBe('frame 1 of 1.2.3.1.5 does not match its digest');
    expect(shelf.readFrame(reference, '1.2.3.1.5', 1).kind).toBe('damaged');
    expect(shelf.readFrame(reference, '1.2.3.1.5', 1).kind).toBe('missing');
    expect(shelf.inventory(reference).missing.map((instance) => instance.sopInstanceUid)).toEqual(['1.2.3.1.5']);
    expect(rawPack().prepare('SELECT reason FROM quarantine').pluck().all()).toEqual(['digest-mismatch']);
    expect(shelf.storeInstance(reference, ctSlice(5)).outcome).toBe('stored');
    expect(shelf.readFrame(reference, '1.2.3.1.5', 1).kind).toBe('held');
    expect(shelf.verify(reference)).toBe('');
  });

  test('a frame that a power cut took away is fetched again, and the frames before it are there', () => {
    const { folder, shelf, reference } = openShelf();
    shelf.storeInstance(reference, ctSlice(5));
    shelf.storeInstance(reference, ctSlice(6));
    shelf.closeAll();
    // A slice of the tests has 4 x 4 pixels of 2 bytes: 32 bytes a frame.
    truncateSync(join(folder, '00000007.frames'), 40);
    expect(shelf.readFrame(reference, '1.2.3.1.5', 1).kind).toBe('held');
    expect(shelf.readFrame(reference, '1.2.3.1.6', 1).kind).toBe('damaged');
    expect(shelf.storeInstance(reference, ctSlice(6)).outcome).toBe('stored');
    expect(shelf.verify(reference)).toBe('');
  });

  test('frames that change their places are not taken for one another', () => {
    const { shelf, reference, rawPack } = openShelf();
    shelf.storeInstance(reference, ctSlice(5));
    shelf.storeInstance(reference, ctSlice(6));
    rawPack().exec(`UPDATE frame_place SET (sha256, file_offset, nonce, tag) = (SELECT sha256, file_offset, nonce, tag FROM frame_place AS other WHERE other.sop_instance_uid = '1.2.3.1.6')
      WHERE sop_instance_uid = '1.2.3.1.5'`);
    expect(shelf.readFrame(reference, '1.2.3.1.5', 1).kind).toBe('damaged');
    expect(shelf.readFrame(reference, '1.2.3.1.6', 1).kind).toBe('held');
  });

  test('an older copy of a frame, sealed under the same name and key, is not taken for the one that is held', () => {
    const { folder, shelf, reference } = openShelf();
    const file = join(folder, '00000007.frames');
    shelf.storeInstance(reference, ctSlice(5));
    shelf.closeAll();
    const older = readFileSync(file);
    shelf.remove(reference.studyId);
    shelf.storeInstance(reference, ctSlice(5));
    shelf.closeAll();
    // The same pixels once more: only the nonce of the second sealing makes the bytes differ.
    expect(readFileSync(file).equals(older)).toBe(false);
    writeFileSync(file, older);
    expect(shelf.readFrame(reference, '1.2.3.1.5', 1).kind).toBe('damaged');
    expect(shelf.inventory(reference).missing.map((instance) => instance.sopInstanceUid)).toEqual(['1.2.3.1.5']);
  });

  test('what a killed program wrote and did not enter is cut off when the pack is opened again', () => {
    const { folder, shelf, reference } = openShelf();
    const file = join(folder, '00000007.frames');
    shelf.storeInstance(reference, ctSlice(5));
    shelf.closeAll();
    appendFileSync(file, randomBytes(1000));
    expect(shelf.readFrame(reference, '1.2.3.1.5', 1).kind).toBe('held');
    expect(statSync(file).size).toBe(32);
  });

  test('a frame of several megabytes is given back as it came', () => {
    const { shelf, reference } = openShelf();
    // 3000 x 3000 x 2 bytes = 18 MB: more than is read at once.
    const frame = randomBytes(18_000_000);
    shelf.storeInstance(reference, ctSlice(5, { Rows: 3000, Columns: 3000 }, 0, frame));
    const answer = shelf.readFrame(reference, '1.2.3.1.5', 1);
    expect(answer.kind === 'held' && frame.equals(answer.frame.bytes)).toBe(true);
  });

  test('frames that an older version stored within the pack are read by their seal, the oldest by their digest', () => {
    const { key, shelf, reference, rawPack } = openShelf();
    for (const number of [5, 6, 7, 8]) shelf.storeInstance(reference, ctSlice(number));
    const database = rawPack();
    const sealKey = hash('sha256', Buffer.concat([Buffer.from('frame seal'), key]), 'buffer');
    const keepAsBefore = (number: number, bytes: Uint8Array, isSealed: boolean) => {
      const { sha256 } = database.prepare<[string], { sha256: Buffer }>('SELECT sha256 FROM frame_place WHERE sop_instance_uid = ?').get(`1.2.3.1.${number}`) ?? { sha256: Buffer.alloc(32) };
      const cipher = createCipheriv('aes-256-gcm', sealKey, sha256.subarray(0, 12));
      cipher.setAAD(readPart10(ctSlice(number)).frames[0] ?? new Uint8Array());
      cipher.final();
      database.prepare('DELETE FROM frame_place WHERE sop_instance_uid = ?').run(`1.2.3.1.${number}`);
      database.prepare('INSERT INTO frame (sop_instance_uid, frame_number, sha256, bytes, seal) VALUES (?, 1, ?, ?, ?)').run(`1.2.3.1.${number}`, sha256, bytes, isSealed ? cipher.getAuthTag() : null);
    };
    const slice = (number: number) => readPart10(ctSlice(number)).frames[0] ?? new Uint8Array();
    keepAsBefore(5, slice(5), true);
    keepAsBefore(6, Buffer.alloc(32), true);
    keepAsBefore(7, slice(7), false);
    keepAsBefore(8, Buffer.alloc(32), false);
    const kinds = [5, 6, 7, 8].map((number) => shelf.readFrame(reference, `1.2.3.1.${number}`, 1).kind);
    expect(kinds).toEqual(['held', 'damaged', 'held', 'damaged']);
    expect(shelf.storeInstance(reference, ctSlice(5)).outcome).toBe('already-held');
    expect(shelf.verify(reference)).toBe('');
  });

  test('a damaged pack is put aside whole; the study starts anew and no other study is harmed', () => {
    const { folder, key, shelf, reference } = openShelf();
    const other: PackReference = { studyId: 8, studyInstanceUid: '1.2.3', key };
    shelf.storeInstance(reference, ctSlice(5));
    shelf.storeInstance(other, ctSlice(6));
    shelf.closeAll();
    const file = join(folder, '00000007.sqlite');
    const bytes = readFileSync(file);
    bytes.fill(0xff, 100, 20_000);
    writeFileSync(file, bytes);
    expect(() => shelf.inventory(reference)).toThrow(expect.objectContaining({ code: 'store/damaged' }));
    expect(existsSync(`${file}.damaged`)).toBe(true);
    expect(shelf.inventory(reference)).toEqual({ missing: [], heldBySeries: {} });
    expect(shelf.readFrame(other, '1.2.3.1.6', 1).kind).toBe('held');
  });
});

describe('a catalogue that is older than the packs', () => {
  test('gives a number to another study: the pack that lies under it is put aside and nothing of it is shown', () => {
    const { folder, shelf, reference } = openShelf();
    shelf.storeInstance(reference, ctSlice(5));
    shelf.closeAll();
    const other = createPackShelf(folder, now);
    onTestFinished(() => other.closeAll());
    // The same number, another study, the key that the older catalogue drew for it.
    const newer: PackReference = { studyId: 7, studyInstanceUid: '1.9', key: randomBytes(32) };
    expect(() => other.readFrame(newer, '1.2.3.1.5', 1)).toThrow(expect.objectContaining({ code: 'store/damaged' }));
    expect(other.readFrame(newer, '1.2.3.1.5', 1).kind).toBe('unknown');
    const own = ctSlice(1, { StudyInstanceUID: '1.9', SeriesInstanceUID: '1.9.1', SOPInstanceUID: '1.9.1.1' }, 77);
    expect(other.storeInstance(newer, own).outcome).toBe('stored');
    const frame = other.readFrame(newer, '1.9.1.1', 1);
    expect(frame.kind === 'held' && frame.frame.bytes[0]).toBe(77);
    expect(existsSync(join(folder, '00000007.sqlite.damaged'))).toBe(true);
  });

  test('counts what the pack holds and the catalogue does not know', () => {
    const { folder, key, shelf, reference } = openShelf();
    for (const number of [1, 2, 3]) shelf.storeInstance(reference, ctSlice(number));
    shelf.closeAll();
    const again = createPackShelf(folder, now);
    onTestFinished(() => again.closeAll());
    expect(again.expect({ ...reference, key }, expected(1, 2, 3, 4)).heldBySeries).toEqual({ '1.2.3.1': 3 });
    expect(again.inventory(reference).missing.map(({ sopInstanceUid }) => sopInstanceUid)).toEqual(['1.2.3.1.4']);
  });
});

describe('the disk', () => {
  test('shows neither a name nor a pixel', () => {
    const { folder, shelf, reference } = openShelf();
    const marked = 0x4a4a;
    shelf.storeInstance(reference, ctSlice(5, {}, marked));
    for (const file of readdirSync(folder)) {
      const bytes = readFileSync(join(folder, file));
      expect(bytes.includes('Shoutian') || bytes.includes('守田') || bytes.includes('J'.repeat(32))).toBe(false);
    }
  });

  test('is given back when a study is evicted', () => {
    const { folder, shelf, reference } = openShelf();
    shelf.storeInstance(reference, ctSlice(5));
    shelf.remove(7);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('does not have more than a handful of packs open', () => {
    const { folder, key, shelf } = openShelf();
    for (let studyId = 1; studyId <= 30; studyId += 1) shelf.storeInstance({ studyId, studyInstanceUid: '1.2.3', key }, ctSlice(1));
    // A closed pack has no write-ahead log beside it.
    expect(readdirSync(folder).filter((file) => file.endsWith('-wal')).length).toBeLessThanOrEqual(12);
    expect(shelf.readFrame({ studyId: 1, studyInstanceUid: '1.2.3', key }, '1.2.3.1.1', 1).kind).toBe('held');
  });
});
