import { displayPersonName } from '#shared/dicom/values/person-name.ts';
import type { CanonicalReport } from '#shared/report/canonical-report.ts';
import { examinationWord, sexText, studyText } from '#shared/report/report-words.ts';
import type { Flow } from './flow.ts';
import { rule } from './letterhead.ts';
import { INK, type Shape } from './shapes.ts';
import { CONTENT_WIDTH, HAIRLINE, PAGE, STYLES } from './styles.ts';
import { lineHeight, type TextStyle, type Typesetter } from './typesetter.ts';

interface Field {
  readonly label: string;
  readonly value: string;
  /** How many of the four columns it takes when it fits on one line; it takes more when it must. */
  readonly columns: 1 | 2 | 4;
  readonly style?: TextStyle;
}

const COLUMNS = 4;
const COLUMN_GAP = 10.5;
const LABEL_GAP = 4.5;
const ROW_GAP = 0.75;
const COLUMN_WIDTH = (CONTENT_WIDTH - (COLUMNS - 1) * COLUMN_GAP) / COLUMNS;

/** Who was examined, when, how and why. What is not known is left out. */
function fieldsOf(report: CanonicalReport): readonly Field[] {
  const { patient, request, studies, comparisonStudies } = report;
  const times = studies.map((study) => {
    const time = [study.studyDate ?? '', study.studyTime?.slice(0, 5) ?? ''].filter((part) => part !== '').join(' ');
    return studies.length > 1 && time !== '' ? `${time}（${study.bodyPart === '' ? examinationWord([study]) : study.bodyPart}）` : time;
  });
  const joined = (values: readonly string[], separator = '；') => [...new Set(values.filter((value) => value !== ''))].join(separator);
  const fields: readonly Field[] = [
    { label: '姓名', value: displayPersonName(patient.name), columns: 1, style: STYLES.name },
    { label: '性别', value: sexText(patient.sex), columns: 1 },
    { label: '年龄', value: patient.ageText, columns: 1 },
    { label: '检查号', value: request.accessionNumber, columns: 1 },
    { label: '患者编号', value: patient.patientId, columns: 1 },
    { label: '住院号', value: request.admissionId, columns: 1 },
    { label: '床号', value: request.patientLocation, columns: 1 },
    { label: '申请科室', value: request.department, columns: 1 },
    { label: '申请医师', value: displayPersonName(request.referringPhysician), columns: 1 },
    { label: '检查时间', value: joined(times), columns: 2 },
    { label: '设备', value: joined(studies.map((study) => study.device)), columns: 2 },
    { label: '检查项目', value: request.procedureText, columns: 2 },
    { label: '检查部位', value: joined(studies.map((study) => study.bodyPart), '、'), columns: 2 },
    { label: '检查方法', value: report.procedure, columns: 2 },
    { label: '临床诊断', value: report.clinicalInformation, columns: 2 },
    { label: '对比检查', value: joined(comparisonStudies.map(studyText)), columns: 2 },
  ];
  return fields.filter((field) => field.value.trim() !== '');
}

export function putPatientBlock(flow: Flow, typesetter: Typesetter, report: CanonicalReport): void {
  flow.put('artifact', [rule(flow.top, HAIRLINE, INK.line)]);
  flow.top += HAIRLINE + 5.25;
  for (const row of rowsOf(fieldsOf(report), typesetter)) {
    const cells = row.map(({ field, column, columns }) => cell(typesetter, field, PAGE.left + column * (COLUMN_WIDTH + COLUMN_GAP), widthOf(columns)));
    const height = Math.max(...cells.map((placed) => placed.height));
    flow.need(height);
    for (const { shapesAt } of cells) flow.put(flow.node('P'), shapesAt(flow.top));
    flow.top += height + ROW_GAP;
  }
  flow.top += 5.25 - ROW_GAP;
  flow.put('artifact', [rule(flow.top, HAIRLINE, INK.line)]);
  flow.top += HAIRLINE;
}

interface PlacedField {
  readonly field: Field;
  readonly column: number;
  readonly columns: number;
}

/** Fills the rows in order. A field of two columns starts at the first or the third. */
function rowsOf(fields: readonly Field[], typesetter: Typesetter): readonly (readonly PlacedField[])[] {
  const rows: PlacedField[][] = [];
  let column = COLUMNS;
  for (const field of fields) {
    const columns = columnsFor(field, typesetter);
    if (columns > 1 && column % 2 === 1) column += 1;
    if (column + columns > COLUMNS) {
      rows.push([]);
      column = 0;
    }
    rows.at(-1)?.push({ field, column, columns });
    column += columns;
  }
  return rows;
}

function columnsFor(field: Field, typesetter: Typesetter): number {
  const needed = labelWidth(typesetter, field) + typesetter.width(field.value, field.style ?? STYLES.value);
  return ([1, 2, 4] as const).find((columns) => columns >= field.columns && needed <= widthOf(columns)) ?? COLUMNS;
}

const widthOf = (columns: number): number => columns * COLUMN_WIDTH + (columns - 1) * COLUMN_GAP;
const labelWidth = (typesetter: Typesetter, { label }: Field): number => typesetter.width(label, STYLES.label) + LABEL_GAP;

function cell(typesetter: Typesetter, field: Field, x: number, width: number): { height: number; shapesAt: (top: number) => readonly Shape[] } {
  const style = field.style ?? STYLES.value;
  const indent = labelWidth(typesetter, field);
  const lines = field.value.split('\n').flatMap((part) => typesetter.lines(part.trim(), style, width - indent));
  return {
    height: lines.length * lineHeight(style),
    shapesAt: (top) => [
      typesetter.text(field.label, STYLES.label, x, top),
      ...lines.flatMap((line, index) => typesetter.line(line, style, x + indent, top + index * lineHeight(style), width - indent)),
    ],
  };
}
