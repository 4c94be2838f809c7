import type { ReactNode } from 'react';

/** Line drawings for the tools, 20 by 20. */
export type ToolIconName =
  | 'window' | 'pan' | 'zoom' | 'scroll' | 'length' | 'angle' | 'ellipse' | 'calibrate' | 'rotate' | 'flip-horizontal' | 'flip-vertical' | 'invert' | 'fit' | 'reset'
  | 'more' | 'list' | 'undo' | 'cine' | 'to-report' | 'overlay';

export function ToolIcon({ name }: { readonly name: ToolIconName }) {
  return (
    <svg viewBox="0 0 20 20" aria-hidden="true">
      {DRAWINGS[name]}
    </svg>
  );
}

const solid = { fill: 'currentColor', stroke: 'none' } as const;

const DRAWINGS: Readonly<Record<ToolIconName, ReactNode>> = {
  window: (
    <>
      <circle cx="10" cy="10" r="6.5" />
      <path d="M10 3.5a6.5 6.5 0 0 1 0 13z" {...solid} />
    </>
  ),
  pan: <path d="M10 2.5v15M2.5 10h15M7.8 4.7 10 2.5l2.2 2.2M7.8 15.3l2.2 2.2 2.2-2.2M4.7 7.8 2.5 10l2.2 2.2M15.3 7.8l2.2 2.2-2.2 2.2" />,
  zoom: (
    <>
      <circle cx="9" cy="9" r="5.5" />
      <path d="M13.2 13.2 17 17M9 6.8v4.4M6.8 9h4.4" />
    </>
  ),
  scroll: <path d="M3 6.5 10 3l7 3.5L10 10zM3 10l7 3.5 7-3.5M3 13.5 10 17l7-3.5" />,
  length: <path d="M4.5 15.5l11-11M2.5 13.5l4 4M13.5 2.5l4 4" />,
  angle: <path d="M4 3.5v13h13M4 8.5a8 8 0 0 1 8 8" />,
  ellipse: <ellipse cx="10" cy="10" rx="7.5" ry="5" />,
  more: <path d="M3 13.5 13.5 3M2 11.5l3 3M11.5 2l3 3M10.5 15h.01M14 15h.01M17.5 15h.01" />,
  list: <path d="M3 5h2M3 10h2M3 15h2M8 5h9M8 10h9M8 15h9" />,
  calibrate: <path d="M2.5 12.5 12.5 2.5l5 5-10 10zM6 9l2 2M8.5 6.5l2 2M11 4l2 2" />,
  rotate: <path d="M15.5 8A6 6 0 1 0 16 11.5M16 3.5V8h-4.5" />,
  'flip-horizontal': <path d="M10 2.5v15M7.5 5 2.5 15h5zM12.5 5l5 10h-5z" />,
  'flip-vertical': <path d="M2.5 10h15M5 7.5l10-5v5zM5 12.5l10 5v-5z" />,
  invert: (
    <>
      <rect x="3" y="3" width="14" height="14" rx="1" />
      <path d="M3 17 17 3v14z" {...solid} />
    </>
  ),
  fit: <path d="M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4M7 7h6v6H7z" />,
  reset: <path d="M4.5 8A6 6 0 1 1 4 11.5M4 3.5V8h4.5" />,
  undo: <path d="M7 4 3.5 7.5 7 11M3.5 7.5H12a4.5 4.5 0 0 1 0 9H8" />,
  cine: <path d="M3 5h14v10H3zM8.5 7.5v5l4-2.5z" />,
  'to-report': <path d="M5 2.5h7l3.5 3.5v11.5H5zM12 2.5V6h3.5M7.5 12l2 2 3.5-4" />,
  overlay: (
    <>
      <path d="M2.5 10S5.3 5 10 5s7.5 5 7.5 5-2.8 5-7.5 5-7.5-5-7.5-5z" />
      <circle cx="10" cy="10" r="2.3" />
    </>
  ),
};
