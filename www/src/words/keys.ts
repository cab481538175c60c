/** The keys of each view. */
type Keys = readonly (readonly [keys: string, what: string])[];

export const DECODER_KEYS: Keys = [
  ['↑ ↓', 'to the next packet or field; in the bytes, to the next row'],
  ['← →', 'close and open a layer; in the bytes, to the next byte'],
  ['Home End', 'first and last; in the bytes with Ctrl, of the packet'],
  ['*', 'open all layers beside this one'],
  ['A–Z', 'to the next field whose name begins so'],
  ['Enter', 'from a packet to its fields, from a field to its bytes, and from a byte to its field'],
  ['Esc', 'select nothing'],
  ['Ctrl V', 'anywhere on the page: read what is in the clipboard'],
];

export const LAB_KEYS: Keys = [
  ['Space', 'play and pause'],
  ['← →', 'to the previous and the next packet'],
  ['Home End', 'to the start and the end of the run'],
  ['↑ ↓', 'on the ladder: to the packet above and below'],
  ['Enter', 'on the ladder: drop this packet, or let it through'],
];
