import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy } from 'pdfjs-dist';
// oxlint-disable-next-line import/default -- Vite gives the address of the file
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';

/** Tables for Chinese text without embedded fonts, stand-in fonts and decoders; `main/build.mjs` puts them beside the program's fonts. */
const TABLES = { cMapUrl: '/pdf/cmaps/', standardFontDataUrl: '/pdf/standard_fonts/', wasmUrl: '/pdf/wasm/', iccUrl: '/pdf/iccs/' } as const;

/** A picture inside a PDF larger than this (pixels) is left out: it was made to do harm. */
const LARGEST_IMAGE_PIXELS = 120_000_000;

export type OpenPdf = Pick<PDFDocumentProxy, 'numPages' | 'getPage'> & { readonly close: () => Promise<void> };

/**
 * Opens a PDF from outside for drawing. Nothing in it can act: its scripts, forms, links, attachments and XFA are never read, and the
 * reader has no address to go to but the tables above. @throws the library's own exceptions for what is no PDF or wants a password
 */
export async function openPdf(bytes: Uint8Array): Promise<OpenPdf> {
  GlobalWorkerOptions.workerSrc = workerUrl;
  const task = getDocument({
    data: new Uint8Array(bytes),
    ...TABLES,
    enableXfa: false,
    disableWorkerRendering: true,
    maxImageSize: LARGEST_IMAGE_PIXELS,
    verbosity: 0,
  });
  const document = await task.promise;
  return { numPages: document.numPages, getPage: (number) => document.getPage(number), close: () => task.destroy() };
}
