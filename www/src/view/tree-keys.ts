/** The keys of a tree, as WAI-ARIA's pattern has them. */
import type { Frame, Node } from '../model/frame';
import type { Action } from '../model/state';

interface TreeView {
  frame: Frame;
  visible: readonly Node[];
  open: ReadonlySet<number>;
  /** The node that has the focus. */
  at: number;
  /** The letters typed so far, and when the last was. */
  typed: { text: string; time: number };
}

/** Letters typed within so many milliseconds make one word. */
const WORD = 700;

/** What a key does; `'leave'` goes over to the bytes; nothing for other keys. */
export function treeKey(event: KeyboardEvent, view: TreeView): Action[] | 'leave' | null {
  if (event.altKey || event.ctrlKey || event.metaKey) return null;
  const { frame, visible, open, at } = view;
  const node = frame.nodes[at]!;
  const index = visible.indexOf(node);
  const inner = node.children.length > 0;
  const isOpen = open.has(at);
  switch (event.key) {
    case 'ArrowDown': return to(visible[index + 1]);
    case 'ArrowUp': return to(visible[index - 1]);
    case 'Home': return to(visible[0]);
    case 'End': return to(visible.at(-1));
    case 'ArrowRight': return !inner ? [] : isOpen ? to(frame.nodes[node.children[0]!]) : [{ type: 'open', nodes: [at], open: true }];
    case 'ArrowLeft':
      if (inner && isOpen) return [{ type: 'open', nodes: [at], open: false }];
      return to(node.parent === null ? undefined : frame.nodes[node.parent]);
    case ' ': return inner ? [{ type: 'open', nodes: [at], open: !isOpen }, ...to(node)] : to(node);
    case 'Enter': return 'leave';
    case 'Escape': return [{ type: 'select', mark: null }];
    case '*': return [{ type: 'open', nodes: siblings(frame, node), open: true }];
    default: return event.key.length === 1 ? to(named(event, view, index)) : null;
  }
}

const to = (node: Node | undefined): Action[] => (node === undefined ? [] : [{ type: 'select', mark: { node: node.id } }]);

const siblings = (frame: Frame, { parent }: Node): readonly number[] =>
  (parent === null ? frame.layers : frame.nodes[parent]!.children).filter((id) => frame.nodes[id]!.children.length > 0);

/** The next visible node whose label begins with the letters typed. */
function named(event: KeyboardEvent, { visible, typed }: TreeView, index: number): Node | undefined {
  const goesOn = event.timeStamp - typed.time < WORD;
  typed.text = (goesOn ? typed.text : '') + event.key.toLowerCase();
  typed.time = event.timeStamp;
  const from = typed.text.length > 1 ? index : index + 1;
  const inOrder = [...visible.slice(from), ...visible.slice(0, from)];
  return inOrder.find(({ label }) => label.toLowerCase().startsWith(typed.text));
}
