import type { PanAndZoom } from './pan-and-zoom.ts';

const step = 1.2;
const stride = 60;
/** A pointer that went less far, in CSS pixels, has clicked. */
const clickReach = 4;

/** Lets wheel, drag and keys move the drawing on `stage`. */
export function listenToGestures(stage: HTMLElement, view: PanAndZoom): void {
  stage.addEventListener('wheel', event => onWheel(event, stage, view), { passive: false });
  stage.addEventListener('pointerdown', event => onPointerDown(event, stage, view));
  document.addEventListener('keydown', event => onKey(event, view));
}

/** A pinch on a touchpad arrives as a wheel with the control key. */
function onWheel(event: WheelEvent, stage: HTMLElement, view: PanAndZoom): void {
  event.preventDefault();
  const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
  if (event.ctrlKey || event.metaKey) {
    const { left, top } = stage.getBoundingClientRect();
    const factor = Math.exp(Math.max(-60, Math.min(60, -event.deltaY * unit)) / 200);
    view.zoom(factor, event.clientX - left, event.clientY - top);
  } else if (event.shiftKey && event.deltaX === 0) view.pan(-event.deltaY * unit, 0);
  else view.pan(-event.deltaX * unit, -event.deltaY * unit);
}

function onPointerDown(start: PointerEvent, stage: HTMLElement, view: PanAndZoom): void {
  if (start.button !== 0 && start.button !== 1) return;
  let last: { readonly clientX: number; readonly clientY: number } = start;
  let dragging = false;
  const ended = new AbortController();
  const { signal } = ended;
  const end = (): void => {
    ended.abort();
    stage.classList.remove('dragging');
  };
  stage.addEventListener(
    'pointermove',
    event => {
      if (!dragging && Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) < clickReach) return;
      if (!dragging) {
        dragging = true;
        stage.classList.add('dragging');
        stage.setPointerCapture(start.pointerId);
      }
      view.pan(event.clientX - last.clientX, event.clientY - last.clientY);
      last = event;
    },
    { signal },
  );
  window.addEventListener('pointerup', end, { signal });
  window.addEventListener('pointercancel', end, { signal });
  window.addEventListener('blur', end, { signal });
}

function onKey(event: KeyboardEvent, view: PanAndZoom): void {
  if (
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    event.target instanceof HTMLInputElement ||
    event.target instanceof HTMLSelectElement
  )
    return;
  const isElsewhere = event.target instanceof Element && event.target.closest('#table, #time') !== null;
  const act = isElsewhere ? undefined : keys[event.key];
  if (!act) return;
  event.preventDefault();
  act(view);
}

const keys: Readonly<Record<string, (view: PanAndZoom) => void>> = {
  '+': view => view.zoom(step),
  '=': view => view.zoom(step),
  '-': view => view.zoom(1 / step),
  '0': view => view.fit(),
  ArrowLeft: view => view.pan(stride, 0),
  ArrowRight: view => view.pan(-stride, 0),
  ArrowUp: view => view.pan(0, stride),
  ArrowDown: view => view.pan(0, -stride),
};
