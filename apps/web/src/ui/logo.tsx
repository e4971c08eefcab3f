/** The mark: three meridians that meet at the poles. */
export function Logo({ className }: { readonly className?: string }) {
  return (
    <svg viewBox="0 0 24 24" fill="none" className={className} aria-hidden>
      <circle cx="12" cy="12" r="9.25" stroke="currentColor" strokeWidth="1.6" />
      <path d="M12 2.75c-5 4.6-5 13.9 0 18.5M12 2.75c5 4.6 5 13.9 0 18.5" stroke="currentColor" strokeWidth="1.6" />
      <path d="M2.9 12h18.2" stroke="currentColor" strokeWidth="1.6" opacity=".45" />
    </svg>
  );
}
