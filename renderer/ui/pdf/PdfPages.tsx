import { useEffect, useRef, useState } from 'react';
import { openPdf, type OpenPdf } from './open-pdf.ts';
import styles from './PdfPages.module.css';

export interface PdfPagesProps {
  readonly bytes: Uint8Array;
  readonly pageLabel: (number: number, count: number) => string;
  readonly loading: string;
  /** Said where the bytes are no PDF, are damaged or want a password. */
  readonly cannotShow: string;
}

type PdfState = { readonly status: 'loading' | 'failed' } | { readonly status: 'open'; readonly pdf: OpenPdf; readonly aspect: number };

/**
 * The pages of a PDF from outside, drawn as pictures, each when it comes into view: paper in the dark room, dimmed to 90 %.
 * Other bytes need another `key`.
 */
export function PdfPages({ bytes, pageLabel, loading, cannotShow }: PdfPagesProps) {
  const [state, setState] = useState<PdfState>({ status: 'loading' });

  useEffect(() => {
    let isWanted = true;
    let opened: OpenPdf | undefined;
    open(bytes).then(
      (next) => {
        opened = next.pdf;
        if (isWanted) setState({ status: 'open', ...next });
        else void next.pdf.close();
      },
      () => {
        if (isWanted) setState({ status: 'failed' });
      },
    );
    return () => {
      isWanted = false;
      void opened?.close();
    };
  }, [bytes]);

  if (state.status !== 'open') {
    return (
      <p className={styles['words']} role="status" data-testid={`pdf-${state.status}`}>
        {state.status === 'loading' ? loading : cannotShow}
      </p>
    );
  }
  const { pdf, aspect } = state;
  return (
    <div className={styles['pages']} data-testid="pdf-pages" data-page-count={pdf.numPages}>
      {Array.from({ length: pdf.numPages }, (_, index) => (
        // eslint-disable-next-line react/no-array-index-key -- a page is its place
        <PdfPage key={index} pdf={pdf} pageNumber={index + 1} aspect={aspect} label={pageLabel(index + 1, pdf.numPages)} />
      ))}
    </div>
  );
}

/** @returns the document and height over width of its first page, which stands for pages that are not drawn yet */
async function open(bytes: Uint8Array): Promise<{ readonly pdf: OpenPdf; readonly aspect: number }> {
  const pdf = await openPdf(bytes);
  const { width, height } = (await pdf.getPage(1)).getViewport({ scale: 1 });
  return { pdf, aspect: width > 0 && height > 0 ? height / width : Math.SQRT2 };
}

interface PdfPageProps {
  readonly pdf: OpenPdf;
  /** One-based. */
  readonly pageNumber: number;
  readonly aspect: number;
  readonly label: string;
}

function PdfPage({ pdf, pageNumber, aspect, label }: PdfPageProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const { current } = canvas;
    if (current === null) return undefined;
    const abort = new AbortController();
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        observer.disconnect();
        void draw(pdf, pageNumber, current, abort.signal);
      },
      { rootMargin: '400px' },
    );
    observer.observe(current);
    return () => {
      observer.disconnect();
      abort.abort();
    };
  }, [pdf, pageNumber]);
  return <canvas ref={canvas} className={styles['page']} role="img" aria-label={label} style={{ aspectRatio: `1 / ${aspect}` }} data-testid="pdf-page" />;
}

/** Twice the size in CSS pixels at most: sharp, and 30 MB a page at the most. */
async function draw(pdf: OpenPdf, pageNumber: number, canvas: HTMLCanvasElement, signal: AbortSignal): Promise<void> {
  try {
    const page = await pdf.getPage(pageNumber);
    if (signal.aborted) return;
    const unscaled = page.getViewport({ scale: 1 });
    const viewport = page.getViewport({ scale: (canvas.clientWidth * Math.min(2, Math.max(1.5, window.devicePixelRatio || 1))) / unscaled.width });
    canvas.width = Math.round(viewport.width);
    canvas.height = Math.round(viewport.height);
    canvas.style.aspectRatio = `${viewport.width} / ${viewport.height}`;
    // 0: annotations are not drawn at all, neither links nor form fields.
    const rendering = page.render({ canvas, viewport, annotationMode: 0 });
    signal.addEventListener('abort', () => rendering.cancel(), { once: true });
    await rendering.promise;
    canvas.dataset['drawn'] = 'true';
  } catch {
    // A page that cannot be drawn stays white; the others are shown. A rendering that was cancelled lands here too.
    canvas.dataset['drawn'] = signal.aborted ? 'cancelled' : 'failed';
  }
}
