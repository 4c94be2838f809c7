import type { DictionaryEntry, StatementDictionary } from './statement-dictionary.ts';
import type { EcgSeverity, StatementFact, StatementNeed } from './statement.ts';

/** What is measured, as far as a statement may contradict it; undefined: not measured. Rate a minute, ms, degrees. */
export interface MeasuredFacts {
  readonly ventricularRate: number | undefined;
  readonly prMs: number | undefined;
  readonly qrsMs: number | undefined;
  readonly qtcMs: number | undefined;
  readonly qrsAxisDeg: number | undefined;
  /** Adult limits hold. False for a child, whose limits are others. */
  readonly isAdult: boolean;
}

/** `contradiction`: two sentences cannot both be true. `measurement`: a sentence does not fit a number. `qtc-formula`: a QTc without its formula. */
export type StatementFault =
  | { readonly kind: 'contradiction'; readonly first: string; readonly second: string }
  | { readonly kind: 'measurement'; readonly statement: string; readonly of: StatementNeed['of']; readonly value: number; readonly unit: string }
  | { readonly kind: 'qtc-formula'; readonly text: string };

export interface TextToCheck {
  readonly findings: string;
  /** One statement a line, without numbers. */
  readonly impression: readonly string[];
}

/** A QTc with a number, and the words that say how it was corrected. */
const QTC_VALUE = /QTc\s*(?:F|B|间期)?[^0-9，。；\n]{0,8}\d{3}/i;
const QTC_FORMULA = /Bazett|Fridericia|Framingham|Hodges|QTc[BF]\b|巴泽特|弗里德里西亚/i;
/** A PR interval with a number. */
const PR_VALUE = /PR(?:间期)?\s*[^0-9a-zA-Z，。；\n]{0,8}\d{2,3}/;

/** What cannot be signed as it stands: contradictions first, in the order of the text. */
export function checkStatements(dictionary: StatementDictionary, text: TextToCheck, measured: MeasuredFacts): readonly StatementFault[] {
  const asserted = text.impression.flatMap((line) => dictionary.findIn(line).map(({ statement }) => statement));
  return [...contradictions(asserted), ...againstNumbers(asserted, measured), ...numbersInWords(asserted, text)];
}

/** The worst severity of a report; undefined when no line is of the dictionary. */
export function severityOf(dictionary: StatementDictionary, impression: readonly string[]): EcgSeverity | undefined {
  const found = impression.flatMap((line) => dictionary.findIn(line).map(({ statement }) => statement.severity));
  return (['red', 'orange', 'yellow', 'green'] as const).find((severity) => found.includes(severity));
}

function contradictions(asserted: readonly DictionaryEntry[]): readonly StatementFault[] {
  return asserted.flatMap((second, index) =>
    asserted.slice(0, index).filter((first) => contradict(first, second)).map((first): StatementFault => ({ kind: 'contradiction', first: first.zh, second: second.zh })),
  );
}

function contradict(first: DictionaryEntry, second: DictionaryEntry): boolean {
  if (first.code === second.code) return false;
  if (first.rhythm !== undefined && second.rhythm !== undefined && first.rhythm !== second.rhythm) return true;
  return denies(first, second) || denies(second, first);
}

function denies({ denies: denied = [] }: DictionaryEntry, { asserts = [] }: DictionaryEntry): boolean {
  return asserts.some((fact: StatementFact) => denied.includes(fact));
}

const UNITS: Readonly<Record<StatementNeed['of'], string>> = {
  'ventricular-rate': '次/分', 'pr-interval': 'ms', 'qrs-duration': 'ms', 'qtc-interval': 'ms', 'qrs-axis': '°',
};

function againstNumbers(asserted: readonly DictionaryEntry[], measured: MeasuredFacts): readonly StatementFault[] {
  const numbers: Readonly<Record<StatementNeed['of'], number | undefined>> = {
    'ventricular-rate': measured.ventricularRate, 'pr-interval': measured.prMs, 'qrs-duration': measured.qrsMs, 'qtc-interval': measured.qtcMs,
    'qrs-axis': measured.qrsAxisDeg,
  };
  return asserted.flatMap((statement) =>
    (statement.needs ?? []).flatMap((need): readonly StatementFault[] => {
      const value = numbers[need.of];
      if (value === undefined || !measured.isAdult) return [];
      const rounded = Math.round(value);
      const holds = (need.above === undefined || rounded > need.above) && (need.below === undefined || rounded < need.below);
      return holds ? [] : [{ kind: 'measurement', statement: statement.zh, of: need.of, value: rounded, unit: UNITS[need.of] }];
    }),
  );
}

function numbersInWords(asserted: readonly DictionaryEntry[], { findings, impression }: TextToCheck): readonly StatementFault[] {
  const words = [findings, ...impression].join('\n');
  const qtc = QTC_VALUE.exec(words)?.[0];
  const withoutPr = asserted.find((statement) => statement.denies?.includes('pr-measurable') === true);
  const pr = PR_VALUE.exec(words)?.[0];
  return [
    ...(qtc === undefined || QTC_FORMULA.test(words) ? [] : [{ kind: 'qtc-formula', text: qtc } as const]),
    ...(withoutPr === undefined || pr === undefined ? [] : [{ kind: 'contradiction', first: withoutPr.zh, second: pr } as const]),
  ];
}
