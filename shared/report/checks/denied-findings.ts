import type { ReportProblem } from './checked-report.ts';
import { sameKind, type Mention } from './mentions.ts';

/** A denial of something else: what is new, what is left over, what is sure. */
const OTHER = /新发|新见|新增|复发|残留|进展|进一步|转移|明确|确切|其[余他它]|^余|肿大|恶性|活动|移位|急性/u;
const SLIGHT = /可疑|可能|少许|少量|微量|轻度|轻微|稍|略|小淋巴结|生理性|术后|切除|陈旧|吸收/u;

/** What the findings describe in one place and the impression denies in the same. */
export function deniedFindings(described: readonly Mention[], impression: readonly Mention[]): ReportProblem[] {
  const affirmed = impression.filter(({ isNegated }) => !isNegated);
  const wrong = described.find((one) => {
    if (one.kind !== 'specific' || one.weight === 'trivial' || one.isPast || one.site === undefined || SLIGHT.test(one.clause.text)) return false;
    if (affirmed.some((other) => (other.site === one.site || other.site === undefined) && other.family === one.family && sameKind(other, one) && isSameSide(other, one))) return false;
    return impression.some((other) => other.isNegated && other.kind === 'specific' && isSamePlace(other, one) && isSameSide(other, one) && sharesFirst(other, one) && !OTHER.test(other.clause.text));
  });
  return wrong === undefined ? [] : [{ code: 'finding-without-impression', level: 'confirm', section: 'findings', excerpt: wrong.clause.original }];
}

function isSamePlace(left: Mention, right: Mention): boolean {
  return left.site === right.site && left.family === right.family && (left.part === undefined || left.part === right.part);
}

function isSameSide(left: Mention, right: Mention): boolean {
  return left.sides.length === 0 || right.sides.length === 0 || right.sides.every((side) => left.sides.includes(side));
}

/** The same thing, not merely something that one word may stand for. */
function sharesFirst(left: Mention, right: Mention): boolean {
  const [first] = right.classes;
  return first !== undefined && left.classes.includes(first);
}
