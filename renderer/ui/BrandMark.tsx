/** The sign of the house: a lens with a trace. */
export function BrandMark({ size = 20 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" fill="none" stroke="#7cc0d6" strokeWidth="1.7" aria-hidden="true">
      <circle cx="10" cy="10" r="8" />
      <path d="M2.5 10h4.3l1.7-4.2 2.8 8.4 1.9-4.2h4.3" strokeLinejoin="round" />
    </svg>
  );
}
