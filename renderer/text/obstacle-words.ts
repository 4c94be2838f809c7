import type { ReportText, SigningObstacle } from '#shared/contract/services/reports.contract.ts';
import type { Text } from './use-text.ts';

/** The places of a report that the hand can be led to. */
export type ReportPlace = 'findings' | 'impression' | 'recommendation' | 'outcome' | 'form';

/** Where an obstacle is in the report; undefined when it is not in the text. */
export function placeOf({ code, facts }: SigningObstacle, text: ReportText): ReportPlace | undefined {
  switch (code) {
    case 'missing-findings':
      return 'findings';
    case 'missing-impression':
      return 'impression';
    case 'missing-outcome':
      return 'outcome';
    case 'field-missing':
    case 'field-range':
    case 'field-edited':
      return 'form';
    case 'placeholder':
      return sectionWith(facts['text'], text);
    case 'missing-glyph':
      return sectionWith(facts['character'], text);
    case 'positive-flag':
      return 'outcome';
    case 'laterality':
    case 'sex-organ':
    case 'age-organ':
    case 'finding-without-impression':
    case 'impression-without-finding':
    case 'unit':
    case 'critical-unhandled':
    case 'date':
    case 'other-patient':
      return sectionOf(facts['section']);
    case 'ecg-contradiction':
      return sectionWith(facts['second'], text) ?? 'impression';
    case 'ecg-qtc-formula':
      return sectionWith(facts['text'], text);
    case 'ecg-measurement':
      return sectionWith(facts['statement'], text) ?? 'impression';
    case 'ecg-critical-untold':
    case 'series-unseen':
    case 'images-incomplete':
    case 'images-missing':
    case 'images-arriving':
    case 'lossy-images':
      return undefined;
    default:
      return code satisfies never;
  }
}

/** Where F4 leads: the worst obstacle that has a place. */
export function firstPlaceOf(obstacles: readonly SigningObstacle[], text: ReportText): ReportPlace | undefined {
  return obstacles.map((obstacle) => placeOf(obstacle, text)).find((place) => place !== undefined);
}

/** True for what is simply not written yet: a list of things to do, no alarm. */
export function isToDo({ code }: SigningObstacle): boolean {
  return code === 'missing-findings' || code === 'missing-impression' || code === 'missing-outcome';
}

/** What, and below it what to do. */
export function obstacleWords({ t }: Text, { code, facts }: SigningObstacle): { readonly title: string; readonly detail: string } {
  const [title = '', detail = ''] = t(`report.check.${code}`, facts).split('\n');
  return { title, detail };
}

function sectionOf(section: string | number | undefined): ReportPlace | undefined {
  return (['findings', 'impression', 'recommendation'] as const).find((place) => place === section);
}

function sectionWith(words: string | number | undefined, text: ReportText): ReportPlace | undefined {
  if (typeof words !== 'string') return undefined;
  return (['findings', 'impression', 'recommendation'] as const).find((section) => text[section].includes(words));
}
