import type { WindowPresetName } from '../../dicom/pixel/window-presets.ts';
import { hangingProtocol, type HangingProtocol, type ImageBox, type ImageSetSelector } from './hanging-protocol.ts';
import type { HangingCandidate } from './match-protocol.ts';

/** A place of the screen, as it hangs now. */
export interface ScreenPlace {
  readonly candidate: HangingCandidate | undefined;
  /** The preset that the hand chose there. */
  readonly window: WindowPresetName | undefined;
  /** The edge at which the chest wall of a mammogram was brought. */
  readonly chestWall?: 'left' | 'right' | undefined;
}

export interface LearnedScreen {
  readonly protocolId: string;
  readonly name: string;
  readonly modality: string;
  /** '' when nobody knows: then it is for this modality, whatever the part. */
  readonly bodyPart: string;
  /** Rows by columns. */
  readonly layout: string;
  readonly places: readonly ScreenPlace[];
  /** All places show a millimetre equally large. */
  readonly hasEqualScale?: boolean;
}

/**
 * "Hang it like this next time": what hangs on the screen, by what it is and not by what it is called. A box first looks for all that is known
 * of its series, then for less and less.
 * @returns undefined when nothing of the case hangs, or when a picture has no property by which another could be found
 */
export function learnProtocol({ protocolId, name, modality, bodyPart, layout, places, hasEqualScale = false }: LearnedScreen): HangingProtocol | undefined {
  const boxes = places.flatMap(({ candidate, window, chestWall }): readonly ImageBox[] => {
    if (candidate === undefined) return [];
    return [{ study: candidate.study, selectors: selectorsOf(candidate), ...(window === undefined ? {} : { window, mayRepeat: true }), ...(chestWall === undefined ? {} : { chestWall }) }];
  });
  if (!boxes.some(({ study }) => study === 'current')) return undefined;
  // Where walls face each other the place says which side it is: a missing view leaves its own empty.
  const keepsPlaces = boxes.some(({ chestWall }) => chestWall !== undefined);
  return hangingProtocol.parse({
    protocolId, name, modalities: [modality], bodyParts: bodyPart === '' ? [] : [bodyPart], layout, boxes, ...(keepsPlaces ? { keepsPlaces } : {}), ...(hasEqualScale ? { hasEqualScale } : {}),
  });
}

function selectorsOf({ modality, series, laterality, view }: HangingCandidate): ImageSetSelector[] {
  const known: ImageSetSelector = {
    modality: [modality],
    ...(series.isLocalizer.value ? { isLocalizer: true } : {}),
    ...(series.plane.value === 'unknown' ? {} : { plane: [series.plane.value] }),
    ...(series.weighting.value === 'unknown' ? {} : { weighting: [series.weighting.value] }),
    ...(series.kernel.value === 'unknown' ? {} : { kernel: [series.kernel.value] }),
    ...(laterality === 'L' || laterality === 'R' ? { laterality } : {}),
    ...(view === '' ? {} : { view: [view] }),
  };
  const whole: ImageSetSelector = series.phase.value === 'unknown' ? known : { ...known, phase: [series.phase.value] };
  const { kernel: _kernel, ...less } = known;
  return unique([whole, known, less]);
}

function unique(selectors: readonly ImageSetSelector[]): ImageSetSelector[] {
  const seen = new Set<string>();
  return selectors.filter((selector) => {
    const text = JSON.stringify(selector);
    return seen.has(text) ? false : seen.add(text) !== undefined;
  });
}
