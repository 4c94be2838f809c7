import { A4, INK } from './shapes.ts';
import type { TextStyle } from './typesetter.ts';

/** The paper of the design pages (look, mock-up 10): 794 by 1123 CSS pixels, three quarters of a point each. */
export const PAGE = { left: 36, right: 36, top: 25.5, bottom: 22.5 } as const;
export const CONTENT_WIDTH = A4.widthPt - PAGE.left - PAGE.right;
export const HAIRLINE = 0.75;

const style = (size: number, leading: number, more: Partial<TextStyle> = {}): TextStyle => ({ size, leading, face: 'regular', colour: INK.text, ...more });

export const STYLES = {
  hospital: style(18.75, 1.25, { face: 'bold' }),
  centre: style(9.75, 1.4, { colour: INK.label }),
  stamp: style(9, 1.35),
  title: style(13.5, 1.55, { face: 'bold' }),
  label: style(10.125, 1.55, { colour: INK.label }),
  value: style(10.125, 1.55),
  name: style(10.125, 1.55, { face: 'bold' }),
  heading: style(10.5, 1.3, { face: 'bold' }),
  body: style(10.5, 1.72),
  tableHead: style(9.75, 1.5, { colour: INK.label }),
  tableCell: style(9.75, 1.5),
  flag: style(9.75, 1.5),
  flagQuiet: style(9.75, 1.5, { colour: INK.label }),
  small: style(9, 1.5, { colour: INK.label }),
  runningName: style(9.75, 1.5, { face: 'bold' }),
  running: style(9, 1.5, { colour: INK.label }),
} as const satisfies Record<string, TextStyle>;
