import type { Fragment, Paper, Shape, StructureNode, StructureTag } from './shapes.ts';
import { lineHeight, type TextStyle, type Typesetter } from './typesetter.ts';

export interface FlowFrame {
  readonly left: number;
  readonly width: number;
  /** Where content starts on the first page, and on the others below their running header. */
  readonly firstTop: number;
  readonly laterTop: number;
  /** Where content ends, above the footer. */
  readonly bottom: number;
}

/** Content that runs down the pages. `top` always lies on the current page. */
export interface Flow {
  readonly frame: FlowFrame;
  top: number;
  readonly pageCount: () => number;
  /** Adds a node to the structure, below a parent or at the root. */
  readonly node: (tag: StructureTag, parent?: StructureNode, alternative?: string) => StructureNode;
  /** Puts shapes on the current page. */
  readonly put: (owner: Fragment['owner'], shapes: readonly Shape[]) => void;
  /** Starts a new page unless so much height is left. */
  readonly need: (height: number) => void;
  readonly newPage: () => void;
  /** A justified paragraph; line feeds start a new one. No page starts or ends with a single line of it. */
  readonly paragraph: (text: string, style: TextStyle, options?: { readonly node?: StructureNode; readonly indent?: number }) => void;
  /** Ends the flow and adds to each page what stands on all of them. */
  readonly finish: (furniture: (pageIndex: number, pageCount: number) => readonly Fragment[]) => Paper;
}

/** An empty line between two paragraphs of a physician, as a part of a full one. */
const EMPTY_LINE = 0.5;

export function createFlow(frame: FlowFrame, typesetter: Typesetter): Flow {
  const pages: Fragment[][] = [[]];
  const structure: StructureNode[] = [];
  const flow: Flow = {
    frame,
    top: frame.firstTop,
    pageCount: () => pages.length,
    node(tag, parent, alternative) {
      const node: StructureNode = { tag, children: [], ...(alternative === undefined ? {} : { alternative }) };
      (parent?.children ?? structure).push(node);
      return node;
    },
    put(owner, shapes) {
      if (shapes.length > 0) pages.at(-1)?.push({ owner, shapes });
    },
    need(height) {
      if (flow.top + height > frame.bottom + 0.01) flow.newPage();
    },
    newPage() {
      pages.push([]);
      flow.top = frame.laterTop;
    },
    paragraph(text, style, { node, indent = 0 } = {}) {
      for (const part of text.split('\n')) {
        if (part.trim() === '') {
          flow.top += lineHeight(style) * EMPTY_LINE;
          continue;
        }
        const owner = node ?? flow.node('P');
        const lines = typesetter.lines(part.trimEnd(), style, frame.width - indent);
        let done = 0;
        while (done < lines.length) {
          const fitting = linesThatFit(lines.length - done, (frame.bottom + 0.01 - flow.top) / lineHeight(style), flow.top > frame.laterTop);
          if (fitting === 0) {
            flow.newPage();
            continue;
          }
          const chunk = lines.slice(done, done + fitting);
          const shapes = chunk.flatMap((line, index) =>
            typesetter.line(line, style, frame.left + indent, flow.top + index * lineHeight(style), frame.width - indent, true),
          );
          flow.put(owner, shapes);
          flow.top += chunk.length * lineHeight(style);
          done += fitting;
          if (done < lines.length) flow.newPage();
        }
      }
    },
    finish: (furniture) => ({ pages: pages.map((page, index) => [...page, ...furniture(index, pages.length)]), structure }),
  };
  return flow;
}

/**
 * How many of the remaining lines go on this page: all, or so many that at least two stand here and two on the next page.
 * @param room in lines. @param canMove false on a fresh page, where the answer is at least one
 */
export function linesThatFit(remaining: number, room: number, canMove: boolean): number {
  const fitting = Math.floor(room);
  if (fitting >= remaining) return remaining;
  const keptTogether = remaining - fitting === 1 ? fitting - 1 : fitting;
  if (keptTogether >= 2 || (!canMove && keptTogether >= 1)) return keptTogether;
  return canMove ? 0 : Math.max(1, fitting);
}
