/** Fields that read better together: the flags of a header, an option, a VLAN tag. */
import type { DissectedField } from 'drywire';

export interface Group {
  name: string;
  filter: string | null;
  label: string;
  text: string;
  fields: DissectedField[];
}

/** A layer's fields in their order, runs of them put into groups. */
export function groupsOf(fields: readonly DissectedField[]): (Group | { field: DissectedField })[] {
  const result: (Group | { field: DissectedField })[] = [];
  for (let at = 0; at < fields.length;) {
    const rule = RULES.find(({ starts }) => starts.test(fields[at]!.name));
    if (rule === undefined) {
      result.push({ field: fields[at++]! });
      continue;
    }
    const start = at++;
    while (at < fields.length && rule.goesOn.test(fields[at]!.name)) at++;
    result.push(rule.group(fields.slice(start, at)));
  }
  return result;
}

interface Rule {
  /** The name of a group's first field. */
  starts: RegExp;
  /** The names of those after it. */
  goesOn: RegExp;
  group(fields: DissectedField[]): Group;
}

const RULES: Rule[] = [
  {
    starts: /^tcp\.flags\./,
    goesOn: /^tcp\.flags\./,
    group: (fields) => ({ name: 'tcp.flags', filter: 'tcp.flags', label: 'Flags', text: flagsText(fields), fields }),
  },
  {
    starts: /^ip\.flags\./,
    goesOn: /^ip\.flags\./,
    group: (fields) => ({ name: 'ip.flags', filter: 'ip.flags', label: 'Flags', text: flagsText(fields), fields }),
  },
  {
    starts: /^tcp\.option_kind$/,
    goesOn: /^tcp\.option(_len$|s\.)/,
    group: (fields) => ({ name: 'tcp.option', filter: 'tcp.options', label: `Option: ${meaning(fields[0]!)}`, text: optionText(fields), fields }),
  },
  {
    starts: /^ip\.opt\.type$/,
    goesOn: /^ip\.(opt\.(?!type$)|rec_rt$)/,
    group: (fields) => ({ name: 'ip.opt', filter: null, label: `Option: ${meaning(fields[0]!)}`, text: optionText(fields), fields }),
  },
  {
    starts: /^ipv6\.opt\.type$/,
    goesOn: /^ipv6\.opt\.(?!type$)/,
    group: (fields) => ({ name: 'ipv6.opt', filter: 'ipv6.opt', label: `Option: ${meaning(fields[0]!)}`, text: optionText(fields), fields }),
  },
  {
    starts: /^dns\.flags\./,
    goesOn: /^dns\.flags\./,
    group: (fields) => ({ name: 'dns.flags', filter: 'dns.flags', label: 'Flags', text: flagsText(fields), fields }),
  },
  {
    starts: /^dhcp\.option\.type$/,
    goesOn: /^dhcp\.option\.(?!type$|padding$)/,
    group: (fields) => ({ name: 'dhcp.option', filter: 'dhcp.option.type', label: `Option: ${meaning(fields[0]!)}`, text: optionText(fields), fields }),
  },
  {
    starts: /^vlan\.priority$/,
    goesOn: /^vlan\.(dei|id|etype)$/,
    group: (fields) => ({ name: 'vlan', filter: 'vlan', label: 'VLAN tag', text: tagText(fields), fields }),
  },
];

function flagsText(fields: DissectedField[]): string {
  const set = fields.filter(({ value }) => value === true).map(({ label }) => short(label));
  return set.length === 0 ? 'none set' : set.join(', ');
}

/** `Synchronise (SYN)` is known as SYN. */
const short = (label: string): string => /\(([^)]+)\)$/.exec(label)?.[1] ?? label;

/** What a number in words stands for: `2 (Maximum segment size)`. */
function meaning({ text }: DissectedField): string {
  const words = /\((.+)\)$/.exec(text)?.[1];
  return words === undefined ? text : uncapitalised(words);
}

/** A label within a line; what is written in capitals stays so. */
const uncapitalised = (words: string): string => (/^[A-Z][a-z]/.test(words) ? words.charAt(0).toLowerCase() + words.slice(1) : words);

/** What an option holds, besides its kind and length. */
function optionText(fields: DissectedField[]): string {
  const values = fields.slice(1).filter(({ name }) => !/(option_len|opt\.len|\.length)$/.test(name));
  return values.map(({ text }) => text).join(', ');
}

const tagText = (fields: DissectedField[]): string => {
  const id = fields.find(({ name }) => name === 'vlan.id');
  return id === undefined ? '' : `VLAN ${id.text}`;
};
