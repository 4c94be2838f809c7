import { useEffect, useState, type RefObject } from 'react';

/** The room that an element gives its content. */
export interface PaperSize {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Device pixels in a CSS pixel: changes with the monitor and with the zoom of the page. */
  readonly devicePixelRatio: number;
}

/** @returns undefined until the element is on the page */
export function usePaperSize(element: RefObject<HTMLElement | null>): PaperSize | undefined {
  const [size, setSize] = useState<PaperSize>();

  useEffect(() => {
    const target = element.current;
    if (target === null) return undefined;
    let resolution: MediaQueryList | undefined;
    const measure = () => {
      const next = { widthPx: target.clientWidth, heightPx: target.clientHeight, devicePixelRatio: window.devicePixelRatio };
      setSize((known) => (known !== undefined && isSame(known, next) ? known : next));
    };
    const follow = () => {
      resolution?.removeEventListener('change', follow);
      resolution = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
      resolution.addEventListener('change', follow);
      measure();
    };
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    follow();
    return () => {
      observer.disconnect();
      resolution?.removeEventListener('change', follow);
    };
  }, [element]);

  return size;
}

function isSame(left: PaperSize, right: PaperSize): boolean {
  return left.widthPx === right.widthPx && left.heightPx === right.heightPx && left.devicePixelRatio === right.devicePixelRatio;
}
