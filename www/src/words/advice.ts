/** What to do about a problem, by its code. The problem's own message says what is wrong; this says what to make of it. */
import type { Problem } from 'drywire';

const ADVICE: Record<string, string> = {
  'header-truncated': 'Check that the end of the packet was copied too. If it was, the capture kept only its first bytes: raise the snap length (tcpdump -s 0).',
  'version': 'The layer before announced another protocol. Try another link type; if this one is right, the type field before this header is wrong.',
  'header-length-small': 'No header is this short. Either the packet was made wrongly, or this is not the header it is taken for: try another link type.',
  'header-length-beyond-end': 'Check that the whole packet was copied. If it was, this length was made wrongly.',
  'total-length-zero': 'Nothing is wrong on the wire: the network card fills it in while it cuts the data into segments. Capture on the receiving side to see what was sent.',
  'total-length-small': 'A sound sender never writes this. Look for a byte-order mistake in whatever made the packet: the length stands with its high byte first.',
  'truncated': 'Check that the end of the packet was copied too. If the capture cut it short, raise the snap length (tcpdump -s 0).',
  'udp-length-small': 'The length counts the header as well: 8 plus the data. Look at how the sender computes it.',
  'udp-length-beyond-end': 'Check that the whole packet was copied. Otherwise the sender counts more than it sends: the length is 8 plus the data.',
  'option-length-missing': 'The list of options is cut in the middle. Check the header length before it: it may be too small.',
  'option-length-small': 'A length counts its own kind and length bytes, so it is at least 2. What follows can’t be told apart, and a receiver may drop the packet.',
  'option-beyond-end': 'Either this length is too large or the header length too small. A receiver may drop the packet.',
  'option-length': 'The bytes are shown as they are. Look at how the sender writes this option.',
  'checksum-wrong': 'The bytes were changed after it was computed: damage, an edit by hand, or a device that rewrites and does not update. A receiver drops the packet.',
  'checksum-offloaded': 'Most likely nothing: the packet was captured on its sender, before the network card completed it. Capture on the receiving side to be sure.',
  'too-many-tags': 'No network stacks tags so deep: this was made to confuse, or these bytes are not Ethernet.',
  'too-many-extensions': 'No sender has need of so many: this was made to confuse, or these bytes are not IPv6.',
  'checksum-missing': 'Over IPv6 the checksum is not optional: look at how the sender builds the datagram. A receiver drops it.',
  'address-length': 'The first 8 bytes are shown. Check the link type; if it is right, the capture was written wrongly.',
};

/** What to do about a problem. */
export const adviceFor = ({ code }: Problem): string =>
  ADVICE[code] ?? 'Compare the bytes with what the sender meant to write.';

/** The problems that are most often harmless: of the capture, not of the packet. */
const MILD = new Set(['checksum-offloaded', 'total-length-zero']);

/** Whether a problem is one of the capture rather than of the packet. */
export const isMild = ({ code }: Problem): boolean => MILD.has(code);
