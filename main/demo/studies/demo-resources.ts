import { createChestAnatomy, createChestPhantom, type ChestPhantom } from '../phantoms/chest/chest-phantom.ts';
import { createCtScanner, SHARP_KERNEL, SOFT_KERNEL, type CtScanner } from '../phantoms/ct-scanner.ts';
import { createHeadAnatomy, createHeadPhantom, type HeadPhantom } from '../phantoms/head/head-phantom.ts';
import { createLumbarPhantom, type LumbarPhantom } from '../phantoms/lumbar/lumbar-phantom.ts';
import { projectChest, type ChestProjection } from '../phantoms/radiograph.ts';
import type { DemoScale } from './demo-scale.ts';
import { createJpegLsEncoder, type EncodeFrame } from './jpeg-ls-encoder.ts';

/** What several studies are made from. Each is made when it is first asked for. */
export interface DemoResources {
  /** Scanners keep their noise: one for each kernel serves all studies. */
  readonly softCt: () => CtScanner;
  readonly sharpCt: () => CtScanner;
  readonly encode: () => Promise<EncodeFrame>;
  readonly womansChest: () => ChestPhantom;
  readonly mansChest: () => ChestPhantom;
  /** Made in many small steps, once; asked again it is there at once. */
  readonly chestProjection: () => Generator<undefined, ChestProjection>;
  readonly strokeHead: () => HeadPhantom;
  readonly agedHead: () => HeadPhantom;
  readonly lumbar: () => LumbarPhantom;
}

export function createDemoResources(scale: DemoScale): DemoResources {
  const isFull = scale.subSlices > 1;
  const chest = once(() => createChestAnatomy('chest', isFull ? 7.6 : 16));
  const head = once(() => createHeadAnatomy('head', scale.gridStepMm));
  const mansChest = once(() => createChestPhantom(chest(), { breasts: false, fat: 0.75, calcification: 1 }));
  const projected = once(() => createChestPhantom(chest(), { breasts: false, fat: 0.7, calcification: 0 }));
  let projection: ChestProjection | undefined;
  return {
    softCt: once(() => createCtScanner(SOFT_KERNEL, scale.ctMatrix)),
    sharpCt: once(() => createCtScanner(SHARP_KERNEL, scale.ctMatrix)),
    encode: once(createJpegLsEncoder),
    womansChest: once(() => createChestPhantom(chest(), { breasts: true, fat: 1, calcification: 1 })),
    mansChest,
    *chestProjection() {
      projection ??= yield* projectChest(projected(), isFull ? 2.3 : 8);
      return projection;
    },
    strokeHead: once(() => createHeadPhantom(head(), true)),
    agedHead: once(() => createHeadPhantom(head(), false)),
    lumbar: once(() => createLumbarPhantom('lumbar')),
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
