import type { FromGraph, GraphView, GraphViewState, Place } from '../messages.ts';

/** What VS Code gives a page. */
export interface Editor {
  postMessage(message: FromGraph): void;
  getState(): GraphViewState | undefined;
  setState(state: GraphViewState): void;
}

/** What of the graph outlives its page: the editor keeps it. */
export class KeptState {
  readonly #editor: Editor;
  #state: GraphViewState;

  constructor(editor: Editor, uri: string) {
    this.#editor = editor;
    this.#state = { ...editor.getState(), uri };
    editor.setState(this.#state);
  }

  get place(): Place | undefined {
    return this.#state.place;
  }

  get view(): GraphView {
    return this.#state.view ?? { direction: 'TB', folding: 'auto', except: [] };
  }

  get table(): boolean {
    return this.#state.table ?? false;
  }

  get time(): boolean {
    return this.#state.time ?? false;
  }

  setTime(time: boolean): void {
    this.#set({ ...this.#state, time });
  }

  setTable(table: boolean): void {
    this.#set({ ...this.#state, table });
  }

  setPlace(place: Place | undefined): void {
    const { place: _, ...rest } = this.#state;
    this.#set({ ...rest, ...(place ? { place } : {}) });
  }

  /** Also tells the editor, which answers with another flowchart. */
  setView(view: GraphView): void {
    this.#set({ ...this.#state, view });
    this.#editor.postMessage({ type: 'view', view });
  }

  #set(state: GraphViewState): void {
    this.#state = state;
    this.#editor.setState(state);
  }
}
