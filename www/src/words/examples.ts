/** The packets to begin with. Their addresses are those that RFC 5737 and RFC 9542 set aside for documents. */
export interface Example {
  readonly id: string;
  readonly label: string;
  /** What is going on, in a sentence. */
  readonly about: string;
  /** The field that tells it; it is selected at first. */
  readonly at: string;
  readonly hex: string;
}

/** The first one is shown before anything is pasted. */
export const EXAMPLES: readonly Example[] = [
  {
    id: 'syn',
    label: 'TCP SYN',
    about: 'A connection is opened: a SYN with the options that Linux sends.',
    at: 'tcp.flags.syn',
    hex: '00005e00530100005e00530a08004500003c1c46400040063231c000020ac6336407ca0c01bbaeee953200000000a002'
      + 'faf041c40000020405b40402080acf1c40000000000001030307',
  },
  {
    id: 'dns',
    label: 'DNS query',
    about: 'A name is looked up over UDP.',
    at: 'udp.dstport',
    hex: '00005e00530100005e00530a08004500003da3f140004011127fc000020ac00002359d7800350029a2477b1d01000001'
      + '0000000000000764727977697265076578616d706c650000010001',
  },
  {
    id: 'unreachable',
    label: 'ICMP unreachable',
    about: 'A host says that nobody listens at a port, and quotes the datagram that asked.',
    at: 'icmp.code',
    hex: '00005e00530a00005e005301080045c000580d210000370177b0cb007109c000020a0303fb4a000000004500003c5512'
      + '00000111668bc000020acb007109b425829d0028d5c1404142434445464748494a4b4c4d4e4f50515253545556575859'
      + '5a5b5c5d5e5f',
  },
  {
    id: 'arp',
    label: 'ARP',
    about: 'A host asks who has an address. Padding fills the frame up to Ethernet\'s minimum.',
    at: 'arp.opcode',
    hex: 'ffffffffffff00005e00530a0806000108000604000100005e00530ac000020a000000000000c0000201000000000000'
      + '000000000000000000000000',
  },
  {
    id: 'vlan',
    label: 'VLAN tags',
    about: 'An HTTP request through a provider\'s network: two tags, one inside of the other.',
    at: 'vlan.id,2',
    hex: '00005e00530100005e00530a88a800648100600508004500005f1c9b4000400631b9c000020ac6336407ca1200502a47'
      + '437ab9f847f7801801f6dca300000101080acf1c571d412c624a474554202f7061636b657420485454502f312e310d0a'
      + '486f73743a207777772e6578616d706c650d0a0d0a',
  },
  {
    id: 'cooked',
    label: 'Linux cooked',
    about: 'A ping as Linux captures it on all of its interfaces at once.',
    at: 'sll.pkttype',
    hex: '00040001000600005e00530a0000080045000054e2b440004001d3e8c000020ac000020108008e602f1c0001a0ea9269'
      + '00000000415b070000000000101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f30313233'
      + '34353637',
  },
  {
    id: 'broken',
    label: 'Broken',
    about: 'A SYN that was cut short on its way, with a wrong checksum and an option that lies about its length.',
    at: 'ip.len',
    hex: '00005e00530100005e00530a08004500003c1c4740003f063230c000020ac6336407ca0c01bbaeee9532000000008002'
      + 'faf0beef0000020405b40301070104020101',
  },
];
