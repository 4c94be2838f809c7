import { Users } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { OpenStudy } from '#shared/contract/services/studies.contract.ts';
import type { ApplicationEvent } from '#shared/contract/services/system.contract.ts';
import type { ViewState } from '#shared/contract/services/consultations.contract.ts';
import { useApplicationEvents, useBridge } from '#renderer/bridge/bridge-context.tsx';
import type { Desk } from '#renderer/features/viewer/use-viewer-desk.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { useText } from '#renderer/text/use-text.ts';
import styles from './ReadTogether.module.css';

export interface ReadTogetherProps {
  readonly open: OpenStudy;
  readonly desk: Desk;
}

/** Main sends four places a second at most; looking oftener finds nothing more. */
const LOOK_MS = 250;

/** Reading together: this seat shows where it is, and goes where the colleague is whom it follows. Places travel, never pictures. */
export function ReadTogether({ open: { study }, desk }: ReadTogetherProps) {
  const { t } = useText();
  const { api } = useBridge();
  const { studyId, studyInstanceUid } = study;
  const [isOn, setIsOn] = useState(false);
  const [followed, setFollowed] = useState<{ readonly seatId: string; readonly person: string }>();
  const [places, setPlaces] = useState<readonly { readonly seatId: string; readonly person: string; readonly view: ViewState }[]>([]);
  const sent = useRef('');
  const { act } = desk;

  const look = useCallback(async () => {
    const found = await api.consultations.sharedViews({ studyId });
    setPlaces(found);
  }, [api, studyId]);
  useApplicationEvents(
    useCallback(
      (event: ApplicationEvent) => {
        if (isOn && event.kind === 'collaboration-changed' && event.area === 'view' && event.studyIds.includes(studyId)) void look().catch(() => undefined);
      },
      [isOn, studyId, look],
    ),
  );
  useEffect(() => {
    if (!isOn) return undefined;
    const pointer = { x: 0, y: 0, isInside: false };
    const onMove = (event: PointerEvent) => {
      const box = activeViewport()?.getBoundingClientRect();
      if (box === undefined) return;
      pointer.x = (event.clientX - box.left) / box.width;
      pointer.y = (event.clientY - box.top) / box.height;
      pointer.isInside = pointer.x >= 0 && pointer.x <= 1 && pointer.y >= 0 && pointer.y <= 1;
    };
    window.addEventListener('pointermove', onMove, { passive: true });
    const timer = setInterval(() => {
      const view = viewOf(activeViewport(), studyInstanceUid, pointer.isInside ? { x: pointer.x, y: pointer.y } : null);
      const text = JSON.stringify(view);
      if (view === undefined || text === sent.current || followed !== undefined) return;
      sent.current = text;
      api.consultations.shareView({ studyId, view }).catch(() => undefined);
    }, LOOK_MS);
    return () => {
      clearInterval(timer);
      window.removeEventListener('pointermove', onMove);
    };
  }, [api, isOn, followed, studyId, studyInstanceUid]);

  const place = places.find(({ seatId }) => seatId === followed?.seatId);
  const { seriesInstanceUid, sopInstanceUid, frameNumber } = place?.view ?? { seriesInstanceUid: '', sopInstanceUid: '', frameNumber: 1 };
  useEffect(() => {
    if (sopInstanceUid === '') return;
    act({ kind: 'hang', stack: { studyId, seriesInstanceUid, stackIndex: 0, frame: { sopInstanceUid, frameNumber } } });
  }, [act, studyId, seriesInstanceUid, sopInstanceUid, frameNumber]);

  return (
    <>
      <Button size="small" variant={isOn ? 'plain' : 'ghost'} aria-pressed={isOn} aria-label={t('collaboration.together')} title={`${t('collaboration.together')}：${t('collaboration.together.detail')}`} onClick={() => {
        setIsOn(!isOn);
        setFollowed(undefined);
        if (!isOn) void look().catch(() => undefined);
      }}>
        <Users size={14} strokeWidth={1.5} aria-hidden="true" />
        <span className={styles['words']}>{t('collaboration.together')}</span>
      </Button>
      {isOn
        ? places.map(({ seatId, person }) => (
            <Button key={seatId} size="small" variant={followed?.seatId === seatId ? 'plain' : 'ghost'} aria-pressed={followed?.seatId === seatId} onClick={() => setFollowed(followed?.seatId === seatId ? undefined : { seatId, person })}>
              {t('collaboration.together.follow', { person })}
            </Button>
          ))
        : null}
      {place?.view.pointer === undefined || place.view.pointer === null ? null : <Pointer x={place.view.pointer.x} y={place.view.pointer.y} name={place.person} />}
    </>
  );
}

/** Where the colleague points, over the active viewport. */
function Pointer({ x, y, name }: { readonly x: number; readonly y: number; readonly name: string }) {
  const box = activeViewport()?.getBoundingClientRect();
  if (box === undefined) return null;
  return (
    <span className={styles['pointer']} style={{ left: box.left + x * box.width, top: box.top + y * box.height }} data-testid="shared-pointer">
      ▲ {name}
    </span>
  );
}

function activeViewport(): HTMLElement | undefined {
  return document.querySelector<HTMLElement>('[data-testid="viewport"][data-is-active="true"]') ?? undefined;
}

/** What the viewport says of itself. Undefined while it shows nothing, or another study. */
function viewOf(viewport: HTMLElement | undefined, studyInstanceUid: string, pointer: ViewState['pointer']): ViewState | undefined {
  const { seriesInstanceUid = '', sopInstanceUid = '', frameNumber = '', windowCenter = '', windowWidth = '', studyInstanceUid: shownUid = '' } = viewport?.dataset ?? {};
  if (sopInstanceUid === '' || shownUid !== studyInstanceUid) return undefined;
  const number = (text: string) => (text === '' ? null : Number(text));
  return { studyInstanceUid, seriesInstanceUid, sopInstanceUid, frameNumber: Number(frameNumber), windowCenter: number(windowCenter), windowWidth: number(windowWidth), pointer };
}
