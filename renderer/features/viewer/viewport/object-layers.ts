import type { Rgb } from '#shared/dicom/presentation/cie-lab.ts';
import type { PresentationState } from '#shared/dicom/presentation/presentation-state.ts';
import { meansFrame } from '#shared/dicom/reference/instance-reference.ts';
import { markOf, type KeyObjectSelection } from '#shared/structured-report/read-key-object.ts';
import type { DisplayStack, StackFrame } from '#renderer/imaging/engine/viewport-state.ts';
import type { StudyObject } from '#renderer/imaging/objects/study-object.ts';
import type { RegionLayer, ReportLayer, SegmentationLayer, ViewportLayers } from '#renderer/imaging/objects/viewport-layers.ts';

/** What a physician has switched on in one viewport. Nothing is on by itself: the picture is first seen as the hospital sent it. */
export interface LayerChoice {
  /** SOP Instance UID of the presentation state that is applied. */
  readonly presentationUid: string | undefined;
  /** Names of segments and regions, see `layerName`. */
  readonly on: ReadonlySet<string>;
  /** The wheel goes through key images only. */
  readonly isKeyOnly: boolean;
  /** Segments are outlined instead of filled. */
  readonly isOutlined: boolean;
}

export type LayerAct =
  | { readonly kind: 'present'; readonly index: number; readonly presentationUid: string | undefined }
  | { readonly kind: 'switch'; readonly index: number; readonly names: readonly string[]; readonly isOn: boolean }
  | { readonly kind: 'outline'; readonly index: number; readonly isOn: boolean }
  | { readonly kind: 'key-only'; readonly index: number; readonly isOn: boolean };

const NO_CHOICE: LayerChoice = { presentationUid: undefined, on: new Set(), isKeyOnly: false, isOutlined: false };

/** Zero-based viewport to what is on in it. */
export type LayerChoices = ReadonlyMap<number, LayerChoice>;

export function choiceOf(choices: LayerChoices, index: number): LayerChoice {
  return choices.get(index) ?? NO_CHOICE;
}

export function choicesAfter(choices: LayerChoices, act: LayerAct): LayerChoices {
  const before = choiceOf(choices, act.index);
  return new Map(choices).set(act.index, choiceAfter(before, act));
}

function choiceAfter(before: LayerChoice, act: LayerAct): LayerChoice {
  switch (act.kind) {
    case 'present':
      return { ...before, presentationUid: act.presentationUid };
    case 'key-only':
      return { ...before, isKeyOnly: act.isOn };
    case 'outline':
      return { ...before, isOutlined: act.isOn };
    case 'switch': {
      const on = new Set(before.on);
      for (const name of act.names) {
        if (act.isOn) on.add(name);
        else on.delete(name);
      }
      return { ...before, on };
    }
    default:
      return act satisfies never;
  }
}

/** @param number of a segment or of a region of interest */
export function layerName(sopInstanceUid: string, number: number): string {
  return `${sopInstanceUid}/${number}`;
}

/** The graphics of a report are switched together. */
const REPORT = 0;

/** All names that an object can be switched on with; [] for one that does not lie over pictures. */
export function layerNamesOf({ sopInstanceUid, content }: StudyObject): readonly string[] {
  if (content.kind === 'segmentation') return content.segmentation.segments.map(({ number }) => layerName(sopInstanceUid, number));
  if (content.kind === 'structured-report') return content.coordinates.length === 0 ? [] : [layerName(sopInstanceUid, REPORT)];
  return content.kind === 'structure-set' ? content.structures.regions.map(({ number }) => layerName(sopInstanceUid, number)) : [];
}

/** A line of the legend. */
export interface LegendEntry {
  readonly name: string;
  readonly label: string;
  readonly colour: Rgb;
}

/** What can be laid over the pictures of one viewport. */
export interface OfferedLayers {
  readonly presentations: readonly PresentationState[];
  readonly overlays: readonly { readonly object: StudyObject; readonly title: string; readonly entries: readonly LegendEntry[] }[];
  readonly keySelections: readonly KeyObjectSelection[];
  readonly keyFrameCount: number;
}

/** Colours for objects that bring none, told apart on grey and by most colour-blind eyes. */
const COLOURS: readonly Rgb[] = [[230, 159, 0], [86, 180, 233], [0, 158, 115], [240, 228, 66], [204, 121, 167], [213, 94, 0], [120, 200, 200], [170, 140, 230]];

/** The objects of a study that have to do with what hangs in a viewport. */
export function offeredLayers(objects: readonly StudyObject[], studyId: number | undefined, stacks: readonly DisplayStack[]): OfferedLayers {
  const frames = stacks.flatMap((stack) => stack.frames);
  const uids = new Set(frames.map(({ frame }) => frame.sopInstanceUid));
  const series = new Set(frames.map(({ image }) => image.seriesInstanceUid));
  const spaces = new Set(frames.map(({ image }) => image.frameOfReferenceUid).filter((uid) => uid !== ''));
  const here = objects.filter((object) => object.studyId === studyId);
  const keySelections = here.flatMap(({ content }) =>
    content.kind === 'key-object' && content.selection.purpose !== 'list' && content.selection.references.some(({ sopInstanceUid }) => uids.has(sopInstanceUid))
      ? [content.selection]
      : [],
  );
  return {
    presentations: here.flatMap(({ content }) => {
      if (content.kind !== 'presentation-state') return [];
      const references = [...content.state.references.values()].flat();
      return references.some(({ sopInstanceUid }) => uids.has(sopInstanceUid)) ? [content.state] : [];
    }),
    overlays: here.flatMap((object) => {
      const { content } = object;
      if (content.kind === 'segmentation') {
        const { segmentation } = content;
        const isMeant = spaces.has(segmentation.frameOfReferenceUid) || segmentation.seriesReferences.some((uid) => series.has(uid)) ||
          segmentation.frames.some(({ sources }) => sources.some(({ sopInstanceUid }) => uids.has(sopInstanceUid)));
        return isMeant ? [{ object, title: segmentation.label, entries: entriesOf(object) }] : [];
      }
      if (content.kind === 'structured-report') {
        const isMeant = content.coordinates.some(({ references }) => references.some(({ sopInstanceUid }) => uids.has(sopInstanceUid)));
        return isMeant ? [{ object, title: '', entries: entriesOf(object) }] : [];
      }
      if (content.kind !== 'structure-set') return [];
      const { structures } = content;
      const isMeant = structures.regions.some(({ frameOfReferenceUid }) => spaces.has(frameOfReferenceUid));
      return isMeant ? [{ object, title: structures.label, entries: entriesOf(object) }] : [];
    }),
    keySelections,
    keyFrameCount: frames.filter((frame) => isKey(keySelections, frame)).length,
  };
}

/** The stacks with key images only; as they are when nothing is marked. */
export function filteredStacks(stacks: readonly DisplayStack[], { keySelections, keyFrameCount }: OfferedLayers, { isKeyOnly }: LayerChoice): readonly DisplayStack[] {
  if (!isKeyOnly || keyFrameCount === 0) return stacks;
  return stacks.map((stack) => ({ ...stack, frames: stack.frames.filter((frame) => isKey(keySelections, frame)) })).filter(({ frames }) => frames.length > 0);
}

/** What the engine draws. */
export function layersToDraw({ presentations, overlays }: OfferedLayers, choice: LayerChoice): ViewportLayers {
  const segmentations: SegmentationLayer[] = [];
  const regions: RegionLayer[] = [];
  const reports: ReportLayer[] = [];
  for (const { object, entries } of overlays) {
    const colours = new Map(entries.filter(({ name }) => choice.on.has(name)).map(({ name, colour }) => [name, colour]));
    const { content, studyId, sopInstanceUid } = object;
    if (content.kind === 'segmentation' && colours.size > 0) {
      const { segmentation } = content;
      const on = segmentation.segments.flatMap(({ number }) => {
        const colour = colours.get(layerName(sopInstanceUid, number));
        return colour === undefined ? [] : [[number, colour] as const];
      });
      segmentations.push({ studyId, segmentation, colours: new Map(on) });
    } else if (content.kind === 'structured-report') {
      const colour = colours.get(layerName(sopInstanceUid, REPORT));
      if (colour !== undefined) reports.push({ coordinates: content.coordinates, colour });
    } else if (content.kind === 'structure-set') {
      for (const region of content.structures.regions) {
        const colour = colours.get(layerName(sopInstanceUid, region.number));
        if (colour !== undefined) regions.push({ region, colour });
      }
    }
  }
  return { presentation: presentations.find(({ sopInstanceUid }) => sopInstanceUid === choice.presentationUid), segmentations, regions, reports, isOutlined: choice.isOutlined };
}

/** Whether a presentation state has a say on a frame. */
export function coversFrame({ references }: PresentationState, { frame }: StackFrame): boolean {
  return [...references.values()].some((list) => list.some((reference) => meansFrame(reference, frame.sopInstanceUid, frame.frameNumber)));
}

function isKey(selections: readonly KeyObjectSelection[], { frame }: StackFrame): boolean {
  return markOf(selections, frame.sopInstanceUid, frame.frameNumber).key !== undefined;
}

function entriesOf({ sopInstanceUid, content }: StudyObject): readonly LegendEntry[] {
  const colourAt = (index: number): Rgb => COLOURS[index % COLOURS.length] ?? [230, 159, 0];
  if (content.kind === 'segmentation') {
    return content.segmentation.segments.map(({ number, label, property, colour }, index) => ({
      name: layerName(sopInstanceUid, number), label: label || property || String(number), colour: colour ?? colourAt(index),
    }));
  }
  if (content.kind === 'structured-report') return [{ name: layerName(sopInstanceUid, REPORT), label: String(content.coordinates.length), colour: colourAt(1) }];
  if (content.kind !== 'structure-set') return [];
  return content.structures.regions.map(({ number, name, colour }, index) => ({
    name: layerName(sopInstanceUid, number), label: name || String(number), colour: colour ?? colourAt(index),
  }));
}
