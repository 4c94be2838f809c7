import type { SigningObstacle } from '#shared/contract/services/reports.contract.ts';
import type { Text } from './use-text.ts';

/** The places of a report that the hand can be led to. */
export type ReportPlace = 'findings' | 'impression' | 'recommendation' | 'outcome';

/** Where an obstacle is; undefined when it is not in the text. */
export function placeOf({ code, facts }: SigningObstacle): ReportPlace | undefined {
  switch (code) {
    case 'missing-findings':
      return 'findings';
    case 'missing-impression':
      return 'impression';
    case 'missing-outcome':
      return 'outcome';
    case 'placeholder':
    case 'missing-glyph':
      return placeNamed(facts['section']) ?? 'findings';
    case 'images-missing':
    case 'images-arriving':
    case 'lossy-images':
      return undefined;
    default:
      return code satisfies never;
  }
}

/** Where F4 leads: the worst obstacle that has a place. */
export function firstPlaceOf(obstacles: readonly SigningObstacle[]): ReportPlace | undefined {
  return obstacles.map(placeOf).find((place) => place !== undefined);
}

/** True for what is simply not written yet: a list of things to do, no alarm. */
export function isToDo({ code }: SigningObstacle): boolean {
  return code === 'missing-findings' || code === 'missing-impression' || code === 'missing-outcome';
}

/** What, and below it what to do. */
export function obstacleWords({ t }: Text, { code, facts }: SigningObstacle): { readonly title: string; readonly detail: string } {
  const place = placeNamed(facts['section']);
  const [title = '', detail = ''] = t(`report.check.${code}`, { ...facts, ...(place === undefined ? {} : { place: t(`report.section.${place}`) }) }).split('\n');
  return { title, detail };
}

function placeNamed(name: string | number | undefined): ReportPlace | undefined {
  return name === 'findings' || name === 'impression' || name === 'recommendation' ? name : undefined;
}
