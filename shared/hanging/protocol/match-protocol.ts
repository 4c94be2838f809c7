import type { SeriesClass } from '../series/series-class.ts';
import { sizeOfLayout, type HangingProtocol, type ImageBox, type ImageSetSelector } from './hanging-protocol.ts';

/** Something that can hang: a stack, or one picture of a series of single pictures. */
export interface HangingCandidate {
  /** Where it is found again; equal keys are one candidate. */
  readonly key: string;
  readonly study: 'current' | 'prior';
  readonly modality: string;
  readonly series: SeriesClass;
  /** Series Number (0020,0011), then place in the series: the order in which they were made. */
  readonly order: number;
  readonly imageCount: number;
  readonly laterality: string;
  readonly view: string;
}

export interface HangingStudy {
  readonly modalities: readonly string[];
  /** Defined term of the body part, or ''. */
  readonly bodyPart: string;
  readonly candidates: readonly HangingCandidate[];
}

/** What fills a box. `sought`: the protocol looks for it, by the selector with this zero-based place; `left-over`: nothing else was left. */
export type BoxReason = { readonly kind: 'sought'; readonly selector: number; readonly criteria: ImageSetSelector } | { readonly kind: 'left-over' };

export interface HungBox {
  /** Undefined: nothing fits, the box stays empty. */
  readonly key: string | undefined;
  readonly box: ImageBox;
  readonly reason: BoxReason | undefined;
}

/** What hangs where, and why this and no other. */
export interface Hanging {
  readonly protocolId: string;
  readonly name: string;
  /** Rows by columns; never more boxes than hang, unless their places mean something. */
  readonly layout: string;
  readonly boxes: readonly HungBox[];
  readonly why: {
    /** `default`: no protocol fits, the safe one is taken. */
    readonly by: 'body-part' | 'modality' | 'default';
    readonly modality: string;
    readonly bodyPart: string;
    /** Boxes that hold what their protocol looks for. */
    readonly sought: number;
    readonly boxCount: number;
  };
  readonly hasEqualScale: boolean;
}

/** All protocols that fit, best first, the safe default last. Pure: the same study hangs alike on every machine. */
export function hangingsOf(study: HangingStudy, protocols: readonly HangingProtocol[]): readonly Hanging[] {
  const bodyPart = study.bodyPart === '' ? commonBodyPart(study.candidates) : study.bodyPart;
  const fitting = protocols.flatMap((protocol, place) => {
    const modality = protocol.modalities.find((one) => study.modalities.includes(one));
    const isOfPart = protocol.bodyParts.includes(bodyPart);
    if (modality === undefined || (protocol.bodyParts.length > 0 && !isOfPart)) return [];
    const boxes = fill(protocol, study.candidates);
    const sought = boxes.filter(({ reason }) => reason?.kind === 'sought').length;
    if (sought === 0) return [];
    const hanging = hang(protocol, boxes, { by: isOfPart ? 'body-part' : 'modality', modality, bodyPart, sought, boxCount: protocol.boxes.length });
    return [{ hanging, rank: (isOfPart ? 100 : 0) + Math.round((sought / protocol.boxes.length) * 10), place }];
  });
  return [...fitting.sort((left, right) => right.rank - left.rank || left.place - right.place).map(({ hanging }) => hanging), safeDefault(study, bodyPart)];
}

/** How a study would hang if a protocol were kept: it comes before those that are kept already, and takes the place of the one with its id. */
export function hangingIfKept(study: HangingStudy, protocol: HangingProtocol, kept: readonly HangingProtocol[]): Hanging | undefined {
  return hangingsOf(study, [protocol, ...kept.filter(({ protocolId }) => protocolId !== protocol.protocolId)])[0];
}

/** In each box the first selector that finds something; what hangs already hangs again only where that is meant. */
function fill(protocol: HangingProtocol, candidates: readonly HangingCandidate[]): readonly HungBox[] {
  const used = new Set<string>();
  return protocol.boxes.map((box): HungBox => {
    for (const [selector, criteria] of box.selectors.entries()) {
      const found = best(candidates.filter((one) => one.study === box.study && fits(criteria, one)), used);
      const chosen = found ?? (box.mayRepeat === true ? best(candidates.filter((one) => one.study === box.study && fits(criteria, one)), new Set()) : undefined);
      if (chosen === undefined) continue;
      used.add(chosen.key);
      return { key: chosen.key, box, reason: { kind: 'sought', selector, criteria } };
    }
    return { key: undefined, box, reason: undefined };
  });
}

/** The most pictures count, then what was made first. */
function best(candidates: readonly HangingCandidate[], used: ReadonlySet<string>): HangingCandidate | undefined {
  return candidates.filter(({ key }) => !used.has(key)).toSorted((left, right) => right.imageCount - left.imageCount || left.order - right.order)[0];
}

function fits({ modality, plane, weighting, phase, kernel, laterality, view, isLocalizer = false }: ImageSetSelector, candidate: HangingCandidate): boolean {
  const { series } = candidate;
  // Nobody hangs an unnamed CT reconstruction anywhere but as axial.
  const seenPlane = series.plane.value === 'unknown' && candidate.modality === 'CT' ? 'axial' : series.plane.value;
  return (
    series.isLocalizer.value === isLocalizer &&
    (modality === undefined || modality.includes(candidate.modality)) &&
    (plane === undefined || plane.includes(seenPlane)) &&
    (weighting === undefined || weighting.includes(series.weighting.value)) &&
    (phase === undefined || phase.includes(series.phase.value)) &&
    (kernel === undefined || kernel.includes(series.kernel.value)) &&
    (laterality === undefined || candidate.laterality === laterality) &&
    (view === undefined || view.includes(candidate.view))
  );
}

function hang(protocol: HangingProtocol, filled: readonly HungBox[], why: Hanging['why']): Hanging {
  const { protocolId, name, hasEqualScale = false } = protocol;
  const hung = filled.filter(({ key }) => key !== undefined);
  // A view alone has no fellow to stand opposite to.
  const isWhole = hung.length === filled.length || (protocol.keepsPlaces === true && hung.length > 1);
  const boxes = isWhole ? filled : hung;
  return { protocolId, name, layout: isWhole ? protocol.layout : layoutFor(boxes.length, protocol.layout), boxes, why, hasEqualScale };
}

/** The largest layouts that are filled by so many boxes, never larger than the protocol's own. */
function layoutFor(count: number, most: string): string {
  const { rows, columns } = sizeOfLayout(most);
  const layout = count <= 1 ? '1x1' : count === 2 ? '1x2' : count === 3 ? '1x3' : count === 4 ? '2x2' : count <= 6 ? '2x3' : count <= 9 ? '3x3' : '4x4';
  const made = sizeOfLayout(layout);
  return made.rows * made.columns > rows * columns ? most : layout;
}

/** One large picture of what has most pictures; two small series side by side are no reason to split the screen. */
function safeDefault({ modalities, candidates }: HangingStudy, bodyPart: string): Hanging {
  const own = candidates.filter(({ study }) => study === 'current');
  const chosen = best(own.filter(({ series }) => !series.isLocalizer.value), new Set()) ?? best(own, new Set());
  const box: ImageBox = { study: 'current', selectors: [{}] };
  return {
    protocolId: 'default', name: '', layout: '1x1', boxes: [{ key: chosen?.key, box, reason: chosen === undefined ? undefined : { kind: 'left-over' } }],
    why: { by: 'default', modality: modalities[0] ?? '', bodyPart, sought: 0, boxCount: 1 }, hasEqualScale: false,
  };
}

/** What most series of the case say of their body part; '' when none does. */
function commonBodyPart(candidates: readonly HangingCandidate[]): string {
  const counts = new Map<string, number>();
  for (const { study, series } of candidates) {
    if (study !== 'current' || series.bodyPart.value === 'unknown') continue;
    counts.set(series.bodyPart.value, (counts.get(series.bodyPart.value) ?? 0) + 1);
  }
  return [...counts].toSorted((left, right) => right[1] - left[1])[0]?.[0] ?? '';
}
