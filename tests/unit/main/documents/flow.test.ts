import { describe, expect, test } from 'vitest';
import { createFlow, linesThatFit } from '#main/documents/paper/flow.ts';
import { createTypesetter } from '#main/documents/paper/typesetter.ts';

describe('lines on a page', () => {
  test.each([
    // remaining, room, may move, on this page
    [5, 8, true, 5],
    [5, 5, true, 5],
    // four fit, but one alone would be left over: three here, two there
    [5, 4, true, 3],
    [6, 4, true, 4],
    // one would stand alone at the foot: all go over
    [5, 1.9, true, 0],
    [3, 2, true, 0],
    // a fresh page takes what it can
    [3, 2, false, 1],
    [9, 1, false, 1],
    [1, 0.5, true, 0],
  ])('of %d with room for %d (may move: %s) are %d', (remaining, room, canMove, expected) => {
    expect(linesThatFit(remaining, room, canMove)).toBe(expected);
  });
});

describe('a flow', () => {
  const style = { size: 10, face: 'regular', colour: '#000000', leading: 1 } as const;
  const typesetter = createTypesetter({ regular: (text) => Array.from(text).length, bold: (text) => Array.from(text).length });
  const frame = { left: 0, width: 100, firstTop: 0, laterTop: 20, bottom: 100 };

  test('puts one paragraph on two pages under one node of the structure', () => {
    const flow = createFlow(frame, typesetter);
    flow.top = 70;
    flow.paragraph('字'.repeat(50), style); // five lines of ten characters, room for three
    const paper = flow.finish((index, count) => [{ owner: 'artifact', shapes: [typesetter.text(`${index + 1}/${count}`, style, 0, 100)] }]);
    const owners = paper.pages.map((page) => page.map((fragment) => (fragment.owner === 'artifact' ? 'artifact' : fragment.owner.tag)));
    expect(owners).toEqual([['P', 'artifact'], ['P', 'artifact']]);
    expect(paper.pages[0]![0]!.owner === paper.pages[1]![0]!.owner).toBe(true);
    expect(paper.pages.map((page) => page[0]!.shapes.length)).toEqual([3, 2]);
  });

  test('tells each page how many there are', () => {
    const flow = createFlow(frame, typesetter);
    flow.newPage();
    flow.newPage();
    const told: string[] = [];
    flow.finish((index, count) => (told.push(`${index + 1}/${count}`), []));
    expect(told).toEqual(['1/3', '2/3', '3/3']);
  });
});
