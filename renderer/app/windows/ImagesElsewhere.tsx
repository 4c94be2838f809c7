import { MonitorUp } from 'lucide-react';
import type { OpenStudy } from '#shared/contract/services/studies.contract.ts';
import { seriesWords } from '#renderer/features/study-browser/rail-study.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { classNames } from '#renderer/ui/class-names.ts';
import { useText } from '#renderer/text/use-text.ts';
import { WINDOW_KEYS } from './window-keys.ts';
import { useFirstWindow, useReaders } from './FirstWindowProvider.tsx';
import styles from './ImagesElsewhere.module.css';

/** In place of the pictures, while reading windows show them: the series of the study, which of them hangs where, and the way back. */
export function ImagesElsewhere({ open }: { readonly open: OpenStudy }) {
  const { t } = useText();
  const first = useFirstWindow();
  const readers = useReaders();
  const whereIs = (seriesInstanceUid: string) =>
    readers.flatMap(({ number, studyId, desk }) =>
      studyId !== open.study.studyId || desk === undefined ? [] : desk.viewports.flatMap((hung, index) => (hung?.seriesInstanceUid === seriesInstanceUid && hung.studyId === studyId ? [{ number, viewport: index + 1, isActive: index === desk.activeIndex }] : [])),
    );
  return (
    <section className={styles['elsewhere']} aria-label={t('windows.title')} data-testid="images-elsewhere" data-windows={readers.map(({ number }) => number).join(' ')}>
      <h2>
        <MonitorUp size={18} strokeWidth={1.5} aria-hidden="true" />
        {t('windows.where', { windows: readers.map(({ number }) => String(number)).join(t('format.list-separator')) })}
      </h2>
      <p>{t('windows.detail')}</p>
      <Button keys={WINDOW_KEYS.takeBack.keys[0]} onClick={() => first?.takeBack()}>
        {t('windows.key.take-back')}
      </Button>
      <ul>
        {open.series
          .filter(({ content }) => content === 'images')
          .map((series) => {
            const places = whereIs(series.seriesInstanceUid);
            return (
              <li key={series.seriesInstanceUid}>
                <button
                  type="button"
                  className={classNames(places.some(({ isActive }) => isActive) && styles['on'])}
                  aria-current={places.some(({ isActive }) => isActive)}
                  data-testid="elsewhere-series"
                  data-series-instance-uid={series.seriesInstanceUid}
                  onClick={() => first?.place({ studyId: open.study.studyId, seriesInstanceUid: series.seriesInstanceUid, stackIndex: 0 })}
                >
                  {seriesWords(series, (number) => t('study-browser.unnamed', { number }))}
                  <small>{places.map(({ number, viewport }) => t('windows.place', { number, viewport })).join(' ')}</small>
                </button>
              </li>
            );
          })}
      </ul>
    </section>
  );
}
