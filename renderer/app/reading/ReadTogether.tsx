import { Users } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { OpenStudy } from '#shared/contract/services/studies.contract.ts';
import type { ApplicationEvent } from '#shared/contract/services/system.contract.ts';
import type { ViewState } from '#shared/contract/services/consultations.contract.ts';
import { useApplicationEvents, useBridge } from '#renderer/bridge/bridge-context.tsx';
import type { Eye, EyeRef } from '#renderer/features/viewer/viewport/eye.ts';
import type { Desk } from '#renderer/features/viewer/use-viewer-desk.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { useText } from '#renderer/text/use-text.ts';
import styles from './ReadTogether.module.css';

export interface ReadTogetherProps {
  readonly open: OpenStudy;
  readonly desk: Desk;
  /** Which viewport is under the eye. */
  readonly eye: EyeRef;
}

/** Main sends four places a second at most; looking oftener finds nothing more. */
const LOOK_MS = 250;

/** Reading together: this seat shows where it is, and goes where the colleague is whom it follows. Places travel, never pictures. */
export function ReadTogether({ open: { study }, desk, eye }: ReadTogetherProps) {
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
    const pointer = { clientX: -1, clientY: -1 };
    const onMove = ({ clientX, clientY }: PointerEvent) => Object.assign(pointer, { clientX, clientY });
    window.addEventListener('pointermove', onMove, { passive: true });
    const timer = setInterval(() => {
      const here = eye.current?.();
      const view = here === undefined ? undefined : viewOf(here, studyInstanceUid, pointer);
      const text = JSON.stringify(view);
      if (view === undefined || text === sent.current || followed !== undefined) return;
      sent.current = text;
      api.consultations.shareView({ studyId, view }).catch(() => undefined);
    }, LOOK_MS);
    return () => {
      clearInterval(timer);
      window.removeEventListener('pointermove', onMove);
    };
  }, [api, eye, isOn, followed, studyId, studyInstanceUid]);

  const place = places.find(({ seatId }) => seatId === followed?.seatId);
  const { seriesInstanceUid, sopInstanceUid, frameNumber, windowCenter, windowWidth } = place?.view ?? NOWHERE;
  useEffect(() => {
    if (sopInstanceUid === '') return;
    act({ kind: 'hang', stack: { studyId, seriesInstanceUid, stackIndex: 0, frame: { sopInstanceUid, frameNumber } } });
  }, [act, studyId, seriesInstanceUid, sopInstanceUid, frameNumber]);
  // The picture may have to come first: the window is set when it is there.
  useEffect(() => {
    if (windowCenter === null || windowWidth === null) return undefined;
    const timer = setInterval(() => {
      const viewport = eye.current?.()?.viewport;
      const shown = viewport?.now().shown;
      if (viewport === undefined || shown?.frame.sopInstanceUid !== sopInstanceUid || shown.voi.kind !== 'window') return;
      if (shown.voi.windowCenter === windowCenter && shown.voi.windowWidth === windowWidth) clearInterval(timer);
      else viewport.setWindow({ windowCenter, windowWidth });
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, [eye, sopInstanceUid, windowCenter, windowWidth]);

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
      {place?.view.pointer === undefined || place.view.pointer === null ? null : <Pointer eye={eye} view={place.view} name={place.person} />}
    </>
  );
}

/** Where the colleague points, on the same picture and only there: however it lies and however large it is here. */
function Pointer({ eye, view: { sopInstanceUid, frameNumber, pointer }, name }: { readonly eye: EyeRef; readonly view: ViewState; readonly name: string }) {
  const [place, setPlace] = useState<{ readonly left: number; readonly top: number }>();
  const [x, y] = [pointer?.x ?? 0, pointer?.y ?? 0];
  useEffect(() => {
    const put = () => {
      const here = eye.current?.();
      const shown = here?.viewport.now().shown;
      const isSame = shown?.frame.sopInstanceUid === sopInstanceUid && shown.frame.frameNumber === frameNumber;
      const at = isSame ? here?.viewport.screenOf([x * shown.image.columns - 0.5, y * shown.image.rows - 0.5]) : undefined;
      const box = here?.element.getBoundingClientRect();
      setPlace((before) => {
        if (at === undefined || box === undefined) return undefined;
        const next = { left: box.left + at[0], top: box.top + at[1] };
        return before?.left === next.left && before.top === next.top ? before : next;
      });
    };
    put();
    const timer = setInterval(put, LOOK_MS);
    return () => clearInterval(timer);
  }, [eye, sopInstanceUid, frameNumber, x, y]);
  if (place === undefined) return null;
  return (
    <span className={styles['pointer']} style={place} data-testid="shared-pointer">
      ▲ {name}
    </span>
  );
}

const NOWHERE: Pick<ViewState, 'seriesInstanceUid' | 'sopInstanceUid' | 'frameNumber' | 'windowCenter' | 'windowWidth'> = { seriesInstanceUid: '', sopInstanceUid: '', frameNumber: 1, windowCenter: null, windowWidth: null };

/** What is seen, and where the hand is in the image. Undefined while nothing is shown, or another study. */
function viewOf({ viewport, element }: Eye, studyInstanceUid: string, { clientX, clientY }: { readonly clientX: number; readonly clientY: number }): ViewState | undefined {
  const { shown } = viewport.now();
  if (shown === undefined || shown.image.studyInstanceUid !== studyInstanceUid) return undefined;
  const { left, top, right, bottom } = element.getBoundingClientRect();
  const isInside = clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
  const pixel = isInside ? viewport.pixelUnder([clientX - left, clientY - top]) : undefined;
  // From the centre of the pixel to its edge: 0 is the left edge of the first column.
  const [x, y] = pixel === undefined ? [-1, -1] : [(pixel[0] + 0.5) / shown.image.columns, (pixel[1] + 0.5) / shown.image.rows];
  const window = shown.voi.kind === 'window' ? shown.voi : undefined;
  return {
    studyInstanceUid, seriesInstanceUid: shown.image.seriesInstanceUid, sopInstanceUid: shown.frame.sopInstanceUid, frameNumber: shown.frame.frameNumber,
    windowCenter: window?.windowCenter ?? null, windowWidth: window?.windowWidth ?? null,
    pointer: x >= 0 && x <= 1 && y >= 0 && y <= 1 ? { x, y } : null,
  };
}
