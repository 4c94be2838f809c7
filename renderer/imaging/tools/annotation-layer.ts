import { eventTarget, type Types } from '@cornerstonejs/core';
import {
  addTool, AngleTool, annotation as annotations, cancelActiveManipulations, cursors, EllipticalROITool, Enums, LengthTool, removeTool,
  ToolGroupManager, utilities,
} from '@cornerstonejs/tools';
import type { Measurement } from '#shared/contract/services/measurements.contract.ts';
import { SHAPE_KINDS, type ShapeKind } from '#shared/dicom/measurement/shape-kind.ts';
import { pixelAt, worldAt } from '../engine/cornerstone-surface.ts';
import { isSameFrame } from '../frame-ref.ts';
import { frameOfImageId, imageIdOf } from '../loader/image-id.ts';
import type { LoadedFrame } from '../loader/loaded-frame.ts';
import type { CalibrationBook } from './calibration-book.ts';
import { measureOn, roundedPoint, type DrawnShape } from './measurement-shape.ts';
import { pointShapeTool, pointShapeToolName, type PointShapeKind } from './point-shape-tool.ts';

/** What a viewport gives to the layer and hears from it. */
export interface AnnotationHost {
  readonly viewportId: string;
  readonly engineId: string;
  readonly element: HTMLDivElement;
  readonly shown: () => LoadedFrame | undefined;
  /** The words beside a shape, first line first. */
  readonly wordsFor: (shape: DrawnShape) => readonly string[];
  /** A word at each point: names of vertebrae. */
  readonly namesFor: (shape: DrawnShape) => readonly string[];
  readonly onDrawn: (shape: DrawnShape) => void;
  readonly onChanged: (shape: DrawnShape & { readonly measurement: Measurement }) => void;
  readonly onSelected: (trackingUid: string | undefined) => void;
}

/** The measuring tools of one viewport. */
export interface ViewportAnnotations {
  /** `undefined`: the left button belongs to another tool; shapes may be moved all the same. `locked`: shapes are only shown. */
  readonly setTool: (tool: ShapeKind | undefined, isLocked: boolean) => void;
  /** The pointer is over a shape or a handle that can be moved. */
  readonly isOverShape: () => boolean;
  /** A shape is under the hand. */
  readonly isBusy: () => boolean;
  /** Gives up what is being drawn. @returns whether there was something */
  readonly cancel: () => boolean;
  readonly redraw: () => void;
  readonly dispose: () => void;
}

/** The measurements of all open studies as Cornerstone annotations. Numbers and words are ours; Cornerstone draws and moves. */
export interface AnnotationLayer {
  readonly attach: (host: AnnotationHost) => ViewportAnnotations;
  /** Replaces the measurements of a study. */
  readonly setMeasurements: (studyId: number, measurements: readonly Measurement[]) => void;
  /** Makes the annotations of a frame whose description has just become known. */
  readonly place: (loaded: LoadedFrame) => void;
  readonly select: (trackingUid: string | undefined) => void;
  readonly dispose: () => void;
}

const POINT_SHAPES = SHAPE_KINDS.filter((kind): kind is PointShapeKind => kind !== 'length' && kind !== 'angle' && kind !== 'ellipse');

function toolOf(kind: ShapeKind): string {
  if (kind === 'length') return LengthTool.toolName;
  if (kind === 'angle') return AngleTool.toolName;
  return kind === 'ellipse' ? EllipticalROITool.toolName : pointShapeToolName(kind);
}

/** The part of Cornerstone's annotation that we use. */
interface Annotation {
  readonly annotationUID?: string;
  highlighted?: boolean;
  invalidated?: boolean;
  readonly metadata: { readonly toolName: string; readonly referencedImageId?: string };
  readonly data: { readonly handles?: { points?: Types.Point3[] } };
}

export function createAnnotationLayer(calibrations: CalibrationBook): AnnotationLayer {
  const tools = [LengthTool, AngleTool, EllipticalROITool, ...POINT_SHAPES.map(pointShapeTool)];
  for (const tool of tools) addTool(tool);
  annotations.config.style.setDefaultToolStyles({ ...annotations.config.style.getDefaultToolStyles(), global: STYLE });

  const hosts = new Map<string, AnnotationHost>();
  const byTrackingUid = new Map<string, Measurement>();
  const changed = new Set<string>();
  let isCancelling = false;

  const listeners: readonly (readonly [string, (event: Event) => void])[] = [
    [Enums.Events.ANNOTATION_COMPLETED, (event) => complete(annotationOf(event))],
    [Enums.Events.ANNOTATION_MODIFIED, (event) => {
      const uid = annotationOf(event).annotationUID;
      if (uid !== undefined && byTrackingUid.has(uid)) changed.add(uid);
    }],
    [Enums.Events.ANNOTATION_SELECTION_CHANGE, (event) => {
      const selection = selectionOf(event);
      const selected = selection.at(-1);
      if (selected !== undefined && selection.length > 1) {
        // Shift adds to a selection; here one measurement is selected, or none.
        annotations.selection.setAnnotationSelected(selected, true);
        return;
      }
      for (const uid of byTrackingUid.keys()) annotations.config.style.setAnnotationStyles(uid, uid === selected ? SELECTED_STYLE : {});
      for (const host of hosts.values()) host.onSelected(selected !== undefined && byTrackingUid.has(selected) ? selected : undefined);
    }],
  ];
  for (const [name, listener] of listeners) eventTarget.addEventListener(name, listener);

  function shapeOf(annotation: Annotation, loaded: LoadedFrame): DrawnShape | undefined {
    const kind = SHAPE_KINDS.find((candidate) => toolOf(candidate) === annotation.metadata.toolName);
    const points = annotation.data.handles?.points;
    if (kind === undefined || points === undefined) return undefined;
    const pointsPx = points.map((point) => roundedPoint(pixelAt(loaded, point)));
    const measured = measureOn(loaded, kind, pointsPx, calibrations.spacingOf(loaded));
    if (measured === undefined) return undefined;
    return { kind, pointsPx, loaded, measured, measurement: byTrackingUid.get(annotation.annotationUID ?? '') };
  }

  function complete(annotation: Annotation): void {
    const host = hostOf(annotation);
    const loaded = host?.shown();
    const shape = loaded === undefined || isCancelling ? undefined : shapeOf(annotation, loaded);
    // The kept measurement comes back through `setMeasurements`, under its own name.
    if (annotation.annotationUID !== undefined) annotations.state.removeAnnotation(annotation.annotationUID);
    if (shape !== undefined) host?.onDrawn(shape);
    redrawAll();
  }

  /** The viewport that shows the frame of an annotation; where two do, the one that is drawn in comes first. */
  function hostOf(annotation: Annotation): AnnotationHost | undefined {
    const frame = frameOfImageId(annotation.metadata.referencedImageId ?? '');
    return [...hosts.values()].find((host) => frame !== undefined && isSameFrame(host.shown()?.frame, frame));
  }

  function commitChanges(host: AnnotationHost): void {
    for (const trackingUid of changed) {
      const measurement = byTrackingUid.get(trackingUid);
      const annotation = annotations.state.getAnnotation(trackingUid) as Annotation | undefined;
      const loaded = host.shown();
      if (measurement === undefined || annotation === undefined || loaded === undefined || !isOn(measurement, loaded)) continue;
      changed.delete(trackingUid);
      const shape = shapeOf(annotation, loaded);
      if (shape === undefined) put(measurement, loaded);
      else if (!isSameShape(shape.pointsPx, measurement.pointsPx)) host.onChanged({ ...shape, measurement });
    }
  }

  function put(measurement: Measurement, loaded: LoadedFrame): void {
    const existing = annotations.state.getAnnotation(measurement.trackingUid) as Annotation | undefined;
    const points = measurement.pointsPx.map((point) => worldAt(loaded, point)) as Types.Point3[];
    if (existing?.data.handles !== undefined) {
      existing.data.handles.points = points;
      existing.invalidated = true;
      return;
    }
    annotations.state.addAnnotation(
      {
        annotationUID: measurement.trackingUid,
        highlighted: false,
        invalidated: true,
        isSelected: annotations.selection.isAnnotationSelected(measurement.trackingUid),
        isLocked: false,
        isVisible: true,
        metadata: {
          toolName: toolOf(measurement.kind),
          FrameOfReferenceUID: loaded.image.frameOfReferenceUid || loaded.image.seriesInstanceUid,
          referencedImageId: imageIdOf(loaded.frame),
        },
        data: { handles: { points, activeHandleIndex: null }, cachedStats: {}, label: '' },
      },
      loaded.image.frameOfReferenceUid || loaded.image.seriesInstanceUid,
    );
  }

  function shownFrames(): readonly LoadedFrame[] {
    return [...hosts.values()].flatMap((host) => host.shown() ?? []);
  }

  function redrawAll(): void {
    utilities.triggerAnnotationRenderForViewportIds([...hosts.keys()]);
  }

  return {
    attach: (host) => {
      hosts.set(host.viewportId, host);
      return attachTo(host);
    },
    setMeasurements: (studyId, measurements) => {
      const kept = new Set(measurements.map(({ trackingUid }) => trackingUid));
      for (const [trackingUid, old] of byTrackingUid) {
        if (old.studyId !== studyId || kept.has(trackingUid)) continue;
        // By name, Cornerstone would look for the annotation, which is not there while its frame is not shown.
        if (annotations.selection.isAnnotationSelected(trackingUid)) annotations.selection.deselectAnnotation();
        byTrackingUid.delete(trackingUid);
        annotations.state.removeAnnotation(trackingUid);
      }
      for (const measurement of measurements) {
        byTrackingUid.set(measurement.trackingUid, measurement);
        const loaded = shownFrames().find((one) => isOn(measurement, one));
        if (loaded !== undefined) put(measurement, loaded);
        // It is made anew from its points when its frame is shown the next time.
        else annotations.state.removeAnnotation(measurement.trackingUid);
      }
      redrawAll();
    },
    place: (loaded) => {
      for (const measurement of byTrackingUid.values()) {
        if (isOn(measurement, loaded) && annotations.state.getAnnotation(measurement.trackingUid) === undefined) put(measurement, loaded);
      }
    },
    select: (trackingUid) => {
      if (trackingUid === undefined) annotations.selection.deselectAnnotation();
      else annotations.selection.setAnnotationSelected(trackingUid, true);
      redrawAll();
    },
    dispose: () => {
      for (const [name, listener] of listeners) eventTarget.removeEventListener(name, listener);
      annotations.state.removeAllAnnotations();
      for (const tool of tools) removeTool(tool);
      byTrackingUid.clear();
    },
  };

  function attachTo(host: AnnotationHost): ViewportAnnotations {
    const group = ToolGroupManager.createToolGroup(host.viewportId);
    const getTextLines = (data: unknown) => wordsOf(host, data);
    const getPointNames = (data: unknown) => namesOf(host, data);
    for (const kind of SHAPE_KINDS) group?.addTool(toolOf(kind), { getTextLines, getPointNames, calculateStats: false, preventHandleOutsideImage: false });
    group?.addViewport(host.viewportId, host.engineId);

    const onMouseUp = () => commitChanges(host);
    const released = [Enums.Events.MOUSE_UP, Enums.Events.MOUSE_CLICK] as const;
    // Our listener must run after the tool's own, which is added while the button is down.
    const afterTool = () => queueMicrotask(onMouseUp);
    for (const name of released) host.element.addEventListener(name, afterTool);

    return {
      setTool: (tool, isLocked) => {
        for (const kind of SHAPE_KINDS) {
          if (isLocked) group?.setToolEnabled(toolOf(kind));
          else if (kind === tool) group?.setToolActive(toolOf(kind), { bindings: [{ mouseButton: Enums.MouseBindings.Primary }] });
          else group?.setToolPassive(toolOf(kind), { removeAllBindings: true });
        }
        if (tool === undefined || isLocked) cursors.setCursorForElement(host.element, 'default');
      },
      isOverShape: () => visibleOn(host).some(({ highlighted }) => highlighted === true),
      isBusy: () => drawingTools(host).length > 0,
      cancel: () => {
        if (drawingTools(host).length === 0) return false;
        isCancelling = true;
        try {
          cancelActiveManipulations(host.element);
        } finally {
          isCancelling = false;
        }
        changed.clear();
        const loaded = host.shown();
        if (loaded !== undefined) for (const measurement of byTrackingUid.values()) if (isOn(measurement, loaded)) put(measurement, loaded);
        redrawAll();
        return true;
      },
      redraw: () => utilities.triggerAnnotationRenderForViewportIds([host.viewportId]),
      dispose: () => {
        for (const name of released) host.element.removeEventListener(name, afterTool);
        hosts.delete(host.viewportId);
        ToolGroupManager.destroyToolGroup(host.viewportId);
      },
    };

    function drawingTools({ viewportId }: AnnotationHost): readonly string[] {
      return SHAPE_KINDS.map((kind) => toolOf(kind)).filter((name) => {
        const instance: unknown = ToolGroupManager.getToolGroup(viewportId)?.getToolInstance(name);
        return typeof instance === 'object' && instance !== null && 'isDrawing' in instance && instance.isDrawing === true;
      });
    }
  }

  function visibleOn(host: AnnotationHost): readonly Annotation[] {
    const frame = host.shown()?.frame;
    return annotations.state
      .getAllAnnotations()
      .map((one) => one as Annotation)
      .filter(({ metadata }) => frame !== undefined && isSameFrame(frameOfImageId(metadata.referencedImageId ?? ''), frame));
  }

  function wordsOf(host: AnnotationHost, data: unknown): string[] {
    const shape = shapeWith(host, data);
    return shape === undefined ? [] : [...host.wordsFor(shape)];
  }

  function namesOf(host: AnnotationHost, data: unknown): readonly string[] {
    const shape = shapeWith(host, data);
    return shape === undefined ? [] : host.namesFor(shape);
  }

  function shapeWith(host: AnnotationHost, data: unknown): DrawnShape | undefined {
    const annotation = visibleOn(host).find((one) => one.data === data);
    const loaded = host.shown();
    return annotation === undefined || loaded === undefined ? undefined : shapeOf(annotation, loaded);
  }
}

/** Colours and lines; the rest of the look is in viewport.css, which styles the same SVG. */
const STYLE = {
  color: 'var(--accent-strong)',
  colorHighlighted: 'var(--accent-strong)',
  colorSelected: '#ffffff',
  colorLocked: 'var(--accent)',
  lineWidth: '1.6',
  lineWidthHighlighted: '2.4',
  lineDash: '',
  shadow: false,
  showHandlesAlways: true,
  textBoxVisibility: true,
  textBoxFontFamily: 'inherit',
  textBoxFontSize: '13px',
  textBoxColor: 'var(--accent-strong)',
  textBoxColorHighlighted: 'var(--accent-strong)',
  textBoxColorSelected: '#ffffff',
  textBoxColorLocked: 'var(--accent)',
  textBoxBackground: '',
  textBoxLinkLineWidth: '1',
  textBoxLinkLineDash: '1,3',
  textBoxShadow: false,
  markerSize: '10',
  angleArcLineDash: '',
};

/** Under the pointer, Cornerstone takes the highlighted colours of a selected shape, too. */
const SELECTED_STYLE = { colorHighlighted: STYLE.colorSelected, textBoxColorHighlighted: STYLE.textBoxColorSelected };

function annotationOf(event: Event): Annotation {
  return (event as CustomEvent<{ annotation: Annotation }>).detail.annotation;
}

function selectionOf(event: Event): readonly string[] {
  return (event as CustomEvent<{ selection: string[] }>).detail.selection;
}

function isOn(measurement: Measurement, loaded: LoadedFrame): boolean {
  return isSameFrame(measurement, loaded.frame);
}

function isSameShape(left: readonly (readonly number[])[], right: readonly (readonly number[])[]): boolean {
  return left.length === right.length && left.every((point, index) => point[0] === right[index]?.[0] && point[1] === right[index]?.[1]);
}
