import { setImmediate } from 'node:timers/promises';
import {
  bedsideRadiographCase, chestNoduleCase, chestPriorCase, childRadiographCase, headStrokeCase, infarctionEcgCase, lumbarCase, normalEcgCase, pairChestCase, pairHeadCase,
  twoRequestsCase, type DemoCase,
} from './demo-cases.ts';
import { demoDayOf } from './demo-day.ts';
import type { DemoSiteId } from './demo-people.ts';
import { createDemoResources, type DemoResources } from './demo-resources.ts';
import { FULL_SCALE, SMALL_SCALE } from './demo-scale.ts';
import { toInstance, type DemoInstance } from './image-instance.ts';
import { studyUid } from './study-headers.ts';
import { toTechnicianMark, type MarkedInstance } from './technician-mark.ts';

export interface DemoStudyPlan {
  readonly siteId: DemoSiteId;
  readonly key: string;
  readonly studyInstanceUid: string;
  /** How many objects `generate` gives. */
  readonly instanceCount: number;
  readonly arrival: 'present' | { readonly afterSeconds: number; readonly instancesPerSecond: number };
  /** The last object is the technician's Key Object Selection. */
  readonly technicianMark: boolean;
  readonly generate: () => AsyncIterable<DemoInstance>;
}

/**
 * The studies of the demo alliance, most urgent first. The same demo day gives the same UIDs and the same bytes. What is costly is made
 * when the first study asks for it, image by image.
 */
export function planDemoStudies(now: Date, { scale: scaleName = 'full' }: { readonly scale?: 'full' | 'small' } = {}): readonly DemoStudyPlan[] {
  const scale = scaleName === 'full' ? FULL_SCALE : SMALL_SCALE;
  const resources = createDemoResources(scale);
  const context = { day: demoDayOf(now), scale, resources };
  const present = [
    infarctionEcgCase(context), headStrokeCase(context), normalEcgCase(context), childRadiographCase(context), bedsideRadiographCase(context),
    chestPriorCase(context), chestNoduleCase(context), pairHeadCase(context), pairChestCase(context), twoRequestsCase(context),
  ];
  return [...present.map((demoCase) => toPlan(demoCase, 'present', resources)), toPlan(lumbarCase(context), { afterSeconds: 25, instancesPerSecond: 4 }, resources)];
}

function toPlan(demoCase: DemoCase, arrival: DemoStudyPlan['arrival'], resources: DemoResources): DemoStudyPlan {
  const { study, series, technicianMark } = demoCase;
  return {
    siteId: study.siteId,
    key: study.key,
    studyInstanceUid: studyUid(study),
    instanceCount: series.reduce((sum, { count }) => sum + count, technicianMark === undefined ? 0 : 1),
    arrival,
    technicianMark: technicianMark !== undefined,
    generate: () => generate(demoCase, resources),
  };
}

async function* generate({ study, images, objects, technicianMark }: DemoCase, resources: DemoResources): AsyncGenerator<DemoInstance> {
  const encode = await resources.encode();
  const marked: MarkedInstance[] = [];
  for (const image of images?.() ?? []) {
    if (image === undefined) {
      await setImmediate();
      continue;
    }
    const instance = toInstance(study, image, encode);
    marked.push({ sopClassUid: image.sopClassUid, sopInstanceUid: instance.sopInstanceUid, seriesInstanceUid: instance.seriesInstanceUid });
    yield instance;
  }
  for (const object of objects?.() ?? []) yield object;
  if (technicianMark !== undefined) yield toTechnicianMark(study, technicianMark, marked);
}
