import { useEffect, useState } from 'react';
import styles from './DocumentFrame.module.css';

export type DocumentState =
  | { readonly status: 'loading' }
  | { readonly status: 'shown'; readonly url: string; readonly sizeBytes: number }
  | { readonly status: 'failed'; readonly httpStatus: number | undefined };

/**
 * Fetches a PDF once and keeps it as an address of this page, so that a failure can be told from a blank sheet.
 * @param path as the request handler knows it; undefined: nothing to fetch yet
 */
export function useDocument(path: string | undefined): DocumentState {
  const [state, setState] = useState<{ readonly path: string | undefined; readonly document: DocumentState }>();

  useEffect(() => {
    if (path === undefined) return undefined;
    const abort = new AbortController();
    let url: string | undefined;
    void load(path, abort.signal).then((document) => {
      if (abort.signal.aborted) {
        if (document.status === 'shown') URL.revokeObjectURL(document.url);
        return;
      }
      if (document.status === 'shown') ({ url } = document);
      setState({ path, document });
    });
    return () => {
      abort.abort();
      if (url !== undefined) URL.revokeObjectURL(url);
    };
  }, [path]);

  return state === undefined || state.path !== path ? { status: 'loading' } : state.document;
}

async function load(path: string, signal: AbortSignal): Promise<DocumentState> {
  try {
    const response = await fetch(path, { signal });
    if (!response.ok) return { status: 'failed', httpStatus: response.status };
    const pdf = new Blob([await response.arrayBuffer()], { type: 'application/pdf' });
    return { status: 'shown', url: URL.createObjectURL(pdf), sizeBytes: pdf.size };
  } catch {
    return { status: 'failed', httpStatus: undefined };
  }
}

export interface DocumentFrameProps {
  readonly url: string;
  readonly title: string;
  /** `width`: as wide as the frame; `page`: a whole sheet. */
  readonly fit: 'width' | 'page';
  /** Said where this window cannot show a PDF; the page offers to open or save it besides. */
  readonly cannotShow: string;
}

/** Paper in the dark room: dimmed to 90 %. */
export function DocumentFrame({ url, title, fit, cannotShow }: DocumentFrameProps) {
  if (!navigator.pdfViewerEnabled) return <p className={styles['cannot']}>{cannotShow}</p>;
  // oxlint-disable-next-line react/iframe-missing-sandbox -- Chromium's PDF viewer does not run in a sandbox; the bytes are main's own
  return <iframe className={styles['frame']} title={title} src={`${url}#toolbar=0&navpanes=0&view=${fit === 'width' ? 'FitH' : 'Fit'}`} />;
}
