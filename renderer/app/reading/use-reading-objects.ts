import { useMemo, useState } from 'react';
import type { OpenStudy, SeriesSummary } from '#shared/contract/services/studies.contract.ts';
import type { InstanceReference } from '#shared/dicom/reference/instance-reference.ts';
import { seriesOfEvidence } from '#shared/dicom/reference/instance-reference.ts';
import { objectKindOf, objectKindOfModality, type ObjectKind } from '#shared/dicom/values/object-kind.ts';
import type { ReferenceDesk } from '#renderer/features/study-documents/document-reference.ts';
import { layerNamesOf } from '#renderer/features/viewer/viewport/object-layers.ts';
import { useObjectLayers } from '#renderer/features/viewer/viewport/use-object-layers.ts';
import type { Desk } from '#renderer/features/viewer/use-viewer-desk.ts';
import type { StudyObject } from '#renderer/imaging/objects/study-object.ts';
import { useStudyObjects } from '#renderer/imaging/objects/use-study-objects.ts';

/** What must be known of a study for its objects. */
export interface ListedStudy extends Pick<OpenStudy, 'study'> {
  readonly series: readonly SeriesSummary[];
}

interface SeriesPlace {
  readonly studyId: number;
  readonly seriesInstanceUid: string;
}

/** The objects beside the pictures of the studies that are open: what they are, which document is read, and the ways from them to pictures. */
export function useReadingObjects(open: readonly ListedStudy[], desk: Desk) {
  const places = open.flatMap(({ study: { studyId }, series }) => series.filter(hasObjects).map((one) => ({ studyId, ...one })));
  const objects = useStudyObjects(places);
  const layers = useObjectLayers();
  const [document, setDocument] = useState<SeriesPlace | undefined>(() => firstDocument(open[0]));
  const seriesOf = useMemo(() => new Map(objects.map((object) => [object.sopInstanceUid, seriesOfEvidence(object.dataSet)])), [objects]);
  const keyCounts = useMemo(() => countKeyImages(objects, seriesOf), [objects, seriesOf]);

  const imageSeries = (studyId: number) => open.find(({ study }) => study.studyId === studyId)?.series.filter(({ content }) => content === 'images') ?? [];
  const objectsOf = ({ studyId, seriesInstanceUid }: SeriesPlace) => objects.filter((one) => one.studyId === studyId && one.seriesInstanceUid === seriesInstanceUid);

  /** The picture series of this study that an object names. */
  function placeOf(object: StudyObject, { sopInstanceUid }: InstanceReference): SeriesPlace | undefined {
    const seriesInstanceUid = seriesOf.get(object.sopInstanceUid)?.get(sopInstanceUid);
    const found = open.find(({ series }) => series.some((one) => one.seriesInstanceUid === seriesInstanceUid && one.content === 'images'));
    return found === undefined || seriesInstanceUid === undefined ? undefined : { studyId: found.study.studyId, seriesInstanceUid };
  }

  /** @returns the viewport where the series hangs now, or undefined */
  function viewportOf({ studyId, seriesInstanceUid }: SeriesPlace): number | undefined {
    const index = desk.desk.viewports.findIndex((hung) => hung?.studyId === studyId && hung.seriesInstanceUid === seriesInstanceUid);
    return index === -1 ? undefined : index;
  }

  function hang(place: SeriesPlace, frame: { readonly sopInstanceUid: string; readonly frameNumber: number } | undefined): number {
    const index = viewportOf(place) ?? desk.desk.activeIndex;
    desk.act({ kind: 'hang', index, stack: { ...place, stackIndex: 0, ...(frame === undefined ? {} : { frame }) } });
    return index;
  }

  /** The first picture series that an object lies over, and the first frame it names there. */
  function underOf(object: StudyObject): { readonly place: SeriesPlace; readonly frame: { readonly sopInstanceUid: string; readonly frameNumber: number } | undefined } | undefined {
    const { content, studyId } = object;
    const named = seriesNamedBy(object);
    const series = imageSeries(studyId).find(({ seriesInstanceUid }) => named.has(seriesInstanceUid)) ?? (content.kind === 'structure-set' ? imageSeries(studyId)[0] : undefined);
    if (series === undefined) return undefined;
    const frame = named.get(series.seriesInstanceUid);
    return { place: { studyId, seriesInstanceUid: series.seriesInstanceUid }, frame };
  }

  return {
    objects,
    layers,
    document,
    documentObjects: document === undefined ? undefined : objectsOf(document),
    closeDocument: () => setDocument(undefined),
    kindOf: (studyId: number, { seriesInstanceUid, modality, content }: SeriesSummary): ObjectKind => {
      const [object] = objectsOf({ studyId, seriesInstanceUid });
      if (object !== undefined) return objectKindOf(object.sopClassUid);
      return content === 'ecg' ? 'waveform' : objectKindOfModality(modality);
    },
    keyCountOf: (_studyId: number, seriesInstanceUid: string) => keyCounts.get(seriesInstanceUid) ?? 0,
    /** A document is read beside the pictures; what lies over pictures is switched on over them. */
    openObject: (studyId: number, seriesInstanceUid: string) => {
      const [object] = objectsOf({ studyId, seriesInstanceUid });
      const under = object === undefined ? undefined : underOf(object);
      const kind = object?.content.kind;
      if (object === undefined || under === undefined || (kind !== 'presentation-state' && kind !== 'segmentation' && kind !== 'structure-set')) {
        setDocument({ studyId, seriesInstanceUid });
        return;
      }
      const index = hang(under.place, under.frame);
      if (kind === 'presentation-state') layers.act({ kind: 'present', index, presentationUid: object.sopInstanceUid });
      else layers.act({ kind: 'switch', index, names: layerNamesOf(object), isOn: true });
    },
    deskOf: (object: StudyObject): ReferenceDesk => ({
      canGoTo: (reference) => placeOf(object, reference) !== undefined || objects.some(({ sopInstanceUid }) => sopInstanceUid === reference.sopInstanceUid),
      goTo: (reference, frameNumber) => {
        const place = placeOf(object, reference);
        const other = objects.find(({ sopInstanceUid }) => sopInstanceUid === reference.sopInstanceUid);
        if (place !== undefined) {
          const index = hang(place, { sopInstanceUid: reference.sopInstanceUid, frameNumber });
          // Whoever follows a measurement to its image wants to see where it was made.
          if (drawsOn(object, reference)) layers.act({ kind: 'switch', index, names: layerNamesOf(object), isOn: true });
        } else if (other !== undefined) setDocument({ studyId: other.studyId, seriesInstanceUid: other.seriesInstanceUid });
      },
    }),
  };
}

/** Of a series of pictures the few objects among them are read once all is here: each reading goes through the headers of the whole series. */
function hasObjects({ content, objectInstances = 0, heldInstances, expectedInstances }: SeriesSummary): boolean {
  return content !== 'images' || (objectInstances > 0 && heldInstances >= expectedInstances);
}

/** Whether a structured report has graphics on the image that it names. */
function drawsOn({ content }: StudyObject, { sopInstanceUid }: InstanceReference): boolean {
  return content.kind === 'structured-report' && content.coordinates.some(({ references }) => references.some((one) => one.sopInstanceUid === sopInstanceUid));
}

/** Where there are no pictures the first document is read at once. */
function firstDocument(open: ListedStudy | undefined): SeriesPlace | undefined {
  if (open === undefined || open.series.some(({ content }) => content === 'images')) return undefined;
  const first = open.series.find(({ content }) => content === 'document') ?? open.series.find(({ content }) => content === 'other');
  return first === undefined ? undefined : { studyId: open.study.studyId, seriesInstanceUid: first.seriesInstanceUid };
}

/** Series that an object lies over, each with the first frame that it names. */
function seriesNamedBy({ content }: StudyObject): ReadonlyMap<string, { readonly sopInstanceUid: string; readonly frameNumber: number } | undefined> {
  if (content.kind === 'presentation-state') {
    return new Map([...content.state.references].map(([uid, [first]]) => [uid, first && { sopInstanceUid: first.sopInstanceUid, frameNumber: first.frameNumbers[0] ?? 1 }]));
  }
  if (content.kind !== 'segmentation') return new Map();
  const { frames, seriesReferences } = content.segmentation;
  const source = frames[Math.floor(frames.length / 2)]?.sources[0];
  const frame = source && { sopInstanceUid: source.sopInstanceUid, frameNumber: source.frameNumbers[0] ?? 1 };
  return new Map(seriesReferences.map((uid) => [uid, frame]));
}

/** Series Instance UID to the number of images that somebody marked as key. */
function countKeyImages(objects: readonly StudyObject[], seriesOf: ReadonlyMap<string, ReadonlyMap<string, string>>): ReadonlyMap<string, number> {
  const marked = new Map<string, Set<string>>();
  for (const { sopInstanceUid: uid, content } of objects) {
    if (content.kind !== 'key-object' || content.selection.purpose !== 'key') continue;
    for (const { sopInstanceUid, frameNumbers } of content.selection.references) {
      const series = seriesOf.get(uid)?.get(sopInstanceUid);
      if (series === undefined) continue;
      const names = marked.get(series) ?? new Set<string>();
      for (const frame of frameNumbers.length === 0 ? [0] : frameNumbers) names.add(`${sopInstanceUid}/${frame}`);
      marked.set(series, names);
    }
  }
  return new Map([...marked].map(([uid, names]) => [uid, names.size]));
}
