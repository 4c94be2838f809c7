import { growTree, type TreeSegment } from '../branching-tree.ts';
import { createRandom } from '../random.ts';
import type { Point } from '../shape.ts';
import { indexSegments, type SegmentIndex } from '../tree-painter.ts';
import { placesInLung, type LobeName, type Lungs } from './lungs.ts';

export interface LungTrees {
  /** Arteries and veins. */
  readonly vessels: SegmentIndex;
  readonly allVessels: readonly TreeSegment[];
  /** Lumen of the airways beyond the main bronchi. */
  readonly bronchi: SegmentIndex;
}

interface LobeRoots {
  readonly lobe: LobeName;
  readonly artery: Point;
  readonly vein: Point;
  readonly bronchus: Point;
  readonly heading: Point;
}

const ROOTS: readonly LobeRoots[] = [
  { lobe: 'right upper', artery: [-30, 8, -22], vein: [-40, -2, -32], bronchus: [-22, 27, -12], heading: [-0.7, 0, 0.7] },
  { lobe: 'right middle', artery: [-42, 18, -42], vein: [-42, -2, -38], bronchus: [-30, 26, -36], heading: [-0.6, -0.8, -0.3] },
  { lobe: 'right lower', artery: [-42, 24, -50], vein: [-46, 38, -74], bronchus: [-30, 29, -38], heading: [-0.5, 0.3, -0.9] },
  { lobe: 'left upper', artery: [36, 16, -5], vein: [48, -8, -24], bronchus: [38, 32, -28], heading: [0.6, -0.4, 0.7] },
  { lobe: 'left lower', artery: [44, 40, -42], vein: [50, 42, -72], bronchus: [39, 36, -36], heading: [0.4, 0.4, -0.9] },
];

/** @param spacingMm distance of the ends of branches: 7.6 looks like a lung, more is quicker */
export function createLungTrees(lungs: Lungs, seed: string, spacingMm: number): LungTrees {
  const random = createRandom(`${seed}/lung-trees`);
  const places = new Map([...placesInLung(lungs.right, 4, spacingMm, random.next), ...placesInLung(lungs.left, 4, spacingMm, random.next)]);
  const veinPlaces = new Map([...placesInLung(lungs.right, 6, spacingMm + 1.2, random.next), ...placesInLung(lungs.left, 6, spacingMm + 1.2, random.next)]);
  const vessels: TreeSegment[] = [];
  const bronchi: TreeSegment[] = [];
  for (const { lobe, artery, vein, bronchus, heading } of ROOTS) {
    const cloud = places.get(lobe) ?? [];
    const share = lobe === 'right middle' ? 0.8 : 1;
    const arteries = growTree(cloud, { root: artery, heading, rootRadius: 5.6 * share, leafRadius: 0.36 });
    vessels.push(...arteries);
    vessels.push(...growTree(veinPlaces.get(lobe) ?? [], { root: vein, heading, rootRadius: 5.2 * share, leafRadius: 0.34 }));
    // Airways keep company with the arteries: the same branches, set aside by a little more than both radii.
    const aside = growTree(cloud.map(([x, y, z]): Point => [x * 0.97, y + 2, z + 1]), { root: bronchus, heading, rootRadius: 3.1 * share, leafRadius: 0.26 });
    bronchi.push(...aside.filter(({ leaves, toRadius }) => leaves > 12 && toRadius > 0.8));
  }
  return { vessels: indexSegments(vessels), allVessels: vessels, bronchi: indexSegments(bronchi) };
}
