import { t } from '@vscode/l10n';
import type { FlowchartMessage } from '../messages.ts';
import { byId } from './by-id.ts';
import type { KeptState } from './kept-state.ts';
import type { PanAndZoom } from './pan-and-zoom.ts';

const mostLevels = 20;

/** The buttons of the panel: what part of the graph is seen, and how. */
export class Tools {
  readonly #kept: KeptState;
  readonly #view: PanAndZoom;
  #task: string | undefined;
  #isFolded = false;

  constructor(kept: KeptState, view: PanAndZoom) {
    this.#kept = kept;
    this.#view = view;
    onClick('zoom-in', () => view.zoom(1.2));
    onClick('zoom-out', () => view.zoom(1 / 1.2));
    onClick('fit', () => view.fit());
    onClick('direction', () => this.#turn());
    onClick('folding', () => this.#set({ folding: this.#isFolded ? 'none' : 'all', except: [] }));
    onClick('focus', () => this.#focus(kept.view.focus ? undefined : this.#task));
    onClick('fewer', () => this.#setLevels(-1));
    onClick('more', () => this.#setLevels(1));
    this.#showFocus();
    this.#showDirection();
  }

  /** The task that *Focus* is about: the one that somebody looks at or writes. */
  setTask(task: string): void {
    this.#task = task;
    this.#showFocus();
  }

  /** Folds the group if it is open, and opens it if it is folded. */
  toggleGroup(group: string): void {
    const { except } = this.#kept.view;
    this.#set({ except: except.includes(group) ? except.filter(one => one !== group) : [...except, group] });
  }

  show({ folded, groups }: FlowchartMessage): void {
    this.#isFolded = folded > 0;
    const button = byId('folding');
    button.hidden = groups === 0;
    button.textContent = this.#isFolded ? t`Unfold` : t`Fold`;
    button.title = this.#isFolded ? t`Show Each Task by Itself` : t`Show Tasks with a Common Prefix as One`;
  }

  #turn(): void {
    this.#set({ direction: this.#kept.view.direction === 'TB' ? 'LR' : 'TB' });
    this.#view.fit();
    this.#showDirection();
  }

  #focus(task: string | undefined): void {
    const { focus, ...rest } = this.#kept.view;
    this.#kept.setView(task === undefined ? rest : { ...rest, focus: { task, levels: focus?.levels ?? 1 } });
    this.#view.fit();
    this.#showFocus();
  }

  #setLevels(by: number): void {
    const { focus } = this.#kept.view;
    if (!focus) return;
    this.#set({ focus: { ...focus, levels: Math.max(1, Math.min(mostLevels, focus.levels + by)) } });
    this.#view.fit();
    this.#showFocus();
  }

  #set(change: Partial<KeptState['view']>): void {
    this.#kept.setView({ ...this.#kept.view, ...change });
  }

  #showDirection(): void {
    const isDown = this.#kept.view.direction === 'TB';
    byId('direction').textContent = isDown ? '↓' : '→';
    byId('direction').title = isDown ? t`Draw from Left to Right` : t`Draw from Top to Bottom`;
    byId('direction').setAttribute('aria-label', byId('direction').title);
  }

  #showFocus(): void {
    const { focus } = this.#kept.view;
    const button = byId('focus');
    button.setAttribute('aria-pressed', String(focus !== undefined));
    button.toggleAttribute('disabled', !focus && this.#task === undefined);
    button.textContent = focus ? t`Focus: ${focus.task}` : t`Focus`;
    button.title = focus ? t`Show the Whole Graph Again` : t`Show Only What Is Near ${this.#task ?? t`a Task`}`;
    byId('levels').hidden = !focus;
    byId('level-count').textContent = focus ? levelsText(focus.levels) : '';
  }
}

function levelsText(levels: number): string {
  return levels === 1 ? t`1 level` : t`${levels} levels`;
}

function onClick(id: string, act: () => void): void {
  byId(id).addEventListener('click', act);
}
