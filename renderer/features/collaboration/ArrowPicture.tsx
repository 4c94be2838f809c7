import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { useText } from '#renderer/text/use-text.ts';
import styles from './CaseDialog.module.css';

export interface ArrowPictureProps {
  /** JPEG of the picture under the eye. */
  readonly jpeg: Uint8Array<ArrayBuffer>;
  /** The picture with its arrow, base64; '' until it is drawn. */
  readonly onDrawn: (base64: string) => void;
}

/** Point and length of the arrow, shares of the picture's width and height. */
interface Place {
  readonly x: number;
  readonly y: number;
}

const STEP = 0.02;
const LENGTH = 0.14;
const QUALITY = 0.8;

/** A picture on which an arrow is put by a press, and moved by the arrow keys. Nothing but the picture and the arrow leaves. */
export function ArrowPicture({ jpeg, onDrawn }: ArrowPictureProps) {
  const { t } = useText();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [image, setImage] = useState<ImageBitmap>();
  const [place, setPlace] = useState<Place>({ x: 0.5, y: 0.5 });
  useEffect(() => {
    let isOver = false;
    void createImageBitmap(new Blob([jpeg], { type: 'image/jpeg' })).then((made) => (isOver ? made.close() : setImage(made)));
    return () => {
      isOver = true;
    };
  }, [jpeg]);
  const latest = useRef(onDrawn);
  useEffect(() => {
    latest.current = onDrawn;
  });
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (canvas.current === null || context === undefined || context === null || image === undefined) return;
    context.drawImage(image, 0, 0);
    drawArrow(context, place.x * image.width, place.y * image.height, LENGTH * Math.max(image.width, image.height));
    latest.current(canvas.current.toDataURL('image/jpeg', QUALITY).split(',')[1] ?? '');
  }, [image, place]);

  const press = ({ currentTarget, clientX, clientY, buttons }: PointerEvent<HTMLCanvasElement>) => {
    if (buttons !== 1) return;
    const { left, top, width, height } = currentTarget.getBoundingClientRect();
    setPlace({ x: clamp((clientX - left) / width), y: clamp((clientY - top) / height) });
  };
  const move = (event: KeyboardEvent) => {
    const step = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    setPlace({ x: clamp(place.x + (step[0] ?? 0)), y: clamp(place.y + (step[1] ?? 0)) });
  };
  return (
    <canvas
      ref={canvas}
      className={styles['picture']}
      width={image?.width ?? 1}
      height={image?.height ?? 1}
      tabIndex={0}
      role="img"
      aria-label={t('collaboration.picture')}
      data-testid="arrow-picture"
      data-is-drawn={image !== undefined}
      data-place={`${place.x.toFixed(2)} ${place.y.toFixed(2)}`}
      onPointerDown={press}
      onPointerMove={press}
      onKeyDown={move}
    />
  );
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}

/** From below left to its point, seen on black and on white. */
function drawArrow(context: CanvasRenderingContext2D, x: number, y: number, length: number): void {
  const side = length * 0.7;
  const head = length * 0.28;
  for (const [style, width] of [['#000', 7], ['#ffd54a', 3.5]] as const) {
    context.strokeStyle = style;
    context.lineWidth = width;
    context.lineCap = 'round';
    context.beginPath();
    context.moveTo(x - side, y + side);
    context.lineTo(x, y);
    context.moveTo(x - head, y);
    context.lineTo(x, y);
    context.lineTo(x, y + head);
    context.stroke();
  }
}
