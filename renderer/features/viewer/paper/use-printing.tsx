import { useState, type ReactNode, type RefObject } from 'react';
import type { ReadingSource } from '#renderer/imaging/reading-source.ts';
import type { StackViewport } from '#renderer/imaging/engine/viewport-acts.ts';
import { EMPTY_VIEWPORT, isShownArriving } from '#renderer/imaging/engine/viewport-state.ts';
import { useText } from '#renderer/text/use-text.ts';
import { useToast } from '#renderer/ui/Toasts.tsx';
import { capturePicture } from './capture-picture.ts';
import { marksOf, whatWords } from './captured-marks.ts';
import { PrintDialog, type PrintedPicture } from './PrintDialog.tsx';
import { printedSize } from './printed-size.ts';
import { identityOf, type ReadingStudy } from '../reading-study.ts';
import { scaleWords } from '../viewport/scale-bar.ts';

interface PrintingOptions {
  readonly root: RefObject<HTMLElement | null>;
  readonly studies: readonly ReadingStudy[];
  /** Zero-based places of the desk that are seen. */
  readonly places: readonly number[];
  readonly viewportOf: (index: number) => StackViewport | undefined;
  readonly say: (words: string) => void;
  readonly source: Pick<ReadingSource, 'releasePicture' | 'letterhead'>;
}

/** Puts what is seen on the desk on paper: as it was when it was asked for. */
export function usePrinting({ source, root, studies, places, viewportOf, say }: PrintingOptions): { readonly print: () => void; readonly dialog: ReactNode } {
  const text = useText();
  const toast = useToast();
  const [pictures, setPictures] = useState<readonly PrintedPicture[]>();

  async function pictureAt(index: number): Promise<readonly PrintedPicture[]> {
    const state = viewportOf(index)?.now();
    const shown = state?.shown;
    const element = root.current?.querySelector<HTMLElement>(`[data-viewport="${index + 1}"]`);
    const reading = studies.find(({ study }) => study.studyId === shown?.frame.studyId);
    if (state === undefined || shown === undefined || element === null || element === undefined || reading === undefined) return [];
    // What goes on paper leaves the workstation: main says who may, and writes it down.
    const [{ person, at }, letterhead] = await Promise.all([source.releasePicture(shown.frame.studyId), source.letterhead(reading.study.siteId)]);
    const size = { width: element.clientWidth, height: element.clientHeight };
    const { pixelsPerMm } = state;
    const { letters } = marksOf(text, { ...state, shown });
    // The ruler stands below the picture, as long on paper as it says.
    const picture = await capturePicture(element, { lines: [], marks: { letters, bar: undefined }, watermark: text.t('export.watermark', { person, at: `${text.format.date(at)} ${text.format.time(at)}` }) });
    const rulerWords = (lengthMm: number) => scaleWords(text, shown, lengthMm);
    return picture === undefined ? [] : [{ picture, letterhead, identity: identityOf(text, reading), what: whatWords(text, { ...state, shown }), size, pixelsPerMm, rulerWords, printed: printedSize(size, pixelsPerMm, shown.spacing.kind) }];
  }

  async function print(): Promise<void> {
    try {
      if (places.some((index) => isShownArriving(viewportOf(index)?.now() ?? EMPTY_VIEWPORT))) return say(text.t('hands.still-arriving'));
      const made = (await Promise.all(places.map(pictureAt))).flat();
      if (made.length > 0) setPictures(made);
      else toast({ title: text.t('hands.capture.not-here'), tone: 'plain' });
    } catch {
      say(text.t('hands.capture.failed'));
    }
  }

  return {
    print: () => void print(),
    dialog: pictures === undefined ? null : <PrintDialog pictures={pictures} onClose={() => setPictures(undefined)} />,
  };
}
