// The command line's flows and follow, over a connection that lost a segment.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { encode, formatDump, writeCapture } from 'drywire';
import { DATAGRAM } from './support/packets.mjs';

const { bin } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url)));
const CLI = fileURLToPath(new URL(`../${bin.drywire}`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'drywire-cli-'));
after(() => rmSync(folder, { recursive: true }));

const run = (args, { input = '', encoding = 'utf8' } = {}) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], { input, encoding: encoding === 'buffer' ? null : encoding });
  return { status, stdout, stderr: String(stderr) };
};

const segment = (fromClient, tcp, payload = '') => encode({
  ipv4: fromClient ? { source: '10.0.0.1', destination: '10.0.0.2' } : { source: '10.0.0.2', destination: '10.0.0.1' },
  tcp: { sourcePort: fromClient ? 40000 : 80, destinationPort: fromClient ? 80 : 40000, window: 1000, ...tcp },
  payload: new TextEncoder().encode(payload),
});
const ack = { ack: true };
const PACKETS = [
  segment(true, { sequenceNumber: 0, flags: { syn: true } }),
  segment(false, { sequenceNumber: 99, acknowledgmentNumber: 1, flags: { syn: true, ack: true } }),
  segment(true, { sequenceNumber: 1, acknowledgmentNumber: 100, flags: ack }, 'hello\r\n\x1b[2J'),
  segment(true, { sequenceNumber: 1, acknowledgmentNumber: 100, flags: ack }, 'hello\r\n\x1b[2J'),
  // 104 to 106 were not captured.
  segment(false, { sequenceNumber: 100, acknowledgmentNumber: 12, flags: ack }, 'good'),
  segment(false, { sequenceNumber: 107, acknowledgmentNumber: 12, flags: ack }, 'day'),
  segment(true, { sequenceNumber: 12, acknowledgmentNumber: 110, flags: ack }),
  DATAGRAM,
];
const path = join(folder, 'talk.pcap');
writeFileSync(path, writeCapture(PACKETS.map((data, at) => ({ data, timestamp: BigInt(at) * 10_000_000n })), { format: 'pcap', link: 'raw' }));

test('flows lists each conversation in a line', () => {
  const { status, stdout, stderr } = run(['flows', path]);
  assert.deepEqual([status, stderr], [0, '']);
  const [head, tcp, udp, ...others] = stdout.trimEnd().split('\n');
  assert.deepEqual(others, []);
  assert.equal(head.split(/ {2,}/).join(' ').trim(), '# proto a b packets bytes seconds state again rtt');
  assert.match(tcp, /^0 {2}TCP {4}10\.0\.0\.1:40000 {2}10\.0\.0\.2:80 +4 \+ 3 +\d+ \+ \d+ +0\.060 {2}established +16\.7 % {2}20\.000 ms$/);
  assert.match(udp, /^1 {2}UDP {4}10\.0\.0\.1:12345 {2}10\.0\.0\.2:53 +1 \+ 0 +30 \+ 0 +0\.000$/);
  assert.equal(run(['flows', '-'], { input: readFileSync(path) }).stdout, stdout);
});

test('flows --json prints an object a line', () => {
  const rows = run(['flows', path, '--json']).stdout.trimEnd().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(rows.map(({ number, protocol, a, start }) => [number, protocol, a.port, start]), [[0, 6, 40000, '0'], [1, 17, 12345, '70000000']]);
});

test('flows says so where packets are no conversation', () => {
  const fragment = formatDump(encode({ ipv4: { source: '10.0.0.1', destination: '10.0.0.2', protocol: 17, moreFragments: true }, payload: '00' }), 'hex');
  const { status, stdout, stderr } = run(['flows', '-'], { input: fragment });
  assert.deepEqual([status, stdout.split('\n').length], [0, 2]);
  assert.match(stderr, /^drywire: no packet of standard input belongs to a conversation/);
});

test('flows of a dump, whose times have no date', () => {
  const dump = PACKETS.map((data, at) => `10:00:0${at}.5 IP\n${formatDump(data, 'tcpdump')}`).join('');
  const { stdout } = run(['flows', '-'], { input: dump });
  assert.match(stdout, /^0 {2}TCP .* 6\.000 {2}established /m);
});

test('follow prints what both said, in order, and what is missing', () => {
  const { status, stdout, stderr } = run(['follow', '0', path]);
  assert.deepEqual([status, stderr], [0, '']);
  assert.equal(stdout, [
    'a 10.0.0.1:40000, packet 3, 11 bytes', 'hello', '.[2J',
    'b 10.0.0.2:80, packet 5, 4 bytes', 'good',
    'b 10.0.0.2:80, packet 7, 3 bytes that are missing',
    'b 10.0.0.2:80, packet 6, 3 bytes', 'day', '',
  ].join('\n'), 'and no command reaches the terminal');
  assert.match(run(['follow', '0', path, '--hex']).stdout, /^00000000 {2}68 65 6c 6c 6f 0d 0a 1b {2}5b 32 4a .*\|hello\.\.\.\[2J\|$/m);
});

test('follow --side gives the bytes alone; --json says all', () => {
  const a = run(['follow', '0', path, '--side', 'a'], { encoding: 'buffer' });
  assert.equal(a.stdout.toString(), 'hello\r\n\x1b[2J');
  const b = run(['follow', '0', path, '--side', 'b']);
  assert.deepEqual([b.stdout, b.stderr], ['goodday', 'drywire: 3 bytes of b are missing, as packet 7 shows\n']);
  assert.match(run(['follow', '0', path, '--side', 'b', '--hex']).stdout, /^b 10\.0\.0\.2:80, packet 5, 4 bytes\n00000000 {2}67 6f 6f 64 /);
  assert.equal(run(['follow', '0', path, '--side', 'b', '--json']).stdout.trimEnd().split('\n').length, 3);
  const headers = run(['follow', '0', Buffer.from(PACKETS[0]).toString('hex')]);
  assert.deepEqual(headers, { status: 0, stdout: '', stderr: 'drywire: nothing was said in conversation 0: there are headers alone\n' });
  const chunks = run(['follow', '0', path, '--json']).stdout.trimEnd().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(chunks.map(({ from, data, packet }) => [from, data, packet]), [
    ['a', '68656c6c6f0d0a1b5b324a', 3], ['b', '676f6f64', 5], ['b', null, 7], ['b', '646179', 6],
  ]);
});

test('--filter leaves packets out, of any command, and they keep their numbers', () => {
  const filter = ['--filter', 'udp || tcp.flags.syn == 1'];
  assert.equal(run(['summary', path, ...filter]).stdout.trimEnd().split('\n').length, 3);
  const json = run(['summary', path, '--json', ...filter]).stdout.trimEnd().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(json.map(({ number }) => number), [1, 2, 8]);
  assert.match(run(['decode', path, '--filter', 'udp']).stdout, /^Packet 8, /);
  assert.equal(run(['flows', path, '--filter', 'udp']).stdout.trimEnd().split('\n').length, 2);
  const hex = Buffer.from(DATAGRAM).toString('hex');
  assert.equal(run(['summary', hex, '--filter', 'ip.src == 10.0.0.0/8']).status, 0);
  assert.equal(run(['summary', path, '--filter', ' ']).stdout.trimEnd().split('\n').length, 8, 'an empty one wants all');
  const none = run(['summary', path, '--filter', 'tcp.port == 99']);
  assert.deepEqual([none.status, none.stdout, none.stderr], [1, '', `drywire: there are no packets in ${path}, filtered\n`]);
  const wrong = run(['summary', path, '--filter', 'tcp.port == http']);
  assert.deepEqual([wrong.status, wrong.stdout], [2, '']);
  assert.match(wrong.stderr, /^drywire: --filter: at character 13: /);
});

test('a conversation that is not there, or is no number, is told', () => {
  const none = run(['follow', '2', path]);
  assert.deepEqual([none.status, none.stdout], [1, '']);
  assert.match(none.stderr, /^drywire: there is no conversation 2 in .*, which has 2: `drywire flows` lists them\n$/);
  for (const args of [['follow'], ['follow', path], ['follow', '0'], ['follow', '0', path, '--side', 'c'], ['flows']]) {
    const { status, stdout, stderr } = run(args);
    assert.deepEqual([status, stdout], [2, ''], args.join(' '));
    assert.match(stderr, /^drywire: /);
  }
});
