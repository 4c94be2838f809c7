import { useState, type KeyboardEvent as ReactKeyboardEvent, type PointerEvent as ReactPointerEvent } from 'react';
import { useText } from '#renderer/text/use-text.ts';
import styles from './ReportDivider.module.css';

const NARROWEST_PX = 420;
const WIDEST_PX = 720;
const STEP_PX = 20;
const STORAGE_KEY = 'tongyue.report-width';

export interface ReportWidth {
  readonly widthPx: number;
  readonly setWidthPx: (widthPx: number) => void;
}

/** How wide the report is on this seat: 524 px, 600 on a wide monitor, or what the physician dragged it to. */
export function useReportWidth(): ReportWidth {
  const [widthPx, setWidth] = useState(() => {
    const stored = Number(localStorage.getItem(STORAGE_KEY));
    if (stored >= NARROWEST_PX && stored <= WIDEST_PX) return stored;
    if (window.innerWidth >= 2400) return 600;
    return window.innerWidth < 1440 ? NARROWEST_PX : 524;
  });
  return {
    widthPx,
    setWidthPx: (wanted) => {
      const clamped = Math.round(Math.max(NARROWEST_PX, Math.min(WIDEST_PX, wanted)));
      localStorage.setItem(STORAGE_KEY, String(clamped));
      setWidth(clamped);
    },
  };
}

/** The edge between pictures and report: drag it, or move it with the arrow keys. */
export function ReportDivider({ width: { widthPx, setWidthPx } }: { readonly width: ReportWidth }) {
  const { t } = useText();

  function onPointerMove(event: ReactPointerEvent<HTMLDivElement>): void {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) setWidthPx(window.innerWidth - event.clientX);
  }
  function onKeyDown(event: ReactKeyboardEvent): void {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    setWidthPx(widthPx + (event.key === 'ArrowLeft' ? STEP_PX : -STEP_PX));
  }
  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={t('reading.report.resize')}
      aria-valuemin={NARROWEST_PX}
      aria-valuemax={WIDEST_PX}
      aria-valuenow={widthPx}
      tabIndex={0}
      className={styles['divider']}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onKeyDown={onKeyDown}
    />
  );
}
