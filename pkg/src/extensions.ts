/** What IPv6's extension headers are made of. */
import { HALF, Kind, WORD } from './fields.js';
import type { Field } from './fields.js';

const OPTIONS: Field = ['options', Kind.Options];

/** Extension headers by name: the kind, and fields in wire order. */
export const EXTENSIONS: Readonly<Record<string, readonly [kind: number, ...fields: Field[]]>> = {
  hopByHop: [0, OPTIONS],
  routing: [43, ['routingType', 255], ['segmentsLeft', 255], ['data', Kind.LongBytes]],
  fragment: [
    44, ['reserved', 255], ['fragmentOffset', 65528, 0, 0, 8], ['reservedBits', 3], ['moreFragments', Kind.Flag],
    ['identification', WORD],
  ],
  authentication: [
    51, ['reserved', HALF], ['securityParametersIndex', WORD], ['sequenceNumber', WORD],
    ['integrityCheck', Kind.LongBytes],
  ],
  destinationOptions: [60, OPTIONS],
};
