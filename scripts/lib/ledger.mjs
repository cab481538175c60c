// The requirement ledger: which tests hold which rule. Pure functions; `scripts/ledger.mjs` reads, runs and prints.

/** The rows of a tab-separated text as objects by its first line. */
export const rows = (text) => {
  const [head, ...lines] = text.trimEnd().split('\n').map((line) => line.split('\t'));
  return lines.map((cells) => Object.fromEntries(head.map((name, n) => [name, cells[n] ?? ''])));
};

/** The ids that a test's name begins with: `must_38_shld_7_…` gives MUST-38 and SHLD-7, `rfc6298_5_1_…` itself. */
export const idsOf = (name) => {
  const ids = [];
  let rest = name.split('::').at(-1);
  for (;;) {
    const [whole, level, number, rule] = /^(?:(must|shld|may|rec)_(\d+)|(rfc\d+(?:_\d+)+))(?:_|$)/.exec(rest) ?? [];
    if (whole === undefined) return ids;
    ids.push(rule ?? `${level.toUpperCase()}-${number}`);
    rest = rest.slice(whole.length);
  }
};

/** The tests in the output of `cargo test`: name and outcome ("ok", "FAILED" or "ignored"). */
export const testsIn = (output) =>
  [...output.matchAll(/^test (\S+)(?: - should panic)? \.\.\. (ok|FAILED|ignored)/gm)].map(([, name, outcome]) => ({ name, outcome }));

/**
 * One entry for each row of the requirements and each other rule.
 * @param {{ requirements: Record<string, string>[], declined: Record<string, string>[], other: Record<string, string>[],
 *   tests: { name: string, outcome: string }[] }} found
 */
export const ledger = ({ requirements, declined, other, tests }) => {
  const reasons = new Map(declined.map(({ id, reason }) => [id, reason]));
  const byId = group(tests.flatMap((test) => idsOf(test.name).map((id) => ({ id, ...test }))), ({ id }) => id);
  const entry = (id, level, section, text, isIpv6) => {
    const all = byId.get(id) ?? [];
    const passing = all.filter(({ outcome }) => outcome === 'ok').map(({ name }) => shortened(name));
    const reason = isIpv6 ? 'IPv6 has no part in this crate; for IPv4 see the row above.' : reasons.get(id);
    return { id, level, section, text, passing, reason, status: status(all, passing, reason, isIpv6) };
  };
  const known = new Set([...requirements.map(({ id }) => id), ...other.map(({ rule }) => rule)]);
  return {
    entries: requirements.map((row) =>
      entry(row.id, row.level, row.sections, row.feature ?? '', /IPv6/.test(`${row.note ?? ''}${row.feature ?? ''}`))),
    others: other.map((row) => entry(row.rule, '', '', row['what it asks for'], false)),
    // Tests that cite another RFC than those listed are welcome; ids of RFC 9293 that do not exist are not.
    unknown: [...byId.keys(), ...reasons.keys()].filter((id) => /^[A-Z]/.test(id) && !known.has(id)),
  };
};

/** What is wrong with the ledger, a line each; none if it stands. */
export const faults = ({ entries, others, unknown }) => [
  ...unknown.map((id) => `${id}: there is no such requirement`),
  ...[...entries, ...others].flatMap(({ id, level, status, reason }) => {
    if (status === 'failing') return [`${id}: a test that bears it does not pass`];
    if (status === 'missing') return [`${id}: no test bears it, and no reason stands in declined.tsv`];
    if (status === 'both') return [`${id}: declined (${reason}), and a test bears it`];
    return status === 'declined' && level.startsWith('MUST') ? [`${id}: a MUST can't be declined`] : [];
  }),
];

/** "MUST 60: 59 tested, 1 not applicable" for each level, then the other rules. */
export const counts = ({ entries, others }) => {
  const levels = group(entries, ({ id }) => id.split('-')[0]);
  const ids = new Set(entries.map(({ id }) => id)).size;
  const line = ([name, list]) => {
    const by = (status) => list.filter((entry) => entry.status === status).length;
    const parts = ['tested', 'declined', 'not applicable', 'failing', 'missing', 'both'].filter((status) => by(status) > 0);
    return `${name} ${list.length}: ${parts.map((status) => `${by(status)} ${status}`).join(', ')}`;
  };
  return [[`RFC 9293 has ${ids} ids, rows`, entries], ...levels, ['other RFCs', others]].map(line);
};

/** The page of the docs. */
export const page = (found) => {
  const cell = (text) => text.replaceAll('|', '\\|');
  const held = ({ passing, reason, status }) => {
    if (status !== 'tested') return `*${status}*: ${cell(reason ?? '')}`;
    return passing.map((name) => `\`${name}\``).join('<br>');
  };
  return `${[
    '# The requirement ledger',
    '',
    'Made by `npm run ledger -- --write` from the tests: a test bears the ids of the requirements that it holds in its name.',
    '',
    '## RFC 9293, appendix B',
    '',
    ...counts({ entries: found.entries, others: [] }).slice(0, -1).map((line) => `- ${line}`),
    '',
    '| id | level | section | held by |',
    '|---|---|---|---|',
    ...found.entries.map((entry) => `| ${entry.id} | ${entry.level} | ${entry.section} | ${held(entry)} |`),
    '',
    '## Other RFCs',
    '',
    '| rule | what it asks for | held by |',
    '|---|---|---|',
    ...found.others.map((entry) => `| ${entry.id} | ${cell(entry.text)} | ${held(entry)} |`),
  ].join('\n')}\n`;
};

const status = (all, passing, reason, isIpv6) => {
  if (isIpv6) return 'not applicable';
  if (all.length === 0) return reason === undefined ? 'missing' : 'declined';
  if (reason !== undefined) return 'both';
  return passing.length === all.length ? 'tested' : 'failing';
};

/** A test's name without what all have in common. */
const shortened = (name) => name.replace(/^ledger::/, '').replace(/::tests::/, '::');

/** Map.groupBy, which Node 20 does not have. */
const group = (list, key) => {
  const groups = new Map();
  for (const item of list) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
};
