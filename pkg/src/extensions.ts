/** What IPv6's extension headers are made of: read and written by the same table. */
import type { NumberField } from './fields.js';

const WORD = 0xffffffff;

/** A header's kind and numbers in wire order, and the name of its bytes; one without bytes or numbers has options. */
export interface ExtensionShape {
  kind: number;
  numbers?: readonly NumberField[];
  bytes?: string;
}

/** Extension headers by name. */
export const EXTENSIONS: Readonly<Record<string, ExtensionShape>> = {
  hopByHop: { kind: 0 },
  routing: { kind: 43, numbers: [['routingType', 255], ['segmentsLeft', 255]], bytes: 'data' },
  fragment: {
    kind: 44,
    numbers: [['reserved', 255], ['fragmentOffset', 65528, 0, 0, 8], ['reservedBits', 3], ['moreFragments', 1], ['identification', WORD]],
  },
  authentication: {
    kind: 51,
    numbers: [['reserved', 0xffff], ['securityParametersIndex', WORD], ['sequenceNumber', WORD]],
    bytes: 'integrityCheck',
  },
  destinationOptions: { kind: 60 },
};
