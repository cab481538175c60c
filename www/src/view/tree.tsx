import { useLayoutEffect, useRef } from 'preact/hooks';
import { bytesOf, roleOf, type Frame, type Node } from '../model/frame';
import { nodeOf, type Light } from '../model/mark';
import type { Action, State } from '../model/state';
import { FieldProblem } from './field-problem';
import { Icon } from './icon';
import { treeKey } from './tree-keys';

interface TreeProps {
  state: State;
  frame: Frame;
  chosen: Light;
  passing: Light;
  dispatch(action: Action): void;
  tree: { current: HTMLDivElement | null };
  /** Moves the focus to the bytes. */
  leave(): void;
}

/** The layers and their fields, by the tree pattern of WAI-ARIA: the selection follows the focus. */
export function Tree({ state, frame, chosen, passing, dispatch, tree, leave }: TreeProps) {
  const visible = visibleNodes(frame, state.open);
  const stop = tabStop(frame, state, visible);
  useFollow(tree, frame, stop, chosen);
  const typed = useRef({ text: '', time: 0 });
  const inner = frame.nodes.filter(({ children }) => children.length > 0).map(({ id }) => id);
  const allOpen = inner.every((id) => state.open.has(id));
  const keys = (event: KeyboardEvent) => {
    const item = (event.target as Element).closest<HTMLElement>('[data-node]');
    if (item === null) return;
    const actions = treeKey(event, { frame, visible, open: state.open, at: Number(item.dataset.node), typed: typed.current });
    if (actions === 'leave') leave();
    else if (actions === null) return;
    else actions.forEach(dispatch);
    event.preventDefault();
  };
  return (
    <section class="fields-pane" aria-labelledby="fields-title">
      <div class="pane-head">
        <h2 id="fields-title">Fields</h2>
        <button type="button" class="quiet" aria-pressed={state.names} onClick={() => dispatch({ type: 'names' })}>Wireshark names</button>
        <button type="button" class="quiet" onClick={() => dispatch({ type: 'open', nodes: inner, open: !allOpen })}>
          {allOpen ? 'Close all' : 'Open all'}
        </button>
      </div>
      <div
        id="fields" ref={tree} class="tree" role="tree" aria-labelledby="fields-title" data-names={state.names || undefined}
        onKeyDown={keys}
        onClick={(event) => withNode(event, (id, toggle) => dispatch(toggle ? { type: 'open', nodes: [id], open: !state.open.has(id) } : { type: 'select', mark: { node: id } }))}
        onDblClick={(event) => withNode(event, (id) => frame.nodes[id]!.children.length > 0 && dispatch({ type: 'open', nodes: [id], open: !state.open.has(id) }))}
        onPointerOver={(event) => event.pointerType !== 'touch' && withNode(event, (id) => dispatch({ type: 'hover', mark: { node: id } }))}
        onPointerLeave={() => dispatch({ type: 'hover', mark: null })}
      >
        {visible.map((node) => (
          <Item
            key={node.id} frame={frame} node={node} open={state.open.has(node.id)} stop={node.id === stop} names={state.names}
            chosen={lights(frame, chosen, node, state.open)} passing={lights(frame, passing, node, state.open)}
          />
        ))}
      </div>
    </section>
  );
}

interface ItemProps {
  frame: Frame;
  node: Node;
  open: boolean;
  /** Whether Tab stops here. */
  stop: boolean;
  names: boolean;
  chosen: boolean;
  passing: boolean;
}

function Item({ frame, node, open, stop, names, chosen, passing }: ItemProps) {
  const siblings = node.parent === null ? frame.layers : frame.nodes[node.parent]!.children;
  const inner = node.children.length > 0;
  const hidden = inner && !open ? problemsBelow(frame, node) : 0;
  return (
    <div
      id={`node-${node.id}`} role="treeitem" data-node={node.id} tabIndex={stop ? 0 : -1} class={`item item-${node.kind} role-${roleOf(frame, node.layer)}`}
      aria-level={node.level} aria-setsize={siblings.length} aria-posinset={siblings.indexOf(node.id) + 1}
      aria-expanded={inner ? open : undefined} aria-selected={chosen && stop}
      data-chosen={chosen || undefined} data-passing={passing || undefined}
    >
      <span class="item-line">
        <span class="twist" data-twist={inner ? '' : undefined}>{inner && <Icon name="chevron" />}</span>
        {node.kind === 'layer' && <span class="swatch" />}
        <span class="item-label">{node.label}</span>
        <span class="item-text">{node.text}</span>
        {names && node.filter !== null && <code class="item-name">{node.filter}</code>}
        <span class="item-end">
          {hidden > 0 && <span class="item-flag"><Icon name="warning" /> {hidden}<span class="sr-only"> {hidden === 1 ? 'problem' : 'problems'} inside</span></span>}
          <span class="item-place"><span class="sr-only">byte </span>{range(node)}</span>
        </span>
      </span>
      {node.problems.map((problem, index) => <FieldProblem key={index} problem={problem} />)}
    </div>
  );
}

function range(node: Node): string {
  const [first, end] = bytesOf(node);
  return end - first <= 1 ? String(first) : `${first}–${end - 1}`;
}

const problemsBelow = (frame: Frame, node: Node): number =>
  node.children.reduce((sum, id) => sum + frame.nodes[id]!.problems.length + problemsBelow(frame, frame.nodes[id]!), 0);

/** The nodes that no closed one hides, in their order. */
function visibleNodes(frame: Frame, open: ReadonlySet<number>): Node[] {
  const shown = (id: number | null): boolean => id === null || (open.has(id) && shown(frame.nodes[id]!.parent));
  return frame.nodes.filter(({ parent }) => shown(parent));
}

/** Where Tab stops: at what is selected, or at whatever hides it. */
function tabStop(frame: Frame, { selected }: State, visible: readonly Node[]): number {
  for (let id = nodeOf(frame, selected); id !== null; id = frame.nodes[id]!.parent) {
    if (visible.some((node) => node.id === id)) return id;
  }
  return visible[0]?.id ?? 0;
}

/** Whether a light falls on a node: on it, or on something inside of it while it is closed. */
function lights(frame: Frame, light: Light, node: Node, open: ReadonlySet<number>): boolean {
  const within = (id: number | null): boolean => id !== null && (id === node.id || within(frame.nodes[id]!.parent));
  const closed = node.children.length > 0 && !open.has(node.id);
  return light.nodes.some(({ id }) => id === node.id || (closed && within(id)));
}

function withNode(event: Event, use: (id: number, toggle: boolean) => void): void {
  const target = event.target as Element;
  const item = target.closest<HTMLElement>('[data-node]');
  if (item !== null) use(Number(item.dataset.node), target.closest('[data-twist]') !== null);
}

/**
 * Keeps the focus on the selection while it is in the tree, and the selection in view where tree and bytes stand side by
 * side. A new packet moves nothing: whoever chose it is looking elsewhere.
 */
function useFollow(tree: { current: HTMLDivElement | null }, frame: Frame, stop: number, chosen: Light): void {
  const last = useRef<Frame | null>(null);
  useLayoutEffect(() => {
    const item = document.getElementById(`node-${stop}`);
    const focused = tree.current?.contains(document.activeElement) ?? false;
    if (focused) item?.focus({ preventScroll: true });
    if (last.current === frame && chosen.nodes.length > 0 && (focused || matchMedia('(min-width: 60rem)').matches)) {
      item?.scrollIntoView({ block: 'nearest' });
    }
    last.current = frame;
  }, [stop, chosen]);
}
