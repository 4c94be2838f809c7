import { JoiningSection } from './JoiningSection.tsx';
import { KeysSection } from './KeysSection.tsx';
import { LegalHoldSection } from './LegalHoldSection.tsx';
import { ProviderSection } from './ProviderSection.tsx';
import { RetentionSection } from './RetentionSection.tsx';
import styles from './safekeeping.module.css';

/** What a seat that joins a centre brings, the keys of the seat, what it removes by itself and what it never removes. */
export function SafekeepingPanel() {
  return (
    <div className={styles['sections']} data-testid="safekeeping">
      <JoiningSection />
      <KeysSection />
      <RetentionSection />
      <LegalHoldSection />
      <ProviderSection />
    </div>
  );
}
