import { unsupportedEcg, type ForeignEcg, type ForeignGroup, type ForeignLead } from './foreign-ecg.ts';
import { expandDecimated, storedSamples, type SampleZone } from './scp-decimation.ts';
import { decodeHuffman, DEFAULT_TABLE, DEFAULT_TABLE_MARK, type HuffmanTable } from './scp-huffman.ts';
import { readScpMeasurements } from './scp-measurements.ts';
import { readScpHeader } from './scp-header.ts';
import { readScpSections, type ScpSection } from './scp-sections.ts';

interface ScpLead {
  readonly id: number;
  /** One-based numbers of its samples. */
  readonly firstSample: number;
  readonly lastSample: number;
}

/** A beat from which the reference beat was subtracted; one-based sample numbers. */
interface ScpBeat {
  readonly type: number;
  readonly from: number;
  readonly fiducial: number;
  readonly to: number;
}

interface DecodedLeads {
  readonly nanovoltsPerDigit: number;
  readonly microsecondsPerSample: number;
  readonly leads: readonly Int32Array[];
}

/** Sampling intervals of recorders, microseconds: 100 to 4000 Hz. */
const POSSIBLE_INTERVAL_US = { least: 250, most: 10_000 } as const;
const MOST_SAMPLES = 20_000_000;
/** Section 4: a beat, and a zone that kept the full rate. */
const BEAT_BYTES = 14;
const ZONE_BYTES = 8;
const MOST_DECIMATION = 8;

/**
 * Reads an SCP-ECG file (EN 1064, ISO 11073-91064): Huffman code with the default table or the file's own, first and second differences, subtraction of the
 * reference beat, also from a residue that was sampled more slowly than the beat, with (bimodal compression) or without zones that kept the full rate.
 * @throws AppError `file/unsupported-ecg`
 */
export function readScpEcg(bytes: Uint8Array): ForeignEcg {
  const sections = readScpSections(bytes);
  const leadSection = sections.get(3);
  const rhythmSection = sections.get(6);
  if (leadSection === undefined || rhythmSection === undefined) throw unsupportedEcg('an SCP-ECG file without rhythm data');
  try {
    const tables = readTables(sections.get(2));
    const { leads, isReferenceSubtracted } = readLeads(leadSection);
    const beatSection = sections.get(5);
    const locations = sections.get(4);
    const rhythm = readRhythm(rhythmSection, tables, leads, beatSection, locations);
    const reference = beatSection === undefined || locations === undefined ? undefined : readSignals(beatSection, tables, leads.map(() => samplesOfBeat(locations, beatSection)));
    const restored = isReferenceSubtracted ? addReference(rhythm, reference, locations, leads) : rhythm.leads;
    const header = readScpHeader(sections.get(1));
    return {
      format: 'scp-ecg',
      patient: header.patient,
      acquisitionDateTime: header.acquisitionDateTime,
      device: header.device,
      groups: [
        groupOf('RHYTHM', 'ORIGINAL', { ...rhythm, leads: restored }, leads, header.filters),
        ...(reference === undefined ? [] : [groupOf('MEDIAN BEAT', 'DERIVED', reference, leads, header.filters)]),
      ],
      measurements: readScpMeasurements(sections.get(7)),
      statements: readStatements(sections.get(8)),
    };
  } catch (error) {
    if (error instanceof RangeError) throw unsupportedEcg('an SCP-ECG file whose section ends too early');
    throw error;
  }
}

function readTables(section: ScpSection | undefined): readonly HuffmanTable[] | undefined {
  if (section === undefined) return undefined;
  const { body } = section;
  const count = body.getUint16(0, true);
  if (count === DEFAULT_TABLE_MARK) return [DEFAULT_TABLE];
  let offset = 2;
  return Array.from({ length: count }, () => {
    const codes = body.getUint16(offset, true);
    offset += 2;
    return Array.from({ length: codes }, () => {
      const code = {
        prefixBits: body.getUint8(offset), totalBits: body.getUint8(offset + 1), isValue: body.getUint8(offset + 2) === 1,
        value: body.getInt16(offset + 3, true), reversedPrefix: body.getUint32(offset + 5, true),
      };
      offset += 9;
      if (code.prefixBits === 0 || code.prefixBits > 32 || code.totalBits < code.prefixBits || code.totalBits - code.prefixBits > 31) throw unsupportedEcg('an SCP-ECG Huffman table that cannot be');
      return code;
    });
  });
}

function readLeads({ body }: ScpSection): { readonly leads: readonly ScpLead[]; readonly isReferenceSubtracted: boolean } {
  const count = body.getUint8(0);
  const flags = body.getUint8(1);
  const leads = Array.from({ length: count }, (_, index): ScpLead => {
    const offset = 2 + index * 9;
    return { firstSample: body.getUint32(offset, true), lastSample: body.getUint32(offset + 4, true), id: body.getUint8(offset + 8) };
  });
  if (leads.length === 0) throw unsupportedEcg('an SCP-ECG file without leads');
  if (leads.some(({ firstSample, lastSample }) => lastSample < firstSample || lastSample - firstSample >= MOST_SAMPLES)) throw unsupportedEcg('an SCP-ECG lead with an impossible number of samples');
  return { leads, isReferenceSubtracted: (flags & 1) === 1 };
}

/** Sections 5 and 6: multiplier, interval, kind of difference, then the length of each lead's data, then the data. */
function readSignals({ body, id }: ScpSection, tables: readonly HuffmanTable[] | undefined, counts: readonly number[], isExact = false): DecodedLeads {
  const nanovoltsPerDigit = body.getUint16(0, true);
  const microsecondsPerSample = body.getUint16(2, true);
  const difference = body.getUint8(4);
  if (nanovoltsPerDigit === 0 || microsecondsPerSample < POSSIBLE_INTERVAL_US.least || microsecondsPerSample > POSSIBLE_INTERVAL_US.most || difference > 2) {
    throw unsupportedEcg(`an SCP-ECG section ${id} with an impossible rate, scale or encoding`);
  }
  let offset = 6 + counts.length * 2;
  const leads = counts.map((count, lead) => {
    const length = body.getUint16(6 + lead * 2, true);
    if (offset + length > body.byteLength) throw unsupportedEcg('an SCP-ECG lead that lies outside its section');
    const data = new Uint8Array(body.buffer, body.byteOffset + offset, length);
    offset += length;
    if (tables === undefined && length !== count * 2) throw unsupportedEcg('an SCP-ECG lead with another number of samples than it says');
    return undoDifference(tables === undefined ? plainValues(data) : decodeHuffman(data, tables, count, isExact), difference);
  });
  return { nanovoltsPerDigit, microsecondsPerSample, leads };
}

/** Without section 2 the values stand as they are, 16 bits each. */
function plainValues(data: Uint8Array): Int32Array {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return Int32Array.from({ length: data.byteLength >> 1 }, (_, index) => view.getInt16(index * 2, true));
}

/** The first value of first differences and the first two of second differences are the samples themselves. */
function undoDifference(values: Int32Array, difference: number): Int32Array {
  if (difference === 0) return values;
  for (let index = difference; index < values.length; index += 1) {
    const before = values[index - 1] ?? 0;
    values[index] = (values[index] ?? 0) + (difference === 1 ? before : 2 * before - (values[index - 2] ?? 0));
  }
  return values;
}

/** Section 6 at the rate that section 3 counts in: that of the reference beat, where the residue was decimated. EN 1064 5.9 */
function readRhythm(section: ScpSection, tables: readonly HuffmanTable[] | undefined, leads: readonly ScpLead[], beatSection: ScpSection | undefined, locations: ScpSection | undefined): DecodedLeads {
  const wholeCounts = leads.map(({ firstSample, lastSample }) => lastSample - firstSample + 1);
  const isBimodal = section.body.getUint8(5) !== 0;
  const interval = section.body.getUint16(2, true);
  const fullInterval = beatSection?.body.getUint16(2, true) ?? interval;
  if (interval === fullInterval) {
    if (isBimodal && beatSection === undefined) throw unsupportedEcg('an SCP-ECG file with bimodal compression that does not say its full rate');
    return readSignals(section, tables, wholeCounts);
  }
  const factor = interval / fullInterval;
  if (!Number.isInteger(factor) || factor < 2 || factor > MOST_DECIMATION) throw unsupportedEcg('an SCP-ECG file whose reference beat has another rate than its rhythm, in no whole proportion');
  const zones = isBimodal ? readZones(locations) : [];
  if (isBimodal && zones.length === 0) throw unsupportedEcg('an SCP-ECG file with bimodal compression and no protected zones');
  const stored = leads.map(({ firstSample }, lead) => storedSamples(firstSample, wholeCounts[lead] ?? 0, factor, zones));
  const { leads: decoded, nanovoltsPerDigit } = readSignals(section, tables, stored, true);
  return {
    nanovoltsPerDigit, microsecondsPerSample: fullInterval,
    leads: decoded.map((values, lead) => expandDecimated(values, leads[lead]?.firstSample ?? 1, wholeCounts[lead] ?? 0, factor, zones)),
  };
}

/** Section 4 behind its beats: from where to where, for each, nothing was decimated. */
function readZones(locations: ScpSection | undefined): readonly SampleZone[] {
  if (locations === undefined) return [];
  const { body } = locations;
  const count = body.getUint16(4, true);
  const start = 6 + count * BEAT_BYTES;
  if (body.byteLength < start + count * ZONE_BYTES) return [];
  return Array.from({ length: count }, (_, index) => ({ from: body.getUint32(start + index * ZONE_BYTES, true), to: body.getUint32(start + index * ZONE_BYTES + 4, true) }))
    .filter(({ from, to }) => from > 0 && to >= from)
    .toSorted((left, right) => left.from - right.from);
}

function samplesOfBeat(locations: ScpSection, beatSection: ScpSection): number {
  const lengthMs = locations.body.getUint16(0, true);
  return Math.floor((lengthMs * 1000) / beatSection.body.getUint16(2, true));
}

function addReference(rhythm: DecodedLeads, reference: DecodedLeads | undefined, locations: ScpSection | undefined, leads: readonly ScpLead[]): readonly Int32Array[] {
  if (reference === undefined || locations === undefined) throw unsupportedEcg('an SCP-ECG file whose reference beat is missing');
  if (reference.microsecondsPerSample !== rhythm.microsecondsPerSample || reference.nanovoltsPerDigit !== rhythm.nanovoltsPerDigit) {
    throw unsupportedEcg('an SCP-ECG file whose reference beat has another rate or scale than its rhythm');
  }
  const { body } = locations;
  const beatFiducial = body.getUint16(2, true);
  const beats = Array.from({ length: body.getUint16(4, true) }, (_, index): ScpBeat => {
    const offset = 6 + index * BEAT_BYTES;
    return { type: body.getUint16(offset, true), from: body.getUint32(offset + 2, true), fiducial: body.getUint32(offset + 6, true), to: body.getUint32(offset + 10, true) };
  });
  return rhythm.leads.map((residue, lead) => {
    const beat = reference.leads[lead];
    const first = leads[lead]?.firstSample ?? 1;
    const restored = Int32Array.from(residue);
    for (const { type, from, fiducial, to } of beats) {
      // Type 0 are the beats that are like the reference beat; nothing was subtracted from the others.
      if (type !== 0 || beat === undefined) continue;
      for (let sample = from; sample <= to; sample += 1) {
        const index = sample - first;
        const place = sample - fiducial + beatFiducial - 1;
        if (index >= 0 && index < restored.length && place >= 0 && place < beat.length) restored[index] = (restored[index] ?? 0) + (beat[place] ?? 0);
      }
    }
    return restored;
  });
}

function groupOf(label: string, originality: ForeignGroup['originality'], signals: DecodedLeads, leads: readonly ScpLead[], filters: ForeignLead['filters']): ForeignGroup {
  const start = Math.min(...leads.map(({ firstSample }) => firstSample));
  const isRhythm = originality === 'ORIGINAL';
  const foreignLeads = signals.leads.map((digits, index): ForeignLead => {
    const { id = 0, firstSample = start } = leads[index] ?? {};
    // A lead that begins later keeps its place in time: what comes before it was not recorded.
    const lateBy = isRhythm ? firstSample - start : 0;
    if (lateBy > 0) throw unsupportedEcg('an SCP-ECG file whose leads do not begin together');
    return {
      label: `SCP lead ${id}`, // ISO/IEEE 11073-10102 took over the lead numbers of EN 1064.
      source: { value: `2:${id}`, scheme: 'MDC', meaning: `Lead ${id} of SCP-ECG` },
      microvoltsPerDigit: signals.nanovoltsPerDigit / 1000, originMicrovolts: 0, digits, filters,
    };
  });
  return { label, originality, samplingFrequencyHz: 1_000_000 / signals.microsecondsPerSample, timeOffsetMs: 0, leads: foreignLeads };
}

/** Section 8: the device's text statements. EN 1064 5.11 */
function readStatements(section: ScpSection | undefined): readonly string[] {
  if (section === undefined || section.body.byteLength < 9) return [];
  const { body } = section;
  const count = body.getUint8(8);
  const statements: string[] = [];
  let offset = 9;
  for (let index = 0; index < count && offset + 3 <= body.byteLength; index += 1) {
    const length = body.getUint16(offset + 1, true);
    const bytes = new Uint8Array(body.buffer, body.byteOffset + offset + 3, Math.min(length, body.byteLength - offset - 3));
    const text = new TextDecoder('latin1').decode(bytes).replace(/\0.*$/s, '').trim();
    if (text !== '') statements.push(text);
    offset += 3 + length;
  }
  return statements;
}
