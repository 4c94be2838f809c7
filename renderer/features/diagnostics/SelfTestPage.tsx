import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { SelfTestReport } from '#renderer/imaging/self-test/run-self-test.ts';
import { useText } from '#renderer/text/use-text.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import styles from './SelfTestPage.module.css';

export interface SelfTestPageProps {
  readonly run: (element: HTMLDivElement) => Promise<SelfTestReport>;
  readonly onReport: (report: SelfTestReport | undefined) => void;
}

type Progress = { readonly status: 'running' | 'broken' } | { readonly status: 'done'; readonly report: SelfTestReport };

/** One page: is this machine fit to read on. */
export function SelfTestPage({ run, onReport }: SelfTestPageProps) {
  const { t } = useText();
  const picture = useRef<HTMLDivElement>(null);
  const [progress, setProgress] = useState<Progress>({ status: 'running' });
  useEffect(() => {
    if (picture.current === null) return;
    run(picture.current).then(
      (report) => {
        setProgress({ status: 'done', report });
        onReport(report);
      },
      () => {
        setProgress({ status: 'broken' });
        onReport(undefined);
      },
    );
  }, [run, onReport]);
  return (
    <main className={styles['page']} data-testid="self-test">
      <header className={styles['head']}>
        <h1>{t('diagnostics.title')}</h1>
        <a href="./">{t('diagnostics.back')}</a>
      </header>
      <p className={styles['lead']}>{t('diagnostics.lead')}</p>
      <Verdict progress={progress} />
      <div className={styles['body']}>
        <div>{progress.status === 'done' ? <Report report={progress.report} /> : null}</div>
        <div ref={picture} className={styles['viewport']} />
      </div>
    </main>
  );
}

function Verdict({ progress }: { readonly progress: Progress }) {
  const { t } = useText();
  const isGood = progress.status === 'done' && progress.report.isPassed;
  const words = progress.status === 'running' ? t('diagnostics.running') : progress.status === 'broken' ? t('diagnostics.broken') : isGood ? `● ${t('diagnostics.passed')}` : `◆ ${t('diagnostics.failed')}`;
  const warnings = progress.status === 'done' ? progress.report.warnings.length : 0;
  return (
    <div role="status" data-testid="verdict" className={classNames(styles['verdict'], progress.status !== 'running' && styles[isGood ? 'passed' : 'failed'])}>
      {words}
      {warnings === 0 ? null : <div className={styles['warned']}>▲ {t('diagnostics.warned', { count: warnings })}</div>}
    </div>
  );
}

function Report({ report }: { readonly report: SelfTestReport }) {
  const { t } = useText();
  const { checks, decodeChecks, machine, warnings } = report;
  return (
    <>
      <h2>{t('diagnostics.section.values')}</h2>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th>{t('diagnostics.column.check')}</th>
            <th>{t('diagnostics.column.found')}</th>
            <th>{t('diagnostics.column.expected')}</th>
          </tr>
        </thead>
        <tbody>
          {checks.map(({ id, isRight, found, expected }) => (
            <tr key={id}>
              <td>
                <Mark isRight={isRight} /> {t(`diagnostics.check.${id}`)}
              </td>
              <td>{found}</td>
              <td>{expected}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <h2>{t('diagnostics.section.decoding', { right: decodeChecks.filter(({ isRight }) => isRight).length, count: decodeChecks.length })}</h2>
      <ul className={styles['codecs']}>
        {decodeChecks.map(({ name, isRight, detail }) => (
          <li key={name}>
            <Mark isRight={isRight} /> {name} {detail}
          </li>
        ))}
      </ul>
      <h2>{t('diagnostics.section.machine')}</h2>
      <table className={styles['table']}>
        <tbody>
          <Fact name={t('diagnostics.machine.graphics')}>{machine.graphics}</Fact>
          <Fact name={t('diagnostics.machine.processors')}>{machine.processors}</Fact>
          <Fact name={t('diagnostics.machine.screen')}>{machine.screen}</Fact>
          <Fact name={t('diagnostics.machine.ratio')}>{machine.devicePixelRatio}</Fact>
          <Fact name={t('diagnostics.machine.browser')}>{machine.browser}</Fact>
        </tbody>
      </table>
      {machine.isSoftwareGraphics ? <p className={styles['warned']}>▲ {t('diagnostics.machine.software')}</p> : null}
      <h2>{t('diagnostics.section.screen')}</h2>
      {warnings.map((warning) => (
        <p key={warning} className={styles['warned']}>
          ▲ {t(`diagnostics.warning.${warning}`)}
        </p>
      ))}
      <p>{t('diagnostics.screen.unseen')}</p>
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <tr>
      <td>{name}</td>
      <td>{children}</td>
    </tr>
  );
}

function Mark({ isRight }: { readonly isRight: boolean }) {
  return <span className={styles[isRight ? 'right' : 'wrong']}>{isRight ? '●' : '◆'}</span>;
}
